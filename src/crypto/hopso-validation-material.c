/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bag that a decision about signatures reads: certificates, OCSP answers and revocation lists
 * from wherever they came, each once, with the earliest time at which it is proven to have
 * existed. Nothing in it is trusted for being in it. And what a decision lacks. One thread at a
 * time. */

#include "hopso-validation-material.h"

/* Far more than any honest document brings. */
#define MAX_PIECES 2000
#define MAX_BYTES  (128 * 1024 * 1024)

struct _HopsoValidationMaterial
{
  GObject parent_instance;

  GPtrArray *pieces; /* owned, elements owned HopsoMaterialPiece */
  GHashTable *known; /* owned: bytes of a piece, borrowed → piece, borrowed */
  gsize size;
};

G_DEFINE_FINAL_TYPE (HopsoValidationMaterial, hopso_validation_material, G_TYPE_OBJECT)

static void
piece_free (gpointer data)
{
  HopsoMaterialPiece *piece = data;

  g_bytes_unref (piece->der);
  g_clear_object (&piece->certificate);
  g_free (piece);
}

static void
hopso_validation_material_finalize (GObject *object)
{
  HopsoValidationMaterial *self = HOPSO_VALIDATION_MATERIAL (object);

  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->pieces);
  G_OBJECT_CLASS (hopso_validation_material_parent_class)->finalize (object);
}

static void
hopso_validation_material_class_init (HopsoValidationMaterialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_validation_material_finalize;
}

static void
hopso_validation_material_init (HopsoValidationMaterial *self)
{
  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  self->known = g_hash_table_new (g_bytes_hash, g_bytes_equal);
}

/**
 * hopso_validation_material_new:
 *
 * Returns: (transfer full): an empty bag
 */
HopsoValidationMaterial *
hopso_validation_material_new (void)
{
  return g_object_new (HOPSO_TYPE_VALIDATION_MATERIAL, NULL);
}

/* What comes a second time counts with the earlier of its places in the document. */
static gboolean
is_known (HopsoValidationMaterial *self, GBytes *der, HopsoMaterialSource source, guint64 end)
{
  HopsoMaterialPiece *piece = g_hash_table_lookup (self->known, der);

  if (piece == NULL)
    return FALSE;
  if (end != 0 && (piece->end == 0 || end < piece->end))
    piece->end = end;
  piece->source = MIN (piece->source, source);
  return TRUE;
}

static gboolean
add (HopsoValidationMaterial *self,
     HopsoMaterialKind kind,
     GBytes *der,
     HopsoCertificate *certificate,
     HopsoMaterialSource source,
     guint64 end)
{
  if (is_known (self, der, source, end))
    return FALSE;
  if (self->pieces->len >= MAX_PIECES || g_bytes_get_size (der) > MAX_BYTES - self->size)
    return FALSE;

  HopsoMaterialPiece *piece = g_new0 (HopsoMaterialPiece, 1);
  piece->kind = kind;
  piece->source = source;
  piece->der = g_bytes_ref (der);
  piece->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  piece->existed_at = source == HOPSO_MATERIAL_KNOWN ? G_MININT64 : G_MAXINT64;
  piece->end = end;
  self->size += g_bytes_get_size (der);
  g_ptr_array_add (self->pieces, piece);
  g_hash_table_insert (self->known, piece->der, piece);
  return TRUE;
}

/**
 * hopso_validation_material_add_certificate:
 * @certificate: of anybody
 * @source: where it came from
 *
 * Returns: whether it is new
 */
gboolean
hopso_validation_material_add_certificate (HopsoValidationMaterial *self,
                                           HopsoCertificate *certificate,
                                           HopsoMaterialSource source)
{
  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), FALSE);

  return add (self, HOPSO_MATERIAL_CERTIFICATE, hopso_certificate_get_der (certificate),
              certificate, source, 0);
}

/**
 * hopso_validation_material_add_ocsp:
 * @response: the body of an application/ocsp-response
 * @source: where it came from
 *
 * Returns: whether it is new
 */
gboolean
hopso_validation_material_add_ocsp (HopsoValidationMaterial *self,
                                    GBytes *response,
                                    HopsoMaterialSource source)
{
  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), FALSE);

  return add (self, HOPSO_MATERIAL_OCSP, response, NULL, source, 0);
}

/**
 * hopso_validation_material_add_crl:
 * @crl: a revocation list, DER
 * @source: where it came from
 *
 * Returns: whether it is new
 */
gboolean
hopso_validation_material_add_crl (HopsoValidationMaterial *self,
                                   GBytes *crl,
                                   HopsoMaterialSource source)
{
  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), FALSE);

  return add (self, HOPSO_MATERIAL_CRL, crl, NULL, source, 0);
}

