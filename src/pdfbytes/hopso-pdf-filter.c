/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Flate and the PNG predictors: the filters that cross-reference and object streams are made with
 * (ISO 32000-2, 7.4.4). What comes out has a greatest size, told by the caller, so that a bomb
 * costs no more than that. Any thread that may use the source. */

#include "hopso-pdf-filter-private.h"

#include "hopso-pdf-error-private.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define OUTPUT_STEP 65536

static void
clear_inflate (z_stream *stream)
{
  inflateEnd (stream);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (z_stream, clear_inflate)

/* Lets zlib work on the input it has; FALSE when it failed or the output grew too large. */
static gboolean
inflate_step (z_stream *stream, GByteArray *output, gsize max_size, int *state, GError **error)
{
  guint8 buffer[OUTPUT_STEP];

  do
    {
      gsize n;

      stream->next_out = buffer;
      stream->avail_out = sizeof buffer;
      *state = inflate (stream, Z_NO_FLUSH);
      if (*state != Z_OK && *state != Z_STREAM_END && *state != Z_BUF_ERROR)
        return hopso_pdf_fail_damaged (error, "Compressed data are damaged");
      n = sizeof buffer - stream->avail_out;
      if (n > max_size - output->len)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "A stream grows too large");
      g_byte_array_append (output, buffer, (guint) n);
    }
  while (*state == Z_OK && stream->avail_out == 0);
  return TRUE;
}

/**
 * hopso_pdf_inflate:
 * @source: where the data are
 * @span: which
 * @max_size: the most that may come out
 *
 * Returns: (transfer full): what was compressed, or %NULL with @error
 */
GBytes *
hopso_pdf_inflate (HopsoPdfSource *source, HopsoPdfSpan span, gsize max_size, GError **error)
{
  g_auto (z_stream) stream = { 0 };
  g_autoptr (GByteArray) output = g_byte_array_new ();
  int state = Z_OK;

  if (inflateInit (&stream) != Z_OK)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "Not enough memory");
      return NULL;
    }
  while (state != Z_STREAM_END && span.size > 0)
    {
      gsize available;
      const guint8 *bytes = hopso_pdf_source_peek (source, span.offset, &available, error);

      if (bytes == NULL)
        return NULL;
      available = (gsize) MIN (MIN (available, span.size), 1 << 20);
      stream.next_in = (Bytef *) bytes;
      stream.avail_in = (uInt) available;
      if (!inflate_step (&stream, output, max_size, &state, error))
        return NULL;
      span.offset += available;
      span.size -= available;
    }
  if (state != Z_STREAM_END)
    {
      hopso_pdf_fail_damaged (error, "Compressed data are cut off");
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&output));
}

typedef struct
{
  gint64 kind;
  gsize pixel_size;
  gsize row_size;
} Predictor;

static gboolean
read_parameter (
    HopsoPdfObject *parameters, const char *key, gint64 fallback, gint64 max, gint64 *value)
{
  HopsoPdfObject *object = hopso_pdf_object_get (parameters, key);

  *value = fallback;
  if (hopso_pdf_object_is_null (object))
    return TRUE;
  return hopso_pdf_object_get_integer (object, value) && *value >= 1 && *value <= max;
}

static gboolean
read_predictor (HopsoPdfObject *parameters, Predictor *predictor)
{
  gint64 colors, bits, columns;

  if (!read_parameter (parameters, "Predictor", 1, 15, &predictor->kind) ||
      !read_parameter (parameters, "Colors", 1, 32, &colors) ||
      !read_parameter (parameters, "BitsPerComponent", 8, 16, &bits) ||
      !read_parameter (parameters, "Columns", 1, 1 << 24, &columns))
    return FALSE;
  predictor->pixel_size = (gsize) (colors * bits + 7) / 8;
  predictor->row_size = (gsize) (colors * bits * columns + 7) / 8;
  return TRUE;
}

static guint8
paeth (int left, int up, int upper_left)
{
  int guess = left + up - upper_left;
  int to_left = abs (guess - left);
  int to_up = abs (guess - up);
  int to_upper_left = abs (guess - upper_left);

  if (to_left <= to_up && to_left <= to_upper_left)
    return (guint8) left;
  return (guint8) (to_up <= to_upper_left ? up : upper_left);
}

/* Undoes one row in place; @above is the row before, already undone, or zeros. */
static gboolean
undo_row (guint8 *row, const guint8 *above, guint8 filter, const Predictor *predictor)
{
  if (filter > 4)
    return FALSE;
  for (gsize i = 0; i < predictor->row_size; i++)
    {
      gboolean has_left = i >= predictor->pixel_size;
      int left = has_left ? row[i - predictor->pixel_size] : 0;
      int upper_left = has_left ? above[i - predictor->pixel_size] : 0;
      int guesses[] = { 0, left, above[i], (left + above[i]) / 2, 0 };

      if (filter == 4)
        guesses[4] = paeth (left, above[i], upper_left);
      row[i] = (guint8) (row[i] + guesses[filter]);
    }
  return TRUE;
}

static GBytes *
undo_png (GBytes *bytes, const Predictor *predictor, GError **error)
{
  gsize size;
  const guint8 *input = g_bytes_get_data (bytes, &size);
  gsize stride = predictor->row_size + 1;
  gsize n_rows = size / stride;
  g_autofree guint8 *zeros = NULL;
  g_autofree guint8 *output = NULL;
  const guint8 *above;

  if (size % stride != 0)
    {
      hopso_pdf_fail_damaged (error, "Predicted data are cut off");
      return NULL;
    }
  if (n_rows == 0)
    return g_bytes_ref (bytes);
  zeros = g_malloc0 (predictor->row_size);
  output = g_malloc (n_rows * predictor->row_size);
  above = zeros;
  for (gsize i = 0; i < n_rows; i++)
    {
      guint8 *row = output + i * predictor->row_size;

      memcpy (row, input + i * stride + 1, predictor->row_size);
      if (!undo_row (row, above, input[i * stride], predictor))
        {
          hopso_pdf_fail_damaged (error, "Predicted data are damaged");
          return NULL;
        }
      above = row;
    }
  return g_bytes_new_take (g_steal_pointer (&output), n_rows * predictor->row_size);
}

/**
 * hopso_pdf_undo_predictor:
 * @bytes: what came out of Flate
 * @parameters: DecodeParms, or null
 *
 * Returns: (transfer full): @bytes without prediction, or %NULL with @error
 */
GBytes *
hopso_pdf_undo_predictor (GBytes *bytes, HopsoPdfObject *parameters, GError **error)
{
  Predictor predictor;

  if (!read_predictor (parameters, &predictor))
    {
      hopso_pdf_fail_damaged (error, "A stream has bad parameters");
      return NULL;
    }
  if (predictor.kind == 1)
    return g_bytes_ref (bytes);
  if (predictor.kind >= 10)
    return undo_png (bytes, &predictor, error);
  hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "A stream uses the TIFF predictor");
  return NULL;
}
