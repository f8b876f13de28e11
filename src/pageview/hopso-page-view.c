/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widget: its document, properties and public doors. What is where is worked out in
 * hopso-page-view-desk.c; the other files of the same name begin with what they do. Main thread. */

#include "hopso-page-view.h"

#include "hopso-page-view-private.h"

#include <glib/gi18n-lib.h>

static void hopso_page_view_scrollable_init (GtkScrollableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoPageView,
                               hopso_page_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE,
                                                      hopso_page_view_scrollable_init))

/* The name of the view for those who do not see it. */
static void
tell_page (HopsoPageView *self)
{
  g_autofree char *words =
      g_strdup_printf (_ ("Page %u of %u"), self->page + 1, hopso_page_view_get_n_pages (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
hopso_page_view_set_page (HopsoPageView *self, guint page)
{
  if (self->page == page)
    return;
  self->page = page;
  tell_page (self);
  g_object_notify (G_OBJECT (self), "page");
}

/* After going, or leaving a spot to go back to. */
void
hopso_page_view_notify_history (HopsoPageView *self)
{
  g_object_notify (G_OBJECT (self), "can-go-back");
  g_object_notify (G_OBJECT (self), "can-go-forward");
}

static void
hopso_page_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  hopso_page_view_lay_out (HOPSO_PAGE_VIEW (widget), width, height);
}

static void
hopso_page_view_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
}

static void
hopso_page_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_page_view_parent_class)->map (widget);
  hopso_page_view_update_pictures (HOPSO_PAGE_VIEW (widget));
}

static void
hopso_page_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_page_view_parent_class)->unmap (widget);
  hopso_page_view_drop_pictures (HOPSO_PAGE_VIEW (widget));
}

static gboolean
settling_cb (gpointer user_data)
{
  HopsoPageView *self = user_data;

  self->settling = 0;
  g_signal_emit_by_name (self, "settled");
  return G_SOURCE_REMOVE;
}

/* Told once, when the screen has it. */
static void
note_settled (HopsoPageView *self)
{
  if (self->is_settled ||
      !(hopso_page_view_is_sharp (self) || gtk_widget_get_visible (self->retry)))
    return;
  self->is_settled = TRUE;
  self->settling = g_idle_add (settling_cb, self);
}

static void
hopso_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (widget);

  if (self->layout != NULL)
    {
      hopso_page_view_draw (self, snapshot);
      note_settled (self);
    }
  GTK_WIDGET_CLASS (hopso_page_view_parent_class)->snapshot (widget, snapshot);
}

/* Tab goes through the fields of a form and the links that are seen before it leaves. */
static gboolean
hopso_page_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (widget);
  const gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && gtk_widget_has_focus (widget) && self->link_index < 0 &&
      hopso_page_view_focus_field (self, direction == GTK_DIR_TAB_FORWARD ? 1 : -1))
    return TRUE;
  if (is_tab && gtk_widget_has_focus (widget) &&
      hopso_page_view_focus_link (self, direction == GTK_DIR_TAB_FORWARD ? 1 : -1))
    return TRUE;
  return GTK_WIDGET_CLASS (hopso_page_view_parent_class)->focus (widget, direction);
}

