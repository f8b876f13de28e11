/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One incremental update (ISO 32000-2, 7.5.6). The file is never touched: what comes out is what
 * goes after it. A table follows a table and a stream a stream, since readers lose what stands in
 * the other kind; a hybrid file gets a table, and never its old XRefStm again. One thread at a
 * time. */

#include "hopso-pdf-update.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-writer-private.h"

#include <string.h>

#define MAX_APPENDED     ((gsize) 64 << 20)
#define MAX_TABLE_OFFSET G_GUINT64_CONSTANT (9999999999)

/* An object of the update. */
typedef struct
{
  HopsoPdfReference reference;
  HopsoPdfObject *object; /* owned, nullable */
  GBytes *raw;            /* owned, nullable: its body in bytes, instead of @object */
  guint64 offset;         /* in the whole file, once written */
  guint64 body_offset;
} Slot;

struct _HopsoPdfUpdate
{
  HopsoPdfFile *file; /* owned */
  GTree *slots;       /* owned: number → Slot */
  guint32 next_number;
  GBytes *identity; /* owned, nullable */
  guint64 base;     /* size of the file */
};

static void
slot_free (Slot *slot)
{
  g_clear_pointer (&slot->object, hopso_pdf_object_unref);
  g_clear_pointer (&slot->raw, g_bytes_unref);
  g_free (slot);
}

static int
compare_numbers (gconstpointer one, gconstpointer other, gpointer data)
{
  guint a = GPOINTER_TO_UINT (one);
  guint b = GPOINTER_TO_UINT (other);

  return a < b ? -1 : a > b;
}

/* Whatever another reader might see otherwise than we do must not be built upon. */
static gboolean
check_ground (HopsoPdfFile *file, GError **error)
{
  HopsoPdfReference root;
  gint64 size = 0;

  if (hopso_pdf_file_is_encrypted (file))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_ENCRYPTED, "The document is encrypted");
  hopso_pdf_object_get_integer (hopso_pdf_object_get (hopso_pdf_file_get_trailer (file), "Size"),
                                &size);
  if (hopso_pdf_file_get_next_number (file) != size)
    return hopso_pdf_fail_damaged (error, "The trailer's Size is wrong");
  if (hopso_pdf_object_has_duplicate_keys (hopso_pdf_file_get_trailer (file)))
    return hopso_pdf_fail_damaged (error, "The trailer names a key twice");
  if (file->xref->has_tail ||
      hopso_pdf_file_get_revision (file, file->xref->revisions->len - 1)->end == 0)
    return hopso_pdf_fail_damaged (error, "The file does not end as it must");
  if (!hopso_pdf_object_get_reference (
          hopso_pdf_object_get (hopso_pdf_file_get_trailer (file), "Root"), &root))
    return hopso_pdf_fail_damaged (error, "The catalogue is no indirect object");
  return TRUE;
}

/**
 * hopso_pdf_update_new:
 * @file: what to add to, at its newest revision
 *
 * Returns: (transfer full): an empty update, or %NULL with @error when the file is encrypted or
 *   not sound enough
 */
HopsoPdfUpdate *
hopso_pdf_update_new (HopsoPdfFile *file, GError **error)
{
  HopsoPdfUpdate *self;

  g_return_val_if_fail (file->newest == NULL, NULL);
  if (!check_ground (file, error))
    return NULL;
  self = g_new0 (HopsoPdfUpdate, 1);
  self->file = g_object_ref (file);
  self->slots = g_tree_new_full (compare_numbers, NULL, NULL, (GDestroyNotify) slot_free);
  self->next_number = hopso_pdf_file_get_next_number (file);
  self->base = hopso_pdf_source_get_size (file->source);
  return self;
}

/**
 * hopso_pdf_update_free:
 *
 * Frees it.
 */
void
hopso_pdf_update_free (HopsoPdfUpdate *self)
{
  g_tree_unref (self->slots);
  g_clear_pointer (&self->identity, g_bytes_unref);
  g_object_unref (self->file);
  g_free (self);
}

/**
 * hopso_pdf_update_reserve:
 *
 * Returns: a number that no object has had, for one to come
 */
HopsoPdfReference
hopso_pdf_update_reserve (HopsoPdfUpdate *self)
{
  return (HopsoPdfReference){ self->next_number++, 0 };
}

