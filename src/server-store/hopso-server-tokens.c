/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Devices and their tokens. The database holds SHA-256 of tokens only. A refresh token buys one
 * pair; the pair is derived from it, from the request's key and from a secret of the server, so
 * that the same pair can be given again for a minute without keeping it. A spent token that comes
 * back otherwise signs the device out. The store's threads. */

#include "hopso-server-accounts.h"

#include "hopso-digest.h"
#include "hopso-kdf.h"
#include "hopso-random.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <string.h>

#define SECRET_SIZE 32

/**
 * hopso_server_grant_free:
 * @self: (transfer full): a pair of tokens
 */
void
hopso_server_grant_free (HopsoServerGrant *self)
{
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
  g_free (self->person);
  g_free (self->device);
  g_free (self);
}

/**
 * hopso_server_caller_free:
 * @self: (transfer full): a caller
 */
void
hopso_server_caller_free (HopsoServerCaller *self)
{
  g_free (self->person);
  g_free (self->device);
  g_free (self);
}

static gboolean
fail_unknown (GError **error)
{
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
               "No such token");
  return FALSE;
}

/* As it goes over the wire. */
HopsoSecret *
hopso_server_secret_to_token (HopsoSecret *secret)
{
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (secret, &size);
  char *text = g_base64_encode (bytes, size);

  /* base64url without padding (RFC 4648 §5): safe in a header. */
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  HopsoSecret *token = hopso_secret_new_from_string (text);
  hopso_secret_wipe_string (text);
  return token;
}

/* As it stands in the database. */
char *
hopso_server_hash_token (HopsoSecret *token)
{
  gsize size;
  const guint8 *text = hopso_secret_get_bytes (token, &size);
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);

  hopso_digester_update (digester, text, size);
  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  return hopso_digest_to_hex (digest);
}

/* The server's own secret, made when it is first needed. */
static HopsoSecret *
get_server_secret (HopsoServerSession *self, GError **error)
{
  g_autofree char *text = hopso_server_session_dup_setting (self, "token-secret", NULL);

  if (text == NULL)
    {
      g_autoptr (HopsoSecret) fresh = hopso_random_secret (SECRET_SIZE, error);
      if (fresh == NULL)
        return NULL;
      g_autoptr (HopsoSecret) token = hopso_server_secret_to_token (fresh);
      if (!hopso_server_session_set_setting (self, "token-secret", hopso_secret_get_string (token),
                                             error))
        return NULL;
      text = g_strdup (hopso_secret_get_string (token));
    }

  HopsoSecret *secret = hopso_secret_new_from_string (text);
  hopso_secret_wipe (text, strlen (text));
  return secret;
}

static HopsoSecret *
derive_token (HopsoSecret *server_secret, const char *purpose, const char *spent, const char *key)
{
  g_autofree char *info = g_strdup_printf ("hopso %s %s %s", purpose, spent, key);
  g_autoptr (HopsoSecret) secret = hopso_hkdf_sha256 (server_secret, info, SECRET_SIZE);

  return hopso_server_secret_to_token (secret);
}

static gboolean
keep_tokens (HopsoServerSession *self, const HopsoServerGrant *grant, GError **error)
{
  g_autofree char *access = hopso_server_hash_token (grant->access);
  g_autofree char *refresh = hopso_server_hash_token (grant->refresh);

  return hopso_server_sql_run (self->sql, error, "DELETE FROM access_token WHERE expires < ?1", "i",
                               self->now) &&
         hopso_server_sql_run (self->sql, error,
                               "INSERT OR IGNORE INTO access_token (hash, device, expires)"
                               " VALUES (?1, ?2, ?3)",
                               "ssi", access, grant->device,
                               self->now + HOPSO_SERVER_ACCESS_LIFE) &&
         hopso_server_sql_run (self->sql, error,
                               "INSERT OR IGNORE INTO refresh_token (hash, device) VALUES (?1, ?2)",
                               "ss", refresh, grant->device);
}

/**
 * hopso_server_session_sign_in:
 * @account: whose password was right
 * @device_name: what the machine is called
 *
 * Returns: (transfer full): the first pair of a new device, or %NULL with @error
 */
HopsoServerGrant *
hopso_server_session_sign_in (HopsoServerSession *self,
                              const HopsoServerAccount *account,
                              const char *device_name,
                              GError **error)
{
  g_autoptr (HopsoSecret) access = hopso_random_secret (SECRET_SIZE, error);
  g_autoptr (HopsoSecret) refresh =
      access == NULL ? NULL : hopso_random_secret (SECRET_SIZE, error);

  if (refresh == NULL)
    return NULL;

  g_autoptr (HopsoServerGrant) grant = g_new0 (HopsoServerGrant, 1);
  grant->access = hopso_server_secret_to_token (access);
  grant->refresh = hopso_server_secret_to_token (refresh);
  grant->person = g_strdup (account->person);
  grant->device = g_uuid_string_random ();
  if (!hopso_server_sql_run (self->sql, error, "DELETE FROM device WHERE person = ?1 AND used < ?2",
                             "si", account->person, self->now - HOPSO_SERVER_DEVICE_LIFE) ||
      !hopso_server_sql_run (self->sql, error,
                             "INSERT INTO device (id, person, name, created, used)"
                             " VALUES (?1, ?2, ?3, ?4, ?4)",
                             "sssi", grant->device, account->person, device_name, self->now) ||
      !keep_tokens (self, grant, error))
    return NULL;
  return g_steal_pointer (&grant);
}

