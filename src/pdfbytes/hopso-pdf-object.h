/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoPdfType:
 *
 * What an object is (ISO 32000-2, 7.3).
 */
typedef enum
{
  HOPSO_PDF_NULL,
  HOPSO_PDF_BOOLEAN,
  HOPSO_PDF_INTEGER,
  HOPSO_PDF_REAL,
  HOPSO_PDF_STRING,
  HOPSO_PDF_NAME,
  HOPSO_PDF_ARRAY,
  HOPSO_PDF_DICTIONARY,
  HOPSO_PDF_STREAM,
  HOPSO_PDF_REFERENCE,
} HopsoPdfType;

/**
 * HopsoPdfObject:
 *
 * One object of a PDF. Never changes: what looks like a change makes a new object that shares the
 * rest with the old one. Counted; one thread at a time.
 */
typedef struct _HopsoPdfObject HopsoPdfObject;

/**
 * HopsoPdfReference:
 * @number: the object's number, 0 for none
 * @generation: its generation
 */
typedef struct
{
  guint32 number;
  guint16 generation;
} HopsoPdfReference;

/**
 * HopsoPdfSpan:
 * @offset: where, in bytes from the start of the file
 * @size: how many bytes; 0 when the thing has no place of its own in the file
 */
typedef struct
{
  guint64 offset;
  guint64 size;
} HopsoPdfSpan;

HopsoPdfObject *hopso_pdf_object_new_null (void);
HopsoPdfObject *hopso_pdf_object_new_boolean (gboolean value);
HopsoPdfObject *hopso_pdf_object_new_integer (gint64 value);
HopsoPdfObject *hopso_pdf_object_new_real (double value);
HopsoPdfObject *hopso_pdf_object_new_string (const void *bytes, gsize size);
HopsoPdfObject *hopso_pdf_object_new_text (const char *utf8);
HopsoPdfObject *hopso_pdf_object_new_name (const char *name);
HopsoPdfObject *hopso_pdf_object_new_array (HopsoPdfObject *const *items, guint n_items);
HopsoPdfObject *hopso_pdf_object_new_dictionary (void);
HopsoPdfObject *hopso_pdf_object_new_stream (HopsoPdfObject *dictionary, GBytes *data);
HopsoPdfObject *hopso_pdf_object_new_reference (HopsoPdfReference reference);

HopsoPdfObject *hopso_pdf_object_ref (HopsoPdfObject *self);
void hopso_pdf_object_unref (HopsoPdfObject *self);

HopsoPdfType hopso_pdf_object_get_kind (HopsoPdfObject *self);
gboolean hopso_pdf_object_is_null (HopsoPdfObject *self);
gboolean hopso_pdf_object_equal (HopsoPdfObject *self, HopsoPdfObject *other);

gboolean hopso_pdf_object_get_boolean (HopsoPdfObject *self, gboolean fallback);
gboolean hopso_pdf_object_get_integer (HopsoPdfObject *self, gint64 *value);
gboolean hopso_pdf_object_get_number (HopsoPdfObject *self, double *value);
const char *hopso_pdf_object_get_name (HopsoPdfObject *self);
gboolean hopso_pdf_object_is_name (HopsoPdfObject *self, const char *name);
GBytes *hopso_pdf_object_get_string (HopsoPdfObject *self);
HopsoPdfSpan hopso_pdf_object_get_span (HopsoPdfObject *self);
char *hopso_pdf_object_dup_text (HopsoPdfObject *self);
gboolean hopso_pdf_object_get_reference (HopsoPdfObject *self, HopsoPdfReference *reference);

guint hopso_pdf_object_get_length (HopsoPdfObject *self);
HopsoPdfObject *hopso_pdf_object_get_item (HopsoPdfObject *self, guint index);
HopsoPdfObject *hopso_pdf_object_dup_with_item (HopsoPdfObject *self, HopsoPdfObject *item);

HopsoPdfObject *hopso_pdf_object_get (HopsoPdfObject *self, const char *key);
gboolean hopso_pdf_object_has (HopsoPdfObject *self, const char *key);
guint hopso_pdf_object_get_n_keys (HopsoPdfObject *self);
const char *hopso_pdf_object_get_key (HopsoPdfObject *self, guint index, HopsoPdfObject **value);
gboolean hopso_pdf_object_has_duplicate_keys (HopsoPdfObject *self);
HopsoPdfObject *
hopso_pdf_object_dup_with (HopsoPdfObject *self, const char *key, HopsoPdfObject *value);

HopsoPdfObject *hopso_pdf_object_get_stream_dictionary (HopsoPdfObject *self);
HopsoPdfSpan hopso_pdf_object_get_stream_span (HopsoPdfObject *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfObject, hopso_pdf_object_unref)

G_END_DECLS
