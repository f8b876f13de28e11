/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking up the objects of a file: parsed when they are asked for, kept while there is room. An
 * object that needs itself, or too many others, or a file that takes more work than its size can
 * justify, is an error. One thread at a time. */

#include "hopso-pdf-file-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#define MAX_CACHED 100000 /* objects, counting those within others */
#define MAX_HOPS   8

/* Of a stream that must be decrypted before it is unpacked. */
#define MAX_PROTECTED ((guint64) 64 << 20)

const HopsoPdfEntry *
hopso_pdf_file_find_entry (HopsoPdfFile *self, guint32 number, guint *section)
{
  guint n = self->xref->sections->len;

  for (guint i = hopso_pdf_file_get_first_section (self); i < n; i++)
    {
      const HopsoPdfEntry *entry = hopso_pdf_section_find (self->xref->sections->pdata[i], number);

      *section = i;
      if (entry != NULL)
        return entry;
    }
  return NULL;
}

/* A HopsoPdfLengthFunc that may look the length up. */
static gboolean
find_length (HopsoPdfObject *length, gint64 *value, gpointer data, GError **error)
{
  g_autoptr (HopsoPdfObject) found = hopso_pdf_file_resolve (data, length, error);

  if (found == NULL)
    return FALSE;
  return hopso_pdf_direct_length (found, value, NULL, error);
}

static gboolean
spend_work (HopsoPdfFile *self, guint64 work, GError **error)
{
  if (work > self->work_left)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "The file takes too much work");
  self->work_left -= work;
  return TRUE;
}

static HopsoPdfObject *
read_plain (HopsoPdfFile *self, const HopsoPdfEntry *entry, guint *n_objects, GError **error)
{
  g_auto (HopsoPdfLexer) lexer = { 0 };
  g_autoptr (HopsoPdfObject) object = NULL;
  HopsoPdfReference found = { 0, 0 };
  guint n_before;
  guint64 skipped = 0;

  hopso_pdf_lexer_init (&lexer, self->source, entry->where);
  lexer.end = self->end;
  n_before = lexer.n_left;
  object = hopso_pdf_parse_indirect (&lexer, &found, find_length, self, error);
  if (object == NULL)
    return NULL;
  if (found.number != entry->number || found.generation != entry->generation)
    {
      hopso_pdf_fail_damaged (error, "An object is not where the cross-reference says");
      return NULL;
    }
  *n_objects = n_before - lexer.n_left;
  skipped = hopso_pdf_object_get_stream_span (object).size;
  if (!spend_work (self, lexer.position - entry->where - skipped, error))
    return NULL;
  if (hopso_pdf_file_get_security (self) != NULL)
    return hopso_pdf_security_open_object (hopso_pdf_file_get_security (self), object, found,
                                           error);
  return g_steal_pointer (&object);
}

static HopsoPdfObject *
read_compressed (HopsoPdfFile *self, const HopsoPdfEntry *entry, guint *n_objects, GError **error)
{
  HopsoPdfReference reference = { (guint32) entry->where, 0 };
  guint64 work = 0;
  HopsoPdfObject *object;

  if (!hopso_pdf_file_check_unlocked (self, error) ||
      !hopso_pdf_object_streams_load (self->streams, self, reference, error))
    return NULL;
  object = hopso_pdf_object_streams_read (self->streams, entry, &work, n_objects, error);
  if (object != NULL && !spend_work (self, work, error))
    g_clear_pointer (&object, hopso_pdf_object_unref);
  return object;
}

/* Marks @number as being read; a file that needs an object to read that object is damaged. */
static gboolean
begin_resolving (HopsoPdfFile *self, guint32 number, GError **error)
{
  for (guint i = 0; i < self->n_resolving; i++)
    if (self->resolving[i] == number)
      return hopso_pdf_fail_damaged (error, "An object needs itself");
  if (self->n_resolving == HOPSO_PDF_MAX_RESOLVING)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "Objects need too many others");
  self->resolving[self->n_resolving++] = number;
  return TRUE;
}

