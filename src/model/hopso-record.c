/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Immutable objects with a table of fields. The types of this room (a meeting, a paper, …) add
 * names to the numbers of the fields and nothing else, so that what holds for all objects,
 * reading, writing, comparing, merging field by field, is written once. Records may be shared
 * between threads. */

#include "hopso-record-private.h"

typedef union
{
  char *string;   /* owned, nullable */
  char **strings; /* owned, nullable */
  gint64 number;
} Value;

typedef struct
{
  char *id;      /* owned */
  char *etag;    /* owned, nullable: not yet known to the server */
  Value *values; /* owned: one per field of the kind */
} HopsoRecordPrivate;

struct _HopsoRecordBuilder
{
  HopsoRecord *record; /* owned, nullable: ended */
};

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HopsoRecord, hopso_record, G_TYPE_OBJECT)

static HopsoRecordPrivate *
get_private (HopsoRecord *self)
{
  return hopso_record_get_instance_private (self);
}

static void
clear_value (Value *value, HopsoFieldType type)
{
  if (type == HOPSO_FIELD_STRING)
    g_clear_pointer (&value->string, g_free);
  else if (type == HOPSO_FIELD_STRINGS)
    g_clear_pointer (&value->strings, g_strfreev);
  else
    value->number = 0;
}

static void
hopso_record_constructed (GObject *object)
{
  HopsoRecord *self = HOPSO_RECORD (object);

  G_OBJECT_CLASS (hopso_record_parent_class)->constructed (object);
  get_private (self)->values = g_new0 (Value, hopso_record_get_kind (self)->n_fields);
}

static void
hopso_record_finalize (GObject *object)
{
  HopsoRecord *self = HOPSO_RECORD (object);
  HopsoRecordPrivate *priv = get_private (self);
  const HopsoKind *kind = hopso_record_get_kind (self);

  for (guint i = 0; i < kind->n_fields; i++)
    clear_value (&priv->values[i], kind->fields[i].type);
  g_free (priv->values);
  g_free (priv->etag);
  g_free (priv->id);
  G_OBJECT_CLASS (hopso_record_parent_class)->finalize (object);
}

static void
hopso_record_class_init (HopsoRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = hopso_record_constructed;
  G_OBJECT_CLASS (klass)->finalize = hopso_record_finalize;
}

static void
hopso_record_init (HopsoRecord *self)
{
}

/**
 * hopso_kind_get:
 *
 * Returns: (transfer none): the table of the kind
 */
const HopsoKind *
hopso_kind_get (HopsoKindId id)
{
  g_return_val_if_fail (id < HOPSO_N_KINDS, NULL);

  return &hopso_kinds[id];
}

/**
 * hopso_kind_find:
 * @name: a name on the wire, from anywhere
 *
 * Returns: (transfer none) (nullable): the kind of that name
 */
const HopsoKind *
hopso_kind_find (const char *name)
{
  for (guint i = 0; i < HOPSO_N_KINDS; i++)
    if (g_strcmp0 (hopso_kinds[i].name, name) == 0)
      return &hopso_kinds[i];
  return NULL;
}

/**
 * hopso_kind_find_field:
 * @kind: a kind
 * @name: a field's name on the wire, from anywhere
 *
 * Returns: the field's number, or -1
 */
int
hopso_kind_find_field (const HopsoKind *kind, const char *name)
{
  for (guint i = 0; i < kind->n_fields; i++)
    if (g_strcmp0 (kind->fields[i].name, name) == 0)
      return (int) i;
  return -1;
}

/**
 * hopso_record_get_kind:
 *
 * Returns: (transfer none): what kind of object this is
 */
const HopsoKind *
hopso_record_get_kind (HopsoRecord *self)
{
  return &hopso_kinds[HOPSO_RECORD_GET_CLASS (self)->kind];
}

/**
 * hopso_record_get_id:
 *
 * Returns: (transfer none): the object's UUID
 */
const char *
hopso_record_get_id (HopsoRecord *self)
{
  g_return_val_if_fail (HOPSO_IS_RECORD (self), NULL);

  return get_private (self)->id;
}

/**
 * hopso_record_get_etag:
 *
 * Returns: (transfer none) (nullable): the strong entity tag of this state (RFC 9110 §8.8.3),
 *   without quotes; %NULL before the server has seen it
 */
const char *
hopso_record_get_etag (HopsoRecord *self)
{
  g_return_val_if_fail (HOPSO_IS_RECORD (self), NULL);

  return get_private (self)->etag;
}

