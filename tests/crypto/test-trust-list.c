/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-crypto-error.h"
#include "hopso-test-pki.h"
#include "hopso-trust-list.h"

static HopsoTestPki *pki; /* owned by main */

#define NOW   0 /* stands for the time of the test, when some certificates are made */
#define Y2019 G_GINT64_CONSTANT (1560000000)
#define Y2020 G_GINT64_CONSTANT (1600000000)
#define Y2060 G_GINT64_CONSTANT (2840000000)

static gint64
resolve (gint64 at_time)
{
  return at_time != NOW ? at_time : g_get_real_time () / G_USEC_PER_SEC + 60;
}

/* Names separated by blanks; "" is an empty list. */
static GPtrArray *
certificates (const char *names)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (char **name = parts; *name != NULL; name++)
    if (**name != '\0')
      g_ptr_array_add (all, hopso_test_pki_dup_certificate (pki, *name));
  return all;
}

static GPtrArray *
find (const char *anchors, const char *leaf, const char *along, gint64 at_time, GError **error)
{
  g_autoptr (HopsoTrustList) list = hopso_trust_list_new ();
  g_autoptr (GPtrArray) trusted = certificates (anchors);
  g_autoptr (GPtrArray) intermediates = certificates (along);
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, leaf);

  for (guint i = 0; i < trusted->len; i++)
    hopso_trust_list_add_certificate (list, trusted->pdata[i]);
  return hopso_trust_list_dup_path (list, certificate, intermediates, resolve (at_time), error);
}

static const struct
{
  const char *title, *anchors, *leaf, *along;
  gint64 at_time;
  guint length;
} good[] = {
  { "by root", "root", "signer-rsa", "sub", NOW, 3 },
  { "by one of several", "other-root root", "signer-ec", "sub", NOW, 3 },
  { "by a sub-authority that is trusted itself", "sub", "signer-ec", "", NOW, 2 },
  { "the shortest", "root sub", "signer-ec", "sub", NOW, 2 },
  { "needless ones along", "root", "signer-ec", "revoked encrypt other-root sub root", NOW, 3 },
  { "twice along", "root", "signer-ec", "sub sub signer-ec", NOW, 3 },
  { "itself", "signer-ec", "signer-ec", "", NOW, 1 },
  { "expired since", "root", "expired", "sub", Y2020, 3 },
};

static void
test_finds_good_paths (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) path =
          find (good[i].anchors, good[i].leaf, good[i].along, good[i].at_time, &error);

      g_test_message ("%s", good[i].title);
      g_assert_no_error (error);
      g_assert_cmpuint (path->len, ==, good[i].length);
      g_autoptr (HopsoCertificate) leaf = hopso_test_pki_dup_certificate (pki, good[i].leaf);
      g_assert_true (hopso_certificate_equal (path->pdata[0], leaf));
    }
}

static const struct
{
  const char *title, *anchors, *leaf, *along;
  gint64 at_time;
  HopsoTrustError reason;
} bad[] = {
  { "nobody trusted", "", "signer-rsa", "sub root", NOW, HOPSO_TRUST_ERROR_NO_PATH },
  { "another trusted", "other-root", "signer-rsa", "sub root", NOW, HOPSO_TRUST_ERROR_NO_PATH },
  { "a link missing", "root", "signer-rsa", "", NOW, HOPSO_TRUST_ERROR_NO_PATH },
  { "expired", "root", "expired", "sub", NOW, HOPSO_TRUST_ERROR_EXPIRED },
  { "all expired", "root", "signer-ec", "sub", Y2060, HOPSO_TRUST_ERROR_EXPIRED },
  { "not yet", "root", "signer-ec", "sub", Y2019, HOPSO_TRUST_ERROR_NOT_YET_VALID },
  { "issuer is no authority", "root", "child", "signer-ec sub", NOW, HOPSO_TRUST_ERROR_CONSTRAINT },
  { "too deep under sub", "root", "deep", "below sub", NOW, HOPSO_TRUST_ERROR_CONSTRAINT },
  { "issuer only by name", "false-root", "signer-under-false", "", NOW,
    HOPSO_TRUST_ERROR_BAD_SIGNATURE },
  { "short key", "root", "short", "sub", NOW, HOPSO_TRUST_ERROR_WEAK },
  { "SHA-1", "root", "sha1", "sub", NOW, HOPSO_TRUST_ERROR_WEAK },
};