static void
keep_object (HopsoPdfFile *self, guint32 number, HopsoPdfObject *object, guint n_objects)
{
  if (self->n_cached + n_objects > MAX_CACHED)
    {
      g_hash_table_remove_all (self->cache);
      self->n_cached = 0;
    }
  self->n_cached += n_objects;
  g_hash_table_insert (self->cache, GUINT_TO_POINTER (number), hopso_pdf_object_ref (object));
}

/**
 * hopso_pdf_file_dup_object:
 * @reference: which
 *
 * Returns: (transfer full): the object; null when there is none; %NULL with @error when it cannot
 *   be read
 */
HopsoPdfObject *
hopso_pdf_file_dup_object (HopsoPdfFile *self, HopsoPdfReference reference, GError **error)
{
  guint section;
  const HopsoPdfEntry *entry = hopso_pdf_file_find_entry (self, reference.number, &section);
  HopsoPdfObject *object;
  guint n_objects = 1;

  if (entry == NULL || entry->kind == HOPSO_PDF_ENTRY_FREE ||
      entry->generation != reference.generation)
    return hopso_pdf_object_new_null ();
  object = g_hash_table_lookup (self->cache, GUINT_TO_POINTER (reference.number));
  if (object != NULL)
    return hopso_pdf_object_ref (object);
  if (!begin_resolving (self, reference.number, error))
    return NULL;
  if (entry->kind == HOPSO_PDF_ENTRY_PLAIN)
    object = read_plain (self, entry, &n_objects, error);
  else
    object = read_compressed (self, entry, &n_objects, error);
  self->n_resolving--;
  if (object != NULL)
    keep_object (self, reference.number, object, n_objects);
  return object;
}

/**
 * hopso_pdf_file_resolve:
 * @object: any object
 *
 * Returns: (transfer full): what @object refers to, or itself when it is no reference; %NULL with
 *   @error when it cannot be read
 */
HopsoPdfObject *
hopso_pdf_file_resolve (HopsoPdfFile *self, HopsoPdfObject *object, GError **error)
{
  g_autoptr (HopsoPdfObject) found = hopso_pdf_object_ref (object);
  HopsoPdfReference reference;

  for (guint i = 0; hopso_pdf_object_get_reference (found, &reference); i++)
    {
      HopsoPdfObject *next;

      if (i == MAX_HOPS)
        {
          hopso_pdf_fail_damaged (error, "A reference leads in circles");
          return NULL;
        }
      next = hopso_pdf_file_dup_object (self, reference, error);
      if (next == NULL)
        return NULL;
      hopso_pdf_object_unref (found);
      found = next;
    }
  return g_steal_pointer (&found);
}

/**
 * hopso_pdf_file_resolve_key:
 * @dictionary: a dictionary or stream
 * @key: a name, without the slash
 *
 * Returns: (transfer full): its value, resolved; null without one; %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_file_resolve_key (HopsoPdfFile *self,
                            HopsoPdfObject *dictionary,
                            const char *key,
                            GError **error)
{
  return hopso_pdf_file_resolve (self, hopso_pdf_object_get (dictionary, key), error);
}

/**
 * hopso_pdf_file_dup_catalog:
 *
 * Returns: (transfer full): the document catalogue (7.7.2), or %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_file_dup_catalog (HopsoPdfFile *self, GError **error)
{
  g_autoptr (HopsoPdfObject) catalog =
      hopso_pdf_file_resolve_key (self, hopso_pdf_file_get_trailer (self), "Root", error);

  if (catalog == NULL)
    return NULL;
  if (hopso_pdf_object_get_kind (catalog) != HOPSO_PDF_DICTIONARY)
    {
      hopso_pdf_fail_damaged (error, "The file has no catalogue");
      return NULL;
    }
  return g_steal_pointer (&catalog);
}

/**
 * hopso_pdf_file_dup_stream_bytes:
 * @stream: a stream of this file
 *
 * Returns: (transfer full): its data as they stand in the file, decrypted, or %NULL with @error
 */
