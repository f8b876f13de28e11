/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question to the person, as an asynchronous call: the one place that knows AdwMessageDialog,
 * which later versions replace. Closing the dialog is the answer "no", not an error. Main thread.
 */

#include "hopso-alert.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_OTHER  "other"
#define RESPONSE_VERB   "verb"

struct _HopsoAlert
{
  GObject parent_instance;

  AdwMessageDialog *dialog; /* owned, nullable: closed */
  gboolean is_other;        /* the answer was the other verb */
};

G_DEFINE_FINAL_TYPE (HopsoAlert, hopso_alert, G_TYPE_OBJECT)

static void
hopso_alert_dispose (GObject *object)
{
  HopsoAlert *self = HOPSO_ALERT (object);

  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (hopso_alert_parent_class)->dispose (object);
}

static void
hopso_alert_class_init (HopsoAlertClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_alert_dispose;
}

static void
hopso_alert_init (HopsoAlert *self)
{
}

/**
 * hopso_alert_new:
 * @heading: the question
 * @body: (nullable): what follows from it
 * @verb: the label of the button that does it, such as "Sign 12 documents"
 *
 * Returns: (transfer full): a question that has not been asked yet
 */
HopsoAlert *
hopso_alert_new (const char *heading, const char *body, const char *verb)
{
  return hopso_alert_new_with_other (heading, body, NULL, verb);
}

/**
 * hopso_alert_new_with_other:
 * @heading: the question
 * @body: (nullable): what follows from it
 * @other: (nullable): the label of a button that does something else, by which something is lost
 * @verb: the label of the button that does it
 *
 * Returns: (transfer full): a question that has not been asked yet
 */
HopsoAlert *
hopso_alert_new_with_other (const char *heading,
                            const char *body,
                            const char *other,
                            const char *verb)
{
  HopsoAlert *self = g_object_new (HOPSO_TYPE_ALERT, NULL);

  self->dialog = ADW_MESSAGE_DIALOG (g_object_ref (adw_message_dialog_new (NULL, heading, body)));
  adw_message_dialog_add_response (self->dialog, RESPONSE_CANCEL, _ ("_Cancel"));
  if (other != NULL)
    {
      adw_message_dialog_add_response (self->dialog, RESPONSE_OTHER, other);
      adw_message_dialog_set_response_appearance (self->dialog, RESPONSE_OTHER,
                                                  ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_add_response (self->dialog, RESPONSE_VERB, verb);
  adw_message_dialog_set_response_appearance (self->dialog, RESPONSE_VERB, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (self->dialog, RESPONSE_VERB);
  adw_message_dialog_set_close_response (self->dialog, RESPONSE_CANCEL);
  return self;
}

/**
 * hopso_alert_set_destructive:
 * @self: a question
 * @is_destructive: whether something is lost by answering yes; Enter then does not answer it
 */
void
hopso_alert_set_destructive (HopsoAlert *self, gboolean is_destructive)
{
  g_return_if_fail (HOPSO_IS_ALERT (self) && self->dialog != NULL);

  adw_message_dialog_set_response_appearance (self->dialog, RESPONSE_VERB,
                                              is_destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                             : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (self->dialog,
                                           is_destructive ? RESPONSE_CANCEL : RESPONSE_VERB);
}

/**
 * hopso_alert_set_extra:
 * @self: a question
 * @extra: a widget shown under the text, such as an entry
 */
void
hopso_alert_set_extra (HopsoAlert *self, GtkWidget *extra)
{
  g_return_if_fail (HOPSO_IS_ALERT (self) && self->dialog != NULL);

  adw_message_dialog_set_extra_child (self->dialog, extra);
}

/**
 * hopso_alert_set_verb_enabled:
 * @self: a question
 * @is_enabled: whether it can be answered with yes at present
 */
void
hopso_alert_set_verb_enabled (HopsoAlert *self, gboolean is_enabled)
{
  g_return_if_fail (HOPSO_IS_ALERT (self));

  if (self->dialog != NULL)
    adw_message_dialog_set_response_enabled (self->dialog, RESPONSE_VERB, is_enabled);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  HopsoAlert *self = g_task_get_source_object (task);

  /* The task is answered once, even if the dialog is closed in another way right after. */
  g_signal_handlers_disconnect_by_data (dialog, task);
  g_clear_object (&self->dialog);
  self->is_other = g_str_equal (response, RESPONSE_OTHER);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, g_str_equal (response, RESPONSE_VERB));
}

/**
 * hopso_alert_ask_async:
 * @self: a question that has not been asked yet
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_alert_ask_async (HopsoAlert *self,
                       GtkWindow *parent,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (HOPSO_IS_ALERT (self) && self->dialog != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_alert_ask_async);
  gtk_window_set_transient_for (GTK_WINDOW (self->dialog), parent);
  gtk_window_set_modal (GTK_WINDOW (self->dialog), parent != NULL);
  g_signal_connect (self->dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (self->dialog));
  /* Enter answers; it does not tick a box that happens to be the first widget. */
  gtk_window_set_focus (GTK_WINDOW (self->dialog),
                        gtk_window_get_default_widget (GTK_WINDOW (self->dialog)));
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (gtk_window_close), self->dialog,
                             G_CONNECT_SWAPPED);
  if (g_cancellable_is_cancelled (cancellable))
    gtk_window_close (GTK_WINDOW (self->dialog));
}

/**
 * hopso_alert_ask_finish:
 * @self: a question
 * @result: from the callback
 * @error: set when it was cancelled by the caller
 *
 * Returns: whether the person answered with the verb
 */
gboolean
hopso_alert_ask_finish (HopsoAlert *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hopso_alert_is_other:
 * @self: a question that was answered
 *
 * Returns: whether the person answered with the other verb
 */
gboolean
hopso_alert_is_other (HopsoAlert *self)
{
  g_return_val_if_fail (HOPSO_IS_ALERT (self), FALSE);

  return self->is_other;
}
