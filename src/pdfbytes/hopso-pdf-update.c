/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One incremental update (ISO 32000-2, 7.5.6). The file is never touched: what comes out is what
 * goes after it. A table follows a table and a stream a stream, since readers lose what stands in
 * the other kind; a hybrid file gets a table, and never its old XRefStm again. One thread at a
 * time. */

#include "hopso-pdf-update-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-writer-private.h"

#include <string.h>

#define MAX_APPENDED ((gsize) 64 << 20)

static void
slot_free (HopsoPdfSlot *slot)
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

static gboolean
has_identity (HopsoPdfFile *file)
{
  g_autoptr (HopsoPdfObject) identity =
      hopso_pdf_file_resolve_key (file, hopso_pdf_file_get_trailer (file), "ID", NULL);

  return identity != NULL &&
         hopso_pdf_object_get_string (hopso_pdf_object_get_item (identity, 0)) != NULL;
}

/* Whatever another reader might see otherwise than we do must not be built upon. */
static gboolean
check_ground (HopsoPdfFile *file, GError **error)
{
  HopsoPdfReference root;
  gint64 size = 0;

  if (!hopso_pdf_file_check_unlocked (file, error))
    return FALSE;
  /* An update gives an ID, and old keys are made of it. */
  if (hopso_pdf_file_get_security (file) != NULL && !has_identity (file))
    return hopso_pdf_fail_damaged (error, "The document is protected and has no ID");
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
 * Returns: (transfer full): an empty update, or %NULL with @error when the file is locked or not
 *   sound enough
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

HopsoPdfSlot *
hopso_pdf_update_renew_slot (HopsoPdfUpdate *self, HopsoPdfReference reference)
{
  HopsoPdfSlot *slot = g_new0 (HopsoPdfSlot, 1);

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
  hopso_pdf_update_renew_slot (self, reference)->object = object;
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
  hopso_pdf_update_renew_slot (self, reference)->raw = g_bytes_ref (body);
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
  HopsoPdfSlot *slot = g_tree_lookup (self->slots, GUINT_TO_POINTER (reference.number));

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

/**
 * hopso_pdf_update_protect:
 * @reference: which object it is or belongs to
 * @object: what is to be written; put objects are protected by themselves
 *
 * Returns: (transfer full): @object as it must stand in the file, encrypted if everything is; %NULL
 *   with @error
 */
HopsoPdfObject *
hopso_pdf_update_protect (HopsoPdfUpdate *self,
                          HopsoPdfReference reference,
                          HopsoPdfObject *object,
                          GError **error)
{
  HopsoPdfSecurity *security = hopso_pdf_file_get_security (self->file);

  if (security == NULL)
    return hopso_pdf_object_ref (object);
  return hopso_pdf_security_close_object (security, object, reference, error);
}

/* What is under way while the slots are written. */
typedef struct
{
  HopsoPdfUpdate *self;
  GByteArray *output;
  GError *error;
} Writing;

static gboolean
write_slot_cb (gpointer key, gpointer value, gpointer data)
{
  HopsoPdfSlot *slot = value;
  Writing *writing = data;
  HopsoPdfUpdate *self = writing->self;
  GByteArray *output = writing->output;
  g_autoptr (HopsoPdfObject) closed = NULL;

  if (slot->object != NULL)
    closed = hopso_pdf_update_protect (self, slot->reference, slot->object, &writing->error);
  if (output->len > MAX_APPENDED || writing->error != NULL)
    return TRUE;
  slot->offset = self->base + output->len;
  hopso_pdf_write_format (output, "%u %u obj\n", slot->reference.number,
                          slot->reference.generation);
  slot->body_offset = self->base + output->len;
  if (slot->raw != NULL)
    g_byte_array_append (output, g_bytes_get_data (slot->raw, NULL),
                         (guint) g_bytes_get_size (slot->raw));
  else
    hopso_pdf_write_object (output, closed);
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
  Writing writing = { self, output, NULL };
  guint64 offset;

  if (!ends_with_line_end (self->file))
    hopso_pdf_write_format (output, "\n");
  g_tree_foreach (self->slots, write_slot_cb, &writing);
  if (writing.error != NULL)
    {
      g_propagate_error (error, writing.error);
      return NULL;
    }
  if (output->len > MAX_APPENDED)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The update is too large");
      return NULL;
    }
  offset = self->base + output->len;
  if (hopso_pdf_file_get_xref_kind (self->file) == HOPSO_PDF_XREF_STREAM)
    hopso_pdf_update_write_stream (self, output);
  else if (!hopso_pdf_update_write_table (self, output, error))
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
  HopsoPdfSlot *slot = g_tree_lookup (self->slots, GUINT_TO_POINTER (reference.number));

  return slot != NULL ? slot->body_offset : 0;
}
