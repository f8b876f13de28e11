/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records as JSON objects and as merge patches (RFC 7396), driven by the model's tables of
 * fields. What a table does not name is passed over, so that a newer peer may say more. Any
 * thread. */

#include "hopso-wire-record.h"

static void
add_field (JsonObject *object, HopsoRecord *record, guint i)
{
  const HopsoField *field = &hopso_record_get_kind (record)->fields[i];

  switch (field->type)
    {
    case HOPSO_FIELD_STRING:
      json_object_set_string_member (object, field->name, hopso_record_get_string (record, i));
      break;
    case HOPSO_FIELD_INTEGER:
      json_object_set_int_member (object, field->name, hopso_record_get_integer (record, i));
      break;
    case HOPSO_FIELD_BOOLEAN:
      json_object_set_boolean_member (object, field->name, hopso_record_get_boolean (record, i));
      break;
    case HOPSO_FIELD_TIME:
      {
        g_autofree char *time = hopso_wire_format_time (hopso_record_get_time (record, i));
        json_object_set_string_member (object, field->name, time);
        break;
      }
    case HOPSO_FIELD_STRINGS:
      {
        JsonArray *array = json_array_new ();
        const char *const *strings = hopso_record_get_strings (record, i);
        for (guint n = 0; strings != NULL && strings[n] != NULL; n++)
          json_array_add_string_element (array, strings[n]);
        json_object_set_array_member (object, field->name, array);
        break;
      }
    default:
      g_assert_not_reached ();
    }
}

/* Whether a field is written: a required number is, even when it is 0. */
static gboolean
is_written (HopsoRecord *record, guint i)
{
  const HopsoField *field = &hopso_record_get_kind (record)->fields[i];
  gboolean is_number = field->type == HOPSO_FIELD_INTEGER || field->type == HOPSO_FIELD_BOOLEAN;

  return hopso_record_is_set (record, i) || (field->is_required && is_number);
}

/**
 * hopso_wire_record_to_json:
 * @record: a record
 *
 * Returns: (transfer full): "id", "etag" when it has one, and its fields that are set
 */
JsonObject *
hopso_wire_record_to_json (HopsoRecord *record)
{
  JsonObject *object = json_object_new ();
  const HopsoKind *kind = hopso_record_get_kind (record);

  json_object_set_string_member (object, "id", hopso_record_get_id (record));
  if (hopso_record_get_etag (record) != NULL)
    json_object_set_string_member (object, "etag", hopso_record_get_etag (record));
  for (guint i = 0; i < kind->n_fields; i++)
    if (is_written (record, i))
      add_field (object, record, i);
  return object;
}

static gboolean
read_field (JsonObject *object,
            const HopsoField *field,
            guint i,
            HopsoRecordBuilder *builder,
            GError **error)
{
  gboolean is_required = field->is_required;
  g_autofree char *string = NULL;
  g_auto (GStrv) strings = NULL;
  gboolean boolean;
  gint64 number;

  switch (field->type)
    {
    case HOPSO_FIELD_STRING:
      if (!hopso_wire_read_text (object, field->name, is_required, &string, error))
        return FALSE;
      hopso_record_builder_set_string (builder, i, string);
      return TRUE;
    case HOPSO_FIELD_INTEGER:
      if (!hopso_wire_read_integer (object, field->name, is_required, &number, error))
        return FALSE;
      hopso_record_builder_set_integer (builder, i, number);
      return TRUE;
    case HOPSO_FIELD_BOOLEAN:
      if (!hopso_wire_read_boolean (object, field->name, is_required, &boolean, error))
        return FALSE;
      hopso_record_builder_set_boolean (builder, i, boolean);
      return TRUE;
    case HOPSO_FIELD_TIME:
      if (!hopso_wire_read_time (object, field->name, is_required, &number, error))
        return FALSE;
      hopso_record_builder_set_time (builder, i, number);
      return TRUE;
    case HOPSO_FIELD_STRINGS:
      if (!hopso_wire_read_strings (object, field->name, is_required, &strings, error))
        return FALSE;
      hopso_record_builder_set_strings (builder, i, (const char *const *) strings);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

/**
 * hopso_wire_record_from_json:
 * @object: an object from outside
 * @kind: what kind of object it shall be
 *
 * Returns: (transfer full): the record, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoRecord *
hopso_wire_record_from_json (JsonObject *object, HopsoKindId kind, GError **error)
{
  const HopsoKind *table = hopso_kind_get (kind);
  g_autofree char *id = NULL;
  g_autofree char *etag = NULL;

  if (!hopso_wire_read_id (object, "id", TRUE, &id, error) ||
      !hopso_wire_read_string (object, "etag", FALSE, &etag, error))
    return NULL;

  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (kind, id);
  hopso_record_builder_set_etag (builder, etag);
  for (guint i = 0; i < table->n_fields; i++)
    if (!read_field (object, &table->fields[i], i, builder, error))
      return NULL;
  return hopso_record_builder_end (builder);
}

/**
 * hopso_wire_patch_to_json:
 * @old: a record
 * @changed: the same as it shall be
 *
 * Returns: (transfer full): the merge patch that makes @changed of @old; empty when they are equal
 */
JsonObject *
hopso_wire_patch_to_json (HopsoRecord *old, HopsoRecord *changed)
{
  JsonObject *patch = json_object_new ();
  const HopsoKind *kind = hopso_record_get_kind (old);

  g_return_val_if_fail (kind == hopso_record_get_kind (changed), patch);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      if (hopso_record_field_equal (old, changed, i))
        continue;
      if (is_written (changed, i))
        add_field (patch, changed, i);
      else
        json_object_set_null_member (patch, kind->fields[i].name);
    }
  return patch;
}

/**
 * hopso_wire_record_apply_patch:
 * @old: a record, which stays as it is
 * @patch: a merge patch from outside; id and entity tag are not in its power
 *
 * Returns: (transfer full): what @patch makes of @old, or %NULL with %HOPSO_WIRE_ERROR
 */
HopsoRecord *
hopso_wire_record_apply_patch (HopsoRecord *old, JsonObject *patch, GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (old);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (old);

  for (guint i = 0; i < kind->n_fields; i++)
    if (json_object_has_member (patch, kind->fields[i].name) &&
        !read_field (patch, &kind->fields[i], i, builder, error))
      return NULL;
  return hopso_record_builder_end (builder);
}
