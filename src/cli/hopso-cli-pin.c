/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The PIN of a command: from a file or a descriptor that a script opened, else typed without echo.
 * A script never gets the last try: only a person who reads the warning may risk the token. Main
 * thread; the terminal blocks it, as a command has nothing else to do. */

#include "hopso-cli-pin.h"

#include "hopso-cli.h"

#include <glib/gi18n-lib.h>

struct _HopsoCliPin
{
  GObject parent_instance;

  char *file; /* owned, nullable */
  int fd;     /* borrowed: -1 for none */
};

static void hopso_cli_pin_iface_init (HopsoPinPromptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoCliPin,
                               hopso_cli_pin,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_PIN_PROMPT,
                                                      hopso_cli_pin_iface_init))

static void
hopso_cli_pin_finalize (GObject *object)
{
  g_free (HOPSO_CLI_PIN (object)->file);
  G_OBJECT_CLASS (hopso_cli_pin_parent_class)->finalize (object);
}

static void
hopso_cli_pin_class_init (HopsoCliPinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_cli_pin_finalize;
}

static void
hopso_cli_pin_init (HopsoCliPin *self)
{
  self->fd = -1;
}

static HopsoSecret *
read_pin (HopsoCliPin *self, HopsoToken *token, HopsoPinState state, GError **error)
{
  gboolean is_typed = self->file == NULL && self->fd < 0;
  g_autofree char *question = g_strdup_printf (_ ("PIN of “%s”: "), hopso_token_get_label (token));

  if (hopso_token_has_pin_pad (token))
    {
      g_printerr ("%s\n", _ ("Enter the PIN on the reader."));
      return NULL;
    }
  if (state == HOPSO_PIN_STATE_FINAL_TRY)
    g_printerr ("%s\n", _ ("One more wrong PIN locks the token. Press Ctrl+C if in doubt."));
  else if (state == HOPSO_PIN_STATE_LOW)
    g_printerr ("%s\n", _ ("A wrong PIN was entered before."));
  if (state == HOPSO_PIN_STATE_FINAL_TRY && !is_typed)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                           _ ("The last try before the token is locked must be typed by a person"));
      return NULL;
    }

  g_autoptr (HopsoSecret) pin = hopso_cli_read_secret (question, self->file, self->fd, error);
  if (pin != NULL && *hopso_secret_get_string (pin) == '\0')
    {
      /* The token would count it as a wrong one. */
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The PIN is empty"));
      return NULL;
    }
  return g_steal_pointer (&pin);
}

static void
hopso_cli_pin_ask_async (HopsoPinPrompt *prompt,
                         HopsoToken *token,
                         HopsoPinState state,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (prompt, cancellable, callback, user_data);
  GError *error = NULL;
  HopsoSecret *pin = read_pin (HOPSO_CLI_PIN (prompt), token, state, &error);

  g_task_set_source_tag (task, hopso_cli_pin_ask_async);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, pin, (GDestroyNotify) hopso_secret_unref);
}

static HopsoSecret *
hopso_cli_pin_ask_finish (HopsoPinPrompt *prompt, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hopso_cli_pin_iface_init (HopsoPinPromptInterface *iface)
{
  iface->ask_async = hopso_cli_pin_ask_async;
  iface->ask_finish = hopso_cli_pin_ask_finish;
}

/* A prompt that reads @file or @fd, or asks on the terminal when there is neither. */
HopsoPinPrompt *
hopso_cli_pin_new (const char *file, int fd)
{
  HopsoCliPin *self = g_object_new (HOPSO_TYPE_CLI_PIN, NULL);

  self->file = g_strdup (file);
  self->fd = fd;
  return HOPSO_PIN_PROMPT (self);
}
