/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening an account that this machine knows, without asking the server: keyring → account key →
 * store → records in memory → sync. The last part is what a sign-in ends with too. And closing it
 * again, in the other order. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HopsoAccount *account;      /* owned */
  HopsoKeyring *keyring;      /* owned */
  HopsoHttpRemote *remote;    /* owned, nullable: not made yet */
  HopsoSecret *account_key;   /* owned, nullable: not looked up yet */
  HopsoSecret *recovery_code; /* owned, nullable */
  HopsoStore *store;          /* owned, nullable: not opened yet */
  gboolean has_met_damage;    /* after which the store is opened once more, to be made anew */
} Opening;

/* What the store's thread reads at the start. */
typedef struct
{
  GPtrArray *records; /* owned */
  char *settings;     /* owned, nullable */
} Contents;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->account);
  g_clear_object (&opening->keyring);
  g_clear_object (&opening->remote);
  g_clear_pointer (&opening->account_key, hopso_secret_unref);
  g_clear_pointer (&opening->recovery_code, hopso_secret_unref);
  g_clear_object (&opening->store);
  g_free (opening);
}

static void
contents_free (gpointer data)
{
  Contents *contents = data;

  g_ptr_array_unref (contents->records);
  g_free (contents->settings);
  g_free (contents);
}

/* Takes @error: what the store says, in this room's words where the caller must ask for something.
 */
GError *
hopso_workspace_translate_error (GError *error)
{
  g_autoptr (GError) cause = error;

  if (g_error_matches (cause, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_NO_KEYRING))
    return g_error_new_literal (
        HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING,
        _ ("This machine has no keyring. Choose a passphrase that protects your papers."));
  if (g_error_matches (cause, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY))
    return g_error_new (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_WRONG_KEY, "%s",
                        cause->message);
  return g_steal_pointer (&cause);
}

/* Where the account's secrets are. A passphrase, once chosen, is asked for each time. */
HopsoKeyring *
hopso_workspace_choose_keyring (HopsoAccount *account, HopsoSecret *passphrase, GError **error)
{
  const char *folder = hopso_account_get_folder (account);

  if (passphrase != NULL)
    return hopso_keyring_new_passphrase (folder, passphrase);
  if (!hopso_keyring_folder_has_passphrase (folder))
    return hopso_keyring_new_desktop (hopso_account_get_id (account));
  g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING,
                       _ ("Enter the passphrase that protects your papers"));
  return NULL;
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, hopso_workspace_translate_error (error));
  g_object_unref (task);
}

static gpointer
read_contents (HopsoStoreSession *session, gpointer data, GError **error)
{
  Contents *contents = g_new0 (Contents, 1);
  GError *local_error = NULL;

  contents->records = g_ptr_array_new_with_free_func (g_object_unref);
  for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS && local_error == NULL; kind++)
    {
      GPtrArray *records = hopso_store_session_list (session, kind, NULL, NULL, &local_error);

      if (records != NULL)
        g_ptr_array_extend_and_steal (contents->records, records);
    }
  if (local_error == NULL)
    contents->settings =
        hopso_store_session_get_setting (session, HOPSO_WORKSPACE_SETTINGS_KEY, &local_error);
  if (local_error == NULL)
    return contents;
  g_propagate_error (error, local_error);
  contents_free (contents);
  return NULL;
}

static void store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
open_store (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  hopso_store_open_async (hopso_account_get_folder (opening->account), opening->account_key,
                          g_task_get_cancellable (task), store_opened_cb, task);
}

/* A store that is opened again after it has met damage is made anew. */
static gboolean
open_again (GTask *task, const GError *error)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->has_met_damage ||
      !g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED))
    return FALSE;
  opening->has_met_damage = TRUE;
  hopso_store_close (opening->store);
  g_clear_object (&opening->store);
  open_store (task);
  return TRUE;
}

static void
contents_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  Contents *contents = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (contents == NULL)
    {
      if (open_again (task, error))
        g_error_free (error);
      else
        fail (task, error);
      return;
    }

  const HopsoWorkspaceParts parts = {
    .account = opening->account,
    .keyring = opening->keyring,
    .store = opening->store,
    .remote = opening->remote,
    .records = contents->records,
    .settings = contents->settings,
    .recovery_code = opening->recovery_code,
  };
  g_task_return_pointer (task, hopso_workspace_new (&parts), g_object_unref);
  contents_free (contents);
  g_object_unref (task);
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  const HopsoStoreJob job = { .func = read_contents, .result_free = contents_free };
  GError *error = NULL;

  opening->store = hopso_store_open_finish (result, &error);
  if (opening->store == NULL)
    fail (task, error);
  else
    hopso_store_read_async (opening->store, &job, g_task_get_cancellable (task), contents_cb, task);
}