static void
make_bad_ones (void)
{
  const char *issue = "ca -batch -notext -utf8 -config ca.cnf -startdate 20200101000000Z "
                      "-enddate 20491231235959Z ";
  static const struct
  {
    const char *request, *authority;
  } made[] = {
    { "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout below.key -out below.csr -subj "
      "/CN=below",
      "-name sub -extensions x_root -in below.csr -out below.pem" },
    { "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout deep.key -out deep.csr -subj /CN=deep",
      "-name root -cert below.pem -keyfile below.key -extensions x_signer -in deep.csr -out "
      "deep.pem" },
    { "-newkey rsa:1024 -keyout short.key -out short.csr -subj /CN=short",
      "-name sub -extensions x_signer -in short.csr -out short.pem" },
    { "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout sha1.key -out sha1.csr -subj /CN=sha1",
      "-name sub -md sha1 -extensions x_signer -in sha1.csr -out sha1.pem" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *request =
          g_strconcat ("req -new -config ca.cnf -nodes ", made[i].request, NULL);
      g_autofree char *authority = g_strconcat (issue, made[i].authority, NULL);

      hopso_test_pki_run (pki, request);
      hopso_test_pki_run (pki, authority);
    }
  /* The same name, another key; without key identifiers nothing but the signature tells. */
  hopso_test_pki_run (pki, "req -x509 -new -config ca.cnf -key sub.key -subj /CN=false "
                           "-days 10000 -out true-root.pem");
  hopso_test_pki_run (pki, "req -x509 -new -config ca.cnf -key signer-ec.key -subj /CN=false "
                           "-days 10000 -out false-root.pem");
  hopso_test_pki_run (pki,
                      "x509 -req -in sha1.csr -CA true-root.pem -CAkey sub.key -CAcreateserial "
                      "-days 10000 -out signer-under-false.pem");
}

static void
test_refuses_bad_paths (void)
{
  make_bad_ones ();
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) path =
          find (bad[i].anchors, bad[i].leaf, bad[i].along, bad[i].at_time, &error);

      g_test_message ("%s", bad[i].title);
      g_assert_null (path);
      g_assert_error (error, HOPSO_TRUST_ERROR, (int) bad[i].reason);
    }
}

/* A false authority of the right name comes first; the right one must still be found. */
static void
test_tries_every_issuer_of_a_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) path = find ("false-root true-root", "signer-under-false", "", NOW, &error);

  g_assert_no_error (error);
  g_autoptr (HopsoCertificate) right = hopso_test_pki_dup_certificate (pki, "true-root");
  g_assert_true (hopso_certificate_equal (path->pdata[1], right));
}

static void
test_known_intermediates_help_but_are_not_trusted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTrustList) list = hopso_trust_list_new ();
  g_autoptr (HopsoCertificate) sub = hopso_test_pki_dup_certificate (pki, "sub");
  g_autoptr (HopsoCertificate) leaf = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autofree char *root = hopso_test_pki_dup_path (pki, "root.pem");

  hopso_trust_list_add_intermediate (list, sub);
  g_assert_null (hopso_trust_list_dup_path (list, leaf, NULL, resolve (NOW), &error));
  g_assert_error (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_NO_PATH);
  g_clear_error (&error);

  g_assert_true (hopso_trust_list_add_pem_file (list, root, &error));
  g_assert_true (hopso_trust_list_add_pem_file (list, root, &error));
  g_assert_cmpuint (hopso_trust_list_get_certificates (list)->len, ==, 1);
  g_autoptr (GPtrArray) path = hopso_trust_list_dup_path (list, leaf, NULL, resolve (NOW), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (path->len, ==, 3);
}

static void
test_an_anchor_counts_only_in_its_terms (void)
{
  g_autoptr (HopsoTrustList) list = hopso_trust_list_new ();
  g_autoptr (HopsoCertificate) root = hopso_test_pki_dup_certificate (pki, "root");
  g_autoptr (HopsoCertificate) leaf = hopso_test_pki_dup_certificate (pki, "signer-ec");
  g_autoptr (GPtrArray) along = certificates ("sub");
  const struct
  {
    gint64 time;
    gboolean is_trusted;
  } times[] = { { Y2020 - 1, FALSE },   { Y2020, TRUE },       { Y2020 + 99, TRUE },
                { Y2020 + 100, FALSE }, { Y2020 + 200, TRUE }, { Y2020 + 300, FALSE } };

  hopso_trust_list_add_certificate_for (list, root, Y2020, Y2020 + 100);
  hopso_trust_list_add_certificate_for (list, root, Y2020 + 200, Y2020 + 300);
  g_assert_cmpuint (hopso_trust_list_get_certificates (list)->len, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GPtrArray) path =
          hopso_trust_list_dup_path (list, leaf, along, times[i].time, NULL);

      g_assert_cmpint (path != NULL, ==, times[i].is_trusted);
    }
  hopso_trust_list_add_certificate (list, root);
  g_autoptr (GPtrArray) path = hopso_trust_list_dup_path (list, leaf, along, Y2020 + 300, NULL);
  g_assert_nonnull (path);
}

static void
test_says_what_is_wrong_with_a_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTrustList) list = hopso_trust_list_new ();
  g_autofree char *missing = hopso_test_pki_dup_path (pki, "missing.pem");
  g_autofree char *key = hopso_test_pki_dup_path (pki, "root.key");

  g_assert_false (hopso_trust_list_add_pem_file (list, missing, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (hopso_trust_list_add_pem_file (list, key, &error));
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/crypto/trust-list/finds-good-paths", test_finds_good_paths);
  g_test_add_func ("/crypto/trust-list/refuses-bad-paths", test_refuses_bad_paths);
  g_test_add_func ("/crypto/trust-list/tries-every-issuer-of-a-name",
                   test_tries_every_issuer_of_a_name);
  g_test_add_func ("/crypto/trust-list/known-intermediates-help-but-are-not-trusted",
                   test_known_intermediates_help_but_are_not_trusted);
  g_test_add_func ("/crypto/trust-list/an-anchor-counts-only-in-its-terms",
                   test_an_anchor_counts_only_in_its_terms);
  g_test_add_func ("/crypto/trust-list/says-what-is-wrong-with-a-file",
                   test_says_what_is_wrong_with_a_file);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
