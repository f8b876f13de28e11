/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Object streams (ISO 32000-2, 7.5.7), unpacked and kept while there is room: neighbours are
 * mostly asked for together. One thread at a time, like the file that owns them. */

#include "hopso-pdf-object-stream-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#define MAX_STREAM_SIZE ((gsize) 32 << 20)
#define MAX_TOTAL_SIZE  ((gsize) 48 << 20)
#define MAX_OBJECTS     1000000

typedef struct
{
  guint32 number;
  HopsoPdfSource *source; /* owned: what the stream holds */
  GArray *places;         /* owned: of Place, by index */
  gsize size;
} ObjectStream;

typedef struct
{
  guint32 number;
  guint32 offset;
} Place;

struct _HopsoPdfObjectStreams
{
  GQueue streams; /* owned: of ObjectStream, the last used first */
  gsize total_size;
};

static void
object_stream_free (ObjectStream *self)
{
  g_clear_pointer (&self->source, hopso_pdf_source_unref);
  g_array_unref (self->places);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ObjectStream, object_stream_free)

HopsoPdfObjectStreams *
hopso_pdf_object_streams_new (void)
{
  return g_new0 (HopsoPdfObjectStreams, 1);
}

void
hopso_pdf_object_streams_free (HopsoPdfObjectStreams *self)
{
  g_queue_clear_full (&self->streams, (GDestroyNotify) object_stream_free);
  g_free (self);
}

static gboolean
read_places (ObjectStream *self, gint64 n, gint64 first, GError **error)
{
  g_auto (HopsoPdfLexer) lexer = { 0 };

  hopso_pdf_lexer_init (&lexer, self->source, 0);
  lexer.end = (guint64) first;
  for (gint64 i = 0; i < n; i++)
    {
      gint64 number, offset;

      if (!hopso_pdf_parse_integer (&lexer, &number, error) ||
          !hopso_pdf_parse_integer (&lexer, &offset, error))
        return FALSE;
      if (number < 1 || number > G_MAXINT32 || (guint64) offset >= self->size - (guint64) first)
        return hopso_pdf_fail_damaged (error, "An object stream leads out of itself");

      Place place = { (guint32) number, (guint32) (first + offset) };
      g_array_append_val (self->places, place);
    }
  return TRUE;
}

static gboolean
get_small_integer (
    HopsoPdfFile *file, HopsoPdfObject *stream, const char *key, gint64 *value, GError **error)
{
  g_autoptr (HopsoPdfObject) object = hopso_pdf_file_resolve_key (file, stream, key, error);

  if (object == NULL)
    return FALSE;
  if (!hopso_pdf_object_get_integer (object, value) || *value < 0)
    return hopso_pdf_fail_damaged (error, "An object stream is malformed");
  return TRUE;
}

static ObjectStream *
unpack (HopsoPdfFile *file, HopsoPdfReference reference, GError **error)
{
  g_autoptr (ObjectStream) self = g_new0 (ObjectStream, 1);
  g_autoptr (HopsoPdfObject) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 n, first;

  self->number = reference.number;
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  stream = hopso_pdf_file_dup_object (file, reference, error);
  if (stream == NULL || !get_small_integer (file, stream, "N", &n, error) ||
      !get_small_integer (file, stream, "First", &first, error))
    return NULL;
  if (hopso_pdf_object_get_kind (stream) != HOPSO_PDF_STREAM ||
      !hopso_pdf_object_is_name (hopso_pdf_object_get (stream, "Type"), "ObjStm"))
    {
      hopso_pdf_fail_damaged (error, "There is no object stream where it should be");
      return NULL;
    }
  bytes = hopso_pdf_file_decode_stream (file, stream, MAX_STREAM_SIZE, error);
  if (bytes == NULL)
    return NULL;
  self->size = g_bytes_get_size (bytes);
  self->source = hopso_pdf_source_new_bytes (bytes);
  if ((guint64) first > self->size || n > MAX_OBJECTS)
    {
      hopso_pdf_fail_damaged (error, "An object stream is malformed");
      return NULL;
    }
  if (!read_places (self, n, first, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * hopso_pdf_object_streams_load:
 * @file: whose streams they are
 * @reference: which stream is wanted next
 *
 * Returns: %FALSE with @error when it cannot be had
 */
gboolean
hopso_pdf_object_streams_load (HopsoPdfObjectStreams *self,
                               HopsoPdfFile *file,
                               HopsoPdfReference reference,
                               GError **error)
{
  ObjectStream *wanted;

  for (GList *link = self->streams.head; link != NULL; link = link->next)
    if (((ObjectStream *) link->data)->number == reference.number)
      {
        g_queue_unlink (&self->streams, link);
        g_queue_push_head_link (&self->streams, link);
        return TRUE;
      }
  wanted = unpack (file, reference, error);
  if (wanted == NULL)
    return FALSE;
  g_queue_push_head (&self->streams, wanted);
  self->total_size += wanted->size;
  while (self->total_size > MAX_TOTAL_SIZE && self->streams.length > 1)
    {
      g_autoptr (ObjectStream) oldest = g_queue_pop_tail (&self->streams);

      self->total_size -= oldest->size;
    }
  return TRUE;
}

/**
 * hopso_pdf_object_streams_read:
 * @entry: an object in the stream that was loaded last
 * @work: (out): how many bytes were parsed
 * @n_objects: (out): of how many objects it is made
 *
 * Returns: (transfer full): the object, or %NULL with @error
 */
HopsoPdfObject *
hopso_pdf_object_streams_read (HopsoPdfObjectStreams *self,
                               const HopsoPdfEntry *entry,
                               guint64 *work,
                               guint *n_objects,
                               GError **error)
{
  ObjectStream *stream = g_queue_peek_head (&self->streams);
  g_auto (HopsoPdfLexer) lexer = { 0 };
  HopsoPdfObject *object;
  const Place *place;
  guint n_before;

  if (entry->index >= stream->places->len ||
      g_array_index (stream->places, Place, entry->index).number != entry->number)
    {
      hopso_pdf_fail_damaged (error, "An object is not in the stream that should hold it");
      return NULL;
    }
  place = &g_array_index (stream->places, Place, entry->index);
  hopso_pdf_lexer_init (&lexer, stream->source, place->offset);
  lexer.is_file = FALSE;
  n_before = lexer.n_left;
  object = hopso_pdf_parse_object (&lexer, error);
  *work = lexer.position - place->offset;
  *n_objects = n_before - lexer.n_left;
  return object;
}
