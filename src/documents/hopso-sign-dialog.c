/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which documents are signed: page and place at the left, certificate, picture, PIN
 * and documents at the right. While it signs nothing moves and nothing can be lost by closing.
 * Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-secret-entry.h"

#include <glib/gi18n.h>

/* As in the .ui file. */
#define WIDTH  1000
#define HEIGHT 584
/* With what an agency's signature says. */
#define DEED_HEIGHT 700

enum
{
  SIGNAL_SIGNED,
  SIGNAL_READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoSignDialog, hopso_sign_dialog, ADW_TYPE_WINDOW)

static void
turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (widget);

  hopso_sign_dialog_show_row (self, g_str_equal (action, "signing.next") ? self->shown + 1
                                                                         : self->shown - 1);
}

static void
look_again_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_look_for_tokens (self);
}

static void
certificate_activated_cb (GtkListBox *list, GtkListBoxRow *row, HopsoSignDialog *self)
{
  gtk_popover_popdown (self->certificate_popover);
  self->is_chosen = TRUE;
  hopso_sign_dialog_choose_key (self, (guint) gtk_list_box_row_get_index (row));
}

static void
deed_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_deed_typed (self);
}

static void
folder_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_ask_folder (self);
}

static void
picture_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_ask_picture (self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HopsoSignDialog *self)
{
  hopso_sign_dialog_show_row (self, (guint) gtk_list_box_row_get_index (row));
}

/* Typing takes back what was said about the PIN before. */
static void
pin_changed_cb (HopsoSignDialog *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->pin_row)) != '\0')
    g_clear_pointer (&self->pin_problem, g_free);
  hopso_sign_dialog_update (self);
}

static void
sign_cb (HopsoSignDialog *self)
{
  if (gtk_widget_get_visible (self->sign_button) && gtk_widget_get_sensitive (self->sign_button))
    hopso_sign_dialog_start (self);
}

/* Tired of a slow authority: what is signed is kept, its time stamp comes later. */
static void
later_cb (HopsoSignDialog *self)
{
  if (self->batch != NULL)
    hopso_sign_batch_stop_waiting (self->batch);
}

static void
cancel_cb (HopsoSignDialog *self)
{
  if (self->signing != NULL)
    g_cancellable_cancel (self->signing);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* While documents are signed, closing means stopping; the window goes when it is safe. */
static gboolean
close_request_cb (HopsoSignDialog *self)
{
  if (self->signing != NULL)
    {
      g_cancellable_cancel (self->signing);
      return TRUE;
    }
  g_signal_emit (self, signals[SIGNAL_SIGNED], 0, self->n_stored);
  return FALSE;
}

static void
narrow_cb (HopsoSignDialog *self)
{
  gboolean is_narrow = hopso_adaptive_bin_get_is_narrow (self->bin);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->halves), is_narrow
                                                                     ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->foot), is_narrow
                                                                   ? GTK_ORIENTATION_VERTICAL
                                                                   : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->place_box, is_narrow ? -1 : 400, -1);
  hopso_deed_box_set_is_narrow (self->deed_box, is_narrow);
  if (is_narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
}

/* With the cursor where one types first. */
static void
hopso_sign_dialog_map (GtkWidget *widget)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (widget);

  GTK_WIDGET_CLASS (hopso_sign_dialog_parent_class)->map (widget);
  if (!hopso_deed_box_take_focus (self->deed_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
}

/* As large as what it shows needs, and no wider than the window that it stands before. */
static void
parent_cb (HopsoSignDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  int width = parent != NULL ? gtk_widget_get_width (GTK_WIDGET (parent)) : 0;
  int height = parent != NULL ? gtk_widget_get_height (GTK_WIDGET (parent)) : 0;
  int needed = gtk_widget_get_visible (GTK_WIDGET (self->deed_box)) ? DEED_HEIGHT : HEIGHT;

  if (width > 0 && width < WIDTH)
    gtk_window_set_default_size (GTK_WINDOW (self), width, MAX (height, HEIGHT));
  else
    gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, needed);
}

static void
hopso_sign_dialog_dispose (GObject *object)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_object (&self->token);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->picture_png, g_bytes_unref);
  g_clear_object (&self->batch);
  g_clear_object (&self->signing);
  g_clear_pointer (&self->pin_problem, g_free);
  if (self->workspace != NULL)
    hopso_sign_dialog_stop_watching (self);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_sign_dialog_parent_class)->dispose (object);
}

