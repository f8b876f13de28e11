/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of a composition: each is one change of records that is written at once, can be undone,
 * and is sent later. What cannot be written is told. Main thread. */

#include "hopso-composition-private.h"

#include "hopso-order-key.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

static void
fail (HopsoComposition *self, GError *error)
{
  g_autofree char *words = g_strdup_printf (_ ("That was not possible: %s"), error->message);

  hopso_composition_tell (self, words);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposition) self = HOPSO_COMPOSITION (user_data);
  g_autoptr (GError) error = NULL;

  if (!hopso_workspace_do_step_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      fail (self, error);
      return;
    }
  self->saved = hopso_clock_now (self->clock);
  hopso_composition_steps_changed (self);
}

/* Writes @step (transfer full); tells what went wrong. */
void
hopso_composition_do (HopsoComposition *self, HopsoComposeStep *step)
{
  hopso_workspace_do_step_async (self->workspace, step, done_cb, g_object_ref (self));
}

/* --- one record ----------------------------------------------------------------------------------
 */

/**
 * hopso_composition_put:
 * @record: (transfer full): a new one, or one as it shall be
 * @step_name: what is undone, such as "Invite 3 people"
 */
void
hopso_composition_put (HopsoComposition *self, HopsoRecord *record, const char *step_name)
{
  HopsoComposeStep *step;
  g_autoptr (HopsoRecord) owned = record;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  step = hopso_compose_step_new (self->id, step_name);
  hopso_compose_step_put (step, record);
  hopso_composition_do (self, step);
}

/* Typing goes on in the step that it began. */
static void
put_typed (HopsoComposition *self, HopsoRecordBuilder *builder, guint field, const char *step_name)
{
  g_autoptr (HopsoRecord) record = hopso_record_builder_end (builder);
  g_autofree char *key = g_strdup_printf ("%u/%s", field, hopso_record_get_id (record));
  HopsoComposeStep *step = hopso_compose_step_new (self->id, step_name);

  hopso_compose_step_put (step, record);
  hopso_compose_step_merge_into (step, key);
  hopso_composition_do (self, step);
}

/* The record as the store has it now: what others changed meanwhile stays. */
static HopsoRecord *
find_now (HopsoComposition *self, HopsoRecord *record)
{
  HopsoRecord *now = hopso_workspace_lookup_record (
      self->workspace, hopso_record_get_kind (record)->id, hopso_record_get_id (record));

  return now != NULL ? now : record;
}

/**
 * hopso_composition_set_string:
 * @record: what is changed
 * @field: which of its texts
 * @value: (nullable): the text from now on
 * @step_name: what is undone
 */
void
hopso_composition_set_string (HopsoComposition *self,
                              HopsoRecord *record,
                              guint field,
                              const char *value,
                              const char *step_name)
{
  HopsoRecord *now;
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  const char *before;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  now = find_now (self, record);
  before = hopso_record_get_string (now, field);
  if (value != NULL && value[0] == '\0')
    value = NULL;
  if (g_strcmp0 (before, value) == 0)
    return;
  builder = hopso_record_builder_new_from (now);
  hopso_record_builder_set_string (builder, field, value);
  put_typed (self, builder, field, step_name);
}

/**
 * hopso_composition_set_number:
 * @record: what is changed
 * @field: an integer, a time, or a boolean as 0 and 1
 * @value: from now on
 * @step_name: what is undone
 */
void
hopso_composition_set_number (
    HopsoComposition *self, HopsoRecord *record, guint field, gint64 value, const char *step_name)
{
  HopsoRecord *now;
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  HopsoFieldType type;
  gint64 before;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  now = find_now (self, record);
  builder = hopso_record_builder_new_from (now);
  type = hopso_record_get_kind (now)->fields[field].type;
  if (type == HOPSO_FIELD_TIME)
    {
      before = hopso_record_get_time (now, field);
      hopso_record_builder_set_time (builder, field, value);
    }
  else if (type == HOPSO_FIELD_BOOLEAN)
    {
      before = hopso_record_get_boolean (now, field);
      hopso_record_builder_set_boolean (builder, field, value != 0);
    }
  else
    {
      before = hopso_record_get_integer (now, field);
      hopso_record_builder_set_integer (builder, field, value);
    }
  if (before != value)
    put_typed (self, builder, field, step_name);
}

/**
 * hopso_composition_remove:
 * @record: what goes, with all that belongs to it
 * @step_name: what is undone
 */
void
hopso_composition_remove (HopsoComposition *self, HopsoRecord *record, const char *step_name)
{
  HopsoComposeStep *step;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  step = hopso_compose_step_new (self->id, step_name);
  hopso_compose_step_remove (step, hopso_record_get_kind (record)->id,
                             hopso_record_get_id (record));
  hopso_composition_do (self, step);
}

