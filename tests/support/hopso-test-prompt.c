/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The person who knows the PIN, in tests. */

#include "hopso-test-token.h"

struct _HopsoTestPrompt
{
  GObject parent_instance;

  char *pin; /* owned, nullable: cancels */
  guint n_asked;
  HopsoPinState last_state;
};

static void hopso_test_prompt_iface_init (HopsoPinPromptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoTestPrompt,
                               hopso_test_prompt,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOPSO_TYPE_PIN_PROMPT,
                                                      hopso_test_prompt_iface_init))

static void
hopso_test_prompt_finalize (GObject *object)
{
  g_free (HOPSO_TEST_PROMPT (object)->pin);
  G_OBJECT_CLASS (hopso_test_prompt_parent_class)->finalize (object);
}

static void
hopso_test_prompt_class_init (HopsoTestPromptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_test_prompt_finalize;
}

static void
hopso_test_prompt_init (HopsoTestPrompt *self)
{
}

static void
ask_async (HopsoPinPrompt *prompt,
           HopsoToken *token,
           HopsoPinState state,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  HopsoTestPrompt *self = HOPSO_TEST_PROMPT (prompt);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->n_asked++;
  self->last_state = state;
  if (hopso_token_has_pin_pad (token))
    g_task_return_pointer (task, NULL, NULL);
  else if (self->pin != NULL)
    g_task_return_pointer (task, hopso_secret_new_from_string (self->pin),
                           (GDestroyNotify) hopso_secret_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static HopsoSecret *
ask_finish (HopsoPinPrompt *prompt, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
hopso_test_prompt_iface_init (HopsoPinPromptInterface *iface)
{
  iface->ask_async = ask_async;
  iface->ask_finish = ask_finish;
}

/**
 * hopso_test_prompt_new:
 * @pin: (nullable): the answer; %NULL cancels
 *
 * Returns: (transfer full): a prompt that was not asked yet
 */
HopsoTestPrompt *
hopso_test_prompt_new (const char *pin)
{
  HopsoTestPrompt *self = g_object_new (HOPSO_TYPE_TEST_PROMPT, NULL);

  self->pin = g_strdup (pin);
  return self;
}

guint
hopso_test_prompt_get_n_asked (HopsoTestPrompt *self)
{
  return self->n_asked;
}

HopsoPinState
hopso_test_prompt_get_last_state (HopsoTestPrompt *self)
{
  return self->last_state;
}
