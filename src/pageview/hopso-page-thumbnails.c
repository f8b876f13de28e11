/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of a document, small. The list makes widgets for what is near the screen only, and of
 * those only what is seen is drawn, after everything that people read. Main thread. */

#include "hopso-page-thumbnails.h"

#include "hopso-page-list.h"
#include "hopso-page-paint.h"
#include "hopso-page-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In logical pixels: a sheet of A4 fills it. */
#define WIDTH  120
#define HEIGHT 170

#define BUDGET ((gsize) 12 * 1024 * 1024)

struct _HopsoPageThumbnails
{
  GtkWidget parent_instance;

  HopsoPageView *view;           /* owned, nullable */
  HopsoPdfDocument *document;    /* owned, nullable */
  HopsoPagePictures *pictures;   /* owned, nullable: there are some with the document */
  GtkWidget *scroller;           /* owned by being a child */
  GtkGridView *grid;             /* borrowed: in the scroller */
  GtkSingleSelection *selection; /* owned by the grid */
  GHashTable *cells;             /* owned: page → GtkListItem (borrowed: while bound) */
  char **labels;                 /* owned, nullable */
  gboolean is_stale;             /* the list is to be made when somebody looks */
  guint update;                  /* tick, or 0: what is seen is asked for when it fires */
  guint n_frames;                /* for which it is still to fire */
};

G_DEFINE_FINAL_TYPE (HopsoPageThumbnails, hopso_page_thumbnails, GTK_TYPE_WIDGET)

static GtkPicture *
get_picture (GtkListItem *cell)
{
  return GTK_PICTURE (gtk_widget_get_first_child (gtk_list_item_get_child (cell)));
}

/* In logical pixels. */
static void
get_size (HopsoPageThumbnails *self, guint page, int *width, int *height)
{
  double width_pt;
  double height_pt;
  double zoom;

  hopso_pdf_document_get_page_size (self->document, page, &width_pt, &height_pt);
  zoom = MIN (WIDTH / width_pt, HEIGHT / height_pt);
  *width = (int) MAX (1, round (width_pt * zoom));
  *height = (int) MAX (1, round (height_pt * zoom));
}

/* On a fine screen a texture has more pixels than it is to be large. */
static GdkPaintable *
scale (HopsoPageThumbnails *self, GdkTexture *texture, float width, float height)
{
  const graphene_size_t size = { width, height };
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  hopso_page_paint (GTK_WIDGET (self), snapshot, texture,
                    &GRAPHENE_RECT_INIT (0, 0, width, height));
  return gtk_snapshot_free_to_paintable (snapshot, &size);
}

static void
show_picture (HopsoPageThumbnails *self, guint page, GtkListItem *cell)
{
  GdkTexture *texture = hopso_page_pictures_get_page (self->pictures, page, NULL);
  g_autoptr (GdkPaintable) paintable = NULL;
  int width;
  int height;

  get_size (self, page, &width, &height);
  gtk_widget_set_size_request (GTK_WIDGET (get_picture (cell)), width, height);
  if (texture != NULL)
    paintable = scale (self, texture, (float) width, (float) height);
  gtk_picture_set_paintable (get_picture (cell), paintable);
}

static void
want_picture (HopsoPageThumbnails *self, guint page)
{
  const int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  HopsoPdfView view;
  int width;
  int height;

  get_size (self, page, &width, &height);
  hopso_pdf_view_init (&view, page, (guint) (width * scale), (guint) (height * scale));
  hopso_page_pictures_want (self->pictures, &view, HOPSO_PDF_PRIORITY_THUMBNAIL);
}

static gboolean
is_seen (HopsoPageThumbnails *self, GtkListItem *cell)
{
  GtkWidget *child = gtk_list_item_get_child (cell);
  const float height = (float) gtk_widget_get_height (self->scroller);
  graphene_rect_t bounds;

  return child != NULL && gtk_widget_compute_bounds (child, self->scroller, &bounds) &&
         bounds.origin.y < height && bounds.origin.y + bounds.size.height > 0;
}

/* Asks for the pages that are seen, from the first to the last, and for no others any more. */
static void
update_pictures (HopsoPageThumbnails *self)
{
  GHashTableIter iter;
  gpointer key;
  gpointer cell;
  guint first = G_MAXUINT;
  guint last = 0;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, &cell))
    {
      if (!is_seen (self, cell))
        continue;
      first = MIN (first, GPOINTER_TO_UINT (key));
      last = MAX (last, GPOINTER_TO_UINT (key));
    }
  if (first > last)
    return;
  hopso_page_pictures_set_shown (self->pictures, first, last);
  hopso_page_pictures_keep_only (self->pictures, first, last);
  for (guint page = first; page <= last; page++)
    {
      GtkListItem *shown = g_hash_table_lookup (self->cells, GUINT_TO_POINTER (page));

      want_picture (self, page);
      if (shown != NULL)
        show_picture (self, page, shown);
    }
}