/**
 * hopso_pdf_update_get_next_number:
 *
 * Returns: what hopso_pdf_update_reserve() would give
 */
guint32
hopso_pdf_update_get_next_number (HopsoPdfUpdate *self)
{
  return self->next_number;
}

static Slot *
renew_slot (HopsoPdfUpdate *self, HopsoPdfReference reference)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->reference = reference;
  g_tree_replace (self->slots, GUINT_TO_POINTER (reference.number), slot);
  return slot;
}

/**
 * hopso_pdf_update_put:
 * @reference: which object, old or reserved
 * @object: what it is to be
 *
 * Writes an object, in place of what it was in the file or in this update.
 */
void
hopso_pdf_update_put (HopsoPdfUpdate *self, HopsoPdfReference reference, HopsoPdfObject *object)
{
  hopso_pdf_object_ref (object);
  renew_slot (self, reference)->object = object;
}

/**
 * hopso_pdf_update_put_raw:
 * @reference: which object, old or reserved
 * @body: its body, byte by byte
 *
 * Writes an object of which the places of its bytes matter.
 */
void
hopso_pdf_update_put_raw (HopsoPdfUpdate *self, HopsoPdfReference reference, GBytes *body)
{
  renew_slot (self, reference)->raw = g_bytes_ref (body);
}

/**
 * hopso_pdf_update_add:
 * @object: a new object
 *
 * Returns: the reference that it got
 */
HopsoPdfReference
hopso_pdf_update_add (HopsoPdfUpdate *self, HopsoPdfObject *object)
{
  HopsoPdfReference reference = hopso_pdf_update_reserve (self);

  hopso_pdf_update_put (self, reference, object);
  return reference;
}

/**
 * hopso_pdf_update_dup_object:
 * @reference: which
 *
 * Returns: (transfer full): the object as it will be, from this update or from the file; %NULL
 *   with @error
 */
HopsoPdfObject *
hopso_pdf_update_dup_object (HopsoPdfUpdate *self, HopsoPdfReference reference, GError **error)
{
  Slot *slot = g_tree_lookup (self->slots, GUINT_TO_POINTER (reference.number));

  if (slot != NULL && slot->object != NULL)
    return hopso_pdf_object_ref (slot->object);
  return hopso_pdf_file_dup_object (self->file, reference, error);
}

/**
 * hopso_pdf_update_renew_identity:
 * @seed: what distinguishes this update from others of the same file
 *
 * Gives the new version a second part of ID that no other has, and the same one if the same update
 * is made again; without it the file's ID stays as it is.
 */
void
hopso_pdf_update_renew_identity (HopsoPdfUpdate *self, const char *seed)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT " ", self->base);
  g_autoptr (HopsoPdfObject) old =
      hopso_pdf_file_resolve_key (self->file, hopso_pdf_file_get_trailer (self->file), "ID", NULL);
  guint8 digest[32];
  gsize digest_size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) size, -1);
  g_checksum_update (checksum, (const guchar *) seed, -1);
  for (guint i = 0; old != NULL && i < hopso_pdf_object_get_length (old); i++)
    {
      GBytes *part = hopso_pdf_object_get_string (hopso_pdf_object_get_item (old, i));

      if (part != NULL)
        g_checksum_update (checksum, g_bytes_get_data (part, NULL),
                           (gssize) g_bytes_get_size (part));
    }
  g_checksum_get_digest (checksum, digest, &digest_size);
  g_clear_pointer (&self->identity, g_bytes_unref);
  self->identity = g_bytes_new (digest, 16);
}

static gboolean
write_slot_cb (gpointer key, gpointer value, gpointer data)
{
  Slot *slot = value;
  gpointer *closure = data;
  HopsoPdfUpdate *self = closure[0];
  GByteArray *output = closure[1];

  if (output->len > MAX_APPENDED)
    return TRUE;
  slot->offset = self->base + output->len;
  hopso_pdf_write_format (output, "%u %u obj\n", slot->reference.number,
                          slot->reference.generation);
  slot->body_offset = self->base + output->len;
  if (slot->raw != NULL)
    g_byte_array_append (output, g_bytes_get_data (slot->raw, NULL),
                         (guint) g_bytes_get_size (slot->raw));
  else
    hopso_pdf_write_object (output, slot->object);
  hopso_pdf_write_format (output, "\nendobj\n");
  return FALSE;
}

