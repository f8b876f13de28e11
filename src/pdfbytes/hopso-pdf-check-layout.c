/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first half of the check of an update: its bytes are a row of objects, one cross-reference
 * and nothing else, no byte unaccounted for; the hole is empty and the ranges are everything but
 * the hole. One thread at a time. */

#include "hopso-pdf-check-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-file-private.h"
#include "hopso-pdf-same-private.h"

#include <string.h>

/* A bracket, nothing but zeros, a bracket; all of it in the appended bytes. */
static gboolean
is_empty_hole (const guint8 *bytes, gsize size, guint64 offset, gsize hole_size)
{
  if (hole_size < 2 || offset < 1 || offset >= size || hole_size >= size - offset ||
      bytes[offset - 1] != '<' || bytes[offset + hole_size] != '>')
    return FALSE;
  for (gsize i = 0; i < hole_size; i++)
    if (bytes[offset + i] != '0')
      return FALSE;
  return TRUE;
}

/**
 * hopso_pdf_check_numbers:
 *
 * Returns: %FALSE with @error unless hole and ranges fit each other and the bytes
 */
gboolean
hopso_pdf_check_numbers (HopsoPdfSource *original,
                         GBytes *appended,
                         const guint64 byte_range[4],
                         guint64 hole_offset,
                         gsize hole_size,
                         GError **error)
{
  guint64 base = hopso_pdf_source_get_size (original);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (appended, &size);

  if (hole_offset <= base || !is_empty_hole (bytes, size, hole_offset - base, hole_size))
    return hopso_pdf_fail_lie (error, "The hole is not where it is said to be");
  if (byte_range[0] != 0 || byte_range[1] != hole_offset - 1 ||
      byte_range[2] != hole_offset + hole_size + 1 || byte_range[2] > base + size ||
      byte_range[3] != base + size - byte_range[2])
    return hopso_pdf_fail_lie (error, "The ranges do not cover all but the hole");
  return TRUE;
}

static HopsoPdfSection *
newest_section (HopsoPdfFile *file)
{
  return file->xref->sections->pdata[0];
}

/* Every key of the old trailer stays; new ones are not wanted. */
static gboolean
check_trailer (HopsoPdfCheck *self, GError **error)
{
  static const char *const own[] = { "Prev",  "XRefStm", "Size",   "ID",          "Type", "W",
                                     "Index", "Filter",  "Length", "DecodeParms", NULL };
  HopsoPdfObject *before = hopso_pdf_file_get_trailer (self->before);
  HopsoPdfObject *after = hopso_pdf_file_get_trailer (self->after);
  g_autoptr (HopsoPdfObject) old_id =
      hopso_pdf_file_resolve_key (self->before, before, "ID", error);
  HopsoPdfObject *new_id = hopso_pdf_object_get (after, "ID");
  GArray *entries = newest_section (self->after)->entries;
  gint64 size = 0, next = self->first_new;

  if (old_id == NULL)
    return FALSE;
  if (entries->len > 0)
    next = MAX (next, (gint64) g_array_index (entries, HopsoPdfEntry, entries->len - 1).number + 1);
  hopso_pdf_object_get_integer (hopso_pdf_object_get (after, "Size"), &size);
  if (hopso_pdf_object_has_duplicate_keys (after) || hopso_pdf_object_has (after, "XRefStm") ||
      !hopso_pdf_same_except (before, after, own) || size != next ||
      hopso_pdf_object_get_length (new_id) != 2 ||
      hopso_pdf_object_get_string (hopso_pdf_object_get_item (new_id, 1)) == NULL)
    return hopso_pdf_fail_lie (error, "The trailer is another");
  if (hopso_pdf_object_is_null (old_id) &&
      hopso_pdf_object_get_string (hopso_pdf_object_get_item (new_id, 0)) == NULL)
    return hopso_pdf_fail_lie (error, "The document's identity is none");
  if (!hopso_pdf_object_is_null (old_id) &&
      !hopso_pdf_object_equal (hopso_pdf_object_get_item (old_id, 0),
                               hopso_pdf_object_get_item (new_id, 0)))
    return hopso_pdf_fail_lie (error, "The document's identity is another");
  return TRUE;
}

static gboolean
check_section (HopsoPdfCheck *self, GError **error)
{
  HopsoPdfSection *section = newest_section (self->after);
  guint n = hopso_pdf_file_get_n_revisions (self->after);
  guint64 size = hopso_pdf_source_get_size (self->after->source);

  if (n != hopso_pdf_file_get_n_revisions (self->before) + 1 || section->previous < 0 ||
      (guint64) section->previous != hopso_pdf_file_get_xref_offset (self->before) ||
      section->kind != hopso_pdf_file_get_xref_kind (self->before) ||
      section->offset < self->base || hopso_pdf_file_get_revision_end (self->after, n - 1) != size)
    return hopso_pdf_fail_lie (error, "The update is not one revision after the document");
  for (guint i = 0; i < section->entries->len; i++)
    {
      HopsoPdfEntry *entry = &g_array_index (section->entries, HopsoPdfEntry, i);
      guint unused;
      const HopsoPdfEntry *old = hopso_pdf_file_find_entry (self->before, entry->number, &unused);

      if (entry->kind != HOPSO_PDF_ENTRY_PLAIN || entry->where < self->base ||
          entry->generation != (old != NULL ? old->generation : 0))
        return hopso_pdf_fail_lie (error, "The update's cross-reference leads elsewhere");
    }
  return TRUE;
}

