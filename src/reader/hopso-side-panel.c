/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The panel beside the pages. Its lists make widgets only for the rows in sight; what it tells of
 * the document is asked for when the document is there, below everything that is drawn. Main
 * thread. */

#include "hopso-side-panel.h"

#include "hopso-page-thumbnails.h"
#include "hopso-panel-switcher.h"
#include "hopso-pdf-reading.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _HopsoSidePanel
{
  AdwBin parent_instance;

  HopsoPageView *view;       /* owned, nullable */
  GCancellable *cancellable; /* owned, nullable: nothing is asked */

  GtkStack *stack;
  HopsoPageThumbnails *thumbnails;
  GtkStack *contents_stack;
  GtkListView *contents_list;
  GtkStack *hits_stack;
  GtkListView *hits_list;
};

G_DEFINE_FINAL_TYPE (HopsoSidePanel, hopso_side_panel, ADW_TYPE_BIN)

static guint hit_activated_signal;

/* --- the table of contents ---------------------------------------------------------------------
 */

static GListModel *
list_children (gpointer item, gpointer user_data)
{
  GListModel *children = hopso_pdf_outline_item_get_children (item);

  return children != NULL && g_list_model_get_n_items (children) > 0 ? g_object_ref (children)
                                                                     : NULL;
}

static void
set_up_entry_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (row, expander);
}

static void
bind_entry_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  GtkTreeListRow *tree_row = gtk_list_item_get_item (row);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (row));
  g_autoptr (HopsoPdfOutlineItem) item = gtk_tree_list_row_get_item (tree_row);

  gtk_tree_expander_set_list_row (expander, tree_row);
  gtk_label_set_text (GTK_LABEL (gtk_tree_expander_get_child (expander)),
                      hopso_pdf_outline_item_get_title (item));
}

static void
entry_activated_cb (GtkListView *list, guint position, HopsoSidePanel *self)
{
  g_autoptr (GtkTreeListRow) row =
      g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);
  g_autoptr (HopsoPdfOutlineItem) item = gtk_tree_list_row_get_item (row);

  hopso_page_view_follow (self->view, hopso_pdf_outline_item_get_target (item));
}

static void
show_contents (HopsoSidePanel *self, GListModel *outline)
{
  gboolean is_empty = outline == NULL || g_list_model_get_n_items (outline) == 0;
  g_autoptr (GtkTreeListModel) tree = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_stack_set_visible_child_name (self->contents_stack, is_empty ? "none" : "list");
  if (!is_empty)
    {
      tree =
          gtk_tree_list_model_new (g_object_ref (outline), FALSE, FALSE, list_children, NULL, NULL);
      selection =
          GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&tree))));
    }
  gtk_list_view_set_model (self->contents_list, selection);
}

static void
outline_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSidePanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) outline =
      hopso_pdf_document_outline_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->view != NULL)
    show_contents (self, outline);
}

static void
labels_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSidePanel) self = user_data;
  g_auto (GStrv) labels =
      hopso_pdf_document_labels_finish (HOPSO_PDF_DOCUMENT (source), result, NULL);

  if (labels != NULL && self->view != NULL)
    hopso_page_thumbnails_set_labels (self->thumbnails, (const char *const *) labels);
}

/* --- what was found -----------------------------------------------------------------------------
 */

static void
set_up_hit_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *words = gtk_label_new (NULL);
  GtkWidget *page = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (page), 0);
  gtk_widget_add_css_class (page, "dim-label");
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), page);
  gtk_list_item_set_child (row, box);
}

static void
bind_hit_cb (GtkListItemFactory *factory, GtkListItem *row)
{
  HopsoPdfHit *hit = gtk_list_item_get_item (row);
  GtkWidget *words = gtk_widget_get_first_child (gtk_list_item_get_child (row));
  GtkWidget *page = gtk_widget_get_next_sibling (words);
  const char *before = hopso_pdf_hit_get_before (hit);
  const char *match = hopso_pdf_hit_get_match (hit);
  g_autofree char *line = g_strconcat (before, match, hopso_pdf_hit_get_after (hit), NULL);
  g_autofree char *number = g_strdup_printf (_ ("Page %u"), hopso_pdf_hit_get_page (hit) + 1);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  weight->start_index = (guint) strlen (before);
  weight->end_index = weight->start_index + (guint) strlen (match);
  pango_attr_list_insert (attributes, weight);
  gtk_label_set_text (GTK_LABEL (words), line);
  gtk_label_set_attributes (GTK_LABEL (words), attributes);
  gtk_label_set_text (GTK_LABEL (page), number);
}

static void
hit_activated_cb (GtkListView *list, guint position, HopsoSidePanel *self)
{
  g_signal_emit (self, hit_activated_signal, 0, position);
}

/**
 * hopso_side_panel_set_find:
 * @find: (nullable): what is being looked for
 */