/* --- order ---------------------------------------------------------------------------------------
 */

static const char *
get_order_key (HopsoRecord *record)
{
  const int field = hopso_kind_find_field (hopso_record_get_kind (record), "x-order");

  return hopso_record_get_string (record, (guint) field);
}

static void
set_order_key (HopsoRecordBuilder *builder, HopsoKindId kind, const char *key)
{
  const int field = hopso_kind_find_field (hopso_kind_get (kind), "x-order");

  hopso_record_builder_set_string (builder, (guint) field, key);
}

/* Siblings whose keys leave no room between them get new ones, in the same step. */
static char *
make_room (HopsoComposeStep *step, GPtrArray *siblings, guint position)
{
  g_autofree char *last = NULL;
  char *found = NULL;

  for (guint i = 0; i <= siblings->len; i++)
    {
      g_autofree char *key = NULL;

      if (i == position)
        {
          found = hopso_order_key_between (last, NULL);
          g_free (last);
          last = g_strdup (found);
        }
      if (i == siblings->len)
        break;
      HopsoRecord *sibling = g_ptr_array_index (siblings, i);
      g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (sibling);
      g_autoptr (HopsoRecord) moved = NULL;

      key = hopso_order_key_between (last, NULL);
      set_order_key (builder, hopso_record_get_kind (sibling)->id, key);
      moved = hopso_record_builder_end (builder);
      hopso_compose_step_put (step, moved);
      g_free (last);
      last = g_steal_pointer (&key);
    }
  return found;
}

/* A key that puts something at @position among @siblings. */
static char *
make_key (HopsoComposeStep *step, GPtrArray *siblings, guint position)
{
  const char *before =
      position > 0 ? get_order_key (g_ptr_array_index (siblings, position - 1)) : NULL;
  const char *after =
      position < siblings->len ? get_order_key (g_ptr_array_index (siblings, position)) : NULL;
  char *key = NULL;

  if (before == NULL || after == NULL || g_strcmp0 (before, after) < 0)
    key = hopso_order_key_between (before, after);
  return key != NULL ? key : make_room (step, siblings, position);
}

/* --- items ---------------------------------------------------------------------------------------
 */

static GPtrArray *
list_siblings (HopsoComposition *self, const char *parent, const char *without)
{
  const int above = hopso_composer_tree_find (self->tree, parent);
  GPtrArray *siblings = g_ptr_array_new ();

  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (self->tree); i++)
    {
      const HopsoComposerNode *node = hopso_composer_tree_get_node (self->tree, i);

      if (node->parent == above &&
          g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (node->item)), without) != 0)
        g_ptr_array_add (siblings, node->item);
    }
  return siblings;
}

static guint
find_position (GPtrArray *siblings, const char *after)
{
  for (guint i = 0; i < siblings->len; i++)
    if (g_strcmp0 (hopso_record_get_id (g_ptr_array_index (siblings, i)), after) == 0)
      return i + 1;
  return 0;
}

static void
put_item (HopsoComposition *self,
          HopsoRecordBuilder *builder,
          const char *without,
          const HopsoComposerPlace *place,
          const char *step_name)
{
  g_autoptr (GPtrArray) siblings = list_siblings (self, place->parent, without);
  HopsoComposeStep *step = hopso_compose_step_new (self->id, step_name);
  g_autofree char *key = make_key (step, siblings, find_position (siblings, place->after));
  g_autoptr (HopsoRecord) record = NULL;

  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PARENT, place->parent);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, key);
  record = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, record);
  hopso_composition_do (self, step);
}

/**
 * hopso_composition_add_item:
 * @place: where
 *
 * Adds an item that has no name yet.
 *
 * Returns: (transfer full): its id
 */
char *
hopso_composition_add_item (HopsoComposition *self, const HopsoComposerPlace *place)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  builder = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, self->id);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, _ ("New item"));
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_STATE, "waiting");
  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, 10);
  put_item (self, builder, NULL, place, _ ("Add an item"));
  return g_steal_pointer (&id);
}

/**
 * hopso_composition_move_item:
 * @id: of an item; what is below it goes with it
 * @place: where to
 */
void
hopso_composition_move_item (HopsoComposition *self,
                             const char *id,
                             const HopsoComposerPlace *place)
{
  HopsoRecord *item;
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  item = hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_AGENDA_ITEM, id);
  if (item == NULL)
    return;
  builder = hopso_record_builder_new_from (item);
  name = g_strdup_printf (_ ("Move “%s”"), hopso_record_get_string (item, HOPSO_AGENDA_ITEM_NAME));
  put_item (self, builder, id, place, name);
}