static gboolean
ends_with_line_end (HopsoPdfFile *file)
{
  guint8 last = 0;

  hopso_pdf_source_read (file->source, hopso_pdf_source_get_size (file->source) - 1, &last, 1,
                         NULL);
  return last == '\n' || last == '\r';
}

static HopsoPdfObject *
dup_new_identity (HopsoPdfUpdate *self, HopsoPdfObject *old)
{
  HopsoPdfObject *fresh = hopso_pdf_object_new_string (g_bytes_get_data (self->identity, NULL),
                                                       g_bytes_get_size (self->identity));
  HopsoPdfObject *first = hopso_pdf_object_get_item (old, 0);
  HopsoPdfObject *pair[] = {
    hopso_pdf_object_ref (hopso_pdf_object_is_null (first) ? fresh : first), fresh
  };

  return hopso_pdf_object_new_array (pair, 2);
}

/* Everything of the old trailer but what belongs to the old section itself. */
static HopsoPdfObject *
dup_trailer (HopsoPdfUpdate *self)
{
  static const char *const dropped[] = { "Prev", "XRefStm", "Size",         "ID",     "Type",
                                         "W",    "Index",   "Filter",       "Length", "DecodeParms",
                                         "F",    "FFilter", "FDecodeParms", "DL" };
  HopsoPdfObject *trailer = hopso_pdf_object_ref (hopso_pdf_file_get_trailer (self->file));
  g_autoptr (HopsoPdfObject) identity =
      hopso_pdf_file_resolve_key (self->file, trailer, "ID", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dropped); i++)
    if (hopso_pdf_object_has (trailer, dropped[i]))
      hopso_pdf_set_key (&trailer, dropped[i], hopso_pdf_object_new_null ());
  hopso_pdf_set_key (&trailer, "Size", hopso_pdf_object_new_integer (self->next_number));
  hopso_pdf_set_key (
      &trailer, "Prev",
      hopso_pdf_object_new_integer ((gint64) hopso_pdf_file_get_xref_offset (self->file)));
  if (self->identity != NULL)
    hopso_pdf_set_key (
        &trailer, "ID",
        dup_new_identity (self, identity != NULL ? identity : hopso_pdf_object_new_null ()));
  else if (identity != NULL)
    hopso_pdf_set_key (&trailer, "ID", hopso_pdf_object_ref (identity));
  return trailer;
}

static gboolean
collect_slot_cb (gpointer key, gpointer value, gpointer data)
{
  g_ptr_array_add (data, value);
  return FALSE;
}

static GPtrArray *
list_slots (HopsoPdfUpdate *self)
{
  GPtrArray *slots = g_ptr_array_new ();

  g_tree_foreach (self->slots, collect_slot_cb, slots);
  return slots;
}

/* How many slots from @first on have numbers in a row. */
static guint
count_run (GPtrArray *slots, guint first)
{
  guint n = 1;

  while (first + n < slots->len && ((Slot *) slots->pdata[first + n])->reference.number ==
                                       ((Slot *) slots->pdata[first])->reference.number + n)
    n++;
  return n;
}

static gboolean
write_table (HopsoPdfUpdate *self, GByteArray *output, GError **error)
{
  g_autoptr (GPtrArray) slots = list_slots (self);
  g_autoptr (HopsoPdfObject) trailer = dup_trailer (self);

  if (self->base + output->len > MAX_TABLE_OFFSET)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The file is too large for a table");
  hopso_pdf_write_format (output, "xref\n");
  for (guint i = 0; i < slots->len;)
    {
      guint n = count_run (slots, i);

      hopso_pdf_write_format (output, "%u %u\n", ((Slot *) slots->pdata[i])->reference.number, n);
      for (; n > 0; n--, i++)
        {
          Slot *slot = slots->pdata[i];

          hopso_pdf_write_format (output, "%010" G_GUINT64_FORMAT " %05u n \n", slot->offset,
                                  slot->reference.generation);
        }
    }
  hopso_pdf_write_format (output, "trailer\n");
  hopso_pdf_write_object (output, trailer);
  hopso_pdf_write_format (output, "\n");
  return TRUE;
}

