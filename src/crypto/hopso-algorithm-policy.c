/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Until when an algorithm may be relied on (ETSI EN 319 102-1, 5.2.8), by the dated table in
 * data/policy. What was proven to exist before that end stays good. Constant data, any thread. */

#include "hopso-algorithm-policy.h"

#include "hopso-openssl-private.h"

static const struct
{
  const char *algorithm;
  guint bits;
  gint64 until;
} table[] = {
#include "hopso-algorithm-table.inc"
};

static gint64
find_end (const char *algorithm, guint bits)
{
  gint64 end = G_MININT64;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].algorithm, algorithm) && bits >= table[i].bits)
      end = MAX (end, table[i].until);
  return end;
}

/**
 * hopso_algorithm_policy_get_hash_end:
 *
 * Returns: the last second at which @hash may be relied on, %G_MAXINT64 if none is known,
 *   %G_MININT64 if it never could
 */
gint64
hopso_algorithm_policy_get_hash_end (HopsoHash hash)
{
  return find_end (hopso_hash_get_name (hash), (guint) hopso_hash_get_size (hash) * 8);
}

/**
 * hopso_algorithm_policy_get_key_end:
 *
 * Returns: likewise for the key that @certificate certifies
 */
gint64
hopso_algorithm_policy_get_key_end (HopsoCertificate *certificate)
{
  static const char *const names[] = {
    [HOPSO_KEY_TYPE_RSA] = "RSA",
    [HOPSO_KEY_TYPE_EC] = "ECDSA",
    [HOPSO_KEY_TYPE_OTHER] = "EdDSA",
  };

  return find_end (names[hopso_certificate_get_key_type (certificate)],
                   hopso_certificate_get_key_bits (certificate));
}

/**
 * hopso_algorithm_policy_was_well_made:
 *
 * Who finds a collision must have the authority sign one half of it, so what counts is the day of
 * issue, not today.
 *
 * Returns: whether the issuer signed @certificate with a hash that could be relied on then
 */
gboolean
hopso_algorithm_policy_was_well_made (HopsoCertificate *certificate)
{
  X509 *x509 = hopso_certificate_get_x509 (certificate);
  int nid = NID_undef, key_nid = NID_undef;
  HopsoHash hash;

  if (X509_get_signature_info (x509, &nid, &key_nid, NULL, NULL) != 1)
    return FALSE;
  if (nid == NID_undef)
    return key_nid == NID_ED25519 || key_nid == NID_ED448;
  return hopso_hash_from_nid (nid, &hash) && hopso_certificate_get_not_before (certificate) <=
                                                 hopso_algorithm_policy_get_hash_end (hash);
}
