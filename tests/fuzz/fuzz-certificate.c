/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates, PEM or DER: everything that a page shows of them, and the search for a path. */

#include "fuzz.h"
#include "hopso-algorithm-policy.h"
#include "hopso-trust-list.h"

static void
assert_text (char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_free (text);
}

static void
read_all (HopsoCertificate *certificate)
{
  for (int part = HOPSO_NAME_COMMON_NAME; part <= HOPSO_NAME_USER_ID; part++)
    {
      assert_text (hopso_certificate_dup_subject_part (certificate, (HopsoNamePart) part));
      assert_text (hopso_certificate_dup_issuer_part (certificate, (HopsoNamePart) part));
    }
  assert_text (hopso_certificate_dup_subject (certificate));
  assert_text (hopso_certificate_dup_issuer (certificate));
  assert_text (hopso_certificate_dup_serial_hex (certificate));
  assert_text (hopso_certificate_dup_fingerprint (certificate));
  g_strfreev (hopso_certificate_dup_crl_urls (certificate));
  g_strfreev (hopso_certificate_dup_ocsp_urls (certificate));
  g_strfreev (hopso_certificate_dup_issuer_urls (certificate));
  g_bytes_unref (hopso_certificate_dup_public_key (certificate));
  hopso_certificate_get_key_usage (certificate);
  hopso_certificate_get_key_bits (certificate);
  hopso_certificate_is_ca (certificate);
  hopso_certificate_is_for_documents (certificate);
  hopso_certificate_is_never_revoked (certificate);
  hopso_algorithm_policy_get_key_end (certificate);
  hopso_algorithm_policy_was_well_made (certificate);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (input, NULL);
  g_autoptr (HopsoTrustList) trusted = hopso_trust_list_new ();

  if (all == NULL)
    return 0;
  for (guint i = 0; i < all->len; i++)
    read_all (all->pdata[i]);
  hopso_trust_list_add_certificate (trusted, all->pdata[all->len - 1]);

  HopsoCertificate *leaf = all->pdata[0];
  g_autoptr (GPtrArray) path =
      hopso_trust_list_dup_path (trusted, leaf, all, hopso_certificate_get_not_before (leaf), NULL);
  g_assert_true (path == NULL || path->pdata[0] == leaf);
  return 0;
}
