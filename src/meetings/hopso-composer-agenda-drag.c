/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dragging over the agenda: an item goes between two lines, as far in as the pointer is; a paper
 * or a file goes to the item under it. The line shows where; near the edges the page scrolls. Main
 * thread. */

#include "hopso-composer-agenda-private.h"

#include "hopso-composer-paper.h"

#define INDENT      34
#define EDGE        48
#define SCROLL_STEP 12

/* --- rows are dragged ----------------------------------------------------------------------------
 */

static GdkContentProvider *
prepare_cb (HopsoComposerRow *row)
{
  return gdk_content_provider_new_typed (HOPSO_TYPE_COMPOSER_ROW, row);
}

static void
drag_begin_cb (HopsoComposerRow *row, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (row));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

void
hopso_composer_agenda_add_row_dragging (HopsoComposerAgenda *self, HopsoComposerRow *row)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), row,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (source));
}

/* --- where ---------------------------------------------------------------------------------------
 */

static double
get_top (HopsoComposerAgenda *self, HopsoComposerRow *row)
{
  graphene_point_t point;

  if (!gtk_widget_compute_point (GTK_WIDGET (row), GTK_WIDGET (self->list),
                                 &GRAPHENE_POINT_INIT (0, 0), &point))
    return 0;
  return point.y;
}

/* The line above which @y is: that of the row, or of the next one in its lower half. */
static guint
find_line (HopsoComposerAgenda *self, double y)
{
  HopsoComposerRow *row =
      (HopsoComposerRow *) gtk_list_box_get_row_at_y (self->list, (int) CLAMP (y, 0, G_MAXINT));

  if (row == NULL)
    return hopso_composer_tree_get_n_nodes (hopso_composition_get_tree (self->composition));
  const double middle = get_top (self, row) + gtk_widget_get_height (GTK_WIDGET (row)) / 2.0;
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + (y > middle ? 1 : 0);
}

static void
show_line (HopsoComposerAgenda *self, guint line, guint depth)
{
  HopsoComposerRow *row = hopso_composer_agenda_get_row (self, (int) line);
  double y = 0;

  if (row != NULL)
    y = get_top (self, row);
  else if (line > 0)
    {
      row = hopso_composer_agenda_get_row (self, (int) line - 1);
      y = get_top (self, row) + gtk_widget_get_height (GTK_WIDGET (row));
    }
  gtk_widget_set_margin_top (self->line, MAX (0, (int) y - 1));
  gtk_widget_set_margin_start (self->line, 12 + INDENT * (int) depth);
  gtk_widget_set_visible (self->line, TRUE);
}

static void
hide_marks (HopsoComposerAgenda *self)
{
  HopsoComposerRow *row;

  gtk_widget_set_visible (self->line, FALSE);
  for (int i = 0; (row = hopso_composer_agenda_get_row (self, i)) != NULL; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "drop-here");
}

/* --- the page scrolls along ----------------------------------------------------------------------
 */

static void
scroll_along (HopsoComposerAgenda *self, double x, double y)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = hopso_composer_agenda_get_adjustment (self);
  graphene_point_t point;

  if (scroller == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (self->list), scroller,
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;
  if (point.y < EDGE)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - SCROLL_STEP);
  else if (point.y > gtk_widget_get_height (scroller) - EDGE)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + SCROLL_STEP);
}

/* --- items ---------------------------------------------------------------------------------------
 */

static gboolean
find_place (HopsoComposerAgenda *self,
            HopsoComposerRow *row,
            double x,
            double y,
            guint *line,
            guint *depth,
            HopsoComposerPlace *place)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (self->composition);
  const int from = hopso_composer_tree_find (tree, hopso_composer_row_get_id (row));

  *line = find_line (self, y);
  return from >= 0 && hopso_composer_tree_drop (tree, (guint) from, *line,
                                                (guint) (MAX (0, x - 12) / INDENT), place, depth);
}

static GdkDragAction
over_with_item (HopsoComposerAgenda *self, HopsoComposerRow *row, double x, double y)
{
  HopsoComposerPlace place;
  guint line;
  guint depth;

  hide_marks (self);
  if (!find_place (self, row, x, y, &line, &depth, &place))
    return 0;
  show_line (self, line, depth);
  return GDK_ACTION_MOVE;
}

static gboolean
drop_item (HopsoComposerAgenda *self, HopsoComposerRow *row, double x, double y)
{
  HopsoComposerPlace place;
  guint line;
  guint depth;

  if (!find_place (self, row, x, y, &line, &depth, &place))
    return FALSE;
  hopso_composition_move_item (self->composition, hopso_composer_row_get_id (row), &place);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

/* --- all that can be dropped ---------------------------------------------------------------------
 */

static HopsoComposerRow *
find_row (HopsoComposerAgenda *self, double y)
{
  return (HopsoComposerRow *) gtk_list_box_get_row_at_y (self->list, (int) CLAMP (y, 0, G_MAXINT));
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, HopsoComposerAgenda *self)
{
  const GValue *value = gtk_drop_target_get_value (target);
  HopsoComposerRow *row = find_row (self, y);

  scroll_along (self, x, y);
  if (value != NULL && G_VALUE_HOLDS (value, HOPSO_TYPE_COMPOSER_ROW))
    return over_with_item (self, g_value_get_object (value), x, y);
  hide_marks (self);
  if (row == NULL)
    return 0;
  gtk_widget_add_css_class (GTK_WIDGET (row), "drop-here");
  return value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? GDK_ACTION_COPY
                                                                    : GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, HopsoComposerAgenda *self)
{
  hide_marks (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, HopsoComposerAgenda *self)
{
  HopsoComposerRow *row = find_row (self, y);

  hide_marks (self);
  if (G_VALUE_HOLDS (value, HOPSO_TYPE_COMPOSER_ROW))
    return drop_item (self, g_value_get_object (value), x, y);
  if (row == NULL)
    return FALSE;
  if (G_VALUE_HOLDS (value, HOPSO_TYPE_COMPOSER_PAPER))
    hopso_composition_move_paper (self->composition,
                                  hopso_composer_paper_get_id (g_value_get_object (value)),
                                  hopso_composer_row_get_id (row), -1);
  else
    hopso_composer_agenda_drop_files (self, g_value_get_boxed (value),
                                      hopso_composer_row_get_id (row));
  return TRUE;
}

void
hopso_composer_agenda_add_dropping (HopsoComposerAgenda *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_MOVE | GDK_ACTION_COPY);
  GType types[] = { HOPSO_TYPE_COMPOSER_ROW, HOPSO_TYPE_COMPOSER_PAPER, GDK_TYPE_FILE_LIST };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}
