/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"

G_BEGIN_DECLS

/**
 * HopsoPinPromptInterface:
 * @ask_async: ask a person for the token's PIN; called in the context that opened the session
 * @ask_finish: the PIN, or %G_IO_ERROR_CANCELLED
 *
 * Where a PIN comes from. With a PIN pad nothing is asked: the prompt then only shows that the
 * person should look at the reader, and ends with %NULL and no error.
 */
#define HOPSO_TYPE_PIN_PROMPT (hopso_pin_prompt_get_type ())
G_DECLARE_INTERFACE (HopsoPinPrompt, hopso_pin_prompt, HOPSO, PIN_PROMPT, GObject)

struct _HopsoPinPromptInterface
{
  GTypeInterface parent_interface;

  void (*ask_async) (HopsoPinPrompt *self,
                     HopsoToken *token,
                     HopsoPinState state,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
  HopsoSecret *(*ask_finish) (HopsoPinPrompt *self, GAsyncResult *result, GError **error);
};

void hopso_pin_prompt_ask_async (HopsoPinPrompt *self,
                                 HopsoToken *token,
                                 HopsoPinState state,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HopsoSecret *
hopso_pin_prompt_ask_finish (HopsoPinPrompt *self, GAsyncResult *result, GError **error);

G_END_DECLS
