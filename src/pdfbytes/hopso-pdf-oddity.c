/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is odd about a signature and does no harm by itself: an expert wants to know it, a verdict
 * does not depend on it. One thread at a time. */

#include "hopso-pdf-signature-private.h"

#include "hopso-pdf-reserve.h"

#include <string.h>

/* How many revisions are looked back. */
#define MAX_REVISIONS 16

/* More room than this behind the signature was not kept for anything that we know of. */
#define MAX_UNUSED ((gsize) 64 * 1024)

#define FLAG_HIDDEN  (1 << 1) /* Hidden (12.5.3) */
#define FLAG_NO_VIEW (1 << 5)

/* The size of the first DER value; 0 when it has none that stands there (X.690, 8.1.3). */
static gsize
measure_value (const guint8 *bytes, gsize size)
{
  gsize n_octets, length = 0;

  if (size < 2 || bytes[1] == 0x80)
    return 0;
  if (bytes[1] < 0x80)
    return MIN (size, (gsize) bytes[1] + 2);
  n_octets = bytes[1] & 0x7f;
  if (n_octets > 4 || size < 2 + n_octets)
    return 0;
  for (gsize i = 0; i < n_octets; i++)
    length = length << 8 | bytes[2 + i];
  return length <= size - 2 - n_octets ? 2 + n_octets + length : 0;
}

static void
look_behind_value (HopsoPdfSignature *self, GBytes *contents)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (contents, &size);
  gsize used = measure_value (bytes, size);

  if (used == 0)
    return;
  if (size - used > MAX_UNUSED)
    self->oddities |= HOPSO_PDF_SIGNATURE_OVERSIZE;
  for (gsize i = used; i < size; i++)
    if (bytes[i] != 0)
      {
        self->oddities |= HOPSO_PDF_SIGNATURE_PADDING;
        return;
      }
}

static void
look_at_widget (HopsoPdfFile *file, const HopsoPdfField *field, HopsoPdfSignature *self)
{
  HopsoPdfReference reference = g_array_index (field->widgets, HopsoPdfReference, 0);
  g_autoptr (HopsoPdfObject) widget = hopso_pdf_file_dup_object (file, reference, NULL);
  gboolean has_area = self->rect[0] < self->rect[2] && self->rect[1] < self->rect[3];
  gint64 flags = 0;

  if (reference.number != field->reference.number)
    self->oddities |= HOPSO_PDF_SIGNATURE_SPLIT_FIELD;
  if (field->widgets->len > 1)
    self->oddities |= HOPSO_PDF_SIGNATURE_SEVERAL_WIDGETS;
  if (has_area && self->page < 0)
    self->oddities |= HOPSO_PDF_SIGNATURE_NO_PAGE;
  if (widget != NULL)
    hopso_pdf_object_get_integer (hopso_pdf_object_get (widget, "F"), &flags);
  if (has_area && (flags & (FLAG_HIDDEN | FLAG_NO_VIEW)) != 0)
    self->oddities |= HOPSO_PDF_SIGNATURE_HIDDEN;
}

/* The names of our own places have a point. */
static gboolean
is_reserved_name (const char *name)
{
  for (guint i = 0; i < HOPSO_PDF_N_RESERVED; i++)
    if (strcmp (name, hopso_pdf_reserved_kind_get_name ((HopsoPdfReservedKind) i)) == 0)
      return TRUE;
  return FALSE;
}

/**
 * hopso_pdf_signature_find_oddities:
 * @self: with its place
 *
 * Notes them.
 */
void
hopso_pdf_signature_find_oddities (HopsoPdfSignature *self,
                                   HopsoPdfFile *file,
                                   const HopsoPdfField *field,
                                   HopsoPdfObject *dictionary)
{
  GBytes *contents = hopso_pdf_object_get_string (hopso_pdf_object_get (dictionary, "Contents"));

  if (contents != NULL)
    look_behind_value (self, contents);
  if (strchr (field->name, '.') != NULL && !is_reserved_name (field->name))
    self->oddities |= HOPSO_PDF_SIGNATURE_DOTTED_NAME;
  if (field->widgets->len > 0)
    look_at_widget (file, field, self);
}

/**
 * hopso_pdf_signature_dup_oddity_names:
 *
 * Returns: (transfer full) (array zero-terminated=1): a stable word for each
 */
char **
hopso_pdf_signature_dup_oddity_names (HopsoPdfSignatureOddities oddities)
{
  static const char *const names[] = { "oversize-reservation", "padding", "split-field",
                                       "several-widgets",      "no-page", "hidden",
                                       "dotted-name" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (((guint) oddities & 1u << i) != 0)
      g_strv_builder_add (builder, names[i]);
  return g_strv_builder_end (builder);
}

static void
take_known (GPtrArray *signatures, GHashTable *known, guint *n_new)
{
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];

      if (signature->contents.size != 0 &&
          g_hash_table_add (known, g_memdup2 (&signature->contents.offset, sizeof (guint64))))
        (*n_new)++;
    }
}

/**
 * hopso_pdf_file_count_removed_signatures:
 * @self: a document at its newest revision
 *
 * Returns: how many signatures the sixteen revisions before it had that it has no more; those that
 *   cannot be read count as none
 */
guint
hopso_pdf_file_count_removed_signatures (HopsoPdfFile *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) present = hopso_pdf_file_list_signatures (self, NULL);
  guint n_present = 0, n_removed = 0, n_revisions = hopso_pdf_file_get_n_revisions (self);

  if (present == NULL)
    return 0;
  take_known (present, known, &n_present);
  for (guint i = 1; i <= MAX_REVISIONS && i < n_revisions; i++)
    {
      g_autoptr (HopsoPdfFile) older = hopso_pdf_file_open_revision (self, n_revisions - 1 - i);
      g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (older, NULL);

      if (signatures != NULL)
        take_known (signatures, known, &n_removed);
    }
  return n_removed;
}
