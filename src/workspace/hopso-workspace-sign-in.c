/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in: password → session; then the account key, from this machine, or by the recovery code
 * from the server's wrapped copy, or made anew at the very first sign-in, when its wrapped copy is
 * left with the server and the code handed out once. The key is kept here before the server gets
 * the copy: a crash between the two costs a code, never the key. Main thread; wrapping runs on
 * another, since it is slow on purpose. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-recovery.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HopsoAccount *account;    /* owned */
  HopsoHttpRemote *remote;  /* owned */
  HopsoKeyring *keyring;    /* owned, nullable: not chosen yet */
  HopsoSecret *password;    /* owned, nullable */
  HopsoSecret *passphrase;  /* owned, nullable */
  HopsoSecret *typed_code;  /* owned, nullable */
  char *ca_file;            /* owned, nullable */
  HopsoSecret *account_key; /* owned, nullable: not there yet */
  HopsoSecret *new_code;    /* owned, nullable: none was made */
  GBytes *wrapped;          /* owned, nullable: the server has none */
  gboolean starts_anew;
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  g_clear_object (&sign_in->account);
  g_clear_object (&sign_in->remote);
  g_clear_object (&sign_in->keyring);
  g_clear_pointer (&sign_in->password, hopso_secret_unref);
  g_clear_pointer (&sign_in->passphrase, hopso_secret_unref);
  g_clear_pointer (&sign_in->typed_code, hopso_secret_unref);
  g_clear_pointer (&sign_in->account_key, hopso_secret_unref);
  g_clear_pointer (&sign_in->new_code, hopso_secret_unref);
  g_clear_pointer (&sign_in->wrapped, g_bytes_unref);
  g_free (sign_in->ca_file);
  g_free (sign_in);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, hopso_workspace_translate_error (error));
  g_object_unref (task);
}

static void
assembled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  HopsoWorkspace *workspace = hopso_workspace_assemble_finish (result, &error);

  if (workspace == NULL)
    {
      fail (task, error);
      return;
    }
  g_task_return_pointer (task, workspace, g_object_unref);
  g_object_unref (task);
}

static void
assemble (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);
  const HopsoWorkspaceOpening opening = { .account = sign_in->account,
                                          .keyring = sign_in->keyring,
                                          .remote = sign_in->remote,
                                          .account_key = sign_in->account_key,
                                          .recovery_code = sign_in->new_code };

  hopso_workspace_assemble_async (&opening, g_task_get_cancellable (task), assembled_cb, task);
}

static void
recovery_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (hopso_remote_done_finish (HOPSO_REMOTE (source), result, &error))
    assemble (user_data);
  else
    fail (user_data, error);
}

static void
wrap_on_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  SignIn *sign_in = data;
  GError *error = NULL;
  GBytes *wrapped = hopso_key_wrap (sign_in->new_code, sign_in->account_key, &error);

  if (wrapped != NULL)
    g_task_return_pointer (work, wrapped, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (work, error);
}

static void
wrapped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) wrapped = g_task_propagate_pointer (G_TASK (result), &error);

  if (wrapped == NULL)
    fail (task, error);
  else
    hopso_remote_put_recovery_async (HOPSO_REMOTE (sign_in->remote), wrapped,
                                     g_task_get_cancellable (task), recovery_put_cb, task);
}

/* The secrets are kept: from here on the account is one of this machine's. */
static void
keep_account (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GTask) work = NULL;

  if ((sign_in->ca_file != NULL &&
       !hopso_account_install_ca (sign_in->account, sign_in->ca_file, &error)) ||
      !hopso_account_save (sign_in->account, &error))
    {
      fail (task, error);
      return;
    }
  if (sign_in->wrapped == NULL || sign_in->starts_anew)
    sign_in->new_code = hopso_recovery_code_new (&error);
  if (error != NULL)
    fail (task, error);
  else if (sign_in->new_code == NULL)
    assemble (task);
  else
    {
      work = g_task_new (NULL, g_task_get_cancellable (task), wrapped_cb, task);
      g_task_set_task_data (work, sign_in, NULL);
      g_task_run_in_thread (work, wrap_on_thread);
    }
}

static void
token_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (hopso_keyring_store_finish (HOPSO_KEYRING (source), result, &error))
    keep_account (user_data);
  else
    fail (user_data, error);
}

static void
store_token (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);

  hopso_keyring_store_async (sign_in->keyring, HOPSO_KEYRING_REFRESH_TOKEN,
                             hopso_http_remote_get_refresh_token (sign_in->remote),
                             g_task_get_cancellable (task), token_stored_cb, task);
}

static void
key_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (hopso_keyring_store_finish (HOPSO_KEYRING (source), result, &error))
    store_token (user_data);
  else
    fail (user_data, error);
}

/* Takes @key. */
static void
store_key (GTask *task, HopsoSecret *key)
{
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->account_key = key;
  if (!hopso_account_make_folder (sign_in->account, &error))
    fail (task, error);
  else
    hopso_keyring_store_async (sign_in->keyring, HOPSO_KEYRING_ACCOUNT_KEY, key,
                               g_task_get_cancellable (task), key_stored_cb, task);
}

