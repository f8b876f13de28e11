/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader's own bookmarks: set and taken away on the page that is read, listed beside it,
 * remembered with the document. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-alert.h"
#include "hopso-bookmark-list.h"

#include <glib/gi18n-lib.h>

#define REMEMBERED "bookmarks"

typedef struct
{
  HopsoReader *reader; /* owned */
  guint page;
  char *name;         /* owned */
  GtkEditable *entry; /* owned, nullable */
} Change;

static Change *
change_new (HopsoReader *self, guint page, const char *name)
{
  Change *change = g_new0 (Change, 1);

  change->reader = g_object_ref (self);
  change->page = page;
  change->name = g_strdup (name);
  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->reader);
  g_clear_object (&change->entry);
  g_free (change->name);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
page_cb (HopsoReader *self)
{
  gtk_toggle_button_set_active (
      self->bookmark_button,
      hopso_bookmarks_find (self->bookmarks, hopso_page_view_get_page (self->view)) != NULL);
}

static void
changed_cb (HopsoReader *self)
{
  g_autofree char *text = hopso_bookmarks_to_string (self->bookmarks);

  page_cb (self);
  if (!self->is_restoring)
    hopso_reader_remember (self, REMEMBERED, text);
}

/* --- names ---------------------------------------------------------------------------------------
 */

static void
renamed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  const char *name = gtk_editable_get_text (change->entry);
  HopsoBookmarks *bookmarks = change->reader->bookmarks;

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) && *name != '\0' &&
      hopso_bookmarks_find (bookmarks, change->page) != NULL)
    hopso_bookmarks_set (bookmarks, change->page, name);
}

static void
ask_name (HopsoReader *self, guint page)
{
  HopsoBookmark *bookmark = hopso_bookmarks_find (self->bookmarks, page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *heading = g_strdup_printf (_ ("Name of the bookmark on page %u"), page + 1);
  g_autoptr (HopsoAlert) alert = NULL;
  GtkWidget *entry;
  Change *change;

  if (bookmark == NULL || !GTK_IS_WINDOW (root))
    return;
  alert = hopso_alert_new (heading, NULL, _ ("_Rename"));
  entry = gtk_entry_new ();
  change = change_new (self, page, NULL);
  change->entry = GTK_EDITABLE (g_object_ref_sink (entry));
  gtk_entry_set_max_length (GTK_ENTRY (entry), HOPSO_BOOKMARK_MOST_NAME);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), hopso_bookmark_get_name (bookmark));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the bookmark"), -1);
  hopso_alert_set_extra (alert, entry);
  hopso_alert_ask_async (alert, GTK_WINDOW (root), NULL, renamed_cb, change);
  gtk_widget_grab_focus (entry);
}

static void
rename_cb (HopsoReader *self, guint page)
{
  ask_name (self, page);
}

static void
name_now_cb (AdwToast *toast, Change *change)
{
  ask_name (change->reader, change->page);
}

/* --- setting and deleting ------------------------------------------------------------------------
 */

static void
put_back_cb (AdwToast *toast, Change *change)
{
  hopso_bookmarks_set (change->reader->bookmarks, change->page, change->name);
}

static void
tell_with_button (
    HopsoReader *self, const char *words, const char *label, GCallback pressed, Change *change)
{
  AdwToast *toast = hopso_reader_tell (self, words);

  if (toast == NULL)
    {
      change_free (change);
      return;
    }
  adw_toast_set_button_label (toast, label);
  g_signal_connect_data (toast, "button-clicked", pressed, change, (GClosureNotify) change_free, 0);
}

static void
delete_cb (HopsoReader *self, guint page)
{
  HopsoBookmark *bookmark = hopso_bookmarks_find (self->bookmarks, page);
  Change *change;

  if (bookmark == NULL)
    return;
  change = change_new (self, page, hopso_bookmark_get_name (bookmark));
  hopso_bookmarks_remove (self->bookmarks, page);
  tell_with_button (self, _ ("The bookmark has been deleted."), _ ("Undo"),
                    G_CALLBACK (put_back_cb), change);
}

static void
set_bookmark (HopsoReader *self, guint page)
{
  g_autofree char *name = g_strdup_printf (_ ("Page %u"), page + 1);
  g_autofree char *words = g_strdup_printf (_ ("Page %u has a bookmark now."), page + 1);

  if (hopso_bookmarks_set (self->bookmarks, page, name))
    tell_with_button (self, words, _ ("Give it a name…"), G_CALLBACK (name_now_cb),
                      change_new (self, page, NULL));
  else
    hopso_reader_tell (self, _ ("There are too many bookmarks. Delete some first."));
}

static void
bookmark_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HopsoReader *self = HOPSO_READER (widget);
  const guint page = hopso_page_view_get_page (self->view);

  if (hopso_page_view_get_document (self->view) == NULL)
    return;
  if (hopso_bookmarks_find (self->bookmarks, page) != NULL)
    delete_cb (self, page);
  else
    set_bookmark (self, page);
  page_cb (self);
}

static void
go_cb (HopsoReader *self, guint page)
{
  const guint n = hopso_page_view_get_n_pages (self->view);

  if (n > 0)
    hopso_page_view_go_to_page (self->view, MIN (page, n - 1));
}

/* --- wiring --------------------------------------------------------------------------------------
 */

/* What is remembered of the document. */
void
hopso_reader_restore_bookmarks (HopsoReader *self)
{
  g_autofree char *text = hopso_reader_dup_remembered (self, REMEMBERED);

  self->is_restoring = TRUE;
  hopso_bookmarks_load (self->bookmarks, text);
  self->is_restoring = FALSE;
}

/* The action and its key, for the widget's class. */
void
hopso_reader_install_bookmarks (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, HopsoReader, bookmark_button);
  gtk_widget_class_install_action (class, "reader.bookmark", NULL, bookmark_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_d, GDK_CONTROL_MASK, "reader.bookmark", NULL);
}

/* Button and list, for one reader. */
void
hopso_reader_connect_bookmarks (HopsoReader *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;
  GtkWidget *list;

  self->bookmarks = hopso_bookmarks_new ();
  list = hopso_bookmark_list_new (self->bookmarks);
  hopso_side_panel_add_page (self->side, "bookmarks", _ ("Bookmarks"), list);
  g_signal_connect_object (self->bookmarks, "items-changed", G_CALLBACK (changed_cb), self,
                           swapped);
  g_signal_connect_object (self->view, "notify::page", G_CALLBACK (page_cb), self, swapped);
  g_signal_connect_object (list, "go", G_CALLBACK (go_cb), self, swapped);
  g_signal_connect_object (list, "rename", G_CALLBACK (rename_cb), self, swapped);
  g_signal_connect_object (list, "delete", G_CALLBACK (delete_cb), self, swapped);
}
