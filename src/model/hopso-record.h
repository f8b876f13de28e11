/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HopsoFieldType:
 * @HOPSO_FIELD_STRING: UTF-8 text, or %NULL when not set
 * @HOPSO_FIELD_INTEGER: a whole number; 0 when not set
 * @HOPSO_FIELD_BOOLEAN: yes or no; no when not set
 * @HOPSO_FIELD_TIME: seconds since 1970-01-01T00:00:00Z; 0 when not set
 * @HOPSO_FIELD_STRINGS: a %NULL-terminated array of strings, or %NULL when not set
 */
typedef enum
{
  HOPSO_FIELD_STRING,
  HOPSO_FIELD_INTEGER,
  HOPSO_FIELD_BOOLEAN,
  HOPSO_FIELD_TIME,
  HOPSO_FIELD_STRINGS
} HopsoFieldType;

/**
 * HopsoField:
 * @name: on the wire
 * @column: in a database
 * @type: what it holds
 * @is_required: whether an object without it is refused
 */
typedef struct
{
  const char *name;
  const char *column;
  HopsoFieldType type;
  gboolean is_required;
} HopsoField;

/**
 * HopsoKindId:
 *
 * The kinds of objects that client and server exchange.
 */
typedef enum
{
  HOPSO_KIND_ORGANIZATION,
  HOPSO_KIND_PERSON,
  HOPSO_KIND_MEETING,
  HOPSO_KIND_AGENDA_ITEM,
  HOPSO_KIND_PARTICIPANT,
  HOPSO_KIND_PAPER,
  HOPSO_KIND_SIGN_REQUEST,
  HOPSO_KIND_SIGN_STEP,
  HOPSO_KIND_PUBLICATION,
  HOPSO_KIND_GROUP,
  HOPSO_KIND_RECEIPT,
  HOPSO_N_KINDS
} HopsoKindId;

/**
 * HopsoKind:
 * @id: which one
 * @name: on the wire and in addresses, plural as in OParl ("meetings")
 * @table: in a database, singular ("meeting")
 * @fields: (array length=n_fields): its fields; their index is the field's number
 * @n_fields: how many
 *
 * What objects of one kind consist of. Parsers, printers and databases are driven by this table,
 * so that a new field is one new line.
 */
typedef struct
{
  HopsoKindId id;
  const char *name;
  const char *table;
  const HopsoField *fields;
  guint n_fields;
} HopsoKind;

const HopsoKind *hopso_kind_get (HopsoKindId id);
const HopsoKind *hopso_kind_find (const char *name);
int hopso_kind_find_field (const HopsoKind *kind, const char *name);

#define HOPSO_TYPE_RECORD (hopso_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (HopsoRecord, hopso_record, HOPSO, RECORD, GObject)

struct _HopsoRecordClass
{
  GObjectClass parent_class;

  HopsoKindId kind;
};

const HopsoKind *hopso_record_get_kind (HopsoRecord *self);
const char *hopso_record_get_id (HopsoRecord *self);
const char *hopso_record_get_etag (HopsoRecord *self);
const char *hopso_record_get_string (HopsoRecord *self, guint field);
gint64 hopso_record_get_integer (HopsoRecord *self, guint field);
gboolean hopso_record_get_boolean (HopsoRecord *self, guint field);
gint64 hopso_record_get_time (HopsoRecord *self, guint field);
const char *const *hopso_record_get_strings (HopsoRecord *self, guint field);
gboolean hopso_record_is_set (HopsoRecord *self, guint field);
gboolean hopso_record_field_equal (HopsoRecord *a, HopsoRecord *b, guint field);
gboolean hopso_record_equal (HopsoRecord *a, HopsoRecord *b);

/**
 * HopsoRecordBuilder:
 *
 * The only way to make a record; once built, a record never changes.
 */
typedef struct _HopsoRecordBuilder HopsoRecordBuilder;

HopsoRecordBuilder *hopso_record_builder_new (HopsoKindId kind, const char *id);
HopsoRecordBuilder *hopso_record_builder_new_from (HopsoRecord *record);
void hopso_record_builder_set_etag (HopsoRecordBuilder *self, const char *etag);
void hopso_record_builder_set_string (HopsoRecordBuilder *self, guint field, const char *value);
void hopso_record_builder_set_integer (HopsoRecordBuilder *self, guint field, gint64 value);
void hopso_record_builder_set_boolean (HopsoRecordBuilder *self, guint field, gboolean value);
void hopso_record_builder_set_time (HopsoRecordBuilder *self, guint field, gint64 value);
void
hopso_record_builder_set_strings (HopsoRecordBuilder *self, guint field, const char *const *value);
void hopso_record_builder_copy_field (HopsoRecordBuilder *self, HopsoRecord *from, guint field);
HopsoRecord *hopso_record_builder_end (HopsoRecordBuilder *self);
void hopso_record_builder_free (HopsoRecordBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoRecordBuilder, hopso_record_builder_free)

G_END_DECLS
