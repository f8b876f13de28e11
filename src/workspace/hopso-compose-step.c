/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a clerk does in one go, put together before it is done. Nothing happens here. Main thread.
 */

#include "hopso-workspace-compose.h"

typedef struct
{
  HopsoKindId kind;
  char *id;            /* owned */
  HopsoRecord *record; /* owned, nullable: removed */
} Wish;

struct _HopsoComposeStep
{
  char *meeting;     /* owned */
  char *name;        /* owned */
  char *merge_key;   /* owned, nullable */
  GPtrArray *wishes; /* owned: of Wish */
};

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->id);
  g_clear_object (&wish->record);
  g_free (wish);
}

/**
 * hopso_compose_step_new:
 * @meeting_id: the meeting that is composed
 * @name: what is done, for people, such as “Add item”
 *
 * Returns: (transfer full): a step that does nothing yet
 */
HopsoComposeStep *
hopso_compose_step_new (const char *meeting_id, const char *name)
{
  g_return_val_if_fail (meeting_id != NULL && name != NULL, NULL);

  HopsoComposeStep *self = g_new0 (HopsoComposeStep, 1);

  self->meeting = g_strdup (meeting_id);
  self->name = g_strdup (name);
  self->wishes = g_ptr_array_new_with_free_func (wish_free);
  return self;
}

/**
 * hopso_compose_step_free:
 * @self: (transfer full): a step
 */
void
hopso_compose_step_free (HopsoComposeStep *self)
{
  g_free (self->meeting);
  g_free (self->name);
  g_free (self->merge_key);
  g_ptr_array_unref (self->wishes);
  g_free (self);
}

static void
add (HopsoComposeStep *self, HopsoKindId kind, const char *id, HopsoRecord *record)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->kind = kind;
  wish->id = g_strdup (id);
  g_set_object (&wish->record, record);
  g_ptr_array_add (self->wishes, wish);
}

/**
 * hopso_compose_step_put:
 * @record: as it shall be: a new one, or one whose fields were changed
 *
 * Of a record that is there, only the fields count that differ from it when the step is done.
 */
void
hopso_compose_step_put (HopsoComposeStep *self, HopsoRecord *record)
{
  g_return_if_fail (HOPSO_IS_RECORD (record));

  add (self, hopso_record_get_kind (record)->id, hopso_record_get_id (record), record);
}

/**
 * hopso_compose_step_remove:
 * @kind: of a record
 * @id: of the record
 *
 * Removes it; with an item or a meeting goes what belongs to it.
 */
void
hopso_compose_step_remove (HopsoComposeStep *self, HopsoKindId kind, const char *id)
{
  g_return_if_fail (id != NULL);

  add (self, kind, id, NULL);
}

/**
 * hopso_compose_step_merge_into:
 * @key: says what goes together, such as the letters typed into one field
 *
 * If the step before has the same key, both are taken back in one go.
 */
void
hopso_compose_step_merge_into (HopsoComposeStep *self, const char *key)
{
  g_free (self->merge_key);
  self->merge_key = g_strdup (key);
}

/**
 * hopso_compose_step_get_meeting:
 *
 * Returns: (transfer none): the id of the meeting
 */
const char *
hopso_compose_step_get_meeting (const HopsoComposeStep *self)
{
  return self->meeting;
}

/**
 * hopso_compose_step_get_name:
 *
 * Returns: (transfer none): what is done, for people
 */
const char *
hopso_compose_step_get_name (const HopsoComposeStep *self)
{
  return self->name;
}

/**
 * hopso_compose_step_get_merge_key:
 *
 * Returns: (transfer none) (nullable): what goes together
 */
const char *
hopso_compose_step_get_merge_key (const HopsoComposeStep *self)
{
  return self->merge_key;
}

/**
 * hopso_compose_step_get_size:
 *
 * Returns: how many records it makes, changes or removes
 */
guint
hopso_compose_step_get_size (const HopsoComposeStep *self)
{
  return self->wishes->len;
}

/**
 * hopso_compose_step_get:
 * @i: which one
 * @kind: (out): of the record
 * @id: (out) (transfer none): of the record
 *
 * Returns: (transfer none) (nullable): the record as it shall be, %NULL: it is removed
 */
HopsoRecord *
hopso_compose_step_get (const HopsoComposeStep *self, guint i, HopsoKindId *kind, const char **id)
{
  const Wish *wish = self->wishes->pdata[i];

  *kind = wish->kind;
  *id = wish->id;
  return wish->record;
}