void
hopso_side_panel_set_find (HopsoSidePanel *self, HopsoPdfFind *find)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  if (find != NULL)
    selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (find))));
  gtk_list_view_set_model (self->hits_list, selection);
  gtk_stack_set_visible_child_name (self->hits_stack, find != NULL ? "list" : "none");
}

/* --- the object ------------------------------------------------------------------------------- */

static void
stop_asking (HopsoSidePanel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
hopso_side_panel_dispose (GObject *object)
{
  HopsoSidePanel *self = HOPSO_SIDE_PANEL (object);

  stop_asking (self);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (hopso_side_panel_parent_class)->dispose (object);
}

static void
hopso_side_panel_class_init (HopsoSidePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_side_panel_dispose;
  g_type_ensure (HOPSO_TYPE_PAGE_THUMBNAILS);
  g_type_ensure (HOPSO_TYPE_PANEL_SWITCHER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/reader/hopso-side-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, contents_stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, contents_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, hits_stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoSidePanel, hits_list);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, hit_activated_cb);

  /**
   * HopsoSidePanel::hit-activated:
   * @index: of the places that were found
   *
   * People want to go there.
   */
  hit_activated_signal = g_signal_new ("hit-activated", HOPSO_TYPE_SIDE_PANEL, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
set_factory (GtkListView *list, GCallback set_up, GCallback bind)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", set_up, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  gtk_list_view_set_factory (list, factory);
}

static void
hopso_side_panel_init (HopsoSidePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_factory (self->contents_list, G_CALLBACK (set_up_entry_cb), G_CALLBACK (bind_entry_cb));
  set_factory (self->hits_list, G_CALLBACK (set_up_hit_cb), G_CALLBACK (bind_hit_cb));
}

/**
 * hopso_side_panel_new:
 *
 * Returns: (transfer floating): a panel that knows nothing yet
 */
GtkWidget *
hopso_side_panel_new (void)
{
  return g_object_new (HOPSO_TYPE_SIDE_PANEL, NULL);
}

/**
 * hopso_side_panel_set_view:
 * @view: what is beside the panel
 */
void
hopso_side_panel_set_view (HopsoSidePanel *self, HopsoPageView *view)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  g_set_object (&self->view, view);
  hopso_page_thumbnails_set_view (self->thumbnails, view);
}

/**
 * hopso_side_panel_set_document:
 * @document: (nullable): what the view shows
 */
void
hopso_side_panel_set_document (HopsoSidePanel *self, HopsoPdfDocument *document)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  stop_asking (self);
  show_contents (self, NULL);
  hopso_page_thumbnails_set_labels (self->thumbnails, NULL);
  if (document == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  hopso_pdf_document_outline_async (document, self->cancellable, outline_cb, g_object_ref (self));
  hopso_pdf_document_labels_async (document, self->cancellable, labels_cb, g_object_ref (self));
}

/**
 * hopso_side_panel_show:
 * @name: "pages", "contents", "hits", or what was added
 */
void
hopso_side_panel_show (HopsoSidePanel *self, const char *name)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  gtk_stack_set_visible_child_name (self->stack, name);
}

/**
 * hopso_side_panel_get_shown:
 *
 * Returns: which of its parts is in sight
 */
const char *
hopso_side_panel_get_shown (HopsoSidePanel *self)
{
  g_return_val_if_fail (HOPSO_IS_SIDE_PANEL (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

/**
 * hopso_side_panel_add_page:
 * @name: by which it is shown
 * @title: what is written on its button
 * @child: the part itself, which scrolls if it has to
 *
 * Adds a part to the panel, behind the others.
 */
void
hopso_side_panel_add_page (HopsoSidePanel *self,
                           const char *name,
                           const char *title,
                           GtkWidget *child)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  gtk_stack_add_titled (self->stack, child, name, title);
}

static GtkStackPage *
find_page (HopsoSidePanel *self, const char *name)
{
  GtkWidget *child = gtk_stack_get_child_by_name (self->stack, name);

  return child != NULL ? gtk_stack_get_page (self->stack, child) : NULL;
}

/**
 * hopso_side_panel_set_page_title:
 * @name: of a part
 * @title: what is written on its button from now on, such as how many there are
 */
void
hopso_side_panel_set_page_title (HopsoSidePanel *self, const char *name, const char *title)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  gtk_stack_page_set_title (find_page (self, name), title);
}

/**
 * hopso_side_panel_set_page_visible:
 * @name: of a part
 * @is_visible: whether the document has any of it
 *
 * Shows or hides a part and its button. When it was in sight, the pages are instead.
 */
void
hopso_side_panel_set_page_visible (HopsoSidePanel *self, const char *name, gboolean is_visible)
{
  g_return_if_fail (HOPSO_IS_SIDE_PANEL (self));

  if (!is_visible && g_strcmp0 (hopso_side_panel_get_shown (self), name) == 0)
    hopso_side_panel_show (self, "pages");
  gtk_stack_page_set_visible (find_page (self, name), is_visible);
}
