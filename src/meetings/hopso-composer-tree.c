/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agenda as lines from top to bottom: which item is a part of which, its printed number, the
 * minutes of its parts together, and where a step up, down, in or out leads. Knows nothing of
 * widgets or of the store; items whose parent is not there, or is below them, stand at the end as
 * items of their own. Any thread. */

#include "hopso-composer-tree.h"

struct _HopsoComposerTree
{
  GArray *nodes;       /* owned: of HopsoComposerNode */
  GHashTable *indices; /* owned: borrowed id → index */
  guint n_tops;
  gint64 minutes;
};

/* While it is made: the children of each item, sorted. */
typedef struct
{
  HopsoComposerTree *tree;
  GHashTable *children; /* owned: borrowed id, or "" → GPtrArray of owned items */
} Making;

static void
node_clear (gpointer data)
{
  HopsoComposerNode *node = data;

  g_object_unref (node->item);
  g_free (node->number);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  HopsoAgendaItem *left = *(HopsoAgendaItem *const *) a;
  HopsoAgendaItem *right = *(HopsoAgendaItem *const *) b;
  const int order =
      g_strcmp0 (hopso_agenda_item_get_order_key (left), hopso_agenda_item_get_order_key (right));

  /* Two clerks may choose the same key: everybody sees the same order nevertheless. */
  return order != 0 ? order
                    : g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (left)),
                                 hopso_record_get_id (HOPSO_RECORD (right)));
}

static void
add_child (Making *making, const char *parent, HopsoAgendaItem *item)
{
  GPtrArray *children = g_hash_table_lookup (making->children, parent);

  if (children == NULL)
    {
      children = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (making->children, (gpointer) parent, children);
    }
  g_ptr_array_add (children, g_object_ref (item));
}

static GHashTable *
list_children (GListModel *items)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  Making making = { .children = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                       (GDestroyNotify) g_ptr_array_unref) };
  GHashTableIter iter;
  gpointer children;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HopsoRecord) item = g_list_model_get_item (items, i);

      g_hash_table_add (all, (gpointer) hopso_record_get_id (item));
    }
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HopsoAgendaItem) item = g_list_model_get_item (items, i);
      const char *parent = hopso_agenda_item_get_parent (item);

      add_child (&making, parent != NULL && g_hash_table_contains (all, parent) ? parent : "",
                 item);
    }
  g_hash_table_iter_init (&iter, making.children);
  while (g_hash_table_iter_next (&iter, NULL, &children))
    g_ptr_array_sort (children, compare);
  return making.children;
}

/* Adds @item and what is below it; no item comes twice, whatever the parents say. */
static void
add_node (Making *making, HopsoAgendaItem *item, int parent, guint place)
{
  HopsoComposerTree *self = making->tree;
  const char *id = hopso_record_get_id (HOPSO_RECORD (item));
  GPtrArray *children = g_hash_table_lookup (making->children, id);
  const guint index = self->nodes->len;
  HopsoComposerNode node = { .item = g_object_ref (item), .parent = parent };
  gint64 minutes = 0;

  if (parent >= 0)
    {
      const HopsoComposerNode *above = hopso_composer_tree_get_node (self, (guint) parent);

      node.depth = above->depth + 1;
      node.number = g_strdup_printf ("%s.%u", above->number, place);
    }
  else
    node.number = g_strdup_printf ("%u", place);
  g_hash_table_insert (self->indices, (gpointer) id, GUINT_TO_POINTER (index));
  g_array_append_val (self->nodes, node);
  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      const guint at = self->nodes->len;

      add_node (making, g_ptr_array_index (children, i), (int) index, i + 1);
      minutes += hopso_composer_tree_get_node (self, at)->minutes;
    }
  HopsoComposerNode *added = &g_array_index (self->nodes, HopsoComposerNode, index);
  added->end = self->nodes->len;
  added->n_parts = children != NULL ? children->len : 0;
  added->minutes = children != NULL ? minutes : MAX (0, hopso_agenda_item_get_duration (item));
}

static void
add_top (Making *making, HopsoAgendaItem *item)
{
  HopsoComposerTree *self = making->tree;
  const guint at = self->nodes->len;

  self->n_tops++;
  add_node (making, item, -1, self->n_tops);
  self->minutes += hopso_composer_tree_get_node (self, at)->minutes;
}

/* Items in a ring of parents hang on nothing: the ring is opened where it is met first. */
static void
add_rings (Making *making, GListModel *items)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (HopsoAgendaItem) item = g_list_model_get_item (items, i);
      const char *id = hopso_record_get_id (HOPSO_RECORD (item));

      if (g_hash_table_contains (making->tree->indices, id))
        continue;
      GPtrArray *siblings =
          g_hash_table_lookup (making->children, hopso_agenda_item_get_parent (item));
      g_ptr_array_remove (siblings, item);
      add_top (making, item);
    }
}

/**
 * hopso_composer_tree_new:
 * @items: the #HopsoAgendaItem of one meeting, in any order
 *
 * Returns: (transfer full): the agenda
 */
