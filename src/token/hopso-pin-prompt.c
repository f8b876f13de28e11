/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a PIN comes from: a dialog, a terminal, a test. */

#include "hopso-pin-prompt.h"

G_DEFINE_INTERFACE (HopsoPinPrompt, hopso_pin_prompt, G_TYPE_OBJECT)

static void
hopso_pin_prompt_default_init (HopsoPinPromptInterface *iface)
{
}

/**
 * hopso_pin_prompt_ask_async:
 * @token: whose PIN; hopso_token_has_pin_pad() says whether it is typed there
 * @state: to be told to the person before the PIN is asked
 */
void
hopso_pin_prompt_ask_async (HopsoPinPrompt *self,
                            HopsoToken *token,
                            HopsoPinState state,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PIN_PROMPT (self));
  HOPSO_PIN_PROMPT_GET_IFACE (self)->ask_async (self, token, state, cancellable, callback,
                                                user_data);
}

/**
 * hopso_pin_prompt_ask_finish:
 *
 * Returns: (transfer full) (nullable): the PIN; %NULL without @error if it is typed at the token
 */
HopsoSecret *
hopso_pin_prompt_ask_finish (HopsoPinPrompt *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_PIN_PROMPT (self), NULL);
  return HOPSO_PIN_PROMPT_GET_IFACE (self)->ask_finish (self, result, error);
}
