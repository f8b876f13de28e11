/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in which a person changes the PIN of a token. The old PIN is tried once per press; how
 * it stands is said before. Entries are emptied as soon as their content was handed over. Main
 * thread. */

#include "hopso-pin-dialog.h"

#include "hopso-sign-words.h"
#include "hopso-token-pin.h"
#include "hopso-token-words.h"

#include <glib/gi18n.h>

struct _HopsoPinDialog
{
  AdwWindow parent_instance;

  HopsoToken *token;         /* owned, nullable: disposed */
  GCancellable *cancellable; /* owned */
  gboolean is_running;

  AdwWindowTitle *window_title;
  GtkLabel *state_label;
  GtkWidget *entries;
  GtkEditable *old_row;
  GtkEditable *new_row;
  GtkEditable *again_row;
  GtkLabel *hint_label;
  GtkLabel *error_label;
  GtkWidget *change_button;
  GtkSpinner *spinner;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoPinDialog, hopso_pin_dialog, ADW_TYPE_WINDOW)

static gboolean
is_usable (HopsoPinDialog *self)
{
  HopsoPinState state = hopso_token_get_pin_state (self->token);

  return state != HOPSO_PIN_STATE_LOCKED && state != HOPSO_PIN_STATE_NOT_SET;
}

/* What is still wrong with what was typed; "" when there is nothing to say yet, %NULL when it can
 * be sent. */
static const char *
find_problem (HopsoPinDialog *self)
{
  const char *new_pin = gtk_editable_get_text (self->new_row);
  const char *again = gtk_editable_get_text (self->again_row);

  if (*gtk_editable_get_text (self->old_row) == '\0' || *new_pin == '\0' || *again == '\0')
    return "";
  if (!hopso_token_takes_pin_of (self->token, strlen (new_pin)))
    return _ ("The token does not take a new PIN of this length.");
  if (!g_str_equal (new_pin, again))
    return _ ("The new PIN was not typed the same way twice.");
  return NULL;
}

static void
show_state (HopsoPinDialog *self)
{
  HopsoPinState state = hopso_token_get_pin_state (self->token);
  gboolean has_pad = hopso_token_has_pin_pad (self->token);

  gtk_label_set_label (self->state_label,
                       has_pad && is_usable (self)
                           ? _ ("Press “Change”, then enter the old and the new PIN on the reader.")
                           : hopso_token_words_pin (state));
  if (state != HOPSO_PIN_STATE_OK)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_label), "attention-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_label), "attention-text");
  gtk_widget_set_visible (self->entries, !has_pad && is_usable (self));
}

static void
show_hint (HopsoPinDialog *self, const char *problem)
{
  g_autofree char *limits = hopso_token_words_dup_pin_limits (self->token);
  g_autofree char *hint =
      limits != NULL ? g_strdup_printf (_ ("The new PIN has %s. Keep it to yourself."), limits)
                     : g_strdup (_ ("Keep the new PIN to yourself."));

  gtk_label_set_label (self->hint_label, problem != NULL && *problem != '\0' ? problem : hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), !hopso_token_has_pin_pad (self->token));
}

static void
update (HopsoPinDialog *self)
{
  if (self->token == NULL)
    return;
  const char *problem = hopso_token_has_pin_pad (self->token) ? NULL : find_problem (self);

  show_state (self);
  show_hint (self, problem);
  gtk_widget_set_sensitive (self->change_button,
                            problem == NULL && !self->is_running && is_usable (self));
  gtk_editable_set_editable (self->old_row, !self->is_running);
  gtk_editable_set_editable (self->new_row, !self->is_running);
  gtk_editable_set_editable (self->again_row, !self->is_running);
  gtk_spinner_set_spinning (self->spinner, self->is_running);
}

static void
clear_entries (HopsoPinDialog *self)
{
  gtk_editable_set_text (self->old_row, "");
  gtk_editable_set_text (self->new_row, "");
  gtk_editable_set_text (self->again_row, "");
}

static const char *
choose_words (const GError *error)
{
  if (g_error_matches (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT))
    return _ ("The token refused: the old PIN was wrong, or it does not take the new one. The PIN "
              "is as it was.");
  if (g_error_matches (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_CANCELLED))
    return _ ("Nothing was changed.");
  return NULL;
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPinDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = hopso_token_change_pin_finish (HOPSO_TOKEN (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_running = FALSE;
  if (is_done)
    {
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  const char *words = choose_words (error);
  g_autofree char *other = words == NULL ? hopso_sign_words_error (error) : NULL;
  gtk_label_set_label (self->error_label, words != NULL ? words : other);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->old_row));
}

static void
change_cb (HopsoPinDialog *self)
{
  g_autoptr (HopsoSecret) old_pin = NULL;
  g_autoptr (HopsoSecret) new_pin = NULL;

  if (!gtk_widget_get_sensitive (self->change_button))
    return;
  if (!hopso_token_has_pin_pad (self->token))
    {
      old_pin = hopso_secret_new_from_string (gtk_editable_get_text (self->old_row));
      new_pin = hopso_secret_new_from_string (gtk_editable_get_text (self->new_row));
    }
  self->is_running = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  clear_entries (self);
  hopso_token_change_pin_async (self->token, old_pin, new_pin, self->cancellable, changed_cb,
                                g_object_ref (self));
  update (self);
}

static void
activated_cb (HopsoPinDialog *self)
{
  change_cb (self);
}

static void
cancel_cb (HopsoPinDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* What a token is doing to its PIN is not broken off: only on the reader can a person still think
 * better of it. */
static gboolean
hopso_pin_dialog_close_request (GtkWindow *window)
{
  HopsoPinDialog *self = HOPSO_PIN_DIALOG (window);

  if (self->is_running && !hopso_token_has_pin_pad (self->token))
    return TRUE;
  return GTK_WINDOW_CLASS (hopso_pin_dialog_parent_class)->close_request (window);
}

static void
hopso_pin_dialog_dispose (GObject *object)
{
  HopsoPinDialog *self = HOPSO_PIN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->token);
  G_OBJECT_CLASS (hopso_pin_dialog_parent_class)->dispose (object);
}

static void
hopso_pin_dialog_finalize (GObject *object)
{
  g_object_unref (HOPSO_PIN_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (hopso_pin_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoPinDialog, name)
#define CALL(name) gtk_widget_class_bind_template_callback (widget_class, name)

static void
hopso_pin_dialog_class_init (HopsoPinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hopso_pin_dialog_dispose;
  object_class->finalize = hopso_pin_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = hopso_pin_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/documents/hopso-pin-dialog.ui");
  BIND (window_title);
  BIND (state_label);
  BIND (entries);
  BIND (old_row);
  BIND (new_row);
  BIND (again_row);
  BIND (hint_label);
  BIND (error_label);
  BIND (change_button);
  BIND (spinner);
  CALL (update);
  CALL (change_cb);
  CALL (activated_cb);
  CALL (cancel_cb);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HOPSO_TYPE_PIN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_pin_dialog_init (HopsoPinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * hopso_pin_dialog_new:
 * @token: (transfer none): whose PIN is changed
 *
 * Returns: (transfer floating): the window
 */
GtkWidget *
hopso_pin_dialog_new (HopsoToken *token)
{
  HopsoPinDialog *self = g_object_new (HOPSO_TYPE_PIN_DIALOG, NULL);

  self->token = g_object_ref (token);
  adw_window_title_set_subtitle (self->window_title, hopso_token_get_label (token));
  g_signal_connect_object (token, "notify::pin-state", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
