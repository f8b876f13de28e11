/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands that work with an account share: finding and opening it, waiting until it
 * agrees with the server, closing it so that nothing is lost. Main thread. */

#include "hopso-cli-account.h"

#include "hopso-cli.h"
#include "hopso-remote-error.h"
#include "hopso-wire-record.h"

#include <glib/gi18n.h>

#define DEADLINE_SECONDS 120

/**
 * hopso_cli_account_clear:
 *
 * Frees what the options hold.
 */
void
hopso_cli_account_clear (HopsoCliAccount *self)
{
  g_free (self->server);
  g_free (self->user);
  g_free (self->passphrase_file);
}

static gboolean
matches (const HopsoCliAccount *self, HopsoAccount *account)
{
  return (self->server == NULL ||
          g_str_has_prefix (self->server, hopso_account_get_server_url (account))) &&
         (self->user == NULL || g_str_equal (self->user, hopso_account_get_login (account)));
}

static HopsoAccount *
choose_account (const HopsoCliAccount *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = hopso_workspace_list_accounts ();
  HopsoAccount *chosen = NULL;

  for (guint i = 0; i < accounts->len; i++)
    {
      if (!matches (self, accounts->pdata[i]))
        continue;
      if (chosen != NULL)
        {
          g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                               _ ("There are several accounts: say which by --server and --user"));
          return NULL;
        }
      chosen = accounts->pdata[i];
    }
  if (chosen == NULL)
    g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                         _ ("There is no such account on this machine: sign in first"));
  return chosen != NULL ? g_object_ref (chosen) : NULL;
}

static HopsoWorkspace *
open_with (HopsoAccount *account, HopsoSecret *passphrase, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_open_async (account, passphrase, hopso_cli_call_get_cancellable (call),
                              hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);

  HopsoWorkspace *workspace = hopso_workspace_open_finish (result, error);
  g_autofree char *notice =
      workspace != NULL ? hopso_workspace_dup_opening_notice (workspace) : NULL;
  if (notice != NULL)
    g_printerr ("%s\n", notice);
  return workspace;
}

/**
 * hopso_cli_account_open:
 *
 * Opens the account that the options name, or the only one. A passphrase is asked for only where
 * one is needed.
 *
 * Returns: (transfer full): its workspace, or %NULL with @error
 */
HopsoWorkspace *
hopso_cli_account_open (const HopsoCliAccount *self, GError **error)
{
  g_autoptr (HopsoAccount) account = choose_account (self, error);
  g_autoptr (HopsoSecret) passphrase = NULL;
  g_autoptr (GError) local_error = NULL;
  HopsoWorkspace *workspace;

  if (account == NULL)
    return NULL;
  if (self->passphrase_file == NULL && self->passphrase_fd < 0)
    {
      workspace = open_with (account, NULL, &local_error);
      if (workspace != NULL ||
          !g_error_matches (local_error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING))
        {
          if (workspace == NULL)
            g_propagate_error (error, g_steal_pointer (&local_error));
          return workspace;
        }
    }
  passphrase =
      hopso_cli_read_secret (_ ("Passphrase:"), self->passphrase_file, self->passphrase_fd, error);
  return passphrase != NULL ? open_with (account, passphrase, error) : NULL;
}

/**
 * hopso_cli_account_close:
 * @workspace: (transfer full): a workspace
 *
 * Closes it when all that must be kept is kept.
 */
void
hopso_cli_account_close (HopsoWorkspace *workspace)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_close_async (workspace, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  hopso_workspace_close_finish (workspace, result);
  g_object_unref (workspace);
  /* What was cancelled still has to let go of its secrets. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
set_flag_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
has_failed (HopsoWorkspace *workspace, GError **error)
{
  const char *message = hopso_workspace_get_sync_message (workspace);

  switch (hopso_workspace_get_sync_state (workspace))
    {
    case HOPSO_SYNC_OFFLINE:
      g_set_error_literal (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE,
                           _ ("The server cannot be reached; what was changed waits here"));
      return TRUE;
    case HOPSO_SYNC_ERROR:
      g_set_error_literal (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER,
                           message != NULL ? message : _ ("The server is in trouble"));
      return TRUE;
    case HOPSO_SYNC_SIGNED_OUT:
      g_set_error_literal (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED,
                           _ ("Sign in again: hopsoctl login"));
      return TRUE;
    case HOPSO_SYNC_IDLE:
    case HOPSO_SYNC_SYNCING:
    default:
      return FALSE;
    }
}

/**
 * hopso_cli_account_wait_in_sync:
 *
 * Waits until this machine and the server agree.
 *
 * Returns: %FALSE with @error when they do not
 */
gboolean
hopso_cli_account_wait_in_sync (HopsoWorkspace *workspace, GError **error)
{
  gboolean is_late = FALSE;
  guint deadline = g_timeout_add_seconds (DEADLINE_SECONDS, set_flag_cb, &is_late);
  gboolean has_error = FALSE;

  while (!is_late && !(has_error = has_failed (workspace, error)) &&
         (hopso_workspace_get_sync_state (workspace) != HOPSO_SYNC_IDLE ||
          hopso_workspace_get_n_waiting (workspace) > 0))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  if (is_late && !has_error)
    g_set_error_literal (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER,
                         _ ("The server did not take everything in time; it will be tried again"));
  return !is_late && !has_error;
}

/**
 * hopso_cli_account_find:
 * @kind: of a record
 * @id: its id, or the beginning of it if no other begins so
 *
 * Returns: (transfer full): the record, or %NULL with @error
 */
HopsoRecord *
hopso_cli_account_find (HopsoWorkspace *workspace, HopsoKindId kind, const char *id, GError **error)
{
  HopsoRecord *found = hopso_workspace_lookup_record (workspace, kind, id);
  g_autoptr (GListModel) all = hopso_workspace_list_records (workspace, kind);

  if (found != NULL)
    return g_object_ref (found);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (all, i);

      if (!g_str_has_prefix (hopso_record_get_id (record), id))
        continue;
      if (found != NULL)
        {
          g_set_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                       _ ("More than one begins with “%s”"), id);
          return NULL;
        }
      found = record;
    }
  if (found == NULL)
    g_set_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                 _ ("“%s” is not on this machine"), id);
  return found != NULL ? g_object_ref (found) : NULL;
}

/**
 * hopso_cli_account_add_record:
 * @builder: a builder that expects a value
 * @record: a record
 *
 * Adds it as the protocol writes it.
 */
void
hopso_cli_account_add_record (JsonBuilder *builder, HopsoRecord *record)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, hopso_wire_record_to_json (record));
  json_builder_add_value (builder, node);
}

/**
 * hopso_cli_account_format_time:
 * @unix_seconds: a time, 0: none
 *
 * Returns: (transfer full): it, for people, in the machine's time zone
 */
char *
hopso_cli_account_format_time (gint64 unix_seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_seconds);

  return unix_seconds != 0 && time != NULL ? g_date_time_format (time, "%d/%m/%Y %H:%M")
                                           : g_strdup ("");
}
