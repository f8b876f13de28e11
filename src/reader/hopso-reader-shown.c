/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a HopsoReader does once a document is open: first its pages; then, when they are on the
 * screen, what takes processors from them: looking for a form, and whatever those do who listen to
 * "settled". Main thread. */

#include "hopso-reader-private.h"

#include <glib/gi18n-lib.h>

/* A page that takes longer than that does not keep the rest waiting. */
#define MOST_MS 1000

static void
show_counts (HopsoReader *self)
{
  const guint n = hopso_page_view_get_n_pages (self->view);
  g_autofree char *pages = g_strdup_printf (ngettext ("%u page", "%u pages", n), n);
  g_autofree char *count = g_strdup_printf ("/ %u", n);

  const char *detail = adw_window_title_get_subtitle (self->title);
  g_autofree char *subtitle =
      *detail != '\0' ? g_strdup_printf ("%s · %s", detail, pages) : g_strdup (pages);

  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_label_set_text (self->count_label, count);
}

static void
settle (HopsoReader *self)
{
  if (self->settling == 0)
    return;
  g_clear_handle_id (&self->settling, g_source_remove);
  hopso_reader_begin_filling (self);
  g_signal_emit_by_name (self, "settled");
}

static gboolean
settling_cb (gpointer user_data)
{
  settle (user_data);
  /* It has been removed. */
  return G_SOURCE_CONTINUE;
}

/* It is open. */
void
hopso_reader_show_document (HopsoReader *self, HopsoPdfDocument *document)
{
  hopso_reader_stop_waiting (self);
  hopso_page_view_set_document (self->view, document);
  hopso_side_panel_set_document (self->side, document);
  show_counts (self);
  hopso_reader_set_page_shown (self, "document");
  hopso_reader_restore_place (self);
  hopso_reader_restore_text (self);
  hopso_page_view_expect (self->view);
  hopso_reader_grab_content (self);
  g_clear_handle_id (&self->settling, g_source_remove);
  self->settling = g_timeout_add (MOST_MS, settling_cb, self);
  g_signal_emit_by_name (self, "shown");
}

/* The signals, for the widget's class. */
void
hopso_reader_install_shown (void)
{
  /**
   * HopsoReader::shown:
   *
   * A document has been opened.
   */
  g_signal_new ("shown", HOPSO_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * HopsoReader::settled:
   *
   * Its pages are on the screen, or take long to come: what else there is to know about it may be
   * found out.
   */
  g_signal_new ("settled", HOPSO_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);

  /**
   * HopsoReader::save-ended:
   * @is_saved: whether a file holds it now
   *
   * What hopso_reader_save_filled() began has come to its end, by people or by an error.
   */
  g_signal_new ("save-ended", HOPSO_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

/* For one reader. */
void
hopso_reader_connect_shown (HopsoReader *self)
{
  g_signal_connect_object (self->view, "settled", G_CALLBACK (settle), self, G_CONNECT_SWAPPED);
}