static void
unwrap_on_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  SignIn *sign_in = data;
  GError *error = NULL;
  g_autoptr (HopsoSecret) code =
      hopso_recovery_code_parse (hopso_secret_get_string (sign_in->typed_code), &error);
  HopsoSecret *key = code != NULL ? hopso_key_unwrap (code, sign_in->wrapped, &error) : NULL;

  if (key != NULL)
    g_task_return_pointer (work, key, (GDestroyNotify) hopso_secret_unref);
  else
    g_task_return_error (work, error);
}

static void
unwrapped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  HopsoSecret *key = g_task_propagate_pointer (G_TASK (result), &error);

  if (key != NULL)
    store_key (user_data, key);
  else
    fail (user_data, error);
}

/* This machine has no key of the account. */
static void
get_key (GTask *task)
{
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  if (sign_in->wrapped != NULL && !sign_in->starts_anew && sign_in->typed_code == NULL)
    fail (task,
          g_error_new_literal (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY,
                               _ ("This account was used on another machine. Enter the recovery "
                                  "code that was printed then.")));
  else if (sign_in->wrapped != NULL && !sign_in->starts_anew)
    {
      g_autoptr (GTask) work = g_task_new (NULL, g_task_get_cancellable (task), unwrapped_cb, task);

      g_task_set_task_data (work, sign_in, NULL);
      g_task_run_in_thread (work, unwrap_on_thread);
    }
  else
    {
      HopsoSecret *key = hopso_store_set_aside (hopso_account_get_folder (sign_in->account), &error)
                             ? hopso_account_key_new (&error)
                             : NULL;

      /* What an older key left on this machine cannot be read any more. */
      if (key != NULL)
        store_key (task, key);
      else
        fail (task, error);
    }
}

/* What a damaged file holds looks like a wrong passphrase; whoever has the recovery code need not
 * prove that it was right. */
static gboolean
is_key_gone (const SignIn *sign_in, const GError *error)
{
  return g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT) ||
         g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED) ||
         (g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY) &&
          (sign_in->typed_code != NULL || sign_in->starts_anew));
}

static void
key_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->account_key = hopso_keyring_lookup_finish (HOPSO_KEYRING (source), result, &error);
  if (sign_in->account_key != NULL)
    {
      sign_in->starts_anew = FALSE;
      store_token (task);
    }
  else if (is_key_gone (sign_in, error))
    {
      g_clear_error (&error);
      get_key (task);
    }
  else
    fail (task, error);
}

static void
recovery_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->wrapped = hopso_remote_get_recovery_finish (HOPSO_REMOTE (source), result, &error);
  if (sign_in->wrapped == NULL &&
      !g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_FORBIDDEN))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  hopso_keyring_lookup_async (sign_in->keyring, HOPSO_KEYRING_ACCOUNT_KEY,
                              g_task_get_cancellable (task), key_looked_up_cb, task);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *person =
      hopso_http_remote_sign_in_finish (HOPSO_HTTP_REMOTE (source), result, &error);
  const char *known = hopso_account_get_person_id (sign_in->account);

  if (person == NULL)
    {
      fail (task, error);
      return;
    }
  hopso_account_set_person (
      sign_in->account, person,
      g_strcmp0 (known, person) == 0 ? hopso_account_get_person_name (sign_in->account) : NULL);
  sign_in->keyring = hopso_workspace_choose_keyring (sign_in->account, sign_in->passphrase, &error);
  if (sign_in->keyring == NULL)
    fail (task, error);
  else
    hopso_remote_get_recovery_async (HOPSO_REMOTE (sign_in->remote), g_task_get_cancellable (task),
                                     recovery_cb, task);
}

static HopsoSecret *
ref_secret (HopsoSecret *secret)
{
  return secret != NULL ? hopso_secret_ref (secret) : NULL;
}

static SignIn *
copy_sign_in (const HopsoSignIn *from, GError **error)
{
  SignIn *sign_in = g_new0 (SignIn, 1);
  const char *ca_file = from->ca_file;

  sign_in->account = hopso_account_find (from->server_url, from->login);
  if (sign_in->account == NULL)
    sign_in->account = hopso_account_new (from->server_url, from->login);
  if (ca_file == NULL)
    ca_file = hopso_account_get_ca_file (sign_in->account);
  sign_in->remote = hopso_http_remote_new (from->server_url, ca_file, error);
  sign_in->password = ref_secret (from->password);
  sign_in->passphrase = ref_secret (from->passphrase);
  sign_in->typed_code = ref_secret (from->recovery_code);
  sign_in->ca_file = g_strdup (from->ca_file);
  sign_in->starts_anew = from->starts_anew;
  return sign_in;
}

/**
 * hopso_workspace_sign_in_async:
 * @sign_in: who, where and with what; copied
 *
 * Signs in to an account, new or known on this machine. The first sync begins by itself.
 */
void
hopso_workspace_sign_in_async (const HopsoSignIn *sign_in,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (sign_in->server_url != NULL && sign_in->login != NULL);
  g_return_if_fail (sign_in->password != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  SignIn *copy = copy_sign_in (sign_in, &error);

  g_task_set_source_tag (task, hopso_workspace_sign_in_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) sign_in_free);
  if (copy->remote == NULL)
    fail (task, error);
  else
    hopso_http_remote_sign_in_async (copy->remote, sign_in->login, sign_in->password, cancellable,
                                     signed_in_cb, task);
}

/**
 * hopso_workspace_sign_in_finish:
 *
 * Returns: (transfer full): the workspace, or %NULL with @error
 */
HopsoWorkspace *
hopso_workspace_sign_in_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
