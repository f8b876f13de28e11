/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What shall be in the document security store, as a plan: made by the application, carried to the
 * process that writes the update, and held against what comes back. One thread at a time. */

#include "hopso-pdf-evidence-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define VARIANT_TYPE "(a(uay)a(sau))"
#define MAX_PIECES   1000
#define MAX_ENTRIES  400
#define KEY_SIZE     40 /* hexadecimal digits of SHA-1 */

static void
piece_free (gpointer data)
{
  HopsoPdfEvidencePiece *self = data;

  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
entry_free (gpointer data)
{
  HopsoPdfEvidenceEntry *self = data;

  g_free (self->signature);
  g_array_unref (self->pieces);
  g_free (self);
}

/**
 * hopso_pdf_evidence_plan_new:
 *
 * Returns: (transfer full): a plan that adds nothing
 */
HopsoPdfEvidencePlan *
hopso_pdf_evidence_plan_new (void)
{
  HopsoPdfEvidencePlan *self = g_new0 (HopsoPdfEvidencePlan, 1);

  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * hopso_pdf_evidence_plan_free:
 *
 * Frees it.
 */
void
hopso_pdf_evidence_plan_free (HopsoPdfEvidencePlan *self)
{
  g_ptr_array_unref (self->pieces);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * hopso_pdf_evidence_plan_add:
 * @kind: what it is
 * @bytes: its DER
 *
 * Returns: the position of the piece, which is there once
 */
guint
hopso_pdf_evidence_plan_add (HopsoPdfEvidencePlan *self, HopsoPdfMaterialKind kind, GBytes *bytes)
{
  HopsoPdfEvidencePiece *piece;

  for (guint i = 0; i < self->pieces->len; i++)
    {
      piece = self->pieces->pdata[i];
      if (piece->kind == kind && g_bytes_equal (piece->bytes, bytes))
        return i;
    }
  piece = g_new0 (HopsoPdfEvidencePiece, 1);
  piece->kind = kind;
  piece->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (self->pieces, piece);
  return self->pieces->len - 1;
}

static HopsoPdfEvidenceEntry *
get_entry (HopsoPdfEvidencePlan *self, const char *signature)
{
  HopsoPdfEvidenceEntry *entry;

  for (guint i = 0; i < self->entries->len; i++)
    {
      entry = self->entries->pdata[i];
      if (strcmp (entry->signature, signature) == 0)
        return entry;
    }
  entry = g_new0 (HopsoPdfEvidenceEntry, 1);
  entry->signature = g_strdup (signature);
  entry->pieces = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->entries, entry);
  return entry;
}

/**
 * hopso_pdf_evidence_plan_name:
 * @signature: the SHA-1 of the whole Contents of a signature, in capital hexadecimal digits
 * @piece: what hopso_pdf_evidence_plan_add() gave
 *
 * Makes the entry of a signature name a piece.
 */
void
hopso_pdf_evidence_plan_name (HopsoPdfEvidencePlan *self, const char *signature, guint piece)
{
  HopsoPdfEvidenceEntry *entry = get_entry (self, signature);

  for (guint i = 0; i < entry->pieces->len; i++)
    if (g_array_index (entry->pieces, guint, i) == piece)
      return;
  g_array_append_val (entry->pieces, piece);
}

/**
 * hopso_pdf_evidence_plan_get_n_pieces:
 *
 * Returns: how many pieces it has
 */
guint
hopso_pdf_evidence_plan_get_n_pieces (const HopsoPdfEvidencePlan *self)
{
  return self->pieces->len;
}

/**
 * hopso_pdf_evidence_plan_to_variant:
 *
 * Returns: (transfer none): an a(uay) of kinds and bytes and an a(sau) of signatures and positions,
 *   in a floating tuple
 */
GVariant *
hopso_pdf_evidence_plan_to_variant (const HopsoPdfEvidencePlan *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (VARIANT_TYPE));
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(uay)"));
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const HopsoPdfEvidencePiece *piece = self->pieces->pdata[i];

      g_variant_builder_add (
          &builder, "(u@ay)", (guint32) piece->kind,
          g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, piece->bytes, TRUE));
    }
  g_variant_builder_close (&builder);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(sau)"));
  for (guint i = 0; i < self->entries->len; i++)
    {
      const HopsoPdfEvidenceEntry *entry = self->entries->pdata[i];

      g_variant_builder_add (&builder, "(s@au)", entry->signature,
                             g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, entry->pieces->data,
                                                        entry->pieces->len, sizeof (guint32)));
    }
  g_variant_builder_close (&builder);
  return g_variant_builder_end (&builder);
}

static gboolean
is_key (const char *text)
{
  return strlen (text) == KEY_SIZE && strspn (text, "0123456789ABCDEF") == KEY_SIZE;
}

static gboolean
read_pieces (HopsoPdfEvidencePlan *self, GVariant *pieces)
{
  gsize n = g_variant_n_children (pieces);

  for (gsize i = 0; i < n && n <= MAX_PIECES; i++)
    {
      g_autoptr (GVariant) content = NULL;
      g_autoptr (GBytes) bytes = NULL;
      guint32 kind;

      g_variant_get_child (pieces, i, "(u@ay)", &kind, &content);
      bytes = g_variant_get_data_as_bytes (content);
      if (kind > HOPSO_PDF_MATERIAL_CRL ||
          hopso_pdf_evidence_plan_add (self, (HopsoPdfMaterialKind) kind, bytes) != i)
        return FALSE;
    }
  return n <= MAX_PIECES;
}

static gboolean
read_entries (HopsoPdfEvidencePlan *self, GVariant *entries)
{
  gsize n = g_variant_n_children (entries);

  for (gsize i = 0; i < n && n <= MAX_ENTRIES; i++)
    {
      g_autoptr (GVariant) positions = NULL;
      const char *signature;
      const guint32 *numbers;
      gsize n_numbers;

      g_variant_get_child (entries, i, "(&s@au)", &signature, &positions);
      numbers = g_variant_get_fixed_array (positions, &n_numbers, sizeof (guint32));
      if (!is_key (signature) || n_numbers > MAX_PIECES)
        return FALSE;
      for (gsize j = 0; j < n_numbers; j++)
        {
          if (numbers[j] >= self->pieces->len)
            return FALSE;
          hopso_pdf_evidence_plan_name (self, signature, numbers[j]);
        }
    }
  return n <= MAX_ENTRIES;
}

/**
 * hopso_pdf_evidence_plan_read:
 * @variant: what hopso_pdf_evidence_plan_to_variant() made
 *
 * Returns: (transfer full): the plan, or %NULL with @error when @variant is of another kind
 */
HopsoPdfEvidencePlan *
hopso_pdf_evidence_plan_read (GVariant *variant, GError **error)
{
  g_autoptr (HopsoPdfEvidencePlan) self = hopso_pdf_evidence_plan_new ();
  g_autoptr (GVariant) pieces = NULL;
  g_autoptr (GVariant) entries = NULL;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE (VARIANT_TYPE)))
    g_variant_get (variant, "(@a(uay)@a(sau))", &pieces, &entries);
  if (pieces != NULL && read_pieces (self, pieces) && read_entries (self, entries))
    return g_steal_pointer (&self);
  hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The evidence is malformed");
  return NULL;
}
