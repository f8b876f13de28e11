/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Indirect objects and streams at a place in the file (ISO 32000-2, 7.3.8 and 7.3.10). Where a
 * stream's Length is itself indirect, the caller finds it. */

#include "hopso-pdf-xref-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-filter-private.h"
#include "hopso-pdf-object-private.h"

static gboolean
parse_header (HopsoPdfLexer *lexer, HopsoPdfReference *reference, GError **error)
{
  gint64 number, generation;

  if (!hopso_pdf_parse_integer (lexer, &number, error) ||
      !hopso_pdf_parse_integer (lexer, &generation, error) ||
      !hopso_pdf_parse_keyword (lexer, "obj", error))
    return FALSE;
  if (number < 1 || number > G_MAXINT32 || generation > G_MAXUINT16)
    return hopso_pdf_fail_damaged (error, "An object has an impossible number");
  *reference = (HopsoPdfReference){ (guint32) number, (guint16) generation };
  return TRUE;
}

/* "stream" is followed by CR LF or LF, never CR alone: then the data would be ambiguous. */
static gboolean
skip_stream_line_end (HopsoPdfLexer *lexer, GError **error)
{
  if (hopso_pdf_lexer_peek_byte (lexer) == '\r')
    hopso_pdf_lexer_skip_byte (lexer);
  if (hopso_pdf_lexer_peek_byte (lexer) != '\n')
    return hopso_pdf_fail_damaged (error, "A stream does not begin on a new line");
  hopso_pdf_lexer_skip_byte (lexer);
  return TRUE;
}

static HopsoPdfObject *
parse_stream (HopsoPdfLexer *lexer,
              HopsoPdfObject *dictionary,
              HopsoPdfLengthFunc length_func,
              gpointer data,
              GError **error)
{
  HopsoPdfSpan span;
  gint64 length = -1;

  if (!skip_stream_line_end (lexer, error) ||
      !length_func (hopso_pdf_object_get (dictionary, "Length"), &length, data, error))
    return NULL;
  span.offset = lexer->position;
  if (length < 0 || (guint64) length > lexer->end - span.offset)
    {
      hopso_pdf_fail_damaged (error, "A stream has an impossible length");
      return NULL;
    }
  span.size = (guint64) length;
  hopso_pdf_lexer_seek (lexer, span.offset + span.size);
  if (!hopso_pdf_parse_keyword (lexer, "endstream", error))
    return NULL;
  return hopso_pdf_object_take_stream (hopso_pdf_object_ref (dictionary), span);
}

/**
 * hopso_pdf_parse_indirect:
 * @lexer: before "12 0 obj"
 * @reference: (out): which object it is
 * @length_func: says how long a stream is
 * @data: for @length_func
 *
 * Returns: (transfer full): the object, or %NULL with @error; the lexer is behind it then
 */
HopsoPdfObject *
hopso_pdf_parse_indirect (HopsoPdfLexer *lexer,
                          HopsoPdfReference *reference,
                          HopsoPdfLengthFunc length_func,
                          gpointer data,
                          GError **error)
{
  g_autoptr (HopsoPdfObject) object = NULL;

  if (!parse_header (lexer, reference, error))
    return NULL;
  object = hopso_pdf_parse_object (lexer, error);
  if (object == NULL || !hopso_pdf_lexer_next (lexer, error))
    return NULL;
  if (hopso_pdf_lexer_is_keyword (lexer, "stream") &&
      hopso_pdf_object_get_kind (object) == HOPSO_PDF_DICTIONARY)
    {
      HopsoPdfObject *stream = parse_stream (lexer, object, length_func, data, error);

      if (stream == NULL)
        return NULL;
      hopso_pdf_object_unref (object);
      object = stream;
      if (!hopso_pdf_lexer_next (lexer, error))
        return NULL;
    }
  if (!hopso_pdf_lexer_is_keyword (lexer, "endobj"))
    {
      hopso_pdf_fail_damaged (error, "An object has no end");
      return NULL;
    }
  return g_steal_pointer (&object);
}

/* A HopsoPdfLengthFunc for where nothing can be looked up yet. */
gboolean
hopso_pdf_direct_length (HopsoPdfObject *length, gint64 *value, gpointer data, GError **error)
{
  if (!hopso_pdf_object_get_integer (length, value))
    return hopso_pdf_fail_damaged (error, "A stream's length is not a number");
  return TRUE;
}

static gboolean
is_only (HopsoPdfObject *filter, const char *name)
{
  return hopso_pdf_object_is_name (filter, name) ||
         (hopso_pdf_object_get_length (filter) == 1 &&
          hopso_pdf_object_is_name (hopso_pdf_object_get_item (filter, 0), name));
}

/**
 * hopso_pdf_decode:
 * @source: where the stream is
 * @span: its data there
 * @filter: its Filter, resolved
 * @parameters: its DecodeParms, resolved
 * @max_size: the most that may come out
 *
 * Returns: (transfer full): what the stream holds, or %NULL with @error
 */
GBytes *
hopso_pdf_decode (HopsoPdfSource *source,
                  HopsoPdfSpan span,
                  HopsoPdfObject *filter,
                  HopsoPdfObject *parameters,
                  gsize max_size,
                  GError **error)
{
  g_autoptr (GBytes) plain = NULL;

  if (hopso_pdf_object_is_null (filter) || (hopso_pdf_object_get_kind (filter) == HOPSO_PDF_ARRAY &&
                                            hopso_pdf_object_get_length (filter) == 0))
    {
      if (span.size <= max_size)
        return hopso_pdf_source_dup_bytes (source, span.offset, (gsize) span.size, error);
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A stream is too large");
      return NULL;
    }
  if (!is_only (filter, "FlateDecode"))
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "A stream has an unknown filter");
      return NULL;
    }
  plain = hopso_pdf_inflate (source, span, max_size, error);
  if (plain == NULL)
    return NULL;
  if (hopso_pdf_object_get_kind (parameters) == HOPSO_PDF_ARRAY)
    parameters = hopso_pdf_object_get_item (parameters, 0);
  return hopso_pdf_undo_predictor (plain, parameters, error);
}
