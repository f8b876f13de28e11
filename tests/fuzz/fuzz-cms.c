/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures from PDFs. Rewriting as DER must come to rest, and nothing that parses may be
 * anything but detached. */

#include "fuzz.h"
#include "hopso-cms.h"
#include "hopso-der-private.h"

static void
check_normalising (GBytes *bytes)
{
  gsize consumed, again_consumed;
  gboolean was_der, is_der;
  g_autoptr (GBytes) der = hopso_der_normalise (bytes, &consumed, &was_der, NULL);

  if (der == NULL)
    return;
  g_assert_cmpuint (consumed, <=, g_bytes_get_size (bytes));

  g_autoptr (GBytes) again = hopso_der_normalise (der, &again_consumed, &is_der, NULL);
  g_assert_true (again != NULL && is_der && g_bytes_equal (again, der));
  g_assert_cmpuint (again_consumed, ==, g_bytes_get_size (der));
  if (was_der)
    g_assert_cmpuint (consumed, ==, g_bytes_get_size (der));
}

static void
check_cms (HopsoCms *cms)
{
  g_autofree guint8 *zeros = g_malloc0 (HOPSO_HASH_MAX_SIZE);
  g_autoptr (GBytes) digest = g_bytes_new (zeros, hopso_hash_get_size (hopso_cms_get_hash (cms)));
  HopsoCmsFindings findings;
  HopsoSignatureScheme scheme;
  gint64 time;

  /* No content has a digest of zeros. */
  g_assert_false (hopso_cms_verify (cms, digest, &findings));
  hopso_cms_get_scheme (cms, &scheme);
  hopso_cms_get_signing_time (cms, &time);
  g_assert_nonnull (hopso_cms_get_signature_value (cms));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (HopsoCms) cms = hopso_cms_parse (input, NULL);

  check_normalising (input);
  if (cms != NULL)
    check_cms (cms);
  return 0;
}
