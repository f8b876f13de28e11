/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reply of GET /v1/changes: what came into sight, differs, or went, as JMAP's /changes
 * (RFC 8620 §5.2) has it, but with the objects inline. Any thread. */

#include "hopso-wire-changes.h"

/**
 * hopso_wire_destroyed_new:
 *
 * Returns: (transfer full): news of one object that went
 */
HopsoWireDestroyed *
hopso_wire_destroyed_new (HopsoKindId kind, const char *id, gboolean purge)
{
  HopsoWireDestroyed *self = g_new0 (HopsoWireDestroyed, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->purge = purge;
  return self;
}

/**
 * hopso_wire_destroyed_free:
 * @self: (transfer full) (nullable): news of one object that went
 */
void
hopso_wire_destroyed_free (HopsoWireDestroyed *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self);
}

/**
 * hopso_wire_changes_new:
 * @old_state: (nullable): from where
 * @new_state: (nullable): to where
 *
 * Returns: (transfer full): a reply without changes
 */
HopsoWireChanges *
hopso_wire_changes_new (const char *old_state, const char *new_state)
{
  HopsoWireChanges *self = g_new0 (HopsoWireChanges, 1);

  self->old_state = g_strdup (old_state);
  self->new_state = g_strdup (new_state);
  self->created = g_ptr_array_new_with_free_func (g_object_unref);
  self->updated = g_ptr_array_new_with_free_func (g_object_unref);
  self->destroyed = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_wire_destroyed_free);
  return self;
}

/**
 * hopso_wire_changes_free:
 * @self: (transfer full) (nullable): a reply
 */
void
hopso_wire_changes_free (HopsoWireChanges *self)
{
  if (self == NULL)
    return;
  g_free (self->old_state);
  g_free (self->new_state);
  g_ptr_array_unref (self->created);
  g_ptr_array_unref (self->updated);
  g_ptr_array_unref (self->destroyed);
  g_free (self);
}

static JsonObject *
records_to_json (GPtrArray *records)
{
  JsonObject *by_kind = json_object_new ();

  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = records->pdata[i];
      const char *name = hopso_record_get_kind (record)->name;

      if (!json_object_has_member (by_kind, name))
        json_object_set_array_member (by_kind, name, json_array_new ());
      json_array_add_object_element (json_object_get_array_member (by_kind, name),
                                     hopso_wire_record_to_json (record));
    }
  return by_kind;
}

static JsonArray *
destroyed_to_json (GPtrArray *destroyed)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < destroyed->len; i++)
    {
      const HopsoWireDestroyed *gone = destroyed->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", hopso_kind_get (gone->kind)->name);
      json_object_set_string_member (object, "id", gone->id);
      json_object_set_boolean_member (object, "x-purge", gone->purge);
      json_array_add_object_element (array, object);
    }
  return array;
}

/**
 * hopso_wire_changes_to_json:
 *
 * Returns: (transfer full): the reply's body
 */
JsonObject *
hopso_wire_changes_to_json (const HopsoWireChanges *self)
{
  JsonObject *object = json_object_new ();

  if (self->old_state != NULL)
    json_object_set_string_member (object, "oldState", self->old_state);
  json_object_set_string_member (object, "newState", self->new_state);
  json_object_set_boolean_member (object, "hasMoreChanges", self->has_more);
  json_object_set_object_member (object, "created", records_to_json (self->created));
  json_object_set_object_member (object, "updated", records_to_json (self->updated));
  json_object_set_array_member (object, "destroyed", destroyed_to_json (self->destroyed));
  return object;
}

static gboolean
fail_type (const char *name, GError **error)
{
  g_set_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE, "“%s” is not what it should be",
               name);
  return FALSE;
}

static gboolean
read_records_of_kind (JsonObject *by_kind, HopsoKindId kind, GPtrArray *records, GError **error)
{
  const char *name = hopso_kind_get (kind)->name;
  JsonNode *node = json_object_get_member (by_kind, name);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail_type (name, error);

  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return fail_type (name, error);
      HopsoRecord *record =
          hopso_wire_record_from_json (json_node_get_object (element), kind, error);
      if (record == NULL)
        {
          g_prefix_error (error, "%s[%u]: ", name, i);
          return FALSE;
        }
      g_ptr_array_add (records, record);
    }
  return TRUE;
}

static gboolean
read_records (JsonObject *object, const char *name, GPtrArray *records, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail_type (name, error);
  for (guint kind = 0; kind < HOPSO_N_KINDS; kind++)
    if (!read_records_of_kind (json_node_get_object (node), kind, records, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_one_destroyed (JsonObject *object, GPtrArray *destroyed, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  gboolean purge;

  if (!hopso_wire_read_string (object, "kind", TRUE, &name, error) ||
      !hopso_wire_read_id (object, "id", TRUE, &id, error) ||
      !hopso_wire_read_boolean (object, "x-purge", FALSE, &purge, error))
    return FALSE;

  const HopsoKind *kind = hopso_kind_find (name);
  if (kind != NULL) /* a newer server's kind was never stored here */
    g_ptr_array_add (destroyed, hopso_wire_destroyed_new (kind->id, id, purge));
  return TRUE;
}

static gboolean
read_destroyed (JsonObject *object, GPtrArray *destroyed, GError **error)
{
  JsonNode *node = json_object_get_member (object, "destroyed");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return fail_type ("destroyed", error);

  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        return fail_type ("destroyed", error);
      if (!read_one_destroyed (json_node_get_object (element), destroyed, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_wire_changes_from_json:
 * @object: an object from outside
 *
 * Returns: (transfer full): the reply, or %NULL with %HOPSO_WIRE_ERROR; kinds nobody here knows
 *   are passed over
 */
HopsoWireChanges *
hopso_wire_changes_from_json (JsonObject *object, GError **error)
{
  g_autoptr (HopsoWireChanges) self = hopso_wire_changes_new (NULL, NULL);

  if (!hopso_wire_read_string (object, "oldState", FALSE, &self->old_state, error) ||
      !hopso_wire_read_string (object, "newState", TRUE, &self->new_state, error) ||
      !hopso_wire_read_boolean (object, "hasMoreChanges", TRUE, &self->has_more, error) ||
      !read_records (object, "created", self->created, error) ||
      !read_records (object, "updated", self->updated, error) ||
      !read_destroyed (object, self->destroyed, error))
    return NULL;
  return g_steal_pointer (&self);
}
