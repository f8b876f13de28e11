/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An inspector that lies about a signed file: whatever it claims of the ranges, a signature is
 * called intact only where it stands, and over the bytes that were signed. */

#include "fuzz.h"
#include "hopso-fd.h"
#include "hopso-verify-steps-private.h"

#include <string.h>

/* What was signed: the bytes before the signature and those after it. */
static const char before[] = "%PDF-1.7\nthe part before the signature\n";
static const char after[] = "\nthe part after it\n%%EOF\n";

static HopsoVerifyContext context;
static HopsoTrustList *nobody;
static guint64 true_range[4];

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_build_filename (CORPUS, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    g_error ("%s", error->message);
  return g_bytes_new_take (bytes, size);
}

static void
set_up (void)
{
  g_autoptr (GBytes) cms = load ("../signed-parts.der");
  g_autoptr (GString) file = g_string_new (before);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (cms, &size);

  g_string_append_c (file, '<');
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (file, "%02x", bytes[i]);
  g_string_append (file, ">");
  true_range[1] = strlen (before);
  true_range[2] = file->len;
  true_range[3] = strlen (after);
  g_string_append (file, after);
  context = (HopsoVerifyContext){ .fd = hopso_fd_new_sealed ("signed", file->str, file->len, NULL),
                                  .size = file->len,
                                  .now = 1700000000 };
  nobody = hopso_trust_list_new ();
}

static GVariant *
make_claims (const guint64 range[4])
{
  GVariantDict claims;

  g_variant_dict_init (&claims, NULL);
  g_variant_dict_insert (&claims, "byte-range", "(tttt)", range[0], range[1], range[2], range[3]);
  g_variant_dict_insert (&claims, "contents", "(tt)", range[1], range[2] - range[1]);
  g_variant_dict_insert (&claims, "sub-filter", "s", "adbe.pkcs7.detached");
  g_variant_dict_insert (&claims, "change", "s", "none");
  return g_variant_ref_sink (g_variant_dict_end (&claims));
}

static void
judge (GVariant *claims, gboolean is_known_true)
{
  g_autoptr (HopsoValidationMaterial) material = hopso_validation_material_new ();
  g_autoptr (HopsoTrustJudge) trust = hopso_trust_judge_new (nobody, material, context.now);
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_checked_signature_free);

  context.material = material;
  HopsoCheckedSignature *checked = hopso_verify_signature (&context, claims, 1, NULL);
  hopso_verify_claims_take_material (claims, material);
  g_ptr_array_add (all, checked);
  g_autoptr (GPtrArray) wants = hopso_verify_judge (all, trust, material, context.now, NULL);
  g_autoptr (HopsoSignatureResult) result = hopso_verify_make_result (&context, checked);
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  gboolean is_sound = !hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_STRUCTURE);
  guint64 range[4] = { 0 };

  g_variant_lookup (claims, "byte-range", "(tttt)", &range[0], &range[1], &range[2], &range[3]);
  if (facts->is_intact && is_sound)
    g_assert_cmpmem (range, sizeof range, true_range, sizeof true_range);
  /* Nobody is trusted here. */
  g_assert_cmpint (hopso_signature_result_get_verdict (result), !=, HOPSO_VERDICT_VALID);
  if (is_known_true)
    g_assert_true (facts->is_intact && is_sound && facts->covers_whole_file);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) raw = g_bytes_new (bytes, size);
  g_autoptr (GVariant) loose =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, raw, FALSE));
  guint64 range[4] = { 0 };

  if (nobody == NULL)
    {
      set_up ();
      g_autoptr (GVariant) truth = make_claims (true_range);
      judge (truth, TRUE);
    }
  g_autoptr (GVariant) claims = g_variant_get_normal_form (loose);
  judge (claims, FALSE);

  /* Small numbers, so that many of them hit something. */
  for (gsize i = 0; i < G_N_ELEMENTS (range) && 2 * i + 1 < size; i++)
    range[i] = (bytes[2 * i] | (guint64) bytes[2 * i + 1] << 8) % (context.size + 2);
  g_autoptr (GVariant) near = make_claims (range);
  judge (near, FALSE);
  return 0;
}
