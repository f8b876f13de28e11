/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widget around the pages: what is being opened, what went wrong, and the tools. Where a paper
 * comes from is in hopso-reader-paper.c; signing and checking are done by those who listen. Main
 * thread. */

#include "hopso-reader.h"

#include "hopso-adaptive-bin.h"
#include "hopso-reader-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

#define PULSE_MS 120

G_DEFINE_FINAL_TYPE (HopsoReader, hopso_reader, ADW_TYPE_BIN)

enum
{
  SIGN,
  VERIFY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Nothing is on its way any more. */
void
hopso_reader_stop_waiting (HopsoReader *self)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  hopso_reader_leave_opening (self);
}

/* Which of them people see: what arrives, the document, or a problem. */
void
hopso_reader_set_page_shown (HopsoReader *self, const char *name)
{
  const gboolean has_document = g_str_equal (name, "document");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->document_tools, has_document);
  gtk_widget_set_visible (self->bar, has_document);
  hopso_reader_show_tools (self);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (HOPSO_READER (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

/* Something is on its way. */
void
hopso_reader_begin (HopsoReader *self, const char *title, const char *detail)
{
  hopso_reader_stop_waiting (self);
  hopso_reader_forget_password (self);
  self->cancellable = g_cancellable_new ();
  hopso_reader_end_filling (self);
  hopso_page_view_set_document (self->view, NULL);
  hopso_fd_close (hopso_fd_steal (&self->fd));
  hopso_reader_set_banner (self, NULL);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, detail);
  hopso_reader_set_page_shown (self, "arriving");
  gtk_progress_bar_set_fraction (self->progress, 0);
  self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
}

/* It is known how much of it is here. */
void
hopso_reader_set_progress (HopsoReader *self, double fraction)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
}

/* It did not come. */
void
hopso_reader_show_problem (HopsoReader *self, const GError *error)
{
  const gboolean is_protected =
      g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED) ||
      g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD);
  g_autofree char *words = g_markup_escape_text (hopso_pdf_client_error_get_words (error), -1);

  hopso_reader_stop_waiting (self);
  adw_status_page_set_title (self->problem, is_protected ? _ ("The document is protected")
                                                         : _ ("The document cannot be opened"));
  adw_status_page_set_description (self->problem, words);
  gtk_button_set_label (self->again_button,
                        is_protected ? _ ("Enter the password…") : _ ("Try again"));
  hopso_reader_set_page_shown (self, "problem");
  gtk_widget_grab_focus (GTK_WIDGET (self->again_button));
  if (is_protected)
    hopso_reader_ask_password (self, hopso_pdf_client_error_get_words (error));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfDocument) document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (document != NULL)
    hopso_reader_show_document (self, document);
  else
    hopso_reader_show_problem (self, error);
}

static void
open_document (HopsoReader *self, const char *password)
{
  hopso_pdf_client_open_async (self->client, self->fd, password, self->cancellable, opened_cb,
                               g_object_ref (self));
}

/* Opens a document that is here; takes nothing. */
void
hopso_reader_show_fd (HopsoReader *self, HopsoPdfClient *client, int fd)
{
  g_set_object (&self->client, client);
  hopso_fd_close (hopso_fd_steal (&self->fd));
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  open_document (self, NULL);
}

/**
 * hopso_reader_show:
 * @client: draws it
 * @fd: the document; may be closed afterwards
 * @title: what is said in the header
 *
 * Shows a document that is no paper of the workspace.
 */
void
hopso_reader_show (HopsoReader *self, HopsoPdfClient *client, int fd, const char *title)
{
  g_return_if_fail (HOPSO_IS_READER (self));
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (client));

  hopso_reader_close (self);
  hopso_reader_begin (self, title, "");
  hopso_reader_show_fd (self, client, fd);
}

/**
 * hopso_reader_close:
 *
 * Lets go of the document and of its processes; remembers the page of a paper.
 */
void
hopso_reader_close (HopsoReader *self)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  hopso_reader_keep_place (self);
  g_clear_handle_id (&self->settling, g_source_remove);
  hopso_reader_end_filling (self);
  hopso_reader_stop_waiting (self);
  hopso_reader_forget_password (self);
  hopso_find_bar_close (self->find_bar);
  hopso_side_panel_set_document (self->side, NULL);
  hopso_page_view_set_document (self->view, NULL);
  hopso_fd_close (hopso_fd_steal (&self->fd));
  hopso_reader_set_banner (self, NULL);
  hopso_reader_forget_file (self);
  g_clear_object (&self->file);
  g_clear_pointer (&self->paper_id, g_free);
}