static gboolean
update_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HopsoPageThumbnails *self = HOPSO_PAGE_THUMBNAILS (widget);

  if (self->pictures != NULL && gtk_widget_get_mapped (widget))
    update_pictures (self);
  if (--self->n_frames > 0)
    return G_SOURCE_CONTINUE;
  self->update = 0;
  return G_SOURCE_REMOVE;
}

/* In the next frame, and in the one after, when all that is new has its place. */
static void
queue_update (HopsoPageThumbnails *self)
{
  self->n_frames = 2;
  if (self->update == 0)
    self->update = gtk_widget_add_tick_callback (GTK_WIDGET (self), update_cb, NULL, NULL);
}

static void
picture_changed_cb (HopsoPageThumbnails *self, guint page)
{
  GtkListItem *cell = g_hash_table_lookup (self->cells, GUINT_TO_POINTER (page));

  if (cell != NULL)
    show_picture (self, page, cell);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, HopsoPageThumbnails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_CONTAIN);
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (picture, GTK_ALIGN_END);
  gtk_widget_set_vexpand (picture, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_size_request (box, WIDTH, HEIGHT);
  gtk_widget_add_css_class (box, "page-thumbnail");
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (cell, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, HopsoPageThumbnails *self)
{
  HopsoPageItem *item = gtk_list_item_get_item (cell);
  GtkWidget *box = gtk_list_item_get_child (cell);
  g_autofree char *label = hopso_page_item_dup_label (item);
  g_autofree char *words = g_strdup_printf (_ ("Page %s"), label);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), label);
  gtk_picture_set_alternative_text (get_picture (cell), words);
  if (gtk_widget_get_parent (box) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_hash_table_insert (self->cells, GUINT_TO_POINTER (hopso_page_item_get_page (item)), cell);
  if (self->pictures != NULL)
    show_picture (self, hopso_page_item_get_page (item), cell);
  queue_update (self);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell, HopsoPageThumbnails *self)
{
  const gpointer key = GUINT_TO_POINTER (hopso_page_item_get_page (gtk_list_item_get_item (cell)));

  if (g_hash_table_lookup (self->cells, key) == cell)
    g_hash_table_remove (self->cells, key);
  gtk_picture_set_paintable (get_picture (cell), NULL);
}

static void
activate_cb (HopsoPageThumbnails *self, guint position)
{
  if (self->view != NULL && position != hopso_page_view_get_page (self->view))
    hopso_page_view_jump (self->view, position, NAN);
}

/* The current page is selected and in sight. */
static void
page_cb (HopsoPageThumbnails *self)
{
  const guint page = hopso_page_view_get_page (self->view);

  if (self->is_stale || gtk_single_selection_get_selected (self->selection) == page)
    return;
  gtk_single_selection_set_selected (self->selection, page);
  gtk_widget_activate_action (GTK_WIDGET (self->grid), "list.scroll-to-item", "u", page);
  queue_update (self);
}

static void
night_cb (HopsoPageThumbnails *self)
{
  if (self->pictures == NULL)
    return;
  hopso_page_pictures_set_is_night (self->pictures, hopso_page_view_get_is_night (self->view));
  queue_update (self);
}

/* A list of thousands waits until somebody looks: most people never do. */
static void
fill (HopsoPageThumbnails *self)
{
  const guint n = self->document != NULL ? hopso_pdf_document_get_n_pages (self->document) : 0;
  g_autoptr (HopsoPageList) pages = NULL;

  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  pages = hopso_page_list_new (n, (const char *const *) self->labels);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (pages));
  if (n > 0)
    page_cb (self);
  queue_update (self);
}

static void
document_cb (HopsoPageThumbnails *self)
{
  HopsoPdfDocument *document =
      self->view != NULL ? hopso_page_view_get_document (self->view) : NULL;

  if (self->document == document)
    return;
  gtk_single_selection_set_model (self->selection, NULL);
  if (self->pictures != NULL)
    g_signal_handlers_disconnect_by_func (self->pictures, picture_changed_cb, self);
  g_clear_object (&self->pictures);
  g_clear_pointer (&self->labels, g_strfreev);
  g_set_object (&self->document, document);
  if (document != NULL)
    {
      self->pictures = hopso_page_pictures_new (document);
      hopso_page_pictures_set_budget (self->pictures, BUDGET);
      g_signal_connect_object (self->pictures, "changed", G_CALLBACK (picture_changed_cb), self,
                               G_CONNECT_SWAPPED);
      night_cb (self);
    }
  fill (self);
}