static const Value *
get_value (HopsoRecord *self, guint field, HopsoFieldType type)
{
  const HopsoKind *kind = hopso_record_get_kind (self);

  g_assert (field < kind->n_fields);
  g_assert (kind->fields[field].type == type);
  return &get_private (self)->values[field];
}

/**
 * hopso_record_get_string:
 * @field: the number of a field of type %HOPSO_FIELD_STRING
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
hopso_record_get_string (HopsoRecord *self, guint field)
{
  return get_value (self, field, HOPSO_FIELD_STRING)->string;
}

/**
 * hopso_record_get_integer:
 * @field: the number of a field of type %HOPSO_FIELD_INTEGER
 *
 * Returns: its value, 0 when not set
 */
gint64
hopso_record_get_integer (HopsoRecord *self, guint field)
{
  return get_value (self, field, HOPSO_FIELD_INTEGER)->number;
}

/**
 * hopso_record_get_boolean:
 * @field: the number of a field of type %HOPSO_FIELD_BOOLEAN
 *
 * Returns: its value, %FALSE when not set
 */
gboolean
hopso_record_get_boolean (HopsoRecord *self, guint field)
{
  return get_value (self, field, HOPSO_FIELD_BOOLEAN)->number != 0;
}

/**
 * hopso_record_get_time:
 * @field: the number of a field of type %HOPSO_FIELD_TIME
 *
 * Returns: seconds since 1970-01-01T00:00:00Z, 0 when not set
 */
gint64
hopso_record_get_time (HopsoRecord *self, guint field)
{
  return get_value (self, field, HOPSO_FIELD_TIME)->number;
}

/**
 * hopso_record_get_strings:
 * @field: the number of a field of type %HOPSO_FIELD_STRINGS
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its value
 */
const char *const *
hopso_record_get_strings (HopsoRecord *self, guint field)
{
  return (const char *const *) get_value (self, field, HOPSO_FIELD_STRINGS)->strings;
}

/**
 * hopso_record_is_set:
 * @field: the number of a field
 *
 * Returns: whether it has a value other than that of a field not set
 */
gboolean
hopso_record_is_set (HopsoRecord *self, guint field)
{
  const HopsoField *definition = &hopso_record_get_kind (self)->fields[field];
  const Value *value = get_value (self, field, definition->type);

  if (definition->type == HOPSO_FIELD_STRING)
    return value->string != NULL;
  if (definition->type == HOPSO_FIELD_STRINGS)
    return value->strings != NULL;
  return value->number != 0;
}

/**
 * hopso_record_field_equal:
 * @a: a record
 * @b: another of the same kind
 * @field: the number of a field
 *
 * Returns: whether both have the same value there
 */
gboolean
hopso_record_field_equal (HopsoRecord *a, HopsoRecord *b, guint field)
{
  g_return_val_if_fail (hopso_record_get_kind (a) == hopso_record_get_kind (b), FALSE);

  HopsoFieldType type = hopso_record_get_kind (a)->fields[field].type;
  const Value *one = get_value (a, field, type);
  const Value *two = get_value (b, field, type);

  if (type == HOPSO_FIELD_STRING)
    return g_strcmp0 (one->string, two->string) == 0;
  if (type != HOPSO_FIELD_STRINGS)
    return one->number == two->number;
  if (one->strings == NULL || two->strings == NULL)
    return one->strings == two->strings;
  return g_strv_equal ((const char *const *) one->strings, (const char *const *) two->strings);
}

/**
 * hopso_record_equal:
 * @a: a record
 * @b: another
 *
 * Returns: whether kind, id, entity tag and every field are the same
 */
gboolean
hopso_record_equal (HopsoRecord *a, HopsoRecord *b)
{
  const HopsoKind *kind = hopso_record_get_kind (a);

  if (a == b)
    return TRUE;
  if (kind != hopso_record_get_kind (b) ||
      g_strcmp0 (get_private (a)->id, get_private (b)->id) != 0 ||
      g_strcmp0 (get_private (a)->etag, get_private (b)->etag) != 0)
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    if (!hopso_record_field_equal (a, b, i))
      return FALSE;
  return TRUE;
}

/**
 * hopso_record_builder_new:
 * @kind: what kind of object
 * @id: its UUID
 *
 * Returns: (transfer full): a builder with no field set
 */
