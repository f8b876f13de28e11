/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one transaction changed, so that a list can splice the touched rows and leave the others
 * alone. An object is named once: later changes fold into the first. */

#include "hopso-change-set.h"

typedef struct
{
  HopsoKindId kind;
  char *id; /* owned */
  HopsoChangeType type;
} Change;

struct _HopsoChangeSet
{
  gatomicrefcount count;
  GArray *changes;    /* owned; elements Change */
  GHashTable *places; /* owned: "kind/id" → position + 1 */
};

G_DEFINE_BOXED_TYPE (HopsoChangeSet, hopso_change_set, hopso_change_set_ref, hopso_change_set_unref)

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_free (change->id);
}

/**
 * hopso_change_set_new:
 *
 * Returns: (transfer full): an empty set
 */
HopsoChangeSet *
hopso_change_set_new (void)
{
  HopsoChangeSet *self = g_new0 (HopsoChangeSet, 1);

  g_atomic_ref_count_init (&self->count);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, clear_change);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * hopso_change_set_ref:
 *
 * Returns: (transfer full): @self
 */
HopsoChangeSet *
hopso_change_set_ref (HopsoChangeSet *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

/**
 * hopso_change_set_unref:
 * @self: (transfer full): a set
 */
void
hopso_change_set_unref (HopsoChangeSet *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_array_unref (self->changes);
  g_hash_table_unref (self->places);
  g_free (self);
}

/**
 * hopso_change_set_add:
 * @kind: what kind of object
 * @id: its UUID
 * @type: what happened to it. Created and then updated is created; whatever comes last before a
 *   destruction is destroyed; destroyed and then created again is updated
 */
void
hopso_change_set_add (HopsoChangeSet *self, HopsoKindId kind, const char *id, HopsoChangeType type)
{
  g_autofree char *key = g_strdup_printf ("%d/%s", (int) kind, id);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, key));

  if (place == 0)
    {
      Change change = { kind, g_strdup (id), type };

      g_array_append_val (self->changes, change);
      g_hash_table_insert (self->places, g_steal_pointer (&key),
                           GUINT_TO_POINTER (self->changes->len));
      return;
    }

  Change *change = &g_array_index (self->changes, Change, place - 1);
  if (type == HOPSO_CHANGE_DESTROYED)
    change->type = HOPSO_CHANGE_DESTROYED;
  else if (change->type == HOPSO_CHANGE_DESTROYED)
    change->type = HOPSO_CHANGE_UPDATED;
}

/**
 * hopso_change_set_get_size:
 *
 * Returns: how many objects are named
 */
guint
hopso_change_set_get_size (HopsoChangeSet *self)
{
  return self->changes->len;
}

static const Change *
get_at (HopsoChangeSet *self, guint position)
{
  g_assert (position < self->changes->len);
  return &g_array_index (self->changes, Change, position);
}

/**
 * hopso_change_set_get_kind:
 *
 * Returns: the kind of the object at @position
 */
HopsoKindId
hopso_change_set_get_kind (HopsoChangeSet *self, guint position)
{
  return get_at (self, position)->kind;
}

/**
 * hopso_change_set_get_id:
 *
 * Returns: (transfer none): the UUID of the object at @position
 */
const char *
hopso_change_set_get_id (HopsoChangeSet *self, guint position)
{
  return get_at (self, position)->id;
}

/**
 * hopso_change_set_get_change:
 *
 * Returns: what happened to the object at @position
 */
HopsoChangeType
hopso_change_set_get_change (HopsoChangeSet *self, guint position)
{
  return get_at (self, position)->type;
}

/**
 * hopso_change_set_touches:
 *
 * Returns: whether an object of @kind is named
 */
gboolean
hopso_change_set_touches (HopsoChangeSet *self, HopsoKindId kind)
{
  for (guint i = 0; i < self->changes->len; i++)
    if (get_at (self, i)->kind == kind)
      return TRUE;
  return FALSE;
}