GBytes *
hopso_pdf_file_dup_stream_bytes (HopsoPdfFile *self, HopsoPdfObject *stream, GError **error)
{
  HopsoPdfSpan span = hopso_pdf_object_get_stream_span (stream);
  HopsoPdfSecurity *security = hopso_pdf_file_get_security (self);
  g_autoptr (GBytes) bytes =
      hopso_pdf_source_dup_bytes (self->source, span.offset, (gsize) span.size, error);

  if (bytes == NULL || security == NULL || hopso_pdf_object_get_stream_owner (stream).number == 0)
    return g_steal_pointer (&bytes);
  return hopso_pdf_security_open_stream (security, stream, bytes, error);
}

static HopsoPdfObject *
without_first (HopsoPdfObject *object, gboolean is_array)
{
  GPtrArray *rest;

  if (!is_array)
    return hopso_pdf_object_new_null ();
  rest = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);
  for (guint i = 1; i < hopso_pdf_object_get_length (object); i++)
    g_ptr_array_add (rest, hopso_pdf_object_ref (hopso_pdf_object_get_item (object, i)));
  return hopso_pdf_object_take_array (rest);
}

/* A filter of its own for decryption comes first and is done with. */
static void
drop_crypt_filter (HopsoPdfObject **filter, HopsoPdfObject **parameters)
{
  gboolean is_array = hopso_pdf_object_get_kind (*filter) == HOPSO_PDF_ARRAY;
  HopsoPdfObject *first = is_array ? hopso_pdf_object_get_item (*filter, 0) : *filter;
  HopsoPdfObject *other_filter, *other_parameters;

  if (!hopso_pdf_object_is_name (first, "Crypt"))
    return;
  other_filter = without_first (*filter, is_array);
  other_parameters = without_first (*parameters, is_array);
  hopso_pdf_object_unref (*filter);
  hopso_pdf_object_unref (*parameters);
  *filter = other_filter;
  *parameters = other_parameters;
}

/* The data of a protected stream are decrypted as a whole before they are unpacked. */
static GBytes *
decode_protected (HopsoPdfFile *self,
                  HopsoPdfObject *stream,
                  HopsoPdfObject **filter,
                  HopsoPdfObject **parameters,
                  gsize max_size,
                  GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HopsoPdfSource) source = NULL;
  HopsoPdfSpan span = hopso_pdf_object_get_stream_span (stream);

  if (span.size > MAX_PROTECTED)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A stream is too large");
      return NULL;
    }
  bytes = hopso_pdf_file_dup_stream_bytes (self, stream, error);
  if (bytes == NULL)
    return NULL;
  drop_crypt_filter (filter, parameters);
  source = hopso_pdf_source_new_bytes (bytes);
  span = (HopsoPdfSpan){ 0, g_bytes_get_size (bytes) };
  return hopso_pdf_decode (source, span, *filter, *parameters, max_size, error);
}

/**
 * hopso_pdf_file_decode_stream:
 * @stream: a stream of this file
 * @max_size: the most that may come out
 *
 * Returns: (transfer full): what it holds, or %NULL with @error
 */
GBytes *
hopso_pdf_file_decode_stream (HopsoPdfFile *self,
                              HopsoPdfObject *stream,
                              gsize max_size,
                              GError **error)
{
  g_autoptr (HopsoPdfObject) filter = hopso_pdf_file_resolve_key (self, stream, "Filter", error);
  g_autoptr (HopsoPdfObject) parameters = NULL;

  if (filter == NULL)
    return NULL;
  parameters = hopso_pdf_file_resolve_key (self, stream, "DecodeParms", error);
  if (parameters == NULL)
    return NULL;
  if (hopso_pdf_object_has (stream, "F"))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "A stream lies in another file");
      return NULL;
    }
  if (hopso_pdf_file_get_security (self) != NULL &&
      hopso_pdf_object_get_stream_owner (stream).number != 0)
    return decode_protected (self, stream, &filter, &parameters, max_size, error);
  return hopso_pdf_decode (self->source, hopso_pdf_object_get_stream_span (stream), filter,
                           parameters, max_size, error);
}
