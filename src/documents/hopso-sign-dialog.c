/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which documents are signed: page and place at the left, certificate, picture, PIN
 * and documents at the right. While it signs nothing moves and nothing can be lost by closing.
 * Main thread. */

#include "hopso-sign-dialog-private.h"

#include "hopso-sign-words.h"

#include <glib/gi18n.h>

enum
{
  SIGNAL_SIGNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoSignDialog, hopso_sign_dialog, ADW_TYPE_WINDOW)

static void
previous_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_show_row (self, self->shown - 1);
}

static void
next_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_show_row (self, self->shown + 1);
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
  hopso_sign_dialog_choose_key (self, (guint) gtk_list_box_row_get_index (row));
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

static void
update_cb (HopsoSignDialog *self)
{
  hopso_sign_dialog_update (self);
}

static void
sign_cb (HopsoSignDialog *self)
{
  if (gtk_widget_get_sensitive (self->sign_button))
    hopso_sign_dialog_start (self);
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
hopso_sign_dialog_dispose (GObject *object)
{
  HopsoSignDialog *self = HOPSO_SIGN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_object (&self->token);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->picture_png, g_bytes_unref);
  g_clear_object (&self->batch);
  g_clear_object (&self->signing);
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
  BIND (place_box);
  BIND (preview);
  BIND (place_label);
  BIND (switch_box);
  BIND (previous_button);
  BIND (next_button);
  BIND (certificate_row);
  BIND (retry_button);
  BIND (certificate_button);
  BIND (certificate_popover);
  BIND (certificate_list);
  BIND (picture_row);
  BIND (picture);
  BIND (picture_button);
  BIND (pin_list);
  BIND (pin_row);
  BIND (accepted_row);
  BIND (pin_icon);
  BIND (pin_label);
  BIND (list);
  BIND (foot_label);
  BIND (cancel_button);
  BIND (sign_button);
  BIND (sign_content);
  CALL (previous_cb);
  CALL (next_cb);
  CALL (look_again_cb);
  CALL (certificate_activated_cb);
  CALL (picture_cb);
  CALL (row_activated_cb);
  CALL (update_cb);
  CALL (sign_cb);
  CALL (cancel_cb);
  CALL (close_request_cb);
}

static void
hopso_sign_dialog_class_init (HopsoSignDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_sign_dialog_dispose;
  object_class->finalize = hopso_sign_dialog_finalize;
  bind_template (GTK_WIDGET_CLASS (klass));
  signals[SIGNAL_SIGNED] = g_signal_new ("signed", HOPSO_TYPE_SIGN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_sign_dialog_init (HopsoSignDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
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

/**
 * hopso_sign_dialog_add_paper:
 * @paper: (transfer none): the next document
 * @request: (transfer none) (nullable): the request that it answers
 */
void
hopso_sign_dialog_add_paper (HopsoSignDialog *self, HopsoPaper *paper, HopsoSignRequest *request)
{
  g_return_if_fail (HOPSO_IS_SIGN_DIALOG (self));

  HopsoSignJobRow *row = hopso_sign_job_row_new (paper, request, self->rows->len + 1);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
  hopso_sign_dialog_open_row (self, row);
  hopso_sign_dialog_update (self);
}

/* How many documents are open and not yet signed. */
guint
hopso_sign_dialog_count_ready (HopsoSignDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      HopsoSignJob *job = hopso_sign_job_row_get_job (g_ptr_array_index (self->rows, i));

      if (job != NULL && hopso_sign_job_get_state (job) == HOPSO_SIGN_WAITING)
        n++;
    }
  return n;
}

/* Whether all that could be signed is signed. */
static gboolean
is_over (HopsoSignDialog *self)
{
  return self->signing == NULL && self->n_signed > 0 && hopso_sign_dialog_count_ready (self) == 0;
}

static void
update_pin (HopsoSignDialog *self)
{
  HopsoPinState state =
      self->token != NULL ? hopso_token_get_pin_state (self->token) : HOPSO_PIN_STATE_OK;
  gboolean has_pad = self->token != NULL && hopso_token_has_pin_pad (self->token);
  gboolean is_serious = state != HOPSO_PIN_STATE_OK;

  gtk_label_set_label (self->pin_label, hopso_sign_words_pin (state, has_pad, self->rows->len));
  gtk_image_set_from_icon_name (self->pin_icon, is_serious ? "dialog-warning-symbolic"
                                                           : "dialog-password-symbolic");
  if (is_serious)
    gtk_widget_add_css_class (GTK_WIDGET (self->pin_label), "attention-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pin_label), "attention-text");
  gtk_widget_set_visible (GTK_WIDGET (self->pin_list), !is_over (self));
  gtk_widget_set_visible (GTK_WIDGET (self->pin_label), !is_over (self));
  gtk_widget_set_visible (GTK_WIDGET (self->pin_icon), !is_over (self));
  gtk_widget_set_visible (GTK_WIDGET (self->pin_row), self->signing == NULL && !has_pad);
  gtk_widget_set_visible (self->accepted_row, self->signing != NULL);
}

static void
update_foot (HopsoSignDialog *self, guint n_ready)
{
  g_autofree char *foot = NULL;
  g_autofree char *verb = g_strdup_printf (
      ngettext ("Sign %u document", "Sign %u documents", MAX (n_ready, 1)), MAX (n_ready, 1));

  if (self->signing != NULL)
    foot = g_strdup_printf (_ ("%u of %u done. What is signed stays signed if you stop."),
                            self->n_signed, self->rows->len);
  else if (is_over (self))
    foot = g_strdup (_ ("All done. The signed documents are sent as soon as there is a network."));
  else
    foot = g_strdup (_ ("A signature cannot be taken back."));
  gtk_label_set_label (self->foot_label, foot);
  adw_button_content_set_label (self->sign_content, verb);
  gtk_button_set_label (self->cancel_button, self->signing != NULL ? _ ("_Stop")
                                             : is_over (self)      ? _ ("_Close")
                                                                   : _ ("_Cancel"));
  gtk_widget_set_visible (self->sign_button, !is_over (self));
}

static gboolean
can_sign (HopsoSignDialog *self, guint n_ready)
{
  HopsoPinState state;

  if (self->signing != NULL || self->certificate == NULL || n_ready == 0)
    return FALSE;
  state = hopso_token_get_pin_state (self->token);
  if (state == HOPSO_PIN_STATE_LOCKED || state == HOPSO_PIN_STATE_NOT_SET)
    return FALSE;
  return hopso_token_has_pin_pad (self->token) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->pin_row)) != '\0';
}

/* Brings everything that depends on something else up to date. */
void
hopso_sign_dialog_update (HopsoSignDialog *self)
{
  guint n_ready = hopso_sign_dialog_count_ready (self);
  g_autofree char *title = g_strdup_printf (
      ngettext ("Sign %u document", "Sign %u documents", self->rows->len), self->rows->len);

  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (self->window_title, self->token != NULL
                                                         ? hopso_token_get_label (self->token)
                                                         : _ ("No token plugged in"));
  update_pin (self);
  update_foot (self, n_ready);
  gtk_widget_set_visible (self->switch_box, self->rows->len > 1);
  gtk_widget_set_sensitive (self->previous_button, self->shown > 0);
  gtk_widget_set_sensitive (self->next_button, self->shown + 1 < self->rows->len);
  gtk_widget_set_sensitive (self->picture_button, self->signing == NULL);
  gtk_widget_set_sensitive (self->certificate_button, self->signing == NULL);
  gtk_widget_set_sensitive (self->sign_button, can_sign (self, n_ready));
}