/* As printed, and when it is planned to begin: the items follow each other. */
static void
number_node (HopsoComposition *self,
             const HopsoComposerNode *node,
             gint64 start,
             HopsoComposeStep *step)
{
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (HOPSO_RECORD (node->item));
  g_autoptr (HopsoRecord) record = NULL;

  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NUMBER, node->number);
  if (start != 0)
    hopso_record_builder_set_time (builder, HOPSO_AGENDA_ITEM_START, start);
  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, node->minutes);
  record = hopso_record_builder_end (builder);
  if (hopso_record_equal (record, HOPSO_RECORD (node->item)))
    return;
  hopso_compose_step_put (step, record);
}

/**
 * hopso_composition_make_numbers:
 *
 * Numbers, sums and planned times of the items, as the tree has them: what is published is read
 * without the tree.
 *
 * Returns: (transfer full) (nullable): the step that writes them; %NULL: they are written
 */
HopsoComposeStep *
hopso_composition_make_numbers (HopsoComposition *self)
{
  HopsoMeeting *meeting;
  HopsoComposeStep *step;
  gint64 start;

  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  meeting = hopso_composition_get_meeting (self);
  start = meeting != NULL ? hopso_meeting_get_start (meeting) : 0;
  step = hopso_compose_step_new (self->id, _ ("Number the agenda"));
  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (self->tree); i++)
    {
      const HopsoComposerNode *node = hopso_composer_tree_get_node (self->tree, i);

      number_node (self, node, start, step);
      if (start != 0 && node->end == i + 1)
        start += node->minutes * 60;
    }
  if (hopso_compose_step_get_size (step) == 0)
    g_clear_pointer (&step, hopso_compose_step_free);
  return step;
}

/* --- papers --------------------------------------------------------------------------------------
 */

static GPtrArray *
list_papers_of_item (HopsoComposition *self, const char *item_id, const char *without)
{
  GPtrArray *papers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->papers); i++)
    {
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (self->papers, i);

      if (g_strcmp0 (hopso_record_get_string (paper, HOPSO_PAPER_AGENDA_ITEM), item_id) == 0 &&
          g_strcmp0 (hopso_record_get_id (paper), without) != 0)
        g_ptr_array_add (papers, g_steal_pointer (&paper));
    }
  return papers;
}

/**
 * hopso_composition_move_paper:
 * @paper_id: which
 * @item_id: (nullable): the item that it belongs to from now on; %NULL: to the whole meeting
 * @position: its place there, from 0; -1: the last
 */
void
hopso_composition_move_paper (HopsoComposition *self,
                              const char *paper_id,
                              const char *item_id,
                              int position)
{
  HopsoPaper *paper;
  g_autoptr (GPtrArray) papers = NULL;
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autoptr (HopsoRecord) record = NULL;
  g_autofree char *key = NULL;
  HopsoComposeStep *step;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  paper = hopso_workspace_lookup_paper (self->workspace, paper_id);
  if (paper == NULL)
    return;
  papers = list_papers_of_item (self, item_id, paper_id);
  step = hopso_compose_step_new (self->id, _ ("Move a paper"));
  key = make_key (step, papers, position < 0 ? papers->len : MIN ((guint) position, papers->len));
  builder = hopso_record_builder_new_from (HOPSO_RECORD (paper));
  hopso_record_builder_set_string (builder, HOPSO_PAPER_AGENDA_ITEM, item_id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ORDER_KEY, key);
  record = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, record);
  hopso_composition_do (self, step);
}

/* --- back and forth ------------------------------------------------------------------------------
 */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposition) self = HOPSO_COMPOSITION (user_data);
  g_autoptr (GError) error = NULL;

  if (!hopso_workspace_undo_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      fail (self, error);
      return;
    }
  self->saved = hopso_clock_now (self->clock);
  hopso_composition_steps_changed (self);
}

/**
 * hopso_composition_undo:
 *
 * Takes the last step back.
 */
void
hopso_composition_undo (HopsoComposition *self)
{
  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  if (hopso_workspace_get_undo_name (self->workspace, self->id) != NULL)
    hopso_workspace_undo_async (self->workspace, self->id, undone_cb, g_object_ref (self));
}

/**
 * hopso_composition_redo:
 *
 * Makes the step again that was taken back last.
 */
void
hopso_composition_redo (HopsoComposition *self)
{
  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  if (hopso_workspace_get_redo_name (self->workspace, self->id) != NULL)
    hopso_workspace_redo_async (self->workspace, self->id, undone_cb, g_object_ref (self));
}
