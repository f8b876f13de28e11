/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bookmarks of a document, one row each: pressed, it goes there; its buttons, or F2 and Delete,
 * give it another name and take it away. Main thread. */

#include "hopso-bookmark-list.h"

#include <glib/gi18n-lib.h>

struct _HopsoBookmarkList
{
  AdwBin parent_instance;

  HopsoBookmarks *bookmarks; /* owned */
  GtkListBox *list;          /* owned by the bin */
};

G_DEFINE_FINAL_TYPE (HopsoBookmarkList, hopso_bookmark_list, ADW_TYPE_BIN)

enum
{
  GO,
  RENAME,
  DELETE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static HopsoBookmarkList *
get_list (GtkWidget *widget)
{
  return HOPSO_BOOKMARK_LIST (gtk_widget_get_ancestor (widget, HOPSO_TYPE_BOOKMARK_LIST));
}

static void
emit (GtkWidget *row, guint signal)
{
  HopsoBookmark *bookmark = g_object_get_data (G_OBJECT (row), "bookmark");

  g_signal_emit (get_list (row), signals[signal], 0, hopso_bookmark_get_page (bookmark));
}

static void
rename_cb (GtkWidget *button)
{
  emit (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW), RENAME);
}

static void
delete_cb (GtkWidget *button)
{
  emit (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW), DELETE);
}

static void
activated_cb (GtkListBox *list, GtkWidget *row)
{
  emit (row, GO);
}

static gboolean
key_cb (
    GtkEventControllerKey *keys, guint keyval, guint code, GdkModifierType state, GtkWidget *row)
{
  if (keyval == GDK_KEY_F2)
    emit (row, RENAME);
  else if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    emit (row, DELETE);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GtkWidget *
button_new (const char *icon, const char *words, GCallback pressed)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_signal_connect (button, "clicked", pressed, NULL);
  return button;
}

static GtkWidget *
words_new (HopsoBookmark *bookmark)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (hopso_bookmark_get_name (bookmark));
  g_autofree char *words = g_strdup_printf (_ ("Page %u"), hopso_bookmark_get_page (bookmark) + 1);
  GtkWidget *page;

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), name);
  /* Said once when it has no name of its own. */
  if (g_str_equal (words, hopso_bookmark_get_name (bookmark)))
    return box;
  page = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (page), 0);
  gtk_widget_add_css_class (page, "dim-label");
  gtk_box_append (GTK_BOX (box), page);
  return box;
}

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  HopsoBookmark *bookmark = HOPSO_BOOKMARK (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *sentence =
      g_strdup_printf (_ ("%s, page %u"), hopso_bookmark_get_name (bookmark),
                       hopso_bookmark_get_page (bookmark) + 1);

  gtk_widget_add_css_class (row, "bookmark");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_box_append (GTK_BOX (box), words_new (bookmark));
  gtk_box_append (GTK_BOX (box),
                  button_new ("document-edit-symbolic", _ ("Rename the bookmark (F2)"),
                              G_CALLBACK (rename_cb)));
  gtk_box_append (GTK_BOX (box),
                  button_new ("user-trash-symbolic", _ ("Delete the bookmark (Delete)"),
                              G_CALLBACK (delete_cb)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "bookmark", g_object_ref (bookmark), g_object_unref);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), row);
  gtk_widget_add_controller (row, keys);
  return row;
}

static GtkWidget *
nothing_new (void)
{
  GtkWidget *label = gtk_label_new (_ ("Press Ctrl+D to mark the page that you are reading."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_margin_start (label, 18);
  gtk_widget_set_margin_end (label, 18);
  gtk_widget_set_margin_top (label, 24);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  return label;
}

static void
hopso_bookmark_list_dispose (GObject *object)
{
  g_clear_object (&HOPSO_BOOKMARK_LIST (object)->bookmarks);
  G_OBJECT_CLASS (hopso_bookmark_list_parent_class)->dispose (object);
}

static guint
signal_new (const char *name)
{
  return g_signal_new (name, HOPSO_TYPE_BOOKMARK_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_bookmark_list_class_init (HopsoBookmarkListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = hopso_bookmark_list_dispose;

  /**
   * HopsoBookmarkList::go:
   * @page: counted from 0
   *
   * People want to go there.
   */
  signals[GO] = signal_new ("go");

  /**
   * HopsoBookmarkList::rename:
   * @page: counted from 0
   *
   * People want to call it something else.
   */
  signals[RENAME] = signal_new ("rename");

  /**
   * HopsoBookmarkList::delete:
   * @page: counted from 0
   *
   * People do not want it any more.
   */
  signals[DELETE] = signal_new ("delete");
}

static void
hopso_bookmark_list_init (HopsoBookmarkList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, nothing_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "bookmarks");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Bookmarks"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), NULL);
}

/**
 * hopso_bookmark_list_new:
 * @bookmarks: what is shown; it is followed
 *
 * Returns: (transfer floating): the list
 */
GtkWidget *
hopso_bookmark_list_new (HopsoBookmarks *bookmarks)
{
  HopsoBookmarkList *self = g_object_new (HOPSO_TYPE_BOOKMARK_LIST, NULL);

  self->bookmarks = g_object_ref (bookmarks);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (bookmarks), row_new, NULL, NULL);
  return GTK_WIDGET (self);
}
