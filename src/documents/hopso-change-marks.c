/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frames around the places that differ: blue in what was signed, red in what is there now, dashed
 * and grey where the signer had left something open. It takes no input: the pages below it are
 * scrolled and read as everywhere. Main thread. */

#include "hopso-change-marks.h"

#define AROUND      1.5f /* pixels between the place and its frame */
#define WIDTH       2.0f
#define LIT_WIDTH   3.0f
#define DASH_LENGTH 5.0f

static const GdkRGBA before_colour = { 0.11f, 0.44f, 0.85f, 1 };
static const GdkRGBA after_colour = { 0.75f, 0.11f, 0.16f, 1 };
static const GdkRGBA allowed_colour = { 0.37f, 0.36f, 0.39f, 1 };

struct _HopsoChangeMarks
{
  GtkWidget parent_instance;

  HopsoPageView *view;       /* borrowed: both are in one overlay */
  HopsoRevisions *revisions; /* owned, nullable */
  int current;
  gboolean is_after;
};

G_DEFINE_FINAL_TYPE (HopsoChangeMarks, hopso_change_marks, GTK_TYPE_WIDGET)

static void
draw_dashes (GtkSnapshot *snapshot, const graphene_rect_t *bounds, float width)
{
  const double dashes[] = { DASH_LENGTH, DASH_LENGTH };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  gdk_cairo_set_source_rgba (cr, &allowed_colour);
  cairo_set_line_width (cr, width);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_rectangle (cr, bounds->origin.x + width / 2, bounds->origin.y + width / 2,
                   bounds->size.width - width, bounds->size.height - width);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_frame (GtkSnapshot *snapshot,
            const graphene_rect_t *bounds,
            const GdkRGBA *colour,
            float width)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  GdkRGBA tint = *colour;
  GskRoundedRect outline;

  tint.alpha = 0.12f;
  gtk_snapshot_append_color (snapshot, &tint, bounds);
  gsk_rounded_rect_init_from_rect (&outline, bounds, 2);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static void
draw_change (HopsoChangeMarks *self, GtkSnapshot *snapshot, guint position)
{
  const HopsoRevisionChange *change = hopso_revisions_get_change (self->revisions, position);
  const gboolean is_lit = self->current == (int) position;
  const float width = is_lit ? LIT_WIDTH : WIDTH;
  const graphene_rect_t sight =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                          (float) gtk_widget_get_height (GTK_WIDGET (self)));
  HopsoPageArea area = { change->page };
  graphene_rect_t bounds;

  graphene_rect_init (&area.rect, (float) change->box.x1, (float) change->box.y1,
                      (float) (change->box.x2 - change->box.x1),
                      (float) (change->box.y2 - change->box.y1));
  if (!hopso_page_view_get_area_bounds (self->view, &area, &bounds))
    return;
  graphene_rect_inset (&bounds, -(AROUND + width), -(AROUND + width));
  if (!graphene_rect_intersection (&bounds, &sight, NULL))
    return;
  if (change->is_allowed)
    draw_dashes (snapshot, &bounds, width);
  else
    draw_frame (snapshot, &bounds, self->is_after ? &after_colour : &before_colour, width);
}

static void
hopso_change_marks_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HopsoChangeMarks *self = HOPSO_CHANGE_MARKS (widget);

  for (guint i = 0; self->revisions != NULL && i < hopso_revisions_get_n_changes (self->revisions);
       i++)
    draw_change (self, snapshot, i);
}

static void
hopso_change_marks_dispose (GObject *object)
{
  g_clear_object (&HOPSO_CHANGE_MARKS (object)->revisions);
  G_OBJECT_CLASS (hopso_change_marks_parent_class)->dispose (object);
}

static void
hopso_change_marks_class_init (HopsoChangeMarksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_change_marks_dispose;
  widget_class->snapshot = hopso_change_marks_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hopso_change_marks_init (HopsoChangeMarks *self)
{
  self->current = -1;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * hopso_change_marks_new:
 * @view: the pages; must live as long
 * @is_after: whether they show what is there now
 *
 * Returns: (transfer floating): no marks yet
 */
GtkWidget *
hopso_change_marks_new (HopsoPageView *view, gboolean is_after)
{
  HopsoChangeMarks *self = g_object_new (HOPSO_TYPE_CHANGE_MARKS, NULL);

  self->view = view;
  self->is_after = is_after;
  return GTK_WIDGET (self);
}

/**
 * hopso_change_marks_set_revisions:
 * @revisions: (nullable): whose changes are marked
 */
void
hopso_change_marks_set_revisions (HopsoChangeMarks *self, HopsoRevisions *revisions)
{
  g_return_if_fail (HOPSO_IS_CHANGE_MARKS (self));

  g_set_object (&self->revisions, revisions);
  self->current = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_change_marks_set_current:
 * @position: the change that is looked at, or -1
 */
void
hopso_change_marks_set_current (HopsoChangeMarks *self, int position)
{
  g_return_if_fail (HOPSO_IS_CHANGE_MARKS (self));

  self->current = position;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
