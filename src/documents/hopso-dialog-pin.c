/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hands the PIN of an entry to the token, once, and empties the entry at the same moment. The
 * person has typed it before pressing the button, so nothing is asked in the middle of the work.
 * Main thread. */

#include "hopso-dialog-pin.h"

struct _HopsoDialogPin
{
  GObject parent_instance;

  GtkEditable *entry; /* owned */
};

static void hopso_dialog_pin_iface_init (HopsoPinPromptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoDialogPin,
                               hopso_dialog_pin,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_PIN_PROMPT,
                                                      hopso_dialog_pin_iface_init))

static void
hopso_dialog_pin_finalize (GObject *object)
{
  g_object_unref (HOPSO_DIALOG_PIN (object)->entry);
  G_OBJECT_CLASS (hopso_dialog_pin_parent_class)->finalize (object);
}

static void
hopso_dialog_pin_class_init (HopsoDialogPinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_dialog_pin_finalize;
}

static void
hopso_dialog_pin_init (HopsoDialogPin *self)
{
}

static void
hopso_dialog_pin_ask_async (HopsoPinPrompt *prompt,
                            HopsoToken *token,
                            HopsoPinState state,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  HopsoDialogPin *self = HOPSO_DIALOG_PIN (prompt);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  HopsoSecret *pin = NULL;

  g_task_set_source_tag (task, hopso_dialog_pin_ask_async);
  if (!hopso_token_has_pin_pad (token))
    pin = hopso_secret_new_from_string (gtk_editable_get_text (self->entry));
  gtk_editable_set_text (self->entry, "");
  g_task_return_pointer (task, pin, (GDestroyNotify) hopso_secret_unref);
}

static HopsoSecret *
hopso_dialog_pin_ask_finish (HopsoPinPrompt *prompt, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hopso_dialog_pin_iface_init (HopsoPinPromptInterface *iface)
{
  iface->ask_async = hopso_dialog_pin_ask_async;
  iface->ask_finish = hopso_dialog_pin_ask_finish;
}

/**
 * hopso_dialog_pin_new:
 * @entry: (transfer none): where the person types the PIN
 *
 * Returns: (transfer full): a prompt that takes it from there
 */
HopsoDialogPin *
hopso_dialog_pin_new (GtkEditable *entry)
{
  HopsoDialogPin *self = g_object_new (HOPSO_TYPE_DIALOG_PIN, NULL);

  self->entry = g_object_ref (entry);
  return self;
}