HopsoComposerTree *
hopso_composer_tree_new (GListModel *items)
{
  HopsoComposerTree *self = g_new0 (HopsoComposerTree, 1);
  g_autoptr (GHashTable) children = list_children (items);
  Making making = { self, children };
  GPtrArray *tops = g_hash_table_lookup (children, "");

  self->nodes = g_array_new (FALSE, TRUE, sizeof (HopsoComposerNode));
  g_array_set_clear_func (self->nodes, node_clear);
  self->indices = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; tops != NULL && i < tops->len; i++)
    add_top (&making, g_ptr_array_index (tops, i));
  add_rings (&making, items);
  return self;
}

/**
 * hopso_composer_tree_free:
 * @self: (transfer full): an agenda
 */
void
hopso_composer_tree_free (HopsoComposerTree *self)
{
  g_hash_table_unref (self->indices);
  g_array_unref (self->nodes);
  g_free (self);
}

/**
 * hopso_composer_tree_get_n_nodes:
 *
 * Returns: how many lines there are
 */
guint
hopso_composer_tree_get_n_nodes (HopsoComposerTree *self)
{
  return self->nodes->len;
}

/**
 * hopso_composer_tree_get_n_tops:
 *
 * Returns: how many items there are that are no parts
 */
guint
hopso_composer_tree_get_n_tops (HopsoComposerTree *self)
{
  return self->n_tops;
}

/**
 * hopso_composer_tree_get_minutes:
 *
 * Returns: the time allotted to all of it
 */
gint64
hopso_composer_tree_get_minutes (HopsoComposerTree *self)
{
  return self->minutes;
}

/**
 * hopso_composer_tree_get_node:
 * @index: a line
 *
 * Returns: (transfer none): what stands there
 */
const HopsoComposerNode *
hopso_composer_tree_get_node (HopsoComposerTree *self, guint index)
{
  return &g_array_index (self->nodes, HopsoComposerNode, index);
}

/**
 * hopso_composer_tree_find:
 * @id: (nullable): of an item
 *
 * Returns: its line, or -1
 */
int
hopso_composer_tree_find (HopsoComposerTree *self, const char *id)
{
  gpointer index;

  if (id == NULL || !g_hash_table_lookup_extended (self->indices, id, NULL, &index))
    return -1;
  return (int) GPOINTER_TO_UINT (index);
}

/**
 * hopso_composer_tree_get_id:
 * @index: a line
 *
 * Returns: (transfer none): the id of the item there
 */
const char *
hopso_composer_tree_get_id (HopsoComposerTree *self, guint index)
{
  return hopso_record_get_id (HOPSO_RECORD (hopso_composer_tree_get_node (self, index)->item));
}

/* --- steps ---------------------------------------------------------------------------------------
 */

static const char *
get_parent_id (HopsoComposerTree *self, guint index)
{
  const int parent = hopso_composer_tree_get_node (self, index)->parent;

  return parent >= 0 ? hopso_composer_tree_get_id (self, (guint) parent) : NULL;
}

/* The sibling before this line, or -1. */
static int
find_before (HopsoComposerTree *self, guint index)
{
  const HopsoComposerNode *node = hopso_composer_tree_get_node (self, index);

  for (int i = (int) index - 1; i > node->parent; i--)
    if (hopso_composer_tree_get_node (self, (guint) i)->parent == node->parent)
      return i;
  return -1;
}

/* The sibling after this line, or -1. */
static int
find_after (HopsoComposerTree *self, guint index)
{
  const HopsoComposerNode *node = hopso_composer_tree_get_node (self, index);

  if (node->end >= self->nodes->len ||
      hopso_composer_tree_get_node (self, node->end)->parent != node->parent)
    return -1;
  return (int) node->end;
}

/* The last part of this line, or -1. */
static int
find_last_part (HopsoComposerTree *self, guint index)
{
  for (int i = (int) hopso_composer_tree_get_node (self, index)->end - 1; i > (int) index; i--)
    if (hopso_composer_tree_get_node (self, (guint) i)->parent == (int) index)
      return i;
  return -1;
}

/* How many levels this line and what is below it take. */
static guint
count_levels (HopsoComposerTree *self, guint index)
{
  const HopsoComposerNode *node = hopso_composer_tree_get_node (self, index);
  guint deepest = node->depth;

  for (guint i = index; i < node->end; i++)
    deepest = MAX (deepest, hopso_composer_tree_get_node (self, i)->depth);
  return deepest - node->depth + 1;
}

/**
 * hopso_composer_tree_go_up:
 * @index: a line
 * @to: (out): where it goes before the sibling above it
 *
 * Returns: whether there is one
 */
gboolean
hopso_composer_tree_go_up (HopsoComposerTree *self, guint index, HopsoComposerPlace *to)
{
  const int before = find_before (self, index);
  int first;

  if (before < 0)
    return FALSE;
  first = find_before (self, (guint) before);
  to->parent = get_parent_id (self, index);
  to->after = first >= 0 ? hopso_composer_tree_get_id (self, (guint) first) : NULL;
  return TRUE;
}