/**
 * hopso_page_thumbnails_new:
 *
 * Returns: (transfer floating): thumbnails of nothing
 */
GtkWidget *
hopso_page_thumbnails_new (void)
{
  return g_object_new (HOPSO_TYPE_PAGE_THUMBNAILS, NULL);
}

/**
 * hopso_page_thumbnails_set_view:
 * @view: (nullable): whose pages to show; the document that it shows later is followed
 */
void
hopso_page_thumbnails_set_view (HopsoPageThumbnails *self, HopsoPageView *view)
{
  g_return_if_fail (HOPSO_IS_PAGE_THUMBNAILS (self));

  if (self->view == view)
    return;
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->view, document_cb, self);
      g_signal_handlers_disconnect_by_func (self->view, page_cb, self);
      g_signal_handlers_disconnect_by_func (self->view, night_cb, self);
    }
  g_set_object (&self->view, view);
  document_cb (self);
  if (view == NULL)
    return;
  g_signal_connect_object (view, "notify::n-pages", G_CALLBACK (document_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::page", G_CALLBACK (page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::is-night", G_CALLBACK (night_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_page_thumbnails_set_labels:
 * @labels: (nullable): what the document calls its pages, as many as there are
 *
 * Shows them instead of numbers. Another document begins with numbers again.
 */
void
hopso_page_thumbnails_set_labels (HopsoPageThumbnails *self, const char *const *labels)
{
  g_return_if_fail (HOPSO_IS_PAGE_THUMBNAILS (self));

  g_strfreev (self->labels);
  self->labels = g_strdupv ((char **) labels);
  fill (self);
}

static void
hopso_page_thumbnails_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_page_thumbnails_parent_class)->map (widget);
  if (HOPSO_PAGE_THUMBNAILS (widget)->is_stale)
    fill (HOPSO_PAGE_THUMBNAILS (widget));
  queue_update (HOPSO_PAGE_THUMBNAILS (widget));
}

/* Small as they are, nobody sees them. */
static void
hopso_page_thumbnails_unmap (GtkWidget *widget)
{
  HopsoPageThumbnails *self = HOPSO_PAGE_THUMBNAILS (widget);
  GHashTableIter iter;
  gpointer cell;

  GTK_WIDGET_CLASS (hopso_page_thumbnails_parent_class)->unmap (widget);
  if (self->pictures == NULL)
    return;
  hopso_page_pictures_drop_all (self->pictures);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    gtk_picture_set_paintable (get_picture (cell), NULL);
}

static gboolean
hopso_page_thumbnails_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HOPSO_PAGE_THUMBNAILS (widget)->grid));
}

static void
hopso_page_thumbnails_dispose (GObject *object)
{
  HopsoPageThumbnails *self = HOPSO_PAGE_THUMBNAILS (object);

  if (self->scroller != NULL)
    hopso_page_thumbnails_set_view (self, NULL);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (hopso_page_thumbnails_parent_class)->dispose (object);
}

static void
hopso_page_thumbnails_finalize (GObject *object)
{
  g_hash_table_unref (HOPSO_PAGE_THUMBNAILS (object)->cells);
  G_OBJECT_CLASS (hopso_page_thumbnails_parent_class)->finalize (object);
}

static void
hopso_page_thumbnails_class_init (HopsoPageThumbnailsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = hopso_page_thumbnails_dispose;
  object_class->finalize = hopso_page_thumbnails_finalize;
  widget_class->map = hopso_page_thumbnails_map;
  widget_class->unmap = hopso_page_thumbnails_unmap;
  widget_class->grab_focus = hopso_page_thumbnails_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "pagethumbnails");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkListItemFactory *
factory_new (HopsoPageThumbnails *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  return factory;
}

static void
hopso_page_thumbnails_init (HopsoPageThumbnails *self)
{
  GtkAdjustment *down;

  self->cells = g_hash_table_new (NULL, NULL);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->grid =
      GTK_GRID_VIEW (gtk_grid_view_new (GTK_SELECTION_MODEL (self->selection), factory_new (self)));
  gtk_grid_view_set_max_columns (self->grid, 3);
  gtk_grid_view_set_single_click_activate (self->grid, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pages"), -1);
  g_signal_connect_object (self->grid, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->grid));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  down = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (down, "value-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (down, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
}