static int
compare_places (gconstpointer one, gconstpointer other)
{
  const HopsoPdfEntry *a = one;
  const HopsoPdfEntry *b = other;

  return a->where < b->where ? -1 : a->where > b->where;
}

/* Between two things there is a line end at most. */
static gboolean
skip_line_end (HopsoPdfSource *source, guint64 *position, guint64 to)
{
  guint8 byte = 0;

  if (to == *position)
    return TRUE;
  if (to != *position + 1 || !hopso_pdf_source_read (source, *position, &byte, 1, NULL) ||
      byte != '\n')
    return FALSE;
  *position = to;
  return TRUE;
}

/* Our reading forgives blanks before an object and before a cross-reference, others do not. */
static gboolean
begins_with_blank (HopsoPdfSource *source, guint64 position)
{
  guint8 byte = ' ';

  return !hopso_pdf_source_read (source, position, &byte, 1, NULL) || hopso_pdf_is_space (byte);
}

/* Walks over the appended bytes object by object, up to the cross-reference. */
static gboolean
check_row (HopsoPdfCheck *self, GError **error)
{
  HopsoPdfSection *section = newest_section (self->after);
  HopsoPdfSource *source = self->after->source;
  g_autoptr (GArray) entries = g_array_copy (section->entries);
  guint64 position = self->base;

  g_array_sort (entries, compare_places);
  for (guint i = 0; i < entries->len; i++)
    {
      HopsoPdfEntry *entry = &g_array_index (entries, HopsoPdfEntry, i);
      g_auto (HopsoPdfLexer) lexer = { 0 };
      g_autoptr (HopsoPdfObject) object = NULL;
      HopsoPdfReference reference = { 0, 0 };

      if (!skip_line_end (source, &position, entry->where) || begins_with_blank (source, position))
        return hopso_pdf_fail_lie (error, "The update holds bytes that belong to nothing");
      if (position == section->offset)
        continue;
      hopso_pdf_lexer_init (&lexer, source, position);
      object = hopso_pdf_parse_indirect (&lexer, &reference, hopso_pdf_direct_length, NULL, error);
      if (object == NULL)
        return FALSE;
      if (reference.number != entry->number)
        return hopso_pdf_fail_lie (error, "The update's cross-reference leads elsewhere");
      position = lexer.position;
    }
  if (!skip_line_end (source, &position, section->offset) || begins_with_blank (source, position))
    return hopso_pdf_fail_lie (error, "The update holds bytes that belong to nothing");
  return TRUE;
}

/* The section must end the file as short as it can: "startxref", its place, the mark. */
static gboolean
check_end (HopsoPdfCheck *self, GError **error)
{
  HopsoPdfSection *section = newest_section (self->after);
  guint64 size = hopso_pdf_source_get_size (self->after->source);
  g_autofree char *expected =
      g_strdup_printf ("\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", section->offset);
  g_autoptr (GBytes) bytes = NULL;

  if (size - section->body_end != strlen (expected))
    return hopso_pdf_fail_lie (error, "The update does not end as it must");
  bytes =
      hopso_pdf_source_dup_bytes (self->after->source, section->body_end, strlen (expected), error);
  if (bytes == NULL)
    return FALSE;
  if (memcmp (g_bytes_get_data (bytes, NULL), expected, strlen (expected)) != 0)
    return hopso_pdf_fail_lie (error, "The update does not end as it must");
  return TRUE;
}

/**
 * hopso_pdf_check_layout:
 *
 * Returns: %FALSE with @error unless the update is one proper revision and nothing besides
 */
gboolean
hopso_pdf_check_layout (HopsoPdfCheck *self, GError **error)
{
  return check_section (self, error) && check_row (self, error) && check_end (self, error) &&
         check_trailer (self, error);
}

/**
 * hopso_pdf_check_explained:
 *
 * Returns: %FALSE with @error when the update holds an object that nobody asked for
 */
gboolean
hopso_pdf_check_explained (HopsoPdfCheck *self, GError **error)
{
  HopsoPdfSection *section = newest_section (self->after);

  for (guint i = 0; i < section->entries->len; i++)
    {
      HopsoPdfEntry *entry = &g_array_index (section->entries, HopsoPdfEntry, i);

      if (entry->where != section->offset &&
          !g_hash_table_contains (self->explained, GUINT_TO_POINTER (entry->number)))
        return hopso_pdf_fail_lie (error, "The update changes something that it should not");
    }
  return TRUE;
}
