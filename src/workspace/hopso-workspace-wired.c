/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the workspace composes beside the records: the PDF processes and the tokens, each made when
 * it is first asked for; and the small settings. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-pdf-client.h"
#include "hopso-token-monitor.h"

/**
 * hopso_workspace_get_pdf_client:
 *
 * Returns: (transfer none): the processes that draw and examine documents
 */
HopsoPdfClient *
hopso_workspace_get_pdf_client (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->pdf_client == NULL)
    self->pdf_client = hopso_pdf_client_new ();
  return self->pdf_client;
}

/**
 * hopso_workspace_get_tokens:
 *
 * Returns: (transfer none): the tokens that are plugged in
 */
HopsoTokenMonitor *
hopso_workspace_get_tokens (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->tokens == NULL)
    self->tokens = hopso_token_monitor_new (NULL);
  return self->tokens;
}

/* The settings, as the store keeps them. */
void
hopso_workspace_load_settings (HopsoWorkspace *self, const char *text)
{
  g_autoptr (GVariant) kept = g_variant_parse (G_VARIANT_TYPE ("a{ss}"), text, NULL, NULL, NULL);
  GVariantIter iter;
  char *key;
  char *value;

  if (kept == NULL)
    return;
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{ss}", &key, &value))
    g_hash_table_replace (self->settings, key, value);
}

static char *
print_settings (HopsoWorkspace *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) all = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_variant_builder_add (&builder, "{ss}", key, value);
  all = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (all, FALSE);
}

/**
 * hopso_workspace_get_setting:
 * @key: its name
 *
 * Returns: (transfer none) (nullable): what was remembered under this name
 */
const char *
hopso_workspace_get_setting (HopsoWorkspace *self, const char *key)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  return g_hash_table_lookup (self->settings, key);
}

static gpointer
write_settings (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_set_setting (session, HOPSO_WORKSPACE_SETTINGS_KEY, data, error);
  return NULL;
}

static void
settings_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error != NULL)
    g_message ("Settings could not be kept: %s", error->message);
}

/**
 * hopso_workspace_set_setting:
 * @key: its name
 * @value: (nullable): what to remember; %NULL: nothing
 */
void
hopso_workspace_set_setting (HopsoWorkspace *self, const char *key, const char *value)
{
  HopsoStoreJob job = { .func = write_settings, .data_free = g_free };

  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  if (value != NULL)
    g_hash_table_replace (self->settings, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->settings, key);
  if (self->store == NULL)
    return;
  job.data = print_settings (self);
  hopso_store_write_async (self->store, &job, NULL, settings_written_cb, NULL);
}