static void
hopso_sign_dialog_finalize (GObject *object)
{
  g_object_unref (HOPSO_SIGN_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (hopso_sign_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoSignDialog, name)
#define CALL(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-sign-dialog.ui");
  BIND (window_title);
  BIND (bin);
  BIND (halves);
  BIND (foot);
  BIND (foot_icon);
  BIND (place_box);
  BIND (preview);
  BIND (place_label);
  BIND (switch_box);
  BIND (certificate_row);
  BIND (retry_button);
  BIND (certificate_button);
  BIND (certificate_popover);
  BIND (certificate_list);
  BIND (picture_row);
  BIND (picture);
  BIND (picture_button);
  BIND (deed_box);
  BIND (output_list);
  BIND (output_row);
  BIND (output_button);
  BIND (pin_list);
  BIND (pin_row);
  BIND (accepted_row);
  BIND (pin_icon);
  BIND (pin_label);
  BIND (list);
  BIND (accepted_icon);
  BIND (foot_label);
  BIND (later_button);
  BIND (cancel_button);
  BIND (sign_button);
  BIND (sign_content);
  CALL (look_again_cb);
  CALL (certificate_activated_cb);
  CALL (deed_cb);
  CALL (folder_cb);
  CALL (picture_cb);
  CALL (row_activated_cb);
  CALL (pin_changed_cb);
  CALL (sign_cb);
  CALL (cancel_cb);
  CALL (later_cb);
  CALL (close_request_cb);
  CALL (narrow_cb);
  CALL (parent_cb);
}

static void
hopso_sign_dialog_class_init (HopsoSignDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_sign_dialog_dispose;
  object_class->finalize = hopso_sign_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->map = hopso_sign_dialog_map;
  g_type_ensure (HOPSO_TYPE_DEED_BOX);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "signing.previous", NULL, turn_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "signing.next", NULL, turn_cb);
  bind_template (GTK_WIDGET_CLASS (klass));
  signals[SIGNAL_SIGNED] = g_signal_new ("signed", HOPSO_TYPE_SIGN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_READ] = g_signal_new ("read", HOPSO_TYPE_SIGN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_sign_dialog_init (HopsoSignDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hopso_secret_entry_guard (GTK_EDITABLE (self->pin_row));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->extras = g_ptr_array_new ();
}

/**
 * hopso_sign_dialog_new:
 * @workspace: (transfer none): whose papers, token and signer
 *
 * Returns: (transfer floating): a dialog without documents, which looks for tokens
 */
HopsoSignDialog *
hopso_sign_dialog_new (HopsoWorkspace *workspace)
{
  HopsoSignDialog *self = g_object_new (HOPSO_TYPE_SIGN_DIALOG, NULL);

  self->workspace = g_object_ref (workspace);
  hopso_sign_dialog_load_picture (self);
  hopso_sign_dialog_look_for_tokens (self);
  hopso_sign_dialog_update (self);
  return self;
}

/* The person wants to read before signing: the window opens the document. */
static void
open_cb (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  HopsoPaper *paper = hopso_sign_job_row_get_paper (row);
  g_autofree char *id = g_strdup (hopso_record_get_id (HOPSO_RECORD (paper)));

  g_object_ref (self);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_READ], 0, id);
  g_object_unref (self);
}

static void
password_cb (HopsoSignDialog *self, HopsoSignJobRow *row)
{
  hopso_sign_dialog_ask_password (self, row);
}

/* One more document, which is opened from now on. */
void
hopso_sign_dialog_add_row (HopsoSignDialog *self, HopsoSignJobRow *row, HopsoSignAction action)
{
  hopso_sign_job_row_set_deed (row, hopso_sign_dialog_make_deed (self, action));
  g_signal_connect_object (row, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "password", G_CALLBACK (password_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  hopso_sign_dialog_choose_anew (self);
  hopso_sign_dialog_name_outputs (self);
  hopso_sign_dialog_open_row (self, row);
  hopso_sign_dialog_show_deed (self);
  hopso_sign_dialog_update (self);
}

/**
 * hopso_sign_dialog_add_paper:
 * @paper: (transfer none): the next document
 * @request: (transfer none) (nullable): the request that it answers
 */
void
hopso_sign_dialog_add_paper (HopsoSignDialog *self, HopsoPaper *paper, HopsoSignRequest *request)
{
  g_return_if_fail (HOPSO_IS_SIGN_DIALOG (self));

  hopso_sign_dialog_add_row (self, hopso_sign_job_row_new (paper, request, self->rows->len + 1),
                             hopso_sign_dialog_find_asked (self, request));
}
