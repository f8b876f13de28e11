/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form in a HopsoPageView: where it can be filled, what was filled in since the page was drawn,
 * and the one field that is being filled, in a widget of its own over the page. Main thread. */

#include "hopso-page-view-private.h"

#include "hopso-field-entry.h"

#include <math.h>
#include <string.h>

static const GdkRGBA hint = { 0.11f, 0.44f, 0.85f, 0.10f };
static const GdkRGBA hint_edge = { 0.11f, 0.44f, 0.85f, 0.45f };
static const GdkRGBA paper = { 1, 1, 1, 1 };
static const GdkRGBA night_paper = { 0.11f, 0.11f, 0.11f, 1 };
static const GdkRGBA ink = { 0, 0, 0, 1 };
static const GdkRGBA night_ink = { 0.93f, 0.93f, 0.93f, 1 };

static gboolean
get_bounds (HopsoPageView *self, const HopsoFormPlace *place, graphene_rect_t *bounds)
{
  HopsoPageArea area = { (guint) place->page };

  graphene_rect_init (&area.rect, (float) place->box.x1, (float) place->box.y1,
                      (float) (place->box.x2 - place->box.x1),
                      (float) (place->box.y2 - place->box.y1));
  return hopso_page_view_get_area_bounds (self, &area, bounds);
}

static char *
dup_shown (const HopsoFormField *field, const char *const *values)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint i = 0; values[i] != NULL; i++)
    {
      const char *words = values[i];

      for (guint j = 0; field->kind == HOPSO_FORM_CHOICE && field->options[j] != NULL; j++)
        if (strcmp (field->options[j], values[i]) == 0)
          words = field->option_words[j];
      g_string_append_printf (shown, "%s%s", i > 0 ? "\n" : "", words);
    }
  return g_strdup (shown->str);
}

