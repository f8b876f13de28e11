/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The open documents. Each brings its own header bar; the bar of tabs is laid over the room that
 * the document in sight leaves below its header, so that it is the same one for all of them. What
 * is not seen is opened when somebody looks, and keeps no pictures. Main thread. */

#include "hopso-reading-tabs.h"

#include "hopso-pdf-client.h"
#include "hopso-reading-question.h"

#include <glib/gi18n.h>

/* How many closed documents can be brought back. */
#define MAX_CLOSED 20

struct _HopsoReadingTabs
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace; /* owned, nullable: nobody is signed in */
  HopsoPdfClient *client;    /* owned, nullable: not needed yet */
  GtkOverlay *overlay;       /* owned by the bin */
  AdwTabView *view;          /* owned by the overlay */
  AdwTabBar *bar;            /* owned by the overlay */
  GPtrArray *closed;         /* owned: keys of what was closed, the latest last */
};

G_DEFINE_FINAL_TYPE (HopsoReadingTabs, hopso_reading_tabs, ADW_TYPE_BIN)

enum
{
  PROP_N_TABS = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

static HopsoReadingView *
get_view (HopsoReadingTabs *self, int position)
{
  return HOPSO_READING_VIEW (
      adw_tab_page_get_child (adw_tab_view_get_nth_page (self->view, position)));
}

/* --- where the bar of tabs is -------------------------------------------------------------------
 */

static gboolean
place_bar_cb (HopsoReadingTabs *self, GtkWidget *child, GdkRectangle *place)
{
  HopsoReadingView *current = hopso_reading_tabs_get_current (self);
  graphene_rect_t bounds;

  if (current == NULL || !gtk_widget_compute_bounds (
                             hopso_reader_get_tab_space (hopso_reading_view_get_reader (current)),
                             GTK_WIDGET (self->overlay), &bounds))
    return FALSE;
  *place = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                           (int) bounds.size.height };
  return TRUE;
}

static gboolean
is_fullscreen (HopsoReadingTabs *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) && gtk_window_is_fullscreen (GTK_WINDOW (root));
}

/* There is a bar when there is something to choose from. */
static void
show_bar (HopsoReadingTabs *self)
{
  const int n = adw_tab_view_get_n_pages (self->view);
  const gboolean is_shown = n > 1 && !is_fullscreen (self);
  int height = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), is_shown);
  if (is_shown)
    gtk_widget_measure (GTK_WIDGET (self->bar), GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL,
                        NULL);
  for (int i = 0; i < n; i++)
    {
      GtkWidget *space =
          hopso_reader_get_tab_space (hopso_reading_view_get_reader (get_view (self, i)));

      gtk_widget_set_visible (space, is_shown);
      gtk_widget_set_size_request (space, -1, height);
    }
}

static void
changed (HopsoReadingTabs *self)
{
  show_bar (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
n_pages_cb (HopsoReadingTabs *self)
{
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TABS]);
}

/* --- opening and closing ------------------------------------------------------------------------
 */

static HopsoPdfClient *
get_client (HopsoReadingTabs *self)
{
  if (self->workspace != NULL)
    return hopso_workspace_get_pdf_client (self->workspace);
  if (self->client == NULL)
    self->client = hopso_pdf_client_new ();
  return self->client;
}

static AdwTabPage *
find_page (HopsoReadingTabs *self, const char *key)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->view); i++)
    if (g_strcmp0 (hopso_reading_view_get_key (get_view (self, i)), key) == 0)
      return adw_tab_view_get_nth_page (self->view, i);
  return NULL;
}

static AdwTabPage *
add_page (HopsoReadingTabs *self, const char *key)
{
  GtkWidget *child = hopso_reading_view_new (self->workspace, get_client (self));
  AdwTabPage *page = adw_tab_view_append (self->view, child);

  g_object_bind_property (child, "title", page, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (child, "title", page, "tooltip", G_BINDING_SYNC_CREATE);
  hopso_reading_view_prepare (HOPSO_READING_VIEW (child), key);
  return page;
}

/* Each document is there once. */
static HopsoReadingView *
open_key (HopsoReadingTabs *self, const char *key)
{
  AdwTabPage *page = find_page (self, key);

  if (page == NULL)
    page = add_page (self, key);
  adw_tab_view_set_selected_page (self->view, page);
  return HOPSO_READING_VIEW (adw_tab_page_get_child (page));
}

static void
forget_page (HopsoReadingTabs *self, HopsoReadingView *view)
{
  g_ptr_array_add (self->closed, g_strdup (hopso_reading_view_get_key (view)));
  if (self->closed->len > MAX_CLOSED)
    g_ptr_array_remove_index (self->closed, 0);
  hopso_reader_close (hopso_reading_view_get_reader (view));
}

static void
asked_to_close_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReadingTabs) self = user_data;
  HopsoReadingView *view = HOPSO_READING_VIEW (source);
  const gboolean may_close = hopso_reading_question_ask_finish (view, result);

  if (self->view == NULL || gtk_widget_get_parent (GTK_WIDGET (view)) == NULL)
    return;
  if (may_close)
    forget_page (self, view);
  adw_tab_view_close_page_finish (self->view, adw_tab_view_get_page (self->view, GTK_WIDGET (view)),
                                  may_close);
}

