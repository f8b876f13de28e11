/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A step of composing: which records are otherwise after it, and how the journal keeps that, as
 * JSON. Pure. */

#include "hopso-composing.h"

#include "hopso-wire-record.h"

#define MAX_SIZE (64 * 1024 * 1024)

static void
change_free (gpointer data)
{
  HopsoStepChange *change = data;

  g_clear_object (&change->before);
  g_clear_object (&change->after);
  g_free (change);
}

/**
 * hopso_step_new:
 * @meeting: the id of the meeting that is composed
 * @name: what is done, for people
 *
 * Returns: (transfer full): a step that does nothing yet
 */
HopsoStep *
hopso_step_new (const char *meeting, const char *name)
{
  HopsoStep *self = g_new0 (HopsoStep, 1);

  self->meeting = g_strdup (meeting);
  self->name = g_strdup (name);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  return self;
}

/**
 * hopso_step_free:
 * @self: (transfer full): a step
 */
void
hopso_step_free (HopsoStep *self)
{
  g_free (self->meeting);
  g_free (self->name);
  g_free (self->merge_key);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

static HopsoStepChange *
find (GPtrArray *changes, HopsoRecord *record)
{
  for (guint i = 0; i < changes->len; i++)
    {
      HopsoStepChange *change = changes->pdata[i];
      HopsoRecord *known = change->before != NULL ? change->before : change->after;

      if (hopso_record_get_kind (known) == hopso_record_get_kind (record) &&
          g_str_equal (hopso_record_get_id (known), hopso_record_get_id (record)))
        return change;
    }
  return NULL;
}

/**
 * hopso_step_makes:
 * @record: a record
 *
 * Returns: whether it is new with this step
 */
gboolean
hopso_step_makes (const HopsoStep *self, HopsoRecord *record)
{
  const HopsoStepChange *change = find (self->changes, record);

  return change != NULL && change->before == NULL;
}

/**
 * hopso_step_add:
 * @before: (nullable): a record as it is; %NULL: it is made
 * @after: (nullable): the same as it shall be; %NULL: it is removed
 *
 * Adds what is done to one record; one that the step changes already is changed once.
 */
void
hopso_step_add (HopsoStep *self, HopsoRecord *before, HopsoRecord *after)
{
  g_return_if_fail (before != NULL || after != NULL);

  HopsoStepChange *change = find (self->changes, before != NULL ? before : after);

  if (change == NULL)
    {
      change = g_new0 (HopsoStepChange, 1);
      g_set_object (&change->before, before);
      g_set_object (&change->after, after);
      g_ptr_array_add (self->changes, change);
    }
  else if (change->before == NULL && after == NULL)
    g_ptr_array_remove (self->changes, change);
  else
    g_set_object (&change->after, after);
}

static void
set_record (JsonObject *object, const char *name, HopsoRecord *record)
{
  if (record != NULL)
    json_object_set_object_member (object, name, hopso_wire_record_to_json (record));
}

/**
 * hopso_step_write:
 *
 * Returns: (transfer full): what it does, for the journal
 */
char *
hopso_step_write (const HopsoStep *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->changes->len; i++)
    {
      const HopsoStepChange *change = self->changes->pdata[i];
      HopsoRecord *known = change->before != NULL ? change->before : change->after;
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "kind", hopso_record_get_kind (known)->name);
      set_record (element, "before", change->before);
      set_record (element, "after", change->after);
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "changes", array);
  return hopso_wire_print_string (object);
}

/* Sets @record to what is there, NULL: nothing. */
static gboolean
get_record (
    JsonObject *object, const char *name, HopsoKindId kind, HopsoRecord **record, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *record = NULL;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  *record = hopso_wire_record_from_json (json_node_get_object (node), kind, error);
  return *record != NULL;
}

static gboolean
read_change (JsonNode *node, GPtrArray *changes, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name =
      object != NULL ? json_object_get_string_member_with_default (object, "kind", "") : "";
  const HopsoKind *kind = hopso_kind_find (name);
  HopsoStepChange *change = g_new0 (HopsoStepChange, 1);

  g_ptr_array_add (changes, change);
  if (kind == NULL)
    {
      g_set_error_literal (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_MISSING,
                           "A step in the journal is incomplete");
      return FALSE;
    }
  return get_record (object, "before", kind->id, &change->before, error) &&
         get_record (object, "after", kind->id, &change->after, error);
}

/**
 * hopso_step_read:
 * @body: as the journal keeps it
 *
 * Returns: (transfer full) (element-type HopsoStepChange): what the step does, or %NULL with @error
 */
GPtrArray *
hopso_step_read (const char *body, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (JsonObject) object = hopso_wire_parse_object (bytes, MAX_SIZE, error);
  JsonNode *node = object != NULL ? json_object_get_member (object, "changes") : NULL;
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (object == NULL)
    return NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read_change (json_array_get_element (array, i), changes, error))
      return NULL;
  return g_steal_pointer (&changes);
}