HopsoRecordBuilder *
hopso_record_builder_new (HopsoKindId kind, const char *id)
{
  g_return_val_if_fail (kind < HOPSO_N_KINDS, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  HopsoRecordBuilder *self = g_new0 (HopsoRecordBuilder, 1);
  self->record = g_object_new (hopso_kind_get_record_type (kind), NULL);
  get_private (self->record)->id = g_strdup (id);
  return self;
}

/**
 * hopso_record_builder_new_from:
 * @record: a record, which stays as it is
 *
 * Returns: (transfer full): a builder with id, entity tag and fields of @record
 */
HopsoRecordBuilder *
hopso_record_builder_new_from (HopsoRecord *record)
{
  const HopsoKind *kind = hopso_record_get_kind (record);
  HopsoRecordBuilder *self = hopso_record_builder_new (kind->id, hopso_record_get_id (record));

  hopso_record_builder_set_etag (self, hopso_record_get_etag (record));
  for (guint i = 0; i < kind->n_fields; i++)
    hopso_record_builder_copy_field (self, record, i);
  return self;
}

/**
 * hopso_record_builder_set_etag:
 * @etag: (nullable): the entity tag without quotes
 */
void
hopso_record_builder_set_etag (HopsoRecordBuilder *self, const char *etag)
{
  HopsoRecordPrivate *priv = get_private (self->record);

  g_free (priv->etag);
  priv->etag = g_strdup (etag);
}

static Value *
reset_value (HopsoRecordBuilder *self, guint field, HopsoFieldType type)
{
  Value *value = (Value *) get_value (self->record, field, type);

  clear_value (value, type);
  return value;
}

/**
 * hopso_record_builder_set_string:
 * @field: the number of a field of type %HOPSO_FIELD_STRING
 * @value: (nullable): its value
 */
void
hopso_record_builder_set_string (HopsoRecordBuilder *self, guint field, const char *value)
{
  g_autofree char *copy = g_strdup (value);

  reset_value (self, field, HOPSO_FIELD_STRING)->string = g_steal_pointer (&copy);
}

/**
 * hopso_record_builder_set_integer:
 * @field: the number of a field of type %HOPSO_FIELD_INTEGER
 * @value: its value
 */
void
hopso_record_builder_set_integer (HopsoRecordBuilder *self, guint field, gint64 value)
{
  reset_value (self, field, HOPSO_FIELD_INTEGER)->number = value;
}

/**
 * hopso_record_builder_set_boolean:
 * @field: the number of a field of type %HOPSO_FIELD_BOOLEAN
 * @value: its value
 */
void
hopso_record_builder_set_boolean (HopsoRecordBuilder *self, guint field, gboolean value)
{
  reset_value (self, field, HOPSO_FIELD_BOOLEAN)->number = value ? 1 : 0;
}

/**
 * hopso_record_builder_set_time:
 * @field: the number of a field of type %HOPSO_FIELD_TIME
 * @value: seconds since 1970-01-01T00:00:00Z, 0 for none
 */
void
hopso_record_builder_set_time (HopsoRecordBuilder *self, guint field, gint64 value)
{
  reset_value (self, field, HOPSO_FIELD_TIME)->number = value;
}

/**
 * hopso_record_builder_set_strings:
 * @field: the number of a field of type %HOPSO_FIELD_STRINGS
 * @value: (nullable) (array zero-terminated=1): its value
 */
void
hopso_record_builder_set_strings (HopsoRecordBuilder *self, guint field, const char *const *value)
{
  g_auto (GStrv) copy = g_strdupv ((char **) value);

  reset_value (self, field, HOPSO_FIELD_STRINGS)->strings = g_steal_pointer (&copy);
}

/**
 * hopso_record_builder_copy_field:
 * @from: a record of the same kind
 * @field: the number of a field of any type
 */
void
hopso_record_builder_copy_field (HopsoRecordBuilder *self, HopsoRecord *from, guint field)
{
  g_return_if_fail (hopso_record_get_kind (from) == hopso_record_get_kind (self->record));

  HopsoFieldType type = hopso_record_get_kind (from)->fields[field].type;

  if (type == HOPSO_FIELD_STRING)
    hopso_record_builder_set_string (self, field, hopso_record_get_string (from, field));
  else if (type == HOPSO_FIELD_STRINGS)
    hopso_record_builder_set_strings (self, field, hopso_record_get_strings (from, field));
  else
    reset_value (self, field, type)->number = get_value (from, field, type)->number;
}

/**
 * hopso_record_builder_end:
 *
 * Finishes; after it the builder may only be freed.
 *
 * Returns: (transfer full): the record
 */
HopsoRecord *
hopso_record_builder_end (HopsoRecordBuilder *self)
{
  g_return_val_if_fail (self->record != NULL, NULL);

  return g_steal_pointer (&self->record);
}

/**
 * hopso_record_builder_free:
 * @self: (transfer full): a builder, ended or given up
 */
void
hopso_record_builder_free (HopsoRecordBuilder *self)
{
  g_clear_object (&self->record);
  g_free (self);
}
