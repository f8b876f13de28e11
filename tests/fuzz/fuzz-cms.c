/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures from PDFs. Rewriting as DER must come to rest, and nothing that parses may be
 * anything but detached. */

#include "fuzz.h"
#include "hopso-cms.h"
#include "hopso-der-private.h"
#include "hopso-trust-judge.h"

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

/* What comes along is hostile too; whatever a judge makes of it, nobody is trusted here. */
static void
check_material (HopsoCms *cms)
{
  g_autoptr (HopsoValidationMaterial) material = hopso_validation_material_new ();
  g_autoptr (HopsoTrustList) nobody = hopso_trust_list_new ();
  g_autoptr (HopsoTrustJudge) judge = hopso_trust_judge_new (nobody, material, 1700000000);
  HopsoCertificate *signer = hopso_cms_get_signer_certificate (cms);

  hopso_cms_add_material (cms, material, 1);
  if (signer == NULL)
    return;
  /* Its issuer as the anchor, so that revocation is looked at. */
  GPtrArray *certificates = hopso_cms_get_certificates (cms);
  for (guint i = 0; i < certificates->len; i++)
    if (hopso_certificate_is_ca (certificates->pdata[i]))
      hopso_trust_list_add_certificate (nobody, certificates->pdata[i]);
  const HopsoTrustQuestion question = { signer, HOPSO_CERTIFICATE_SIGNS_DOCUMENTS, 1700000000, 0,
                                        0 };
  g_autoptr (HopsoTrustDecision) decision = hopso_trust_judge_decide (judge, &question);
  g_assert_true (decision->path != NULL || decision->findings->len > 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (HopsoCms) cms = hopso_cms_parse (input, NULL);

  check_normalising (input);
  if (cms != NULL)
    {
      check_cms (cms);
      check_material (cms);
    }
  g_autoptr (GBytes) content = NULL;
  g_autoptr (HopsoCms) enveloping = hopso_cms_parse_enveloping (input, &content, NULL);
  g_assert_true (cms == NULL || enveloping == NULL);
  return 0;
}
