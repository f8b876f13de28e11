/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader with a file that is no paper of the workspace: it is read whole, known by what is
 * in it, and watched, so that people are told when another program has changed it. Main thread. */

#include "hopso-local-file.h"
#include "hopso-reader-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

/* Programs write a file in several steps. */
#define WRITTEN_MS 500

/* Nobody waits for it any more. */
void
hopso_reader_leave_opening (HopsoReader *self)
{
  g_autoptr (HopsoFileOpening) opening = g_steal_pointer (&self->opening);

  if (opening == NULL)
    return;
  g_signal_handlers_disconnect_by_data (opening, self);
  hopso_file_opening_cancel (opening);
}

/* What was read is kept even if it could not be opened: it may need a password. */
static void
done_cb (HopsoReader *self)
{
  g_autoptr (HopsoFileOpening) opening = g_object_ref (self->opening);
  HopsoPdfDocument *document = hopso_file_opening_get_document (opening);

  g_free (self->digest);
  self->digest = g_strdup (hopso_file_opening_get_digest (opening));
  hopso_fd_close (hopso_fd_steal (&self->fd));
  if (hopso_file_opening_get_fd (opening) >= 0)
    self->fd = fcntl (hopso_file_opening_get_fd (opening), F_DUPFD_CLOEXEC, 0);
  if (document != NULL)
    hopso_reader_show_document (self, document);
  else
    hopso_reader_show_problem (self, hopso_file_opening_get_error (opening));
}

/* --- when it changes ----------------------------------------------------------------------------
 */

/* The page stays; what is on it may not. */
static void
reload_cb (HopsoReader *self)
{
  if (hopso_page_view_get_document (self->view) != NULL)
    {
      hopso_page_view_get_place (self->view, &self->next_place);
      self->has_next_place = TRUE;
    }
  hopso_reader_load_file (self, NULL);
}

static void
dismiss_cb (HopsoReader *self)
{
  hopso_reader_set_notice (self, NULL);
}

static GtkWidget *
notice_new (HopsoReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label =
      gtk_label_new (_ ("Another program has changed this file. You see it as it was "
                        "when you opened it."));
  GtkWidget *reload = gtk_button_new_with_label (_ ("Open the new one"));
  GtkWidget *dismiss = gtk_button_new_with_label (_ ("Go on reading"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (box, "bar");
  gtk_widget_add_css_class (box, "notice");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), reload);
  gtk_box_append (GTK_BOX (box), dismiss);
  gtk_widget_set_valign (reload, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (dismiss, GTK_ALIGN_CENTER);
  g_signal_connect_object (reload, "clicked", G_CALLBACK (reload_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dismiss, "clicked", G_CALLBACK (dismiss_cb), self, G_CONNECT_SWAPPED);
  return box;
}

/* A file that was only touched is the same file; one that cannot be read is not offered. */
static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autofree char *digest = NULL;
  g_auto (HopsoFd) fd = hopso_local_file_read_finish (result, &digest, NULL);

  if (fd >= 0 && self->digest != NULL)
    hopso_reader_set_notice (self, g_str_equal (digest, self->digest) ? NULL : notice_new (self));
}

static gboolean
written_cb (gpointer user_data)
{
  HopsoReader *self = user_data;

  self->written = 0;
  hopso_local_file_read_async (self->file, NULL, NULL, self->watching, compared_cb,
                               g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (HopsoReader *self)
{
  g_clear_handle_id (&self->written, g_source_remove);
  self->written = g_timeout_add (WRITTEN_MS, written_cb, self);
}

/* Lets go of the file. */
void
hopso_reader_forget_file (HopsoReader *self)
{
  hopso_reader_end_filling (self);
  g_clear_handle_id (&self->written, g_source_remove);
  g_cancellable_cancel (self->watching);
  g_clear_object (&self->watching);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  hopso_reader_set_notice (self, NULL);
  g_clear_pointer (&self->digest, g_free);
}

/* --- opening ------------------------------------------------------------------------------------
 */

/* Begins to show the file that the reader knows; @opening may be under way already. */
void
hopso_reader_load_file (HopsoReader *self, HopsoFileOpening *opening)
{
  g_autofree char *name = hopso_local_file_dup_name (self->file);

  hopso_reader_keep_place (self);
  hopso_reader_forget_file (self);
  hopso_reader_begin (self, name, "");
  self->watching = g_cancellable_new ();
  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self,
                             G_CONNECT_SWAPPED);
  self->opening =
      opening != NULL ? g_object_ref (opening) : hopso_file_opening_new (self->client, self->file);
  g_signal_connect_object (self->opening, "progress", G_CALLBACK (hopso_reader_set_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->opening, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  if (hopso_file_opening_is_done (self->opening))
    done_cb (self);
}

/**
 * hopso_reader_open_file:
 * @client: draws it
 * @file: a PDF anywhere
 *
 * Shows a document that is no paper of the workspace.
 */
void
hopso_reader_open_file (HopsoReader *self, HopsoPdfClient *client, GFile *file)
{
  g_return_if_fail (HOPSO_IS_READER (self));
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (client));
  g_return_if_fail (G_IS_FILE (file));

  hopso_reader_close (self);
  g_set_object (&self->client, client);
  g_set_object (&self->file, file);
  hopso_reader_load_file (self, NULL);
}

/**
 * hopso_reader_open_begun:
 * @opening: of a PDF anywhere, which may be done
 *
 * As hopso_reader_open_file() for what somebody has begun to open.
 */
void
hopso_reader_open_begun (HopsoReader *self, HopsoFileOpening *opening)
{
  g_return_if_fail (HOPSO_IS_READER (self));
  g_return_if_fail (HOPSO_IS_FILE_OPENING (opening));

  hopso_reader_close (self);
  g_set_object (&self->client, hopso_file_opening_get_client (opening));
  g_set_object (&self->file, hopso_file_opening_get_file (opening));
  hopso_reader_load_file (self, opening);
}

/**
 * hopso_reader_get_file:
 *
 * Returns: (transfer none) (nullable): the file that is shown, when it is no paper
 */
GFile *
hopso_reader_get_file (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->file;
}