/**
 * hopso_reader_get_paper_id:
 *
 * Returns: (nullable): of the paper that is shown
 */
const char *
hopso_reader_get_paper_id (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->paper_id;
}

/**
 * hopso_reader_get_fd:
 *
 * Returns: exactly what is shown, the reader's own; -1 when nothing is
 */
int
hopso_reader_get_fd (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), -1);

  return self->fd;
}

/**
 * hopso_reader_get_document:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
HopsoPdfDocument *
hopso_reader_get_document (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return hopso_page_view_get_document (self->view);
}

/**
 * hopso_reader_get_view:
 *
 * Returns: (transfer none): the pages
 */
HopsoPageView *
hopso_reader_get_view (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->view;
}

/**
 * hopso_reader_get_tab_space:
 *
 * Returns: (transfer none): room below the header for what belongs to more than this document;
 *   not there until somebody makes it visible
 */
GtkWidget *
hopso_reader_get_tab_space (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->tab_space;
}

/**
 * hopso_reader_set_notice:
 * @notice: (nullable): what is said about the document itself
 *
 * Shows a widget below the header. It goes with the document.
 */
void
hopso_reader_set_notice (HopsoReader *self, GtkWidget *notice)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  gtk_revealer_set_child (self->notice_revealer, notice);
  gtk_revealer_set_reveal_child (self->notice_revealer, notice != NULL);
}

/**
 * hopso_reader_set_banner:
 * @banner: (nullable): what is said about the document's signatures
 *
 * Shows a widget between the header and the tools, where it never scrolls away. It goes with the
 * document.
 */
void
hopso_reader_set_banner (HopsoReader *self, GtkWidget *banner)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  gtk_revealer_set_child (self->banner_revealer, banner);
  gtk_revealer_set_reveal_child (self->banner_revealer, banner != NULL);
}

/**
 * hopso_reader_set_can_sign:
 * @can_sign: whether to offer it
 */
void
hopso_reader_set_can_sign (HopsoReader *self, gboolean can_sign)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  gtk_widget_set_visible (self->sign_button, can_sign);
  hopso_reader_show_tools (self);
}

static void
ask_signing_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[g_str_equal (name, "reader.sign") ? SIGN : VERIFY], 0);
}

/* What is here already. */
void
hopso_reader_open_again (HopsoReader *self, const char *password)
{
  hopso_reader_stop_waiting (self);
  self->cancellable = g_cancellable_new ();
  hopso_reader_set_page_shown (self, "arriving");
  self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  open_document (self, password);
}

/* After a failure: from the beginning, when it did not come. */
static void
again_cb (HopsoReader *self)
{
  if (self->fd >= 0)
    hopso_reader_open_again (self, NULL);
  else if (self->paper_id != NULL)
    hopso_reader_load_paper (self);
  else if (self->file != NULL)
    hopso_reader_load_file (self, NULL);
}

