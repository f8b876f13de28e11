/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ten kinds of objects that a PDF is made of, as counted values that never change once they
 * are built; arrays, dictionaries and streams are in hopso-pdf-collection.c. They know nothing of
 * files: a reference is just a number here, a stream just a dictionary and the place of its data.
 * The counts are not atomic: one thread at a time. */

#include "hopso-pdf-object-private.h"

#include <math.h>
#include <string.h>

static HopsoPdfObject the_null = { 1, HOPSO_PDF_NULL, { 0 } };

HopsoPdfObject *
hopso_pdf_object_alloc (HopsoPdfType kind)
{
  HopsoPdfObject *self = g_new0 (HopsoPdfObject, 1);

  self->ref_count = 1;
  self->kind = kind;
  return self;
}

/**
 * hopso_pdf_object_new_null:
 *
 * Returns: (transfer full): the null object; there is only one
 */
HopsoPdfObject *
hopso_pdf_object_new_null (void)
{
  return &the_null;
}

/**
 * hopso_pdf_object_new_boolean:
 *
 * Returns: (transfer full): true or false
 */
HopsoPdfObject *
hopso_pdf_object_new_boolean (gboolean value)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_BOOLEAN);

  self->boolean = value;
  return self;
}

/**
 * hopso_pdf_object_new_integer:
 *
 * Returns: (transfer full): a whole number
 */
HopsoPdfObject *
hopso_pdf_object_new_integer (gint64 value)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_INTEGER);

  self->integer = value;
  return self;
}

/**
 * hopso_pdf_object_new_real:
 * @value: a finite number
 *
 * Returns: (transfer full): a number with at most four digits after the point
 */
HopsoPdfObject *
hopso_pdf_object_new_real (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  g_return_val_if_fail (isfinite (value) && fabs (value) < 1e9, hopso_pdf_object_new_integer (0));
  g_ascii_formatd (text, sizeof text, "%.4f", value);
  for (end = text + strlen (text); end[-1] == '0'; end--)
    end[-1] = '\0';
  if (end[-1] == '.')
    end[-1] = '\0';
  if (strchr (text, '.') == NULL)
    return hopso_pdf_object_new_integer (g_ascii_strtoll (text, NULL, 10));
  return hopso_pdf_object_take_real (g_ascii_strtod (text, NULL), g_strdup (text));
}

HopsoPdfObject *
hopso_pdf_object_take_real (double value, char *text)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_REAL);

  self->real.value = value;
  self->real.text = text;
  return self;
}

HopsoPdfObject *
hopso_pdf_object_take_string (GBytes *bytes, HopsoPdfSpan span, gboolean is_hex)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_STRING);

  self->string.bytes = bytes;
  self->string.span = span;
  self->string.is_plain_hexadecimal = is_hex;
  return self;
}

/**
 * hopso_pdf_object_new_string:
 * @bytes: (array length=size): what it holds
 *
 * Returns: (transfer full): a string of bytes
 */
HopsoPdfObject *
hopso_pdf_object_new_string (const void *bytes, gsize size)
{
  return hopso_pdf_object_take_string (g_bytes_new (bytes, size), (HopsoPdfSpan){ 0, 0 }, FALSE);
}

/**
 * hopso_pdf_object_new_text:
 * @utf8: words for people
 *
 * Returns: (transfer full): a text string (ISO 32000-2, 7.9.2.2): ASCII as it is, else UTF-16
 */
HopsoPdfObject *
hopso_pdf_object_new_text (const char *utf8)
{
  return hopso_pdf_object_take_string (hopso_pdf_text_encode (utf8), (HopsoPdfSpan){ 0, 0 }, FALSE);
}

HopsoPdfObject *
hopso_pdf_object_take_name (char *name)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_NAME);

  self->name = name;
  return self;
}

/**
 * hopso_pdf_object_new_name:
 * @name: without the slash, not escaped
 *
 * Returns: (transfer full): a name
 */
HopsoPdfObject *
hopso_pdf_object_new_name (const char *name)
{
  return hopso_pdf_object_take_name (g_strdup (name));
}

/**
 * hopso_pdf_object_new_reference:
 *
 * Returns: (transfer full): a reference to an indirect object
 */
HopsoPdfObject *
hopso_pdf_object_new_reference (HopsoPdfReference reference)
{
  HopsoPdfObject *self = hopso_pdf_object_alloc (HOPSO_PDF_REFERENCE);

  self->reference = reference;
  return self;
}

/**
 * hopso_pdf_object_ref:
 *
 * Returns: (transfer full): @self, counted once more
 */
HopsoPdfObject *
hopso_pdf_object_ref (HopsoPdfObject *self)
{
  if (self->kind != HOPSO_PDF_NULL)
    self->ref_count++;
  return self;
}