/**
 * hopso_composer_tree_go_down:
 * @index: a line
 * @to: (out): where it goes behind the sibling below it
 *
 * Returns: whether there is one
 */
gboolean
hopso_composer_tree_go_down (HopsoComposerTree *self, guint index, HopsoComposerPlace *to)
{
  const int after = find_after (self, index);

  if (after < 0)
    return FALSE;
  to->parent = get_parent_id (self, index);
  to->after = hopso_composer_tree_get_id (self, (guint) after);
  return TRUE;
}

/**
 * hopso_composer_tree_go_in:
 * @index: a line
 * @to: (out): where it becomes the last part of the sibling above it
 *
 * Returns: whether there is one, and it is not too deep already
 */
gboolean
hopso_composer_tree_go_in (HopsoComposerTree *self, guint index, HopsoComposerPlace *to)
{
  const int before = find_before (self, index);
  int last;

  if (before < 0 ||
      hopso_composer_tree_get_node (self, index)->depth + 1 + count_levels (self, index) >
          HOPSO_COMPOSER_TREE_LEVELS)
    return FALSE;
  last = find_last_part (self, (guint) before);
  to->parent = hopso_composer_tree_get_id (self, (guint) before);
  to->after = last >= 0 ? hopso_composer_tree_get_id (self, (guint) last) : NULL;
  return TRUE;
}

/**
 * hopso_composer_tree_go_out:
 * @index: a line
 * @to: (out): where it stands behind the item of which it is a part
 *
 * Returns: whether it is a part
 */
gboolean
hopso_composer_tree_go_out (HopsoComposerTree *self, guint index, HopsoComposerPlace *to)
{
  const int parent = hopso_composer_tree_get_node (self, index)->parent;

  if (parent < 0)
    return FALSE;
  to->parent = get_parent_id (self, (guint) parent);
  to->after = hopso_composer_tree_get_id (self, (guint) parent);
  return TRUE;
}

/**
 * hopso_composer_tree_go_behind:
 * @index: a line
 * @to: (out): the place of a new sibling behind it
 */
void
hopso_composer_tree_go_behind (HopsoComposerTree *self, guint index, HopsoComposerPlace *to)
{
  to->parent = get_parent_id (self, index);
  to->after = hopso_composer_tree_get_id (self, index);
}

/* --- dropping ------------------------------------------------------------------------------------
 */

/* The ancestor of @index, or itself, at @depth. */
static guint
find_at_depth (HopsoComposerTree *self, guint index, guint depth)
{
  while (hopso_composer_tree_get_node (self, index)->depth > depth)
    index = (guint) hopso_composer_tree_get_node (self, index)->parent;
  return index;
}

/* The line above @line that is not among those that are moved, or -1. */
static int
find_above (HopsoComposerTree *self, guint from, guint line)
{
  const guint end = hopso_composer_tree_get_node (self, from)->end;

  if (line > from && line <= end)
    return (int) from - 1;
  return (int) line - 1;
}

static gboolean
is_at (HopsoComposerTree *self, guint index, const HopsoComposerPlace *to)
{
  const int before = find_before (self, index);

  return g_strcmp0 (get_parent_id (self, index), to->parent) == 0 &&
         g_strcmp0 (before >= 0 ? hopso_composer_tree_get_id (self, (guint) before) : NULL,
                    to->after) == 0;
}

/**
 * hopso_composer_tree_drop:
 * @from: the line that is dragged, with all below it
 * @line: it is dropped above this line; the number of lines: at the end
 * @depth: how far in the pointer is
 * @to: (out): where it goes
 * @real_depth: (out): how far in it will stand
 *
 * Returns: whether it would stand somewhere else than now
 */
gboolean
hopso_composer_tree_drop (HopsoComposerTree *self,
                          guint from,
                          guint line,
                          guint depth,
                          HopsoComposerPlace *to,
                          guint *real_depth)
{
  const guint end = hopso_composer_tree_get_node (self, from)->end;
  const int above = find_above (self, from, line);
  const guint next = line >= from && line < end ? end : line;
  guint least = 0;
  guint most = HOPSO_COMPOSER_TREE_LEVELS - count_levels (self, from);
  guint at;

  most = above < 0 ? 0 : MIN (most, hopso_composer_tree_get_node (self, (guint) above)->depth + 1);
  /* What stands below keeps its parent. */
  if (next < self->nodes->len)
    least = hopso_composer_tree_get_node (self, next)->depth;
  *real_depth = CLAMP (depth, MIN (least, most), most);
  if (*real_depth < least)
    return FALSE;
  if (above < 0)
    *to = (HopsoComposerPlace){ NULL, NULL };
  else if (hopso_composer_tree_get_node (self, (guint) above)->depth < *real_depth)
    *to = (HopsoComposerPlace){ hopso_composer_tree_get_id (self, (guint) above), NULL };
  else
    {
      at = find_at_depth (self, (guint) above, *real_depth);
      hopso_composer_tree_go_behind (self, at, to);
    }
  return !is_at (self, from, to);
}
