/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the agenda that is composed. They follow the tree: a row stays the same widget as
 * long as its item is there, the one with the focus is never taken out of the list, and when
 * somebody else puts something above it, the page is scrolled by as much, so that what is edited
 * stays under the eye. Main thread. */

#include "hopso-composer-agenda-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoComposerAgenda, hopso_composer_agenda, ADW_TYPE_BIN)

enum
{
  SIGNAL_FILES,
  SIGNAL_DROPPED,
  SIGNAL_REUSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

HopsoComposerRow *
hopso_composer_agenda_get_row (HopsoComposerAgenda *self, int index)
{
  return (HopsoComposerRow *) gtk_list_box_get_row_at_index (self->list, index);
}

/* The row in which the person is, or %NULL. */
HopsoComposerRow *
hopso_composer_agenda_get_focused (HopsoComposerAgenda *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, HOPSO_TYPE_COMPOSER_ROW) : NULL;

  return row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->list))
             ? HOPSO_COMPOSER_ROW (row)
             : NULL;
}

GtkAdjustment *
hopso_composer_agenda_get_adjustment (HopsoComposerAgenda *self)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  return scroller != NULL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller))
                          : NULL;
}

/* --- what is edited stays where it is ------------------------------------------------------------
 */

/* How far down the row is that has the focus, before the layout of this frame. */
static gboolean
find_y (HopsoComposerAgenda *self, double *y)
{
  HopsoComposerRow *row = hopso_composer_agenda_get_focused (self);
  graphene_point_t point;

  if (row != NULL && row == self->held)
    {
      *y = self->held_y;
      return TRUE;
    }
  if (row == NULL || !gtk_widget_get_mapped (GTK_WIDGET (row)) ||
      !gtk_widget_compute_point (GTK_WIDGET (row), GTK_WIDGET (self->list),
                                 &GRAPHENE_POINT_INIT (0, 0), &point))
    return FALSE;
  *y = point.y;
  return TRUE;
}

/* How far down it will be. */
static double
measure_y (HopsoComposerAgenda *self, HopsoComposerRow *focused)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self->list));
  HopsoComposerRow *row;
  double y = 0;

  for (int i = 0; (row = hopso_composer_agenda_get_row (self, i)) != NULL && row != focused; i++)
    {
      int height;

      gtk_widget_measure (GTK_WIDGET (row), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL,
                          NULL);
      y += height;
    }
  return y;
}

/* Scrolls the page by what was added or taken away above, before it is laid out: nothing is seen
 * to jump. */
static void
hold_place (HopsoComposerAgenda *self, double before)
{
  GtkAdjustment *adjustment = hopso_composer_agenda_get_adjustment (self);
  HopsoComposerRow *row = hopso_composer_agenda_get_focused (self);
  double grown;

  if (row == NULL || adjustment == NULL)
    return;
  self->held = row;
  self->held_y = measure_y (self, row);
  grown = self->held_y - before;
  if (grown == 0)
    return;
  gtk_adjustment_set_upper (adjustment, gtk_adjustment_get_upper (adjustment) + grown);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + grown);
}

static void
hopso_composer_agenda_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HOPSO_COMPOSER_AGENDA (widget)->held = NULL;
  GTK_WIDGET_CLASS (hopso_composer_agenda_parent_class)
      ->size_allocate (widget, width, height, baseline);
}

/* --- rows follow the tree ------------------------------------------------------------------------
 */

static void
files_cb (HopsoComposerAgenda *self, HopsoComposerRow *row)
{
  g_signal_emit (self, signals[SIGNAL_FILES], 0, hopso_composer_row_get_id (row));
}

static void
reuse_cb (HopsoComposerAgenda *self, HopsoComposerRow *row)
{
  g_signal_emit (self, signals[SIGNAL_REUSE], 0, hopso_composer_row_get_id (row));
}

static void
edit_wanted (HopsoComposerAgenda *self)
{
  HopsoComposerRow *row =
      self->wanted != NULL ? g_hash_table_lookup (self->rows, self->wanted) : NULL;

  if (row == NULL)
    return;
  g_clear_pointer (&self->wanted, g_free);
  hopso_composer_row_edit (row);
}

static void
want (HopsoComposerAgenda *self, const HopsoComposerPlace *place)
{
  g_free (self->wanted);
  self->wanted = hopso_composition_add_item (self->composition, place);
  edit_wanted (self);
}

