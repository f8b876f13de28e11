/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes objects as the bytes of a PDF. What the parser read comes out saying the same: numbers
 * keep their digits, strings their bytes. Any thread that may use the objects. */

#include "hopso-pdf-writer-private.h"

#include "hopso-pdf-object-private.h"

#include <string.h>

static void
write_text (GByteArray *output, const char *text)
{
  g_byte_array_append (output, (const guint8 *) text, (guint) strlen (text));
}

void
hopso_pdf_write_format (GByteArray *output, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  write_text (output, text);
}

static void
write_name (GByteArray *output, const char *name)
{
  write_text (output, "/");
  for (; *name != '\0'; name++)
    {
      guint8 byte = (guint8) *name;

      if (byte > ' ' && byte < 0x7f && strchr ("()<>[]{}/%#", byte) == NULL)
        g_byte_array_append (output, &byte, 1);
      else
        hopso_pdf_write_format (output, "#%02x", byte);
    }
}

static void
write_string (GByteArray *output, GBytes *string)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (string, &size);
  gboolean is_plain = TRUE;

  for (gsize i = 0; i < size; i++)
    is_plain &= bytes[i] >= ' ' && bytes[i] < 0x7f;
  write_text (output, is_plain ? "(" : "<");
  for (gsize i = 0; i < size; i++)
    {
      if (!is_plain)
        hopso_pdf_write_format (output, "%02x", bytes[i]);
      else
        {
          if (strchr ("()\\", bytes[i]) != NULL)
            write_text (output, "\\");
          g_byte_array_append (output, bytes + i, 1);
        }
    }
  write_text (output, is_plain ? ")" : ">");
}

static void
write_array (GByteArray *output, HopsoPdfObject *array)
{
  write_text (output, "[");
  for (guint i = 0; i < hopso_pdf_object_get_length (array); i++)
    {
      if (i > 0)
        write_text (output, " ");
      hopso_pdf_write_object (output, hopso_pdf_object_get_item (array, i));
    }
  write_text (output, "]");
}

static void
write_dictionary (GByteArray *output, HopsoPdfObject *dictionary)
{
  write_text (output, "<<");
  for (guint i = 0; i < hopso_pdf_object_get_n_keys (dictionary); i++)
    {
      HopsoPdfObject *value;

      write_name (output, hopso_pdf_object_get_key (dictionary, i, &value));
      write_text (output, " ");
      hopso_pdf_write_object (output, value);
    }
  write_text (output, ">>");
}

static void
write_stream (GByteArray *output, HopsoPdfObject *stream)
{
  GBytes *data = hopso_pdf_object_get_stream_data (stream);
  gsize size;
  const guint8 *bytes;

  g_return_if_fail (data != NULL);
  bytes = g_bytes_get_data (data, &size);
  write_dictionary (output, stream);
  write_text (output, "\nstream\n");
  g_byte_array_append (output, bytes, (guint) size);
  write_text (output, "\nendstream");
}

static void
write_reference (GByteArray *output, HopsoPdfObject *object)
{
  HopsoPdfReference reference = { 0, 0 };

  hopso_pdf_object_get_reference (object, &reference);
  hopso_pdf_write_format (output, "%u %u R", reference.number, reference.generation);
}

static void
write_scalar (GByteArray *output, HopsoPdfObject *object, HopsoPdfType kind)
{
  gint64 value = 0;

  hopso_pdf_object_get_integer (object, &value);
  if (kind == HOPSO_PDF_INTEGER)
    hopso_pdf_write_format (output, "%" G_GINT64_FORMAT, value);
  else if (kind == HOPSO_PDF_REAL)
    write_text (output, hopso_pdf_object_get_real_text (object));
  else if (kind == HOPSO_PDF_BOOLEAN)
    write_text (output, hopso_pdf_object_get_boolean (object, FALSE) ? "true" : "false");
  else
    write_text (output, "null");
}

/**
 * hopso_pdf_write_object:
 * @output: where to
 * @object: what; a stream must hold its own data
 *
 * Appends a direct object, or the body of an indirect one.
 */
void
hopso_pdf_write_object (GByteArray *output, HopsoPdfObject *object)
{
  HopsoPdfType kind = hopso_pdf_object_get_kind (object);

  switch (kind)
    {
    case HOPSO_PDF_STRING:
      write_string (output, hopso_pdf_object_get_string (object));
      break;
    case HOPSO_PDF_NAME:
      write_name (output, hopso_pdf_object_get_name (object));
      break;
    case HOPSO_PDF_ARRAY:
      write_array (output, object);
      break;
    case HOPSO_PDF_DICTIONARY:
      write_dictionary (output, object);
      break;
    case HOPSO_PDF_STREAM:
      write_stream (output, object);
      break;
    case HOPSO_PDF_REFERENCE:
      write_reference (output, object);
      break;
    case HOPSO_PDF_NULL:
    case HOPSO_PDF_BOOLEAN:
    case HOPSO_PDF_INTEGER:
    case HOPSO_PDF_REAL:
    default:
      write_scalar (output, object, kind);
      break;
    }
}
