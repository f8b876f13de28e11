/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document says of itself, which nobody has checked, and what is known of its file. The
 * fonts are looked for only when somebody asks, since that takes seconds in a long document; they
 * are in hopso-font-group.c. Main thread. */

#include "hopso-properties-window.h"

#include "hopso-fd.h"
#include "hopso-file-digest.h"
#include "hopso-font-group.h"
#include "hopso-page-size-words.h"
#include "hopso-pdf-client.h"
#include "hopso-pdf-reading.h"
#include "hopso-size-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n-lib.h>

struct _HopsoPropertiesWindow
{
  AdwPreferencesWindow parent_instance;

  HopsoPdfDocument *document; /* owned, nullable: until it is given */
  GCancellable *cancellable;  /* owned */
  AdwPreferencesGroup *said;
  AdwPreferencesGroup *file;
  AdwPreferencesGroup *protection;
  AdwActionRow *pages_row;
  AdwActionRow *digest_row;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (HopsoPropertiesWindow, hopso_properties_window, ADW_TYPE_PREFERENCES_WINDOW)

/* --- rows ------------------------------------------------------------------------------------ */

/* Words of a document are words, not markup. */
static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *value)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, value);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

static void
add_words (AdwPreferencesGroup *group, const char *title, const char *value)
{
  if (value != NULL && *value != '\0')
    add_row (group, title, value);
}

static void
add_time (AdwPreferencesGroup *group, const char *title, GDateTime *time)
{
  g_autofree char *words =
      time != NULL ? hopso_time_words_exact (g_date_time_to_unix (time)) : NULL;

  add_words (group, title, words);
}

/* --- what it says ---------------------------------------------------------------------------- */

static void
show_said (HopsoPropertiesWindow *self, const HopsoPdfProperties *said)
{
  add_words (self->said, _ ("Title"), said->title);
  add_words (self->said, _ ("Author"), said->author);
  add_words (self->said, _ ("Subject"), said->subject);
  add_words (self->said, _ ("Keywords"), said->keywords);
  add_time (self->said, _ ("Created"), said->created);
  add_time (self->said, _ ("Changed"), said->modified);
  add_words (self->said, _ ("Made with"), said->creator);
  add_words (self->said, _ ("PDF written by"), said->producer);
}

static void
show_kind (HopsoPropertiesWindow *self, const HopsoPdfProperties *said)
{
  g_autofree char *claim =
      said->pdfa != NULL ? g_strdup_printf (_ ("%s, by its own claim; not checked"), said->pdfa)
                         : NULL;

  add_words (self->file, _ ("Version"), said->version);
  add_words (self->file, _ ("For archives"), claim);
  add_row (self->file, _ ("For screen readers"),
           said->is_tagged ? _ ("Structure is marked") : _ ("Structure is not marked"));
}

static const char *
say_allowed (guint permissions, HopsoPdfPermissions permission)
{
  return (permissions & permission) != 0 ? _ ("Allowed") : _ ("Not allowed");
}

static void
show_protection (HopsoPropertiesWindow *self, const HopsoPdfProperties *said)
{
  const guint may = said->permissions;
  const gboolean is_poor =
      (may & HOPSO_PDF_MAY_PRINT) != 0 && (may & HOPSO_PDF_MAY_PRINT_WELL) == 0;

  add_row (self->protection, _ ("Encrypted"), said->is_encrypted ? _ ("Yes") : _ ("No"));
  if (!said->is_encrypted)
    return;
  add_row (self->protection, _ ("Printing it"),
           is_poor ? _ ("Allowed, in poor quality") : say_allowed (may, HOPSO_PDF_MAY_PRINT));
  add_row (self->protection, _ ("Copying text"), say_allowed (may, HOPSO_PDF_MAY_COPY));
  add_row (self->protection, _ ("Changing"), say_allowed (may, HOPSO_PDF_MAY_CHANGE));
  add_row (self->protection, _ ("Notes"), say_allowed (may, HOPSO_PDF_MAY_ANNOTATE));
  add_row (self->protection, _ ("Filling forms"), say_allowed (may, HOPSO_PDF_MAY_FILL));
}

static void
properties_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPropertiesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfProperties) said =
      hopso_pdf_document_properties_finish (HOPSO_PDF_DOCUMENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (said == NULL)
    {
      add_row (self->said, _ ("Not known"), hopso_pdf_client_error_get_words (error));
      return;
    }
  show_said (self, said);
  show_kind (self, said);
  show_protection (self, said);
}