static gboolean
close_page_cb (HopsoReadingTabs *self, AdwTabPage *page)
{
  HopsoReadingView *view = HOPSO_READING_VIEW (adw_tab_page_get_child (page));

  if (hopso_reader_has_unsaved (hopso_reading_view_get_reader (view)))
    {
      hopso_reading_question_ask_async (view, asked_to_close_cb, g_object_ref (self));
      return GDK_EVENT_STOP;
    }
  forget_page (self, view);
  return GDK_EVENT_PROPAGATE;
}

/* --- the object ---------------------------------------------------------------------------------
 */

static void
hopso_reading_tabs_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_reading_tabs_parent_class)->root (widget);
  if (GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    g_signal_connect_object (gtk_widget_get_root (widget), "notify::fullscreened",
                             G_CALLBACK (show_bar), widget, G_CONNECT_SWAPPED);
}

static void
hopso_reading_tabs_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, hopso_reading_tabs_get_n_tabs (HOPSO_READING_TABS (object)));
}

static void
hopso_reading_tabs_dispose (GObject *object)
{
  HopsoReadingTabs *self = HOPSO_READING_TABS (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  self->view = NULL;
  g_clear_object (&self->workspace);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hopso_reading_tabs_parent_class)->dispose (object);
}

static void
hopso_reading_tabs_finalize (GObject *object)
{
  g_ptr_array_unref (HOPSO_READING_TABS (object)->closed);
  G_OBJECT_CLASS (hopso_reading_tabs_parent_class)->finalize (object);
}

static void
hopso_reading_tabs_class_init (HopsoReadingTabsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_reading_tabs_dispose;
  object_class->finalize = hopso_reading_tabs_finalize;
  object_class->get_property = hopso_reading_tabs_get_property;
  GTK_WIDGET_CLASS (klass)->root = hopso_reading_tabs_root;

  /**
   * HopsoReadingTabs:n-tabs:
   *
   * How many documents are open.
   */
  properties[PROP_N_TABS] = g_param_spec_uint ("n-tabs", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * HopsoReadingTabs::changed:
   *
   * What is open, in sight, or in which order, is another now.
   */
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_READING_TABS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_reading_tabs_init (HopsoReadingTabs *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  self->closed = g_ptr_array_new_with_free_func (g_free);
  self->view = adw_tab_view_new ();
  self->bar = adw_tab_bar_new ();
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  /* Home and End are the pages' own. */
  adw_tab_view_remove_shortcuts (
      self->view, ADW_TAB_VIEW_SHORTCUT_CONTROL_HOME | ADW_TAB_VIEW_SHORTCUT_CONTROL_END |
                      ADW_TAB_VIEW_SHORTCUT_CONTROL_SHIFT_HOME |
                      ADW_TAB_VIEW_SHORTCUT_CONTROL_SHIFT_END | ADW_TAB_VIEW_SHORTCUT_ALT_ZERO);
  adw_tab_bar_set_view (self->bar, self->view);
  adw_tab_bar_set_autohide (self->bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->view));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->bar));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
  g_signal_connect_object (self->overlay, "get-child-position", G_CALLBACK (place_bar_cb), self,
                           swapped);
  g_signal_connect_object (self->view, "close-page", G_CALLBACK (close_page_cb), self, swapped);
  g_signal_connect_object (self->view, "notify::n-pages", G_CALLBACK (n_pages_cb), self, swapped);
  g_signal_connect_object (self->view, "notify::selected-page", G_CALLBACK (changed), self,
                           swapped);
  g_signal_connect_object (self->view, "page-reordered", G_CALLBACK (changed), self, swapped);
}

/**
 * hopso_reading_tabs_new:
 *
 * Returns: (transfer floating): no documents yet
 */
GtkWidget *
hopso_reading_tabs_new (void)
{
  return g_object_new (HOPSO_TYPE_READING_TABS, NULL);
}

/**
 * hopso_reading_tabs_set_workspace:
 * @self: tabs without one
 * @workspace: of the person who has signed in; files that are open stay
 */
