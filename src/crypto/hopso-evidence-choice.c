/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which pieces of a bag should be kept with a document so that others can later see that the
 * certificates of a path were not revoked: for each link the newest that says something, and where
 * a responder answered in the issuer's place, what is known of that one. Nothing is judged here.
 * One thread at a time. */

#include "hopso-evidence-choice.h"

#include "hopso-evidence-private.h"

typedef struct
{
  HopsoValidationMaterial *material; /* borrowed */
  HopsoEvidence *evidence;           /* owned */
  GPtrArray *chosen;                 /* owned: of HopsoMaterialPiece, borrowed */
} Choice;

/* The newest piece about @certificate; @is_own: by the issuer itself. */
static const HopsoMaterialPiece *
find_newest (Choice *self,
             HopsoCertificate *certificate,
             HopsoCertificate *issuer,
             gboolean is_own,
             HopsoCertificate **responder)
{
  const HopsoMaterialPiece *newest = NULL;
  gint64 newest_time = G_MININT64;

  for (guint i = 0; i < hopso_validation_material_get_n (self->material); i++)
    {
      const HopsoMaterialPiece *piece = hopso_validation_material_get (self->material, i);
      const HopsoRevocationStatement *statement =
          piece->kind != HOPSO_MATERIAL_CERTIFICATE
              ? hopso_evidence_ask (self->evidence, piece, certificate, issuer)
              : NULL;

      if (statement == NULL || statement->status == HOPSO_REVOCATION_UNKNOWN ||
          (is_own && statement->responder != NULL) || statement->finding.this_update <= newest_time)
        continue;
      newest = piece;
      newest_time = statement->finding.this_update;
      if (responder != NULL)
        *responder = statement->responder;
    }
  return newest;
}

static void
choose (Choice *self, const HopsoMaterialPiece *piece)
{
  if (piece != NULL && !g_ptr_array_find (self->chosen, piece, NULL))
    g_ptr_array_add (self->chosen, (gpointer) piece);
}

static void
choose_for_link (Choice *self, HopsoCertificate *certificate, HopsoCertificate *issuer)
{
  HopsoCertificate *responder = NULL;
  const HopsoMaterialPiece *piece;

  if (hopso_certificate_is_never_revoked (certificate))
    return;
  piece = find_newest (self, certificate, issuer, FALSE, &responder);
  if (piece != NULL && responder != NULL && !hopso_certificate_is_never_revoked (responder))
    {
      const HopsoMaterialPiece *about = find_newest (self, responder, issuer, TRUE, NULL);

      /* A responder that nobody vouches for is of no use. */
      if (about == NULL)
        piece = find_newest (self, certificate, issuer, TRUE, NULL);
      choose (self, about);
    }
  choose (self, piece);
}

/**
 * hopso_evidence_choose:
 * @material: a bag
 * @path: (element-type HopsoCertificate): from a signer to an anchor
 *
 * Returns: (transfer container) (element-type HopsoMaterialPiece): the evidence about revocation
 *   that should be kept; its elements belong to @material
 */
GPtrArray *
hopso_evidence_choose (HopsoValidationMaterial *material, GPtrArray *path)
{
  g_autoptr (HopsoEvidence) evidence = hopso_evidence_new (material);
  Choice self = { material, evidence, g_ptr_array_new () };

  for (guint i = 0; i + 1 < path->len; i++)
    choose_for_link (&self, path->pdata[i], path->pdata[i + 1]);
  return self.chosen;
}