/* --- the file -------------------------------------------------------------------------------- */

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPropertiesWindow) self = user_data;
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  const guint n = hopso_pdf_document_get_n_pages (document);
  g_autofree char *pages = g_strdup_printf (ngettext ("%u page", "%u pages", n), n);
  g_autofree char *first = NULL;
  g_autofree char *words = NULL;
  gboolean is_even = TRUE;

  if (!hopso_pdf_document_load_sizes_finish (document, result, NULL) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; i < n && is_even; i++)
    {
      double width;
      double height;

      hopso_pdf_document_get_page_size (document, i, &width, &height);
      g_autofree char *size = hopso_page_size_words (width, height);
      is_even = first == NULL || g_str_equal (first, size);
      if (first == NULL)
        first = g_steal_pointer (&size);
    }
  words = is_even ? g_strdup_printf ("%s · %s", pages, first)
                  : g_strdup_printf (_ ("%s · %s and other sizes"), pages, first);
  adw_action_row_set_subtitle (self->pages_row, words);
}

static void
digest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPropertiesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = hopso_file_digest_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  adw_action_row_set_subtitle (self->digest_row, digest != NULL ? digest : error->message);
  gtk_widget_set_sensitive (self->copy_button, digest != NULL);
}

static void
copy_cb (HopsoPropertiesWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          adw_action_row_get_subtitle (self->digest_row));
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self),
                                    adw_toast_new (_ ("The digest was copied")));
}

static void
show_file (HopsoPropertiesWindow *self, int fd)
{
  guint64 size = 0;

  self->pages_row = add_row (self->file, _ ("Pages"), "…");
  if (hopso_fd_get_size (fd, &size, NULL))
    {
      g_autofree char *words = hopso_size_words (size);

      add_row (self->file, _ ("Size"), words);
    }
  self->digest_row = add_row (self->file, "SHA-256", _ ("Being computed…"));
  self->copy_button = gtk_button_new_with_label (_ ("Copy"));
  gtk_widget_set_valign (self->copy_button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->digest_row, self->copy_button);
  hopso_pdf_document_load_sizes_async (self->document, self->cancellable, sizes_cb,
                                       g_object_ref (self));
  hopso_file_digest_async (fd, self->cancellable, digest_cb, g_object_ref (self));
}

/* --- the object ------------------------------------------------------------------------------ */

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (page, group);
  return group;
}

/**
 * hopso_properties_window_new:
 * @parent: (nullable): over which it stands
 * @document: what is shown
 * @fd: its file
 *
 * Returns: (transfer none): a window that is not presented yet and lives until it is closed
 */
GtkWindow *
hopso_properties_window_new (GtkWindow *parent, HopsoPdfDocument *document, int fd)
{
  HopsoPropertiesWindow *self =
      g_object_new (HOPSO_TYPE_PROPERTIES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  self->document = g_object_ref (document);
  self->said =
      add_group (page, _ ("The document says"), _ ("As its author wrote it; nobody checked it."));
  self->file = add_group (page, _ ("The file"), NULL);
  self->protection = add_group (page, _ ("Protection"), NULL);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (hopso_font_group_new (document)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), page);
  show_file (self, fd);
  hopso_pdf_document_properties_async (document, self->cancellable, properties_cb,
                                       g_object_ref (self));
  return GTK_WINDOW (self);
}

static void
hopso_properties_window_dispose (GObject *object)
{
  HopsoPropertiesWindow *self = HOPSO_PROPERTIES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_properties_window_parent_class)->dispose (object);
}

static void
hopso_properties_window_finalize (GObject *object)
{
  g_object_unref (HOPSO_PROPERTIES_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (hopso_properties_window_parent_class)->finalize (object);
}

static gboolean
close_request (GtkWindow *window)
{
  g_cancellable_cancel (HOPSO_PROPERTIES_WINDOW (window)->cancellable);
  return GTK_WINDOW_CLASS (hopso_properties_window_parent_class)->close_request (window);
}

static void
hopso_properties_window_class_init (HopsoPropertiesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_properties_window_dispose;
  object_class->finalize = hopso_properties_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
hopso_properties_window_init (HopsoPropertiesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_window_set_title (GTK_WINDOW (self), _ ("Properties"));
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 680);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (self), FALSE);
}