void
hopso_reading_tabs_set_workspace (HopsoReadingTabs *self, HopsoWorkspace *workspace)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  for (int i = 0; i < adw_tab_view_get_n_pages (self->view); i++)
    hopso_reading_view_set_workspace (get_view (self, i), workspace);
}

/**
 * hopso_reading_tabs_get_n_tabs:
 *
 * Returns: how many documents are open
 */
guint
hopso_reading_tabs_get_n_tabs (HopsoReadingTabs *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), 0);

  return (guint) adw_tab_view_get_n_pages (self->view);
}

/**
 * hopso_reading_tabs_get_nth:
 * @position: below hopso_reading_tabs_get_n_tabs()
 *
 * Returns: (transfer none): what is open there
 */
HopsoReadingView *
hopso_reading_tabs_get_nth (HopsoReadingTabs *self, guint position)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), NULL);

  return get_view (self, (int) position);
}

/**
 * hopso_reading_tabs_show_nth:
 * @position: below hopso_reading_tabs_get_n_tabs()
 *
 * Brings it in sight.
 */
void
hopso_reading_tabs_show_nth (HopsoReadingTabs *self, guint position)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));

  adw_tab_view_set_selected_page (self->view,
                                  adw_tab_view_get_nth_page (self->view, (int) position));
}

/**
 * hopso_reading_tabs_get_current:
 *
 * Returns: (transfer none) (nullable): what is in sight
 */
HopsoReadingView *
hopso_reading_tabs_get_current (HopsoReadingTabs *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), NULL);

  AdwTabPage *page = adw_tab_view_get_selected_page (self->view);

  return page != NULL ? HOPSO_READING_VIEW (adw_tab_page_get_child (page)) : NULL;
}

/**
 * hopso_reading_tabs_open_paper:
 * @self: the tabs
 * @paper_id: the paper to read, fetched first when it is not on this computer
 * @page: where to begin, counted from 0; -1: where it was left
 * @words: (nullable): what to light there
 */
void
hopso_reading_tabs_open_paper (HopsoReadingTabs *self,
                               const char *paper_id,
                               int page,
                               const char *words)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));

  g_autofree char *key = g_strconcat ("paper:", paper_id, NULL);

  hopso_reading_view_go_to (open_key (self, key), page, words);
}

/**
 * hopso_reading_tabs_open_file:
 * @self: the tabs
 * @file: a PDF anywhere
 */
void
hopso_reading_tabs_open_file (HopsoReadingTabs *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));

  g_autofree char *key = g_file_get_uri (file);

  hopso_reading_view_open (open_key (self, key), NULL);
}

/**
 * hopso_reading_tabs_open_begun:
 * @self: the tabs
 * @opening: of a PDF anywhere; its client draws files from now on, as long as nobody has signed in
 */
void
hopso_reading_tabs_open_begun (HopsoReadingTabs *self, HopsoFileOpening *opening)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));
  g_return_if_fail (HOPSO_IS_FILE_OPENING (opening));

  g_autofree char *key = g_file_get_uri (hopso_file_opening_get_file (opening));

  g_set_object (&self->client, hopso_file_opening_get_client (opening));
  hopso_reading_view_open (open_key (self, key), opening);
}

/**
 * hopso_reading_tabs_add:
 * @key: as of hopso_reading_view_prepare()
 *
 * Adds a document behind the others, to be opened when it is looked at.
 *
 * Returns: whether it was not there yet
 */
gboolean
hopso_reading_tabs_add (HopsoReadingTabs *self, const char *key)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), FALSE);

  return find_page (self, key) == NULL && add_page (self, key) != NULL;
}

/**
 * hopso_reading_tabs_close_current:
 *
 * Closes what is in sight.
 */
void
hopso_reading_tabs_close_current (HopsoReadingTabs *self)
{
  g_return_if_fail (HOPSO_IS_READING_TABS (self));

  AdwTabPage *page = adw_tab_view_get_selected_page (self->view);

  if (page != NULL)
    adw_tab_view_close_page (self->view, page);
}

/**
 * hopso_reading_tabs_reopen:
 *
 * Opens again what was closed last.
 *
 * Returns: whether there was anything
 */
gboolean
hopso_reading_tabs_reopen (HopsoReadingTabs *self)
{
  g_return_val_if_fail (HOPSO_IS_READING_TABS (self), FALSE);

  if (self->closed->len == 0)
    return FALSE;

  g_autofree char *key = g_ptr_array_steal_index (self->closed, self->closed->len - 1);
  open_key (self, key);
  return TRUE;
}
