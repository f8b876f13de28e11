/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-object.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *keys;   /* owned */
  GPtrArray *values; /* owned */
  GHashTable *index; /* owned, nullable: key → its position + 1 */
  gboolean has_duplicates;
} HopsoPdfDictionary;

struct _HopsoPdfObject
{
  guint ref_count;
  HopsoPdfType kind;
  union
  {
    gboolean boolean;
    gint64 integer;
    struct
    {
      double value;
      char *text; /* owned: as it stands in the file */
    } real;
    struct
    {
      GBytes *bytes; /* owned */
      HopsoPdfSpan span;
      gboolean is_plain_hexadecimal;
    } string;
    char *name;       /* owned */
    GPtrArray *array; /* owned */
    HopsoPdfDictionary dictionary;
    struct
    {
      HopsoPdfObject *dictionary; /* owned */
      HopsoPdfSpan span;
      GBytes *data;            /* owned, nullable: a stream that is not in a file yet */
      HopsoPdfReference owner; /* the object that it is encrypted as; number 0 for none */
    } stream;
    HopsoPdfReference reference;
  };
};

HopsoPdfObject *hopso_pdf_object_alloc (HopsoPdfType kind);

/* For whoever builds objects: the parser and the writer of this room. All take what they get. */

HopsoPdfObject *hopso_pdf_object_take_real (double value, char *text);
HopsoPdfObject *hopso_pdf_object_take_string (GBytes *bytes, HopsoPdfSpan span, gboolean is_hex);
HopsoPdfObject *hopso_pdf_object_take_name (char *name);
HopsoPdfObject *hopso_pdf_object_take_array (GPtrArray *items);
void hopso_pdf_object_add_key (HopsoPdfObject *dictionary, char *key, HopsoPdfObject *value);
HopsoPdfObject *hopso_pdf_object_take_stream (HopsoPdfObject *dictionary, HopsoPdfSpan span);
void hopso_pdf_object_set_stream_owner (HopsoPdfObject *self, HopsoPdfReference owner);

void hopso_pdf_set_key (HopsoPdfObject **dictionary, const char *key, HopsoPdfObject *value);

const char *hopso_pdf_object_get_real_text (HopsoPdfObject *self);
gboolean hopso_pdf_object_is_plain_hexadecimal (HopsoPdfObject *self);
GBytes *hopso_pdf_object_get_stream_data (HopsoPdfObject *self);
HopsoPdfReference hopso_pdf_object_get_stream_owner (HopsoPdfObject *self);
char *hopso_pdf_text_decode (const guint8 *bytes, gsize size);
GBytes *hopso_pdf_text_encode (const char *utf8);
char *hopso_pdf_text_encode_bytes (const char *utf8);

G_END_DECLS