static void
add_cb (HopsoComposerAgenda *self, gboolean as_part, HopsoComposerRow *row)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (self->composition);
  const int index = hopso_composer_tree_find (tree, hopso_composer_row_get_id (row));
  HopsoComposerPlace place = { NULL, NULL };
  const HopsoComposerNode *node;

  if (index < 0)
    return;
  node = hopso_composer_tree_get_node (tree, (guint) index);
  if (!as_part)
    hopso_composer_tree_go_behind (tree, (guint) index, &place);
  else if (node->depth + 1 >= HOPSO_COMPOSER_TREE_LEVELS)
    {
      hopso_composition_tell (self->composition, _ ("Parts cannot stand any deeper."));
      return;
    }
  else
    {
      place.parent = hopso_composer_row_get_id (row);
      for (guint i = (guint) index + 1; i < node->end; i++)
        if (hopso_composer_tree_get_node (tree, i)->parent == index)
          place.after = hopso_composer_tree_get_id (tree, i);
    }
  want (self, &place);
}

static HopsoComposerRow *
make_row (HopsoComposerAgenda *self, const char *id)
{
  GtkWidget *row = hopso_composer_row_new (self->composition, id);

  hopso_composer_row_set_narrow (HOPSO_COMPOSER_ROW (row), self->is_narrow);
  g_signal_connect_object (row, "files", G_CALLBACK (files_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reuse", G_CALLBACK (reuse_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "add", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  hopso_composer_agenda_add_row_dragging (self, HOPSO_COMPOSER_ROW (row));
  g_hash_table_insert (self->rows, (gpointer) hopso_composer_row_get_id (HOPSO_COMPOSER_ROW (row)),
                       row);
  return HOPSO_COMPOSER_ROW (row);
}

/* The focus goes to a neighbour, not to the top of the page. */
static void
remove_row (HopsoComposerAgenda *self, HopsoComposerRow *row)
{
  const int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkWidget *next = (GtkWidget *) hopso_composer_agenda_get_row (self, index + 1);

  if (hopso_composer_agenda_get_focused (self) == row)
    {
      if (next == NULL && index > 0)
        next = (GtkWidget *) hopso_composer_agenda_get_row (self, index - 1);
      if (next != NULL)
        gtk_widget_grab_focus (next);
    }
  g_hash_table_remove (self->rows, hopso_composer_row_get_id (row));
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
remove_rows (HopsoComposerAgenda *self, HopsoComposerTree *tree)
{
  HopsoComposerRow *row;
  int index = 0;

  while ((row = hopso_composer_agenda_get_row (self, index)) != NULL)
    if (hopso_composer_tree_find (tree, hopso_composer_row_get_id (row)) < 0)
      remove_row (self, row);
    else
      index++;
}

static void
move_row (HopsoComposerAgenda *self, HopsoComposerRow *row, int index)
{
  g_autoptr (GtkWidget) held = g_object_ref (GTK_WIDGET (row));

  gtk_list_box_remove (self->list, held);
  gtk_list_box_insert (self->list, held, index);
}

/* Puts @wanted at @index. Rows that stand before the one with the focus make room for it. */
static void
place_row (HopsoComposerAgenda *self,
           HopsoComposerRow *wanted,
           int index,
           HopsoComposerRow *focused)
{
  if (wanted == focused && gtk_widget_get_parent (GTK_WIDGET (wanted)) != NULL)
    while (hopso_composer_agenda_get_row (self, index) != wanted)
      move_row (self, hopso_composer_agenda_get_row (self, index), -1);
  else if (gtk_widget_get_parent (GTK_WIDGET (wanted)) == NULL)
    gtk_list_box_insert (self->list, GTK_WIDGET (wanted), index);
  else
    move_row (self, wanted, index);
}

static void
follow_tree (HopsoComposerAgenda *self)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (self->composition);
  HopsoComposerRow *focused = hopso_composer_agenda_get_focused (self);

  remove_rows (self, tree);
  if (focused != NULL && hopso_composer_agenda_get_focused (self) != focused)
    focused = hopso_composer_agenda_get_focused (self);
  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (tree); i++)
    {
      HopsoComposerRow *row =
          g_hash_table_lookup (self->rows, hopso_composer_tree_get_id (tree, i));

      if (row == NULL)
        row = make_row (self, hopso_composer_tree_get_id (tree, i));
      if (hopso_composer_agenda_get_row (self, (int) i) != row)
        place_row (self, row, (int) i, focused);
      hopso_composer_row_set_node (row, hopso_composer_tree_get_node (tree, i));
    }
  edit_wanted (self);
}

static void
papers_changed_cb (HopsoComposerAgenda *self)
{
  double y;
  const gboolean is_held = find_y (self, &y);

  hopso_composer_agenda_follow_papers (self);
  if (is_held)
    hold_place (self, y);
}

static void
agenda_changed_cb (HopsoComposerAgenda *self)
{
  double y;
  const gboolean is_held = find_y (self, &y);

  follow_tree (self);
  hopso_composer_agenda_follow_papers (self);
  if (is_held)
    hold_place (self, y);
}

/* --- the widget ----------------------------------------------------------------------------------
 */

void
hopso_composer_agenda_drop_files (HopsoComposerAgenda *self, GdkFileList *files, const char *item)
{
  g_signal_emit (self, signals[SIGNAL_DROPPED], 0, files, item);
}

static void
activated_cb (HopsoComposerAgenda *self, GtkListBoxRow *row)
{
  hopso_composer_row_edit (HOPSO_COMPOSER_ROW (row));
}

static void
hopso_composer_agenda_dispose (GObject *object)
{
  HopsoComposerAgenda *self = HOPSO_COMPOSER_AGENDA (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_agenda_parent_class)->dispose (object);
}

static void
hopso_composer_agenda_finalize (GObject *object)
{
  g_free (HOPSO_COMPOSER_AGENDA (object)->wanted);
  G_OBJECT_CLASS (hopso_composer_agenda_parent_class)->finalize (object);
}

static void
hopso_composer_agenda_class_init (HopsoComposerAgendaClass *klass)
{
  const GType type = HOPSO_TYPE_COMPOSER_AGENDA;

  G_OBJECT_CLASS (klass)->dispose = hopso_composer_agenda_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_composer_agenda_finalize;
  GTK_WIDGET_CLASS (klass)->size_allocate = hopso_composer_agenda_size_allocate;
  signals[SIGNAL_FILES] = g_signal_new ("files", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, GDK_TYPE_FILE_LIST, G_TYPE_STRING);
  signals[SIGNAL_REUSE] = g_signal_new ("reuse", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_composer_agenda_init (HopsoComposerAgenda *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "agenda");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Agenda"), -1);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->line, "drop-line");
  gtk_widget_set_valign (self->line, GTK_ALIGN_START);
  gtk_widget_set_can_target (self->line, FALSE);
  gtk_widget_set_visible (self->line, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->list));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->line);
  adw_bin_set_child (ADW_BIN (self), overlay);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_composer_agenda_new:
 * @composition: the draft
 *
 * Returns: (transfer floating): its agenda
 */
GtkWidget *
hopso_composer_agenda_new (HopsoComposition *composition)
{
  HopsoComposerAgenda *self = g_object_new (HOPSO_TYPE_COMPOSER_AGENDA, NULL);

  self->composition = g_object_ref (composition);
  hopso_composer_agenda_add_dropping (self);
  g_signal_connect_object (composition, "agenda-changed", G_CALLBACK (agenda_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (composition, "papers-changed", G_CALLBACK (papers_changed_cb), self,
                           G_CONNECT_SWAPPED);
  agenda_changed_cb (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_agenda_add_item:
 * @self: an agenda
 *
 * Adds an item behind the one where the person is, or at the end, and edits it.
 */
void
hopso_composer_agenda_add_item (HopsoComposerAgenda *self)
{
  HopsoComposerTree *tree;
  HopsoComposerPlace place = { NULL, NULL };

  g_return_if_fail (HOPSO_IS_COMPOSER_AGENDA (self));

  tree = hopso_composition_get_tree (self->composition);
  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (tree); i++)
    if (hopso_composer_tree_get_node (tree, i)->depth == 0)
      place.after = hopso_composer_tree_get_id (tree, i);
  want (self, &place);
}

/**
 * hopso_composer_agenda_show_item:
 * @id: of an item: it gets the focus, and is scrolled to
 */
void
hopso_composer_agenda_show_item (HopsoComposerAgenda *self, const char *id)
{
  GtkWidget *row;

  g_return_if_fail (HOPSO_IS_COMPOSER_AGENDA (self));

  row = g_hash_table_lookup (self->rows, id);
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/**
 * hopso_composer_agenda_dup_chosen:
 *
 * Returns: (transfer full) (nullable): the id of the item where the person is
 */
char *
hopso_composer_agenda_dup_chosen (HopsoComposerAgenda *self)
{
  HopsoComposerRow *row;

  g_return_val_if_fail (HOPSO_IS_COMPOSER_AGENDA (self), NULL);

  row = hopso_composer_agenda_get_focused (self);
  return row != NULL ? g_strdup (hopso_composer_row_get_id (row)) : NULL;
}

/**
 * hopso_composer_agenda_set_narrow:
 * @is_narrow: whether there is little room
 */
void
hopso_composer_agenda_set_narrow (HopsoComposerAgenda *self, gboolean is_narrow)
{
  HopsoComposerRow *row;

  g_return_if_fail (HOPSO_IS_COMPOSER_AGENDA (self));

  self->is_narrow = is_narrow;
  for (int i = 0; (row = hopso_composer_agenda_get_row (self, i)) != NULL; i++)
    hopso_composer_row_set_narrow (row, is_narrow);
}