static void
scale_cb (HopsoPageView *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
picture_changed_cb (HopsoPagePictures *pictures, guint page, HopsoPageView *self)
{
  graphene_rect_t ink;

  if (self->is_ink_awaited && page == self->page &&
      hopso_page_pictures_find_ink (pictures, page, &ink))
    {
      self->is_ink_awaited = FALSE;
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
  hopso_page_view_update_pictures (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static HopsoPageLayout *
layout_new (HopsoPageView *self, HopsoPdfDocument *document)
{
  const guint n = hopso_pdf_document_get_n_pages (document);
  g_autofree double *sizes = g_new (double, 2 * (gsize) n);
  HopsoPageLayout *layout;

  for (guint i = 0; i < n; i++)
    hopso_pdf_document_get_page_size (document, i, &sizes[2 * i], &sizes[2 * i + 1]);
  layout = hopso_page_layout_new (n, sizes);
  hopso_page_layout_set_mode (layout, self->mode);
  hopso_page_layout_set_rotation (layout, self->rotation);
  hopso_page_layout_set_window (layout, gtk_widget_get_width (GTK_WIDGET (self)),
                                gtk_widget_get_height (GTK_WIDGET (self)));
  return layout;
}

/* What is seen stays where it is. */
static void
sizes_changed_cb (HopsoPdfDocument *document, HopsoPageView *self)
{
  const double zoom = hopso_page_layout_get_zoom (self->layout);

  hopso_page_layout_free (self->layout);
  self->layout = layout_new (self, document);
  hopso_page_layout_set_current (self->layout, self->page);
  hopso_page_layout_set_zoom (self->layout, zoom, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  /* The place of the view itself stays: waiting for GTK to give it anew has left it without one. */
  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    hopso_page_view_lay_out (self, gtk_widget_get_width (GTK_WIDGET (self)),
                             gtk_widget_get_height (GTK_WIDGET (self)));
  hopso_page_view_moved (self);
}

/* Layers of the document were shown or hidden. */
static void
layers_changed_cb (HopsoPdfDocument *document, HopsoPageView *self)
{
  hopso_page_pictures_outdate (self->pictures);
  hopso_page_view_update_pictures (self);
}

/**
 * hopso_page_view_new:
 *
 * Returns: (transfer floating): an empty view
 */
GtkWidget *
hopso_page_view_new (void)
{
  return g_object_new (HOPSO_TYPE_PAGE_VIEW, NULL);
}

/* What belonged to the document before. */
static void
hopso_page_view_forget_text (HopsoPageView *self)
{
  if (self->facts != NULL)
    g_signal_handlers_disconnect_by_func (self->facts, hopso_page_view_facts_changed_cb, self);
  g_clear_object (&self->facts);
  hopso_page_view_select_end (self);
  hopso_page_view_clear_selection (self);
  hopso_page_view_set_hits (self, NULL, 0);
  self->has_caret = FALSE;
  self->has_current_hit = FALSE;
  self->is_reveal_awaited = FALSE;
  self->link_index = -1;
  hopso_page_view_set_draft (self, NULL);
}

/**
 * hopso_page_view_set_document:
 * @document: (nullable): what to show, from its first page on
 */
void
hopso_page_view_set_document (HopsoPageView *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->document == document)
    return;
  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->document, sizes_changed_cb, self);
      g_signal_handlers_disconnect_by_func (self->document, layers_changed_cb, self);
    }
  g_set_object (&self->document, document);
  g_clear_handle_id (&self->slow, g_source_remove);
  g_clear_handle_id (&self->settling, g_source_remove);
  self->is_settled = FALSE;
  g_clear_pointer (&self->layout, hopso_page_layout_free);
  if (self->pictures != NULL)
    g_signal_handlers_disconnect_by_func (self->pictures, picture_changed_cb, self);
  g_clear_object (&self->pictures);
  hopso_page_view_forget_text (self);
  if (document != NULL)
    {
      self->layout = layout_new (self, document);
      self->pictures = hopso_page_pictures_new (document);
      hopso_page_pictures_set_is_night (self->pictures, self->is_night);
      self->facts = hopso_page_facts_new (document);
      g_signal_connect_object (self->facts, "changed",
                               G_CALLBACK (hopso_page_view_facts_changed_cb), self, 0);
      g_signal_connect_object (self->pictures, "changed", G_CALLBACK (picture_changed_cb), self, 0);
      g_signal_connect_object (document, "sizes-changed", G_CALLBACK (sizes_changed_cb), self, 0);
      g_signal_connect_object (document, "layers-changed", G_CALLBACK (layers_changed_cb), self, 0);
      hopso_pdf_document_load_sizes_async (document, NULL, NULL, NULL);
    }
  self->spot = (HopsoPageSpot){ 0, 0.5, -0.05 };
  self->page = 0;
  self->travel = 1;
  self->is_ink_awaited = self->fit == HOPSO_PAGE_FIT_VISIBLE;
  hopso_page_history_clear (self->history);
  hopso_page_view_notify_history (self);
  tell_page (self);
  g_object_notify (G_OBJECT (self), "n-pages");
  g_object_notify (G_OBJECT (self), "page");
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * hopso_page_view_get_document:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
HopsoPdfDocument *
hopso_page_view_get_document (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), NULL);

  return self->document;
}

/**
 * hopso_page_view_get_n_pages:
 *
 * Returns: of the document, 0 without one
 */
guint
hopso_page_view_get_n_pages (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), 0);

  return self->layout != NULL ? hopso_page_layout_get_n_pages (self->layout) : 0;
}