static void
cancel_cb (HopsoReader *self)
{
  hopso_reader_close (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
hopso_reader_dispose (GObject *object)
{
  HopsoReader *self = HOPSO_READER (object);

  hopso_reader_stop_presenting (self);
  if (self->view != NULL)
    hopso_reader_close (self);
  g_clear_object (&self->filler);
  g_clear_pointer (&self->filled_words, g_free);
  g_clear_object (&self->client);
  g_clear_object (&self->workspace);
  g_clear_object (&self->bookmarks);
  g_clear_object (&self->toast);
  G_OBJECT_CLASS (hopso_reader_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, HopsoReader, again_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, banner_revealer);
  gtk_widget_class_bind_template_child (class, HopsoReader, bar);
  gtk_widget_class_bind_template_child (class, HopsoReader, bin);
  gtk_widget_class_bind_template_child (class, HopsoReader, cancel_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, content);
  gtk_widget_class_bind_template_child (class, HopsoReader, count_label);
  gtk_widget_class_bind_template_child (class, HopsoReader, document_tools);
  gtk_widget_class_bind_template_child (class, HopsoReader, doubts);
  gtk_widget_class_bind_template_child (class, HopsoReader, fill_bar);
  gtk_widget_class_bind_template_child (class, HopsoReader, fill_revealer);
  gtk_widget_class_bind_template_child (class, HopsoReader, find_bar);
  gtk_widget_class_bind_template_child (class, HopsoReader, fit_tools);
  gtk_widget_class_bind_template_child (class, HopsoReader, fit_page_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, fit_width_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, flap);
  gtk_widget_class_bind_template_child (class, HopsoReader, header);
  gtk_widget_class_bind_template_child (class, HopsoReader, next_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, night_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, page_entry);
  gtk_widget_class_bind_template_child (class, HopsoReader, panel_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, previous_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, problem);
  gtk_widget_class_bind_template_child (class, HopsoReader, progress);
  gtk_widget_class_bind_template_child (class, HopsoReader, side);
  gtk_widget_class_bind_template_child (class, HopsoReader, sign_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, stack);
  gtk_widget_class_bind_template_child (class, HopsoReader, text_page);
  gtk_widget_class_bind_template_child (class, HopsoReader, text_tools);
  gtk_widget_class_bind_template_child (class, HopsoReader, title);
  gtk_widget_class_bind_template_child (class, HopsoReader, tab_space);
  gtk_widget_class_bind_template_child (class, HopsoReader, notice_revealer);
  gtk_widget_class_bind_template_child (class, HopsoReader, verify_button);
  gtk_widget_class_bind_template_child (class, HopsoReader, tools);
  gtk_widget_class_bind_template_child (class, HopsoReader, view);
  gtk_widget_class_bind_template_child (class, HopsoReader, zoom_label);
}

static void
hopso_reader_root_cb (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hopso_reader_parent_class)->root (widget);
  hopso_reader_root (HOPSO_READER (widget));
}

static void
hopso_reader_class_init (HopsoReaderClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = hopso_reader_dispose;
  widget_class->root = hopso_reader_root_cb;
  g_type_ensure (HOPSO_TYPE_ADAPTIVE_BIN);
  g_type_ensure (HOPSO_TYPE_DOUBTS_BUTTON);
  g_type_ensure (HOPSO_TYPE_FILL_BAR);
  g_type_ensure (HOPSO_TYPE_FIND_BAR);
  g_type_ensure (HOPSO_TYPE_PAGE_VIEW);
  g_type_ensure (HOPSO_TYPE_SIDE_PANEL);
  g_type_ensure (HOPSO_TYPE_TEXT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/reader/hopso-reader.ui");
  bind_children (widget_class);
  hopso_reader_install_tools (widget_class);
  hopso_reader_install_panels (widget_class);
  hopso_reader_install_filling (widget_class);
  hopso_reader_install_text (widget_class);
  hopso_reader_install_print (widget_class);
  hopso_reader_install_parts (widget_class);
  gtk_widget_class_install_action (widget_class, "reader.sign", NULL, ask_signing_action);
  gtk_widget_class_install_action (widget_class, "reader.verify", NULL, ask_signing_action);

  /**
   * HopsoReader::sign:
   *
   * People want to sign what is shown.
   */
  signals[SIGN] = g_signal_new ("sign", HOPSO_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  /**
   * HopsoReader::verify:
   *
   * People want to know about the signatures of what is shown.
   */
  signals[VERIFY] = g_signal_new ("verify", HOPSO_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  hopso_reader_install_shown ();
}

static void
connect_all (HopsoReader *self)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (self->again_button, "clicked", G_CALLBACK (again_cb), self, swapped);
  g_signal_connect_object (self->cancel_button, "clicked", G_CALLBACK (cancel_cb), self, swapped);
  g_signal_connect (self, "map", G_CALLBACK (hopso_reader_ask_now), NULL);
}

static void
hopso_reader_init (HopsoReader *self)
{
  self->fd = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  connect_all (self);
  hopso_reader_set_can_sign (self, FALSE);
  hopso_reader_set_page_shown (self, "arriving");
  hopso_reader_connect_tools (self);
  hopso_reader_connect_panels (self);
  hopso_reader_connect_text (self);
  hopso_reader_connect_parts (self);
  hopso_reader_connect_place (self);
  hopso_reader_connect_shown (self);
}
