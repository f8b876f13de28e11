/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's new PIN. A wrong old one counts at the token like any other and is not tried again. */

#include "hopso-token-pin.h"

#include "hopso-pkcs11-private.h"
#include "hopso-token-error-private.h"
#include "hopso-token-private.h"

#include <string.h>

/* Both PINs, one behind the other, for the way to the module. */
typedef struct
{
  HopsoSecret *pins; /* owned, nullable: typed at the reader */
  guint64 old_size;
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->pins, hopso_secret_unref);
  g_free (change);
}

static HopsoSecret *
join (HopsoSecret *one, HopsoSecret *other)
{
  gsize one_size, other_size;
  const guint8 *one_bytes = hopso_secret_get_bytes (one, &one_size);
  const guint8 *other_bytes = hopso_secret_get_bytes (other, &other_size);
  guint8 *both = g_malloc (one_size + other_size + 1);

  memcpy (both, one_bytes, one_size);
  memcpy (both + one_size, other_bytes, other_size);
  HopsoSecret *joined = hopso_secret_new (both, one_size + other_size);
  hopso_secret_wipe (both, one_size + other_size);
  g_free (both);
  return joined;
}

static void
change_pin (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoToken *token = source;
  const Change *change = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariant *info = hopso_token_read_info (token, cancellable, &error);

  if (info != NULL && change->pins == NULL && !hopso_token_has_pin_pad (token))
    hopso_token_set_error_from_rv (&error, CKR_PIN_INVALID);
  else if (info != NULL)
    answer = hopso_token_module_call (
        hopso_token_get_module (token), HOPSO_TOKEN_CALL_SET_PIN,
        g_variant_new ("(tt)", hopso_token_get_slot (token), change->old_size), change->pins,
        change->pins != NULL ? HOPSO_TOKEN_DEADLINE_MS : HOPSO_TOKEN_PERSON_DEADLINE_MS,
        cancellable, &error);
  g_clear_pointer (&info, g_variant_unref);

  /* A module that has just hung or crashed is not started again for that. */
  if (hopso_token_module_is_running (hopso_token_get_module (token)))
    info = hopso_token_read_info (token, NULL, NULL);
  if (info != NULL)
    g_object_set_data_full (G_OBJECT (task), "info", info, (GDestroyNotify) g_variant_unref);
  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hopso_token_change_pin_async:
 * @old_pin: (nullable): as it is; %NULL with a PIN pad
 * @new_pin: (nullable): as it shall be; %NULL with a PIN pad
 */
void
hopso_token_change_pin_async (HopsoToken *token,
                              HopsoSecret *old_pin,
                              HopsoSecret *new_pin,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TOKEN (token));

  g_autoptr (GTask) task = g_task_new (token, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  if (!hopso_token_has_pin_pad (token) && old_pin != NULL && new_pin != NULL)
    {
      gsize old_size;

      hopso_secret_get_bytes (old_pin, &old_size);
      change->old_size = old_size;
      change->pins = join (old_pin, new_pin);
    }
  g_task_set_source_tag (task, hopso_token_change_pin_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  hopso_token_module_push (hopso_token_get_module (token), task, change_pin);
}

/**
 * hopso_token_change_pin_finish:
 *
 * Returns: whether the new PIN is in force; if not, @error is
 *   %HOPSO_TOKEN_ERROR_PIN_INCORRECT when the token refuses either of them
 */
gboolean
hopso_token_change_pin_finish (HopsoToken *token, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, token), FALSE);

  GVariant *info = g_object_get_data (G_OBJECT (result), "info");
  if (info != NULL)
    hopso_token_update (token, info);
  return g_task_propagate_boolean (G_TASK (result), error);
}