static Opening *
copy_opening (const HopsoWorkspaceOpening *from)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->account = g_object_ref (from->account);
  opening->keyring = g_object_ref (from->keyring);
  g_set_object (&opening->remote, from->remote);
  if (from->account_key != NULL)
    opening->account_key = hopso_secret_ref (from->account_key);
  if (from->recovery_code != NULL)
    opening->recovery_code = hopso_secret_ref (from->recovery_code);
  return opening;
}

void
hopso_workspace_assemble_async (const HopsoWorkspaceOpening *opening,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_assemble_async);
  g_task_set_task_data (task, copy_opening (opening), (GDestroyNotify) opening_free);
  open_store (task);
}

HopsoWorkspace *
hopso_workspace_assemble_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) token =
      hopso_keyring_lookup_finish (HOPSO_KEYRING (source), result, &error);

  /* Without a session the account opens all the same, signed out. */
  if (token != NULL)
    hopso_http_remote_set_refresh_token (opening->remote, token);
  else
    g_debug ("There is no session: %s", error->message);
  open_store (task);
}

static void
key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->account_key = hopso_keyring_lookup_finish (HOPSO_KEYRING (source), result, &error);
  if (g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT) ||
      g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED))
    {
      g_clear_error (&error);
      fail (task, g_error_new_literal (
                      HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY,
                      _ ("The key to your documents is no longer on this computer. Sign in again "
                         "and enter the recovery code that was printed; what waits to be sent is "
                         "kept.")));
    }
  else if (opening->account_key == NULL)
    fail (task, error);
  else
    hopso_keyring_lookup_async (opening->keyring, HOPSO_KEYRING_REFRESH_TOKEN,
                                g_task_get_cancellable (task), token_cb, task);
}

/**
 * hopso_workspace_open_async:
 * @account: an account of this machine
 * @passphrase: (nullable): protects its secrets where there is no Secret Service
 *
 * Opens an account from what is on this machine; the sync begins by itself.
 */
void
hopso_workspace_open_async (HopsoAccount *account,
                            HopsoSecret *passphrase,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_ACCOUNT (account));

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  GError *error = NULL;

  opening->account = g_object_ref (account);
  g_task_set_source_tag (task, hopso_workspace_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  opening->keyring = hopso_workspace_choose_keyring (account, passphrase, &error);
  if (opening->keyring != NULL)
    opening->remote = hopso_http_remote_new (hopso_account_get_server_url (account),
                                             hopso_account_get_ca_file (account), &error);
  if (opening->remote == NULL)
    fail (task, error);
  else
    hopso_keyring_lookup_async (opening->keyring, HOPSO_KEYRING_ACCOUNT_KEY, cancellable, key_cb,
                                task);
}

/**
 * hopso_workspace_open_finish:
 *
 * Returns: (transfer full): the workspace, or %NULL with @error
 */
HopsoWorkspace *
hopso_workspace_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_workspace_dup_opening_notice:
 *
 * Returns: (transfer full) (nullable): what people should know of the opening: that the data were
 *   damaged and what became of them
 */
char *
hopso_workspace_dup_opening_notice (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  const HopsoStoreRepair *repair =
      self->store != NULL ? hopso_store_get_repair (self->store) : NULL;
  if (repair == NULL)
    return NULL;
  if (!repair->is_complete)
    return g_strdup (_ ("The data on this computer were damaged and are fetched from the server "
                        "again. Some of what waited to be sent could not be read: look whether "
                        "your latest answers and signatures have arrived."));
  return g_strdup_printf (ngettext ("The data on this computer were damaged and are fetched from "
                                    "the server again; %u change that waited to be sent was kept.",
                                    "The data on this computer were damaged and are fetched from "
                                    "the server again; %u changes that waited to be sent were "
                                    "kept.",
                                    repair->n_kept),
                          repair->n_kept);
}

/**
 * hopso_workspace_list_accounts:
 *
 * Returns: (transfer full) (element-type HopsoAccount): the accounts of this machine
 */
GPtrArray *
hopso_workspace_list_accounts (void)
{
  return hopso_account_list ();
}
