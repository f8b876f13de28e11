/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was needed to decide about the signatures of a document and is to be kept with it: the
 * certificates of every path and the evidence about each link, named by the signature that needs
 * it (ISO 32000-2, 12.8.4.4). Never on the main thread. */

#include "hopso-verify-gather-private.h"

#include "hopso-digest.h"
#include "hopso-evidence-choice.h"

typedef struct
{
  HopsoGathered *gathered;           /* owned */
  HopsoValidationMaterial *material; /* borrowed */
  const char *key;                   /* borrowed: of the signature at hand */
} Gathering;

void
hopso_gathered_free (HopsoGathered *self)
{
  hopso_pdf_evidence_plan_free (self->plan);
  g_free (self);
}

static gboolean
is_stored (const Gathering *self, HopsoMaterialKind kind, GBytes *der)
{
  const HopsoMaterialPiece *piece = hopso_validation_material_find (self->material, kind, der);

  return piece != NULL && piece->source == HOPSO_MATERIAL_DSS;
}

static void
add (Gathering *self, HopsoMaterialKind kind, GBytes *der)
{
  static const HopsoPdfMaterialKind kinds[] = {
    [HOPSO_MATERIAL_CERTIFICATE] = HOPSO_PDF_MATERIAL_CERTIFICATE,
    [HOPSO_MATERIAL_OCSP] = HOPSO_PDF_MATERIAL_OCSP,
    [HOPSO_MATERIAL_CRL] = HOPSO_PDF_MATERIAL_CRL,
  };
  HopsoPdfEvidencePlan *plan = self->gathered->plan;
  guint n = hopso_pdf_evidence_plan_get_n_pieces (plan);
  guint piece = hopso_pdf_evidence_plan_add (plan, kinds[kind], der);

  if (piece == n && !is_stored (self, kind, der))
    self->gathered->n_new++;
  hopso_pdf_evidence_plan_name (plan, self->key, piece);
}

static void
add_path (Gathering *self, const HopsoTrustDecision *decision)
{
  g_autoptr (GPtrArray) chosen = NULL;

  if (decision == NULL || decision->path == NULL)
    return;
  for (guint i = 0; i < decision->path->len; i++)
    add (self, HOPSO_MATERIAL_CERTIFICATE, hopso_certificate_get_der (decision->path->pdata[i]));
  chosen = hopso_evidence_choose (self->material, decision->path);
  for (guint i = 0; i < chosen->len; i++)
    {
      const HopsoMaterialPiece *piece = chosen->pdata[i];

      add (self, piece->kind, piece->der);
    }
}

/* The key is over all of Contents, padding included. */
static char *
dup_key (const HopsoVerifyContext *context, const HopsoCheckedSignature *signature)
{
  g_autoptr (GBytes) contents =
      hopso_verify_claims_read_contents (&signature->claims, context->fd, NULL);
  g_autoptr (GBytes) digest = NULL;
  g_autofree char *hex = NULL;

  if (contents == NULL)
    return NULL;
  digest = hopso_digest_bytes (HOPSO_HASH_SHA1, contents);
  hex = hopso_digest_to_hex (digest);
  return g_ascii_strup (hex, -1);
}

static void
gather_signature (Gathering *self,
                  const HopsoVerifyContext *context,
                  const HopsoCheckedSignature *signature)
{
  g_autofree char *key = NULL;

  if (signature->end == 0 || !signature->is_intact)
    return;
  key = dup_key (context, signature);
  if (key == NULL)
    return;
  self->key = key;
  add_path (self, signature->decision);
  if (signature->stamp != NULL)
    add_path (self, signature->stamp->decision);
  for (guint i = 0; i < signature->stamps->len; i++)
    add_path (self, ((HopsoCheckedStamp *) signature->stamps->pdata[i])->decision);
  self->key = NULL;
}

HopsoGathered *
hopso_verify_gather (const HopsoVerifyContext *context, GPtrArray *signatures)
{
  Gathering self = { g_new0 (HopsoGathered, 1), context->material, NULL };

  self.gathered->plan = hopso_pdf_evidence_plan_new ();
  for (guint i = 0; i < signatures->len; i++)
    gather_signature (&self, context, signatures->pdata[i]);
  return self.gathered;
}