static void
draw_text (HopsoPageView *self,
           GtkSnapshot *snapshot,
           const HopsoPageFieldsItem *item,
           const char *text,
           const graphene_rect_t *bounds)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const double zoom = hopso_page_view_get_zoom (self);
  const double high = bounds->size.height;
  const double size = item->place->size > 0     ? item->place->size * zoom
                      : item->field->has_lines  ? 11 * zoom
                      : item->field->is_several ? 11 * zoom
                                                : 0.7 * high;
  int height;
  float y;

  pango_attr_list_insert (attributes, pango_attr_size_new_absolute ((int) (size * PANGO_SCALE)));
  pango_layout_set_attributes (layout, attributes);
  if (item->field->has_lines)
    pango_layout_set_width (layout, (int) (bounds->size.width * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &height);
  y = item->field->has_lines ? 2 : (float) (high - height) / 2;
  gtk_snapshot_push_clip (snapshot, bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (bounds->origin.x + 2, bounds->origin.y + y));
  gtk_snapshot_append_layout (snapshot, layout, self->is_night ? &night_ink : &ink);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
draw_button (HopsoPageView *self,
             GtkSnapshot *snapshot,
             gboolean is_on,
             const graphene_rect_t *bounds)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  const double side = MIN (bounds->size.width, bounds->size.height);
  const double x = bounds->origin.x + (bounds->size.width - side) / 2;
  const double y = bounds->origin.y + (bounds->size.height - side) / 2;

  gdk_cairo_set_source_rgba (cr, self->is_night ? &night_ink : &ink);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 1.5, y + 1.5, side - 3, side - 3);
  cairo_stroke (cr);
  if (is_on)
    {
      cairo_set_line_width (cr, side / 8);
      cairo_move_to (cr, x + 0.22 * side, y + 0.52 * side);
      cairo_line_to (cr, x + 0.42 * side, y + 0.74 * side);
      cairo_line_to (cr, x + 0.80 * side, y + 0.26 * side);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

/* The page was drawn as the document is; what was filled in since is drawn over it. */
static void
draw_value (HopsoPageView *self,
            GtkSnapshot *snapshot,
            const HopsoPageFieldsItem *item,
            const graphene_rect_t *bounds)
{
  const HopsoFormField *field = item->field;
  const char *const *values =
      hopso_form_draft_get_values (hopso_page_fields_get_draft (self->fields), field->name);
  g_autofree char *text = NULL;

  if (g_strv_equal (values, (const char *const *) field->values))
    return;
  gtk_snapshot_append_color (snapshot, self->is_night ? &night_paper : &paper, bounds);
  if (field->kind == HOPSO_FORM_CHECK || field->kind == HOPSO_FORM_RADIO)
    {
      draw_button (self, snapshot, hopso_form_field_is_on (field, item->place, values), bounds);
      return;
    }
  text = dup_shown (field, values);
  draw_text (self, snapshot, item, text, bounds);
}

static void
draw_hint (GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  const float widths[] = { 1, 1, 1, 1 };
  const GdkRGBA colours[] = { hint_edge, hint_edge, hint_edge, hint_edge };
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, &hint, bounds);
  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/* Draws the fields of a page that can be filled. */
void
hopso_page_view_draw_fields (HopsoPageView *self, GtkSnapshot *snapshot, guint page)
{
  guint n;

  if (self->fields == NULL)
    return;
  n = hopso_page_fields_get_n_items (self->fields);
  for (guint i = hopso_page_fields_find_page (self->fields, page); i < n; i++)
    {
      const HopsoPageFieldsItem *item = hopso_page_fields_get_item (self->fields, i);
      graphene_rect_t bounds;

      if (item->place->page != (int) page)
        break;
      if (!get_bounds (self, item->place, &bounds))
        continue;
      draw_value (self, snapshot, item, &bounds);
      if (self->mode != HOPSO_PAGE_MODE_PRESENTATION)
        draw_hint (snapshot, &bounds);
    }
}

/* The field at a place of the view, or -1. */
int
hopso_page_view_find_field (HopsoPageView *self, double x, double y)
{
  graphene_point_t point;
  guint page;

  if (self->fields == NULL || self->layout == NULL || self->mode == HOPSO_PAGE_MODE_PRESENTATION ||
      !hopso_page_view_find_point (self, x, y, &page, &point))
    return -1;
  return hopso_page_fields_find (self->fields, page, point.x, point.y);
}

/* Whether a place of the view belongs to the widget over the page. */
gboolean
hopso_page_view_is_in_entry (HopsoPageView *self, double x, double y)
{
  GtkWidget *picked;

  if (self->entry == NULL)
    return FALSE;
  picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  return picked != NULL && (picked == self->entry || gtk_widget_is_ancestor (picked, self->entry));
}

/* Ends the filling of one field. */
void
hopso_page_view_leave_field (HopsoPageView *self)
{
  if (self->entry == NULL)
    return;
  hopso_form_draft_end_step (hopso_page_fields_get_draft (self->fields));
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
done_cb (HopsoPageView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  hopso_page_view_leave_field (self);
}

static void
move_cb (HopsoPageView *self, int by)
{
  if (hopso_page_view_focus_field (self, by))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  hopso_page_view_leave_field (self);
  self->field = -1;
  self->is_past_fields = TRUE;
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                          by > 0 ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD);
  self->is_past_fields = FALSE;
}

static gboolean
is_in_sight (HopsoPageView *self, const graphene_rect_t *bounds)
{
  return bounds->origin.x >= 0 && bounds->origin.y >= 0 &&
         bounds->origin.x + bounds->size.width <=
             (float) gtk_widget_get_width (GTK_WIDGET (self)) &&
         bounds->origin.y + bounds->size.height <=
             (float) gtk_widget_get_height (GTK_WIDGET (self));
}

static void
reveal (HopsoPageView *self, const HopsoFormPlace *place)
{
  graphene_rect_t bounds;
  HopsoPageArea area = { (guint) place->page };

  if (get_bounds (self, place, &bounds) && is_in_sight (self, &bounds))
    return;
  graphene_rect_init (&area.rect, (float) place->box.x1, (float) place->box.y1,
                      (float) (place->box.x2 - place->box.x1),
                      (float) (place->box.y2 - place->box.y1));
  hopso_page_view_reveal (self, &area);
}

/* Begins to fill one field. */
void
hopso_page_view_enter_field (HopsoPageView *self, int index)
{
  const HopsoPageFieldsItem *item = hopso_page_fields_get_item (self->fields, (guint) index);

  hopso_page_view_leave_field (self);
  hopso_page_view_unfocus_link (self);
  self->field = index;
  reveal (self, item->place);
  self->entry =
      hopso_field_entry_new (hopso_page_fields_get_draft (self->fields), item->field, item->place);
  hopso_field_entry_set_zoom (HOPSO_FIELD_ENTRY (self->entry), hopso_page_view_get_zoom (self));
  if (!self->is_night)
    gtk_widget_add_css_class (self->entry, "on-paper");
  g_signal_connect_object (self->entry, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_before (self->entry, GTK_WIDGET (self), self->retry);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);
}

/* A pointer presses a field: a button changes at once. */
gboolean
hopso_page_view_press_field (HopsoPageView *self, double x, double y)
{
  const int index = hopso_page_view_find_field (self, x, y);
  const HopsoPageFieldsItem *item;
  HopsoFormDraft *draft;
  const char *const *values;

  if (index < 0)
    return FALSE;
  item = hopso_page_fields_get_item (self->fields, (guint) index);
  draft = hopso_page_fields_get_draft (self->fields);
  values = hopso_form_draft_get_values (draft, item->field->name);
  hopso_page_view_enter_field (self, index);
  if (item->field->kind == HOPSO_FORM_CHECK || item->field->kind == HOPSO_FORM_RADIO)
    {
      const gboolean is_on = hopso_form_field_is_on (item->field, item->place, values);

      hopso_form_draft_set_value (draft, item->field->name, is_on ? "Off" : item->place->state,
                                  NULL);
      hopso_form_draft_end_step (draft);
    }
  return TRUE;
}

/* Whether the field that was filled last is on a page that is seen. */
static gboolean
is_on_pages (HopsoPageView *self, guint first, guint last)
{
  int page;

  if (self->field < 0)
    return FALSE;
  page = hopso_page_fields_get_item (self->fields, (guint) self->field)->place->page;
  return page >= (int) first && page <= (int) last;
}

/* Goes on to the next field or the one before; from the page, to the first or last one of what is
 * seen. */
gboolean
hopso_page_view_focus_field (HopsoPageView *self, int by)
{
  guint first, last, n, begin;

  if (self->fields == NULL || self->is_past_fields ||
      !hopso_page_view_get_shown (self, &first, &last))
    return FALSE;
  if (self->entry == NULL && !is_on_pages (self, first, last))
    self->field = -1;
  n = hopso_page_fields_get_n_items (self->fields);
  if (self->field < 0)
    {
      begin = hopso_page_fields_find_page (self->fields, by > 0 ? first : last + 1);
      self->field = by > 0 ? (int) begin - 1 : (int) begin;
    }
  if (self->field + by < 0 || self->field + by >= (int) n)
    return FALSE;
  hopso_page_view_enter_field (self, self->field + by);
  return TRUE;
}

/* Over its field, and not smaller than can be used. */
void
hopso_page_view_allocate_entry (HopsoPageView *self)
{
  const HopsoFormPlace *place;
  graphene_rect_t bounds;
  int min_width, min_height;
  float width, height;

  if (self->entry == NULL)
    return;
  place = hopso_page_fields_get_item (self->fields, (guint) self->field)->place;
  gtk_widget_set_child_visible (self->entry, get_bounds (self, place, &bounds));
  if (!gtk_widget_get_child_visible (self->entry))
    return;
  hopso_field_entry_set_zoom (HOPSO_FIELD_ENTRY (self->entry), hopso_page_view_get_zoom (self));
  gtk_widget_measure (self->entry, GTK_ORIENTATION_HORIZONTAL, -1, &min_width, NULL, NULL, NULL);
  width = MAX (bounds.size.width, (float) min_width);
  gtk_widget_measure (self->entry, GTK_ORIENTATION_VERTICAL, (int) width, &min_height, NULL, NULL,
                      NULL);
  height = MAX (bounds.size.height, (float) min_height);
  gtk_widget_size_allocate (
      self->entry,
      &(GtkAllocation){ (int) floorf (bounds.origin.x - (width - bounds.size.width) / 2),
                        (int) floorf (bounds.origin.y - (height - bounds.size.height) / 2),
                        (int) ceilf (width), (int) ceilf (height) },
      -1);
}

static void
draft_changed_cb (HopsoFormDraft *draft, const char *name, HopsoPageView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_page_view_set_draft:
 * @draft: (nullable): of the form of the document that is shown
 *
 * Lets people fill the form where it stands on the pages.
 */
void
hopso_page_view_set_draft (HopsoPageView *self, HopsoFormDraft *draft)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  hopso_page_view_leave_field (self);
  if (self->fields != NULL)
    g_signal_handlers_disconnect_by_func (hopso_page_fields_get_draft (self->fields),
                                          draft_changed_cb, self);
  g_clear_pointer (&self->fields, hopso_page_fields_free);
  self->field = -1;
  if (draft != NULL)
    {
      self->fields = hopso_page_fields_new (draft);
      g_signal_connect_object (draft, "changed", G_CALLBACK (draft_changed_cb), self, 0);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * hopso_page_view_reveal_field:
 * @name: of a field
 *
 * Shows where it is.
 */
void
hopso_page_view_reveal_field (HopsoPageView *self, const char *name)
{
  int index;

  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  index = self->fields != NULL ? hopso_page_fields_find_name (self->fields, name) : -1;
  if (index >= 0)
    reveal (self, hopso_page_fields_get_item (self->fields, (guint) index)->place);
}
