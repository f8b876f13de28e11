/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-algorithm-policy.h"
#include "hopso-test-pki.h"

#define Y2012 G_GINT64_CONSTANT (1340000000)
#define Y2020 G_GINT64_CONSTANT (1600000000)

static void
test_hashes_end_on_their_day (void)
{
  g_assert_cmpint (hopso_algorithm_policy_get_hash_end (HOPSO_HASH_SHA1), ==, 1483228799);
  g_assert_cmpint (hopso_algorithm_policy_get_hash_end (HOPSO_HASH_SHA256), ==, G_MAXINT64);
  /* Each hash that we can compute stands in the table. */
  for (guint hash = HOPSO_HASH_SHA1; hash <= HOPSO_HASH_SHAKE256; hash++)
    g_assert_cmpint (hopso_algorithm_policy_get_hash_end (hash), >, 0);
}

static HopsoCertificate *
make (HopsoTestPki *pki, const char *key)
{
  g_autofree char *command = g_strconcat (
      "req -x509 -config ca.cnf -nodes -subj /CN=k -keyout k.key -out k.pem -newkey ", key, NULL);

  hopso_test_pki_run (pki, command);
  return hopso_test_pki_dup_certificate (pki, "k");
}

static const struct
{
  const char *key;
  gboolean in_2012, in_2020;
} keys[] = {
  { "rsa:512", FALSE, FALSE },
  { "rsa:1024", TRUE, FALSE },
  { "rsa:2048", TRUE, TRUE },
  { "ec -pkeyopt ec_paramgen_curve:P-192", TRUE, FALSE },
  { "ec -pkeyopt ec_paramgen_curve:P-256", TRUE, TRUE },
  { "ec -pkeyopt ec_paramgen_curve:brainpoolP384r1", TRUE, TRUE },
  { "ed25519", TRUE, TRUE },
  { "ed448", TRUE, TRUE },
};

static void
test_keys_end_by_their_size (void)
{
  g_autoptr (HopsoTestPki) pki = hopso_test_pki_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (HopsoCertificate) certificate = make (pki, keys[i].key);
      gint64 end = hopso_algorithm_policy_get_key_end (certificate);

      g_test_message ("%s", keys[i].key);
      g_assert_cmpint (Y2012 <= end, ==, keys[i].in_2012);
      g_assert_cmpint (Y2020 <= end, ==, keys[i].in_2020);
      g_assert_true (hopso_algorithm_policy_was_well_made (certificate));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/algorithm-policy/hashes-end-on-their-day",
                   test_hashes_end_on_their_day);
  g_test_add_func ("/crypto/algorithm-policy/keys-end-by-their-size", test_keys_end_by_their_size);
  return g_test_run ();
}