/**
 * hopso_validation_material_add_embedded:
 * @kind: what it is
 * @der: its bytes, as the document has them
 * @source: in which part of the document
 * @end: how many bytes of the document reach past it
 *
 * Returns: whether it is new and, if it shall be a certificate, one that can be read
 */
gboolean
hopso_validation_material_add_embedded (HopsoValidationMaterial *self,
                                        HopsoMaterialKind kind,
                                        GBytes *der,
                                        HopsoMaterialSource source,
                                        guint64 end)
{
  g_autoptr (HopsoCertificate) certificate = NULL;

  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), FALSE);

  if (is_known (self, der, source, end))
    return FALSE;
  if (kind == HOPSO_MATERIAL_CERTIFICATE)
    {
      certificate = hopso_certificate_new_from_der (der, NULL);
      if (certificate == NULL)
        return FALSE;
    }
  return add (self, kind, der, certificate, source, end);
}

/**
 * hopso_validation_material_prove:
 * @end: how many bytes of the document a trusted timestamp covers
 * @existed_at: its time
 *
 * Everything that came from these bytes existed then.
 */
void
hopso_validation_material_prove (HopsoValidationMaterial *self, guint64 end, gint64 existed_at)
{
  g_return_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self));

  for (guint i = 0; i < self->pieces->len; i++)
    {
      HopsoMaterialPiece *piece = self->pieces->pdata[i];

      if (piece->end != 0 && piece->end <= end)
        piece->existed_at = MIN (piece->existed_at, existed_at);
    }
}

/**
 * hopso_validation_material_forget_proofs:
 *
 * Begins anew: nothing is proven any more.
 */
void
hopso_validation_material_forget_proofs (HopsoValidationMaterial *self)
{
  g_return_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self));

  for (guint i = 0; i < self->pieces->len; i++)
    {
      HopsoMaterialPiece *piece = self->pieces->pdata[i];

      piece->existed_at = piece->source == HOPSO_MATERIAL_KNOWN ? G_MININT64 : G_MAXINT64;
    }
}

/**
 * hopso_validation_material_get_n:
 *
 * Returns: how many pieces there are
 */
guint
hopso_validation_material_get_n (HopsoValidationMaterial *self)
{
  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), 0);
  return self->pieces->len;
}

/**
 * hopso_validation_material_get:
 *
 * Returns: (transfer none): the piece at @position
 */
const HopsoMaterialPiece *
hopso_validation_material_get (HopsoValidationMaterial *self, guint position)
{
  g_assert (position < self->pieces->len);
  return self->pieces->pdata[position];
}

/**
 * hopso_validation_material_find:
 *
 * Returns: (transfer none) (nullable): the piece of that kind with these bytes
 */
const HopsoMaterialPiece *
hopso_validation_material_find (HopsoValidationMaterial *self, HopsoMaterialKind kind, GBytes *der)
{
  g_return_val_if_fail (HOPSO_IS_VALIDATION_MATERIAL (self), NULL);

  const HopsoMaterialPiece *piece = g_hash_table_lookup (self->known, der);
  return piece != NULL && piece->kind == kind ? piece : NULL;
}

/**
 * hopso_validation_want_new:
 * @kind: what is missing
 * @certificate: about this one
 * @issuer: (nullable): who issued it
 *
 * Returns: (transfer full): a want
 */
HopsoValidationWant *
hopso_validation_want_new (HopsoWantKind kind,
                           HopsoCertificate *certificate,
                           HopsoCertificate *issuer)
{
  HopsoValidationWant *self = g_new0 (HopsoValidationWant, 1);

  self->kind = kind;
  self->certificate = g_object_ref (certificate);
  self->issuer = issuer != NULL ? g_object_ref (issuer) : NULL;
  return self;
}

/**
 * hopso_validation_want_free:
 *
 * Lets it go.
 */
void
hopso_validation_want_free (HopsoValidationWant *self)
{
  g_object_unref (self->certificate);
  g_clear_object (&self->issuer);
  g_free (self);
}

/**
 * hopso_validation_want_equal:
 *
 * Returns: whether both lack the same
 */
gboolean
hopso_validation_want_equal (const HopsoValidationWant *a, const HopsoValidationWant *b)
{
  return a->kind == b->kind && hopso_certificate_equal (a->certificate, b->certificate) &&
         (a->issuer == NULL) == (b->issuer == NULL) &&
         (a->issuer == NULL || hopso_certificate_equal (a->issuer, b->issuer));
}