/* Kind 1, an offset of 8 bytes, a generation of 2. */
static GBytes *
dup_rows (GPtrArray *slots)
{
  GByteArray *rows = g_byte_array_new ();

  for (guint i = 0; i < slots->len; i++)
    {
      Slot *slot = slots->pdata[i];
      guint8 row[11] = { 1 };

      for (guint j = 0; j < 8; j++)
        row[1 + j] = (guint8) (slot->offset >> (8 * (7 - j)) & 0xff);
      row[9] = (guint8) (slot->reference.generation >> 8);
      row[10] = (guint8) (slot->reference.generation & 0xff);
      g_byte_array_append (rows, row, sizeof row);
    }
  return g_byte_array_free_to_bytes (rows);
}

static HopsoPdfObject *
dup_index (GPtrArray *slots)
{
  HopsoPdfObject *index = hopso_pdf_object_new_array (NULL, 0);

  for (guint i = 0; i < slots->len; i += count_run (slots, i))
    {
      gint64 pair[2] = { ((Slot *) slots->pdata[i])->reference.number, count_run (slots, i) };

      for (guint j = 0; j < 2; j++)
        {
          g_autoptr (HopsoPdfObject) number = hopso_pdf_object_new_integer (pair[j]);
          HopsoPdfObject *longer = hopso_pdf_object_dup_with_item (index, number);

          hopso_pdf_object_unref (index);
          index = longer;
        }
    }
  return index;
}

static void
write_stream (HopsoPdfUpdate *self, GByteArray *output)
{
  static const int widths[] = { 1, 8, 2 };
  HopsoPdfReference reference = hopso_pdf_update_reserve (self);
  HopsoPdfObject *dictionary = dup_trailer (self);
  HopsoPdfObject *w[3];
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (HopsoPdfObject) stream = NULL;

  renew_slot (self, reference)->offset = self->base + output->len;
  slots = list_slots (self);
  rows = dup_rows (slots);
  for (guint i = 0; i < 3; i++)
    w[i] = hopso_pdf_object_new_integer (widths[i]);
  hopso_pdf_set_key (&dictionary, "Type", hopso_pdf_object_new_name ("XRef"));
  hopso_pdf_set_key (&dictionary, "W", hopso_pdf_object_new_array (w, 3));
  hopso_pdf_set_key (&dictionary, "Index", dup_index (slots));
  stream = hopso_pdf_object_new_stream (dictionary, rows);
  hopso_pdf_object_unref (dictionary);
  hopso_pdf_write_format (output, "%u 0 obj\n", reference.number);
  hopso_pdf_write_object (output, stream);
  hopso_pdf_write_format (output, "\nendobj\n");
}

/**
 * hopso_pdf_update_finish:
 *
 * Writes everything. The update is spent then, but for hopso_pdf_update_get_body_offset().
 *
 * Returns: (transfer full): the bytes that go after the file, or %NULL with @error
 */
GByteArray *
hopso_pdf_update_finish (HopsoPdfUpdate *self, GError **error)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  gpointer closure[] = { self, output };
  guint64 offset;

  if (!ends_with_line_end (self->file))
    hopso_pdf_write_format (output, "\n");
  g_tree_foreach (self->slots, write_slot_cb, closure);
  if (output->len > MAX_APPENDED)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The update is too large");
      return NULL;
    }
  offset = self->base + output->len;
  if (hopso_pdf_file_get_xref_kind (self->file) == HOPSO_PDF_XREF_STREAM)
    write_stream (self, output);
  else if (!write_table (self, output, error))
    return NULL;
  hopso_pdf_write_format (output, "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", offset);
  return g_steal_pointer (&output);
}

/**
 * hopso_pdf_update_get_body_offset:
 * @reference: an object of a finished update
 *
 * Returns: where its body begins in the whole file
 */
guint64
hopso_pdf_update_get_body_offset (HopsoPdfUpdate *self, HopsoPdfReference reference)
{
  Slot *slot = g_tree_lookup (self->slots, GUINT_TO_POINTER (reference.number));

  return slot != NULL ? slot->body_offset : 0;
}