/**
 * hopso_page_view_get_page:
 *
 * Returns: the current page, from 0
 */
guint
hopso_page_view_get_page (HopsoPageView *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_VIEW (self), 0);

  return self->page;
}

/**
 * hopso_page_view_retry:
 *
 * Asks again for pages that could not be drawn.
 */
void
hopso_page_view_retry (HopsoPageView *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_VIEW (self));

  if (self->pictures == NULL)
    return;
  hopso_page_pictures_retry (self->pictures);
  hopso_page_view_update_pictures (self);
}

static void
hopso_page_view_dispose (GObject *object)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (object);

  hopso_page_view_set_document (self, NULL);
  hopso_page_view_set_draft (self, NULL);
  hopso_page_view_remove_layers (self);
  g_clear_pointer (&self->retry, gtk_widget_unparent);
  for (guint i = 0; i < 2; i++)
    g_clear_object (&self->adjustments[i]);
  G_OBJECT_CLASS (hopso_page_view_parent_class)->dispose (object);
}

static void
hopso_page_view_finalize (GObject *object)
{
  HopsoPageView *self = HOPSO_PAGE_VIEW (object);

  hopso_page_history_free (self->history);
  g_array_unref (self->hits);
  G_OBJECT_CLASS (hopso_page_view_parent_class)->finalize (object);
}

static void
hopso_page_view_class_init (HopsoPageViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = hopso_page_view_dispose;
  object_class->finalize = hopso_page_view_finalize;
  widget_class->focus = hopso_page_view_focus;
  widget_class->map = hopso_page_view_map;
  widget_class->measure = hopso_page_view_measure;
  widget_class->size_allocate = hopso_page_view_size_allocate;
  widget_class->snapshot = hopso_page_view_snapshot;
  widget_class->unmap = hopso_page_view_unmap;
  hopso_page_view_install_properties (object_class);
  gtk_widget_class_set_css_name (widget_class, "pageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  hopso_page_view_bind_keys (widget_class);

  /**
   * HopsoPageView::settled:
   *
   * What was seen first of the document is on the screen: there is time for other things.
   */
  g_signal_new ("settled", HOPSO_TYPE_PAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);

  /**
   * HopsoPageView::outside:
   * @target: (type gpointer): a #HopsoPdfTarget
   *
   * A link leads out of the document, or is one that is not followed: nothing has been done.
   */
  g_signal_new ("outside", HOPSO_TYPE_PAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
hopso_page_view_scrollable_init (GtkScrollableInterface *iface)
{
}

/* Stands where pages could not be drawn: what happened, and a button to try again. */
static GtkWidget *
retry_new (HopsoPageView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("Try again"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "retry");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (hopso_page_view_retry), self,
                           G_CONNECT_SWAPPED);
  self->retry_label = GTK_LABEL (label);
  gtk_widget_set_visible (box, FALSE);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

static void
hopso_page_view_init (HopsoPageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->fit = HOPSO_PAGE_FIT_READING;
  self->field = -1;
  self->history = hopso_page_history_new ();
  self->hits = g_array_new (FALSE, FALSE, sizeof (HopsoPageRange));
  self->retry = retry_new (self);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  hopso_page_view_init_input (self);
  hopso_page_view_init_links (self);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_cb), NULL);
}
