/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of a vendor's module, and the proof that a file is one: it is started in a process
 * of its own, and says by C_GetInfo who made it. */

#include "hopso-token-module-info.h"

#include "hopso-token-module-private.h"

/**
 * hopso_token_module_info_free:
 * @self: (transfer full): facts
 */
void
hopso_token_module_info_free (HopsoTokenModuleInfo *self)
{
  g_free (self->file);
  g_free (self->manufacturer);
  g_free (self->description);
  g_clear_error (&self->error);
  g_free (self);
}

static void
probe (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  HopsoTokenModule *module = source;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) slots =
      hopso_token_module_call (module, HOPSO_TOKEN_CALL_SLOTS, g_variant_new ("()"), NULL,
                               HOPSO_TOKEN_DEADLINE_MS, cancellable, &error);

  if (slots != NULL)
    g_task_return_pointer (task, hopso_token_module_dup_info (module),
                           (GDestroyNotify) hopso_token_module_info_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * hopso_token_probe_module_async:
 * @file: a file that a person believes to be a PKCS#11 module
 *
 * Starts it, asks it who made it, and ends it again.
 */
void
hopso_token_probe_module_async (const char *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (HopsoTokenSpec) spec = hopso_token_spec_new (file, NULL, HOPSO_TOKEN_SOURCE_GIVEN);
  g_autoptr (HopsoTokenModule) module = hopso_token_module_new (spec);
  g_autoptr (GTask) task = g_task_new (module, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_token_probe_module_async);
  hopso_token_module_push (module, task, probe);
}

/**
 * hopso_token_probe_module_finish:
 *
 * Returns: (transfer full): what it said of itself; %NULL with @error if it is no module
 */
HopsoTokenModuleInfo *
hopso_token_probe_module_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