static void
free_contents (HopsoPdfObject *self)
{
  switch (self->kind)
    {
    case HOPSO_PDF_REAL:
      g_free (self->real.text);
      break;
    case HOPSO_PDF_STRING:
      g_bytes_unref (self->string.bytes);
      break;
    case HOPSO_PDF_NAME:
      g_free (self->name);
      break;
    case HOPSO_PDF_ARRAY:
      g_ptr_array_unref (self->array);
      break;
    case HOPSO_PDF_DICTIONARY:
      g_clear_pointer (&self->dictionary.index, g_hash_table_unref);
      g_ptr_array_unref (self->dictionary.keys);
      g_ptr_array_unref (self->dictionary.values);
      break;
    case HOPSO_PDF_STREAM:
      hopso_pdf_object_unref (self->stream.dictionary);
      g_clear_pointer (&self->stream.data, g_bytes_unref);
      break;
    case HOPSO_PDF_NULL:
    case HOPSO_PDF_BOOLEAN:
    case HOPSO_PDF_INTEGER:
    case HOPSO_PDF_REFERENCE:
    default:
      break;
    }
}

/**
 * hopso_pdf_object_unref:
 *
 * Drops one count, and the object with the last one. The parser keeps nesting shallow, so that
 * this may go down by recursion.
 */
void
hopso_pdf_object_unref (HopsoPdfObject *self)
{
  if (self->kind == HOPSO_PDF_NULL || --self->ref_count > 0)
    return;
  free_contents (self);
  g_free (self);
}

/**
 * hopso_pdf_object_get_kind:
 *
 * Returns: what @self is
 */
HopsoPdfType
hopso_pdf_object_get_kind (HopsoPdfObject *self)
{
  return self->kind;
}

/**
 * hopso_pdf_object_is_null:
 *
 * Returns: whether @self is the null object
 */
gboolean
hopso_pdf_object_is_null (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_NULL;
}

/**
 * hopso_pdf_object_get_boolean:
 * @fallback: what to say when it is no boolean
 *
 * Returns: its value
 */
gboolean
hopso_pdf_object_get_boolean (HopsoPdfObject *self, gboolean fallback)
{
  return self->kind == HOPSO_PDF_BOOLEAN ? self->boolean : fallback;
}

/**
 * hopso_pdf_object_get_integer:
 * @value: (out): its value
 *
 * Returns: %FALSE when it is no whole number
 */
gboolean
hopso_pdf_object_get_integer (HopsoPdfObject *self, gint64 *value)
{
  if (self->kind != HOPSO_PDF_INTEGER)
    return FALSE;
  *value = self->integer;
  return TRUE;
}

/**
 * hopso_pdf_object_get_number:
 * @value: (out): its value
 *
 * Returns: %FALSE when it is no number
 */
gboolean
hopso_pdf_object_get_number (HopsoPdfObject *self, double *value)
{
  if (self->kind == HOPSO_PDF_INTEGER)
    *value = (double) self->integer;
  else if (self->kind == HOPSO_PDF_REAL)
    *value = self->real.value;
  else
    return FALSE;
  return TRUE;
}

const char *
hopso_pdf_object_get_real_text (HopsoPdfObject *self)
{
  return self->real.text;
}

/**
 * hopso_pdf_object_get_name:
 *
 * Returns: (nullable): the name without its slash; %NULL when it is no name
 */
const char *
hopso_pdf_object_get_name (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_NAME ? self->name : NULL;
}

/**
 * hopso_pdf_object_is_name:
 *
 * Returns: whether @self is the name @name
 */
gboolean
hopso_pdf_object_is_name (HopsoPdfObject *self, const char *name)
{
  return self->kind == HOPSO_PDF_NAME && strcmp (self->name, name) == 0;
}

/**
 * hopso_pdf_object_get_string:
 *
 * Returns: (nullable): the bytes of a string; %NULL when it is none
 */
GBytes *
hopso_pdf_object_get_string (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STRING ? self->string.bytes : NULL;
}

/**
 * hopso_pdf_object_get_span:
 *
 * Returns: where a string stands in its file, brackets included
 */
HopsoPdfSpan
hopso_pdf_object_get_span (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STRING ? self->string.span : (HopsoPdfSpan){ 0, 0 };
}

gboolean
hopso_pdf_object_is_plain_hexadecimal (HopsoPdfObject *self)
{
  return self->kind == HOPSO_PDF_STRING && self->string.is_plain_hexadecimal;
}

/**
 * hopso_pdf_object_dup_text:
 *
 * Returns: (nullable): a text string for people, in UTF-8; %NULL when it is no string
 */
char *
hopso_pdf_object_dup_text (HopsoPdfObject *self)
{
  gsize size;
  const guint8 *bytes;

  if (self->kind != HOPSO_PDF_STRING)
    return NULL;
  bytes = g_bytes_get_data (self->string.bytes, &size);
  return hopso_pdf_text_decode (bytes, size);
}

/**
 * hopso_pdf_object_get_reference:
 * @reference: (out): what it refers to
 *
 * Returns: %FALSE when it is no reference
 */
gboolean
hopso_pdf_object_get_reference (HopsoPdfObject *self, HopsoPdfReference *reference)
{
  if (self->kind != HOPSO_PDF_REFERENCE)
    return FALSE;
  *reference = self->reference;
  return TRUE;
}
