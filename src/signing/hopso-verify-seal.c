/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Number, date and seal in their reserved places (data/pdf/reserved-places.ini): the inspector says
 * which signature seals them, here it is decided whether that one may: it is valid itself, and an
 * agency's. Pure; any thread. */

#include "hopso-verify-steps-private.h"

#include "hopso-agency-certificate.h"

/* The field that answers for what came after @signature, if anything needs an answer. */
static char *
dup_seal_name (const HopsoCheckedSignature *signature)
{
  GVariant *changes = signature->claims.changes;
  gsize n = changes != NULL ? g_variant_n_children (changes) : 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (changes, i);
      const char *kind = NULL, *seal = NULL;

      g_variant_lookup (change, "kind", "&s", &kind);
      g_variant_lookup (change, "seal", "&s", &seal);
      if (g_strcmp0 (kind, hopso_change_kind_get_name (HOPSO_CHANGE_RESERVED_PLACE)) == 0)
        return g_strdup (seal != NULL ? seal : "");
    }
  return NULL;
}

static HopsoSealAnswer
ask_seal (const HopsoVerifyContext *context,
          GPtrArray *signatures,
          const HopsoCheckedSignature *sealed,
          const char *name)
{
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoCheckedSignature *seal = signatures->pdata[i];
      g_autoptr (HopsoSignatureResult) result = NULL;
      HopsoVerdict verdict;

      if (seal == sealed || g_strcmp0 (seal->claims.field, name) != 0)
        continue;
      if (seal->end <= sealed->end || !seal->is_intact || seal->stamp != NULL ||
          seal->signer == NULL || !hopso_certificate_is_of_agency (seal->signer))
        return HOPSO_SEAL_WRONG;
      result = hopso_verify_make_result (context, seal);
      verdict = hopso_signature_result_get_verdict (result);
      if (verdict == HOPSO_VERDICT_VALID)
        return HOPSO_SEAL_GOOD;
      return verdict == HOPSO_VERDICT_INVALID ? HOPSO_SEAL_WRONG : HOPSO_SEAL_UNKNOWN;
    }
  return HOPSO_SEAL_WRONG;
}

/* Once all signatures are judged. */
void
hopso_verify_ask_seals (const HopsoVerifyContext *context, GPtrArray *signatures)
{
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoCheckedSignature *signature = signatures->pdata[i];
      g_autofree char *name = dup_seal_name (signature);

      if (name != NULL)
        signature->seal = ask_seal (context, signatures, signature, name);
    }
}
