/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Accounts: names, hashes of passwords, wrapped account keys. Hashing a password is not done here,
 * for it is slow on purpose. The store's threads. */

#include "hopso-server-accounts.h"

#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

/**
 * hopso_server_account_free:
 * @self: (transfer full): an account
 */
void
hopso_server_account_free (HopsoServerAccount *self)
{
  g_free (self->person);
  g_free (self->login);
  g_free (self->password);
  g_free (self);
}

/**
 * hopso_server_session_add_account:
 * @person: the id of a person that is there
 * @login: a name nobody has
 * @password_hash: of hopso_scrypt_hash_password()
 *
 * Returns: %FALSE with @error; %HOPSO_SERVER_STORE_ERROR_EXISTS when person or name has an account
 */
gboolean
hopso_server_session_add_account (HopsoServerSession *self,
                                  const char *person,
                                  const char *login,
                                  const char *password_hash,
                                  GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "INSERT INTO account (person, login, password) VALUES (?1, ?2, ?3)",
                               "sss", person, login, password_hash);
}

static gboolean
expect_changed (HopsoServerSession *self, GError **error)
{
  if (hopso_server_sql_count_changed (self->sql) > 0)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
               "No such account");
  return FALSE;
}

/* All devices of the person have to sign in again. */
static gboolean
sign_out_all (HopsoServerSession *self, const char *login, GError **error)
{
  g_autoptr (HopsoServerAccount) account = hopso_server_session_find_account (self, login, error);

  if (account == NULL)
    return FALSE;
  g_hash_table_add (self->ended, g_strdup (account->person));
  return hopso_server_sql_run (self->sql, error, "DELETE FROM device WHERE person = ?1", "s",
                               account->person);
}

/**
 * hopso_server_session_set_password:
 * @login: a name
 * @password_hash: of hopso_scrypt_hash_password()
 *
 * Sets it and signs out all devices of the person.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_set_password (HopsoServerSession *self,
                                   const char *login,
                                   const char *password_hash,
                                   GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "UPDATE account SET password = ?2 WHERE login = ?1", "ss", login,
                               password_hash) &&
         expect_changed (self, error) && sign_out_all (self, login, error);
}

/**
 * hopso_server_session_set_disabled:
 * @login: a name
 * @is_disabled: whether nobody may sign in with it from now on
 *
 * Signs out all devices of the person.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_set_disabled (HopsoServerSession *self,
                                   const char *login,
                                   gboolean is_disabled,
                                   GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "UPDATE account SET disabled = ?2 WHERE login = ?1", "si", login,
                               (gint64) is_disabled) &&
         expect_changed (self, error) && sign_out_all (self, login, error);
}

/**
 * hopso_server_session_remove_account:
 * @login: a name
 *
 * Signs out all devices of the person and forgets account, kept replies and wrapped account key.
 * The person's record stays, for it is named by others.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_remove_account (HopsoServerSession *self, const char *login, GError **error)
{
  return sign_out_all (self, login, error) &&
         hopso_server_sql_run (self->sql, error,
                               "DELETE FROM reply WHERE person ="
                               " (SELECT person FROM account WHERE login = ?1)",
                               "s", login) &&
         hopso_server_sql_run (self->sql, error, "DELETE FROM account WHERE login = ?1", "s",
                               login);
}

static HopsoServerAccount *
read_account (HopsoServerQuery *query)
{
  HopsoServerAccount *account = g_new0 (HopsoServerAccount, 1);

  account->person = g_strdup (hopso_server_query_text (query, 0));
  account->login = g_strdup (hopso_server_query_text (query, 1));
  account->password = g_strdup (hopso_server_query_text (query, 2));
  account->is_disabled = hopso_server_query_integer (query, 3) != 0;
  return account;
}

/**
 * hopso_server_session_find_account:
 * @login: a name from outside
 *
 * Returns: (transfer full): the account, or %NULL with %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
HopsoServerAccount *
hopso_server_session_find_account (HopsoServerSession *self, const char *login, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT person, login, password, disabled FROM account WHERE login = ?1",
      "s", login);

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    return read_account (query);
  if (failure == NULL)
    g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                 "No such account");
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hopso_server_session_list_accounts:
 *
 * Returns: (transfer full) (element-type HopsoServerAccount): all accounts by name, or %NULL with
 *   @error
 */
GPtrArray *
hopso_server_session_list_accounts (HopsoServerSession *self, GError **error)
{
  g_autoptr (GPtrArray) accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_server_account_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT person, login, password, disabled FROM account ORDER BY login", "");

  if (query == NULL)
    return NULL;
  while (hopso_server_query_next (query, &failure))
    g_ptr_array_add (accounts, read_account (query));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&accounts);
}

/**
 * hopso_server_session_get_recovery:
 * @person: whose
 *
 * Returns: (transfer full): the wrapped account key, or %NULL with
 *   %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
GBytes *
hopso_server_session_get_recovery (HopsoServerSession *self, const char *person, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT recovery FROM account WHERE person = ?1 AND recovery IS NOT NULL",
      "s", person);

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    return hopso_server_query_bytes (query, 0);
  if (failure == NULL)
    g_set_error (&failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                 "No account key is kept");
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hopso_server_session_set_recovery:
 * @person: whose
 * @wrapped: the wrapped account key
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_set_recovery (HopsoServerSession *self,
                                   const char *person,
                                   GBytes *wrapped,
                                   GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "UPDATE account SET recovery = ?2 WHERE person = ?1", "sb", person,
                               wrapped) &&
         expect_changed (self, error);
}
