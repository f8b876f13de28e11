/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a waiting change shows on records beside its own. It stands in the entry of the outbox with
 * each record as the server has it, so that a change that is lost leaves no trace, and is brought
 * up to date when the server tells of the record meanwhile. Pure. */

#include "hopso-local-change-private.h"

#define SHOWS "shows"

/**
 * hopso_local_effect_free:
 * @self: (transfer full): an effect
 */
void
hopso_local_effect_free (HopsoLocalEffect *self)
{
  g_free (self->id);
  g_clear_object (&self->before);
  g_clear_pointer (&self->patch, json_object_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoLocalEffect, hopso_local_effect_free)

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* NULL when it was not written by us. */
static HopsoLocalEffect *
read_effect (JsonObject *object)
{
  g_autoptr (HopsoLocalEffect) self = g_new0 (HopsoLocalEffect, 1);
  const char *name = json_object_get_string_member_with_default (object, "kind", NULL);
  const HopsoKind *kind = name != NULL ? hopso_kind_find (name) : NULL;
  JsonObject *before = get_object (object, "before");
  JsonObject *patch = get_object (object, "patch");

  if (kind == NULL || !hopso_wire_read_id (object, "id", TRUE, &self->id, NULL))
    return NULL;
  self->kind = kind->id;
  self->is_heard = json_object_get_boolean_member_with_default (object, "heard", FALSE);
  self->is_removed = json_object_get_boolean_member_with_default (object, "removed", FALSE);
  if (before != NULL)
    {
      self->before = hopso_wire_record_from_json (before, kind->id, NULL);
      if (self->before == NULL)
        return NULL;
    }
  if (patch != NULL)
    self->patch = json_object_ref (patch);
  return g_steal_pointer (&self);
}

/**
 * hopso_local_effect_list:
 * @entry: an entry of the outbox
 *
 * Returns: (transfer full) (element-type HopsoLocalEffect): what it shows
 */
GPtrArray *
hopso_local_effect_list (const HopsoOutboxEntry *entry)
{
  GPtrArray *effects = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_local_effect_free);
  g_autoptr (JsonObject) object = hopso_local_change_parse (entry, NULL);
  JsonNode *node = object != NULL ? json_object_get_member (object, SHOWS) : NULL;
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      HopsoLocalEffect *effect =
          JSON_NODE_HOLDS_OBJECT (element) ? read_effect (json_node_get_object (element)) : NULL;

      if (effect != NULL)
        g_ptr_array_add (effects, effect);
    }
  return effects;
}

static JsonObject *
write_effect (const HopsoLocalEffect *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", hopso_kind_get (self->kind)->name);
  json_object_set_string_member (object, "id", self->id);
  if (self->before != NULL)
    json_object_set_object_member (object, "before", hopso_wire_record_to_json (self->before));
  if (self->patch != NULL)
    json_object_set_object_member (object, "patch", json_object_ref (self->patch));
  if (self->is_heard)
    json_object_set_boolean_member (object, "heard", TRUE);
  if (self->is_removed)
    json_object_set_boolean_member (object, "removed", TRUE);
  return object;
}

static void
write_effects (HopsoOutboxEntry *entry, GPtrArray *effects)
{
  g_autoptr (JsonObject) object = hopso_local_change_parse (entry, NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < effects->len; i++)
    json_array_add_object_element (array, write_effect (effects->pdata[i]));
  json_object_set_array_member (object, SHOWS, array);
  g_free (entry->body);
  entry->body = hopso_wire_print_string (object);
}

/**
 * hopso_local_effect_add:
 * @entry: an entry with a change in it
 * @before: (nullable): a record as the server has it; %NULL: it is made here
 * @after: the same as it is to be shown
 */
void
hopso_local_effect_add (HopsoOutboxEntry *entry, HopsoRecord *before, HopsoRecord *after)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  HopsoLocalEffect *effect = g_new0 (HopsoLocalEffect, 1);

  effect->kind = hopso_record_get_kind (after)->id;
  effect->id = g_strdup (hopso_record_get_id (after));
  if (before != NULL)
    {
      effect->before = g_object_ref (before);
      effect->patch = hopso_wire_patch_to_json (before, after);
    }
  g_ptr_array_add (effects, effect);
  write_effects (entry, effects);
}

/**
 * hopso_local_effect_add_removal:
 * @entry: an entry with a change in it
 * @before: a record as the server has it, which is not to be shown any more
 */
void
hopso_local_effect_add_removal (HopsoOutboxEntry *entry, HopsoRecord *before)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  HopsoLocalEffect *effect = g_new0 (HopsoLocalEffect, 1);

  effect->kind = hopso_record_get_kind (before)->id;
  effect->id = g_strdup (hopso_record_get_id (before));
  effect->before = g_object_ref (before);
  effect->is_removed = TRUE;
  g_ptr_array_add (effects, effect);
  write_effects (entry, effects);
}

static int
find (GPtrArray *effects, HopsoKindId kind, const char *id)
{
  for (guint i = 0; i < effects->len; i++)
    {
      const HopsoLocalEffect *effect = effects->pdata[i];

      if (effect->kind == kind && g_str_equal (effect->id, id))
        return (int) i;
    }
  return -1;
}

/**
 * hopso_local_effect_show:
 * @entry: an entry
 * @record: a record
 *
 * Returns: (transfer full) (nullable): @record as it is shown while @entry waits; %NULL: as it is
 */
HopsoRecord *
hopso_local_effect_show (const HopsoOutboxEntry *entry, HopsoRecord *record)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  int i = find (effects, hopso_record_get_kind (record)->id, hopso_record_get_id (record));
  const HopsoLocalEffect *effect = i >= 0 ? effects->pdata[i] : NULL;

  return effect != NULL && effect->patch != NULL
             ? hopso_wire_record_apply_patch (record, effect->patch, NULL)
             : NULL;
}

/**
 * hopso_local_effect_hides:
 * @entry: an entry
 * @record: a record
 *
 * Returns: whether it is not shown while @entry waits
 */
gboolean
hopso_local_effect_hides (const HopsoOutboxEntry *entry, HopsoRecord *record)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  int i = find (effects, hopso_record_get_kind (record)->id, hopso_record_get_id (record));

  return i >= 0 && ((const HopsoLocalEffect *) effects->pdata[i])->is_removed;
}

/**
 * hopso_local_effect_hear:
 * @entry: an entry
 * @kind: of a record
 * @id: of the record
 * @record: (nullable): the record as the server has it now; %NULL: it is gone
 *
 * Returns: whether @entry shows something of it, and was brought up to date
 */
gboolean
hopso_local_effect_hear (HopsoOutboxEntry *entry,
                         HopsoKindId kind,
                         const char *id,
                         HopsoRecord *record)
{
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  int i = find (effects, kind, id);
  HopsoLocalEffect *effect = i >= 0 ? effects->pdata[i] : NULL;

  if (effect == NULL)
    return FALSE;
  if (record == NULL)
    g_ptr_array_remove_index (effects, (guint) i);
  else
    {
      g_set_object (&effect->before, record);
      effect->is_heard = TRUE;
    }
  write_effects (entry, effects);
  return TRUE;
}