/* What the database knows of a refresh token. */
typedef struct
{
  char *device; /* owned */
  char *person; /* owned */
  gint64 spent;
  char *spent_key; /* owned, nullable */
} Known;

static void
known_clear (Known *known)
{
  g_free (known->device);
  g_free (known->person);
  g_free (known->spent_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static gboolean
find_refresh (HopsoServerSession *self, const char *hash, Known *known, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT d.id, d.person, t.spent, t.spent_key FROM refresh_token t"
      " JOIN device d ON d.id = t.device JOIN account a ON a.person = d.person"
      " WHERE t.hash = ?1 AND d.used >= ?2 AND a.disabled = 0",
      "si", hash, self->now - HOPSO_SERVER_DEVICE_LIFE);

  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    {
      known->device = g_strdup (hopso_server_query_text (query, 0));
      known->person = g_strdup (hopso_server_query_text (query, 1));
      known->spent = hopso_server_query_integer (query, 2);
      known->spent_key = g_strdup (hopso_server_query_text (query, 3));
      return TRUE;
    }
  if (failure == NULL)
    return fail_unknown (error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
spend (
    HopsoServerSession *self, const char *hash, const char *key, const Known *known, GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "UPDATE refresh_token SET spent = coalesce (spent, ?2),"
                               " spent_key = ?3 WHERE hash = ?1",
                               "sis", hash, self->now, key) &&
         hopso_server_sql_run (self->sql, error, "UPDATE device SET used = ?2 WHERE id = ?1", "si",
                               known->device, self->now) &&
         hopso_server_sql_run (self->sql, error,
                               "DELETE FROM refresh_token WHERE device = ?1 AND spent < ?2", "si",
                               known->device, self->now - HOPSO_SERVER_DEVICE_LIFE);
}

/**
 * hopso_server_session_refresh:
 * @refresh: a token from outside
 * @key: the request's key
 * @was_stolen: (out): whether the token was spent before, and the device is signed out for it; then
 *   the transaction must be committed
 *
 * Returns: (transfer full): a new pair; %NULL with @was_stolen, or with @error
 */
HopsoServerGrant *
hopso_server_session_refresh (HopsoServerSession *self,
                              HopsoSecret *refresh,
                              const char *key,
                              gboolean *was_stolen,
                              GError **error)
{
  g_autofree char *hash = hopso_server_hash_token (refresh);
  g_auto (Known) known = { 0 };

  *was_stolen = FALSE;
  if (!find_refresh (self, hash, &known, error))
    return NULL;
  if (known.spent != 0 && (g_strcmp0 (known.spent_key, key) != 0 ||
                           self->now - known.spent > HOPSO_SERVER_REPLAY_GRACE))
    {
      *was_stolen = hopso_server_session_sign_out (self, known.device, error);
      return NULL;
    }

  g_autoptr (HopsoSecret) secret = get_server_secret (self, error);
  if (secret == NULL)
    return NULL;
  g_autoptr (HopsoServerGrant) grant = g_new0 (HopsoServerGrant, 1);
  grant->access = derive_token (secret, "access", hash, key);
  grant->refresh = derive_token (secret, "refresh", hash, key);
  grant->person = g_steal_pointer (&known.person);
  grant->device = g_strdup (known.device);
  if (!spend (self, hash, key, &known, error) || !keep_tokens (self, grant, error))
    return NULL;
  return g_steal_pointer (&grant);
}

/**
 * hopso_server_session_find_caller:
 * @access: a token from outside
 *
 * Returns: (transfer full): who calls, or %NULL with %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
HopsoServerCaller *
hopso_server_session_find_caller (HopsoServerSession *self, HopsoSecret *access, GError **error)
{
  g_autofree char *hash = hopso_server_hash_token (access);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error,
      "SELECT d.person, d.id, t.expires FROM access_token t JOIN device d ON d.id = t.device"
      " JOIN account a ON a.person = d.person"
      " WHERE t.hash = ?1 AND t.expires > ?2 AND a.disabled = 0",
      "si", hash, self->now);

  if (query == NULL)
    return NULL;
  if (hopso_server_query_next (query, &failure))
    {
      HopsoServerCaller *caller = g_new0 (HopsoServerCaller, 1);
      caller->person = g_strdup (hopso_server_query_text (query, 0));
      caller->device = g_strdup (hopso_server_query_text (query, 1));
      caller->expires = hopso_server_query_integer (query, 2);
      return caller;
    }
  if (failure == NULL)
    fail_unknown (&failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * hopso_server_session_is_signed_in:
 * @device: a device's id
 * @is_signed_in: (out): whether its tokens are worth anything
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_is_signed_in (HopsoServerSession *self,
                                   const char *device,
                                   gboolean *is_signed_in,
                                   GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error,
                              "SELECT 1 FROM device d JOIN account a ON a.person = d.person"
                              " WHERE d.id = ?1 AND a.disabled = 0",
                              "s", device);

  *is_signed_in = FALSE;
  if (query == NULL)
    return FALSE;
  *is_signed_in = hopso_server_query_next (query, &failure);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_sign_out:
 * @device: a device's id
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_sign_out (HopsoServerSession *self, const char *device, GError **error)
{
  g_hash_table_add (self->ended, g_strdup (device));
  return hopso_server_sql_run (self->sql, error, "DELETE FROM device WHERE id = ?1", "s", device);
}
