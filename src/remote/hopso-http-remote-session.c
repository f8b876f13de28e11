/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The session: signing in and out, and the renewal that everybody waits for together. A refresh
 * token buys one pair; its request carries a key made from the token itself, so that a lost reply,
 * even across a crash, is asked for again and not taken for a theft. Main thread. */

#include "hopso-http-remote-private.h"

#include <glib/gi18n-lib.h>

#define MAX_REPLY_SIZE (64 * 1024)
#define SPARE_SECONDS  30 /* an access token this close to its end is not used any more */

static void
set_tokens (HopsoHttpRemote *self, const HopsoWireTokens *tokens)
{
  g_clear_pointer (&self->access, hopso_secret_unref);
  self->access = hopso_secret_ref (tokens->access);
  self->access_until = g_get_monotonic_time () + tokens->expires_in * G_USEC_PER_SEC;
  hopso_http_remote_set_refresh_token (self, tokens->refresh);
  g_signal_emit_by_name (self, "refresh-token-changed");
}

static void
clear_tokens (HopsoHttpRemote *self)
{
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
}

static HopsoWireTokens *
read_tokens (HopsoHttpRemote *self, HopsoHttpResponse *response, GError **error)
{
  gboolean is_foreign = hopso_http_remote_take_headers (self, response);

  if (is_foreign || hopso_http_response_get_status (response) != 200)
    {
      g_propagate_error (error, hopso_http_remote_read_error (response, TRUE));
      return NULL;
    }

  g_autoptr (JsonObject) object =
      hopso_wire_parse_object (hopso_http_response_get_body (response), MAX_REPLY_SIZE, error);
  return object != NULL ? hopso_wire_tokens_from_json (object, error) : NULL;
}

/**
 * hopso_http_remote_get_refresh_token:
 *
 * Returns: (transfer none) (nullable): what renews the session; %NULL: signed out
 */
HopsoSecret *
hopso_http_remote_get_refresh_token (HopsoHttpRemote *self)
{
  g_return_val_if_fail (HOPSO_IS_HTTP_REMOTE (self), NULL);

  return self->refresh;
}

/**
 * hopso_http_remote_set_refresh_token:
 * @token: what was kept of the last session
 */
void
hopso_http_remote_set_refresh_token (HopsoHttpRemote *self, HopsoSecret *token)
{
  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  hopso_secret_ref (token);
  g_clear_pointer (&self->refresh, hopso_secret_unref);
  self->refresh = token;
}

gboolean
hopso_http_remote_has_access (HopsoHttpRemote *self)
{
  return self->access != NULL &&
         g_get_monotonic_time () < self->access_until - SPARE_SECONDS * G_USEC_PER_SEC;
}

/* @used was turned away. A token that came meanwhile is not forgotten. */
void
hopso_http_remote_forget_access (HopsoHttpRemote *self, HopsoSecret *used)
{
  if (self->access == used)
    g_clear_pointer (&self->access, hopso_secret_unref);
}

/* Lets everybody who waits go on, or fail with @error. */
static void
wake (HopsoHttpRemote *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_object_ref (waiting->pdata[i]);

      if (error == NULL)
        hopso_http_remote_transmit (self, task);
      else
        {
          g_task_return_error (task, g_error_copy (error));
          g_object_unref (task);
        }
    }
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoHttpRemote) self = user_data;
  GError *cause = NULL;
  g_autoptr (HopsoHttpResponse) response =
      hopso_http_send_finish (HOPSO_HTTP (source), result, &cause);
  g_autoptr (HopsoWireTokens) tokens =
      response != NULL ? read_tokens (self, response, &cause) : NULL;
  g_autoptr (GError) error = cause != NULL ? hopso_remote_error_translate (cause) : NULL;

  self->is_refreshing = FALSE;
  if (tokens != NULL)
    set_tokens (self, tokens);
  else if (g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED))
    clear_tokens (self);
  wake (self, error);
  if (self->refresh == NULL)
    g_signal_emit_by_name (self, "signed-out");
}

/* A UUID of version 8 (RFC 9562 §5.8) from the digest of the token. */
static char *
make_refresh_key (HopsoSecret *token)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 0;
  const guint8 *bytes = hopso_secret_get_bytes (token, &size);

  g_checksum_update (checksum, (const guchar *) "hopso refresh ", 14);
  g_checksum_update (checksum, bytes, (gssize) size);

  const char *hex = g_checksum_get_string (checksum);
  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17,
                          hex + 20);
}

static void
refresh (HopsoHttpRemote *self)
{
  if (self->refresh == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (
          HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED, _ ("Sign in again"));

      self->is_refreshing = FALSE;
      wake (self, error);
      return;
    }

  g_autofree char *uri = hopso_http_remote_make_uri (self, "/v1/session/refresh");
  g_autofree char *key = make_refresh_key (self->refresh);
  g_autoptr (JsonObject) object = hopso_wire_refresh_to_json (self->refresh);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  const char *const headers[] = { "Idempotency-Key", key, NULL };
  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = uri,
                                     .headers = headers,
                                     .content_type = "application/json",
                                     .body = body,
                                     .max_size = MAX_REPLY_SIZE };

  hopso_http_send_async (self->http, &request, NULL, refreshed_cb, g_object_ref (self));
}

void
hopso_http_remote_wait_for_access (HopsoHttpRemote *self, GTask *task)
{
  if (hopso_http_remote_has_access (self))
    {
      hopso_http_remote_transmit (self, task);
      return;
    }
  if (self->refresh == NULL)
    {
      g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED,
                               _ ("Sign in again"));
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (self->waiting, task);
  if (self->is_refreshing)
    return;
  self->is_refreshing = TRUE;
  if (self->loader != NULL)
    self->loader (self, self->loader_data);
  else
    refresh (self);
}

/**
 * hopso_http_remote_set_token_loader:
 * @loader: (nullable) (scope forever): called before each renewal
 *
 * Makes the session one that several processes share.
 */
void
hopso_http_remote_set_token_loader (HopsoHttpRemote *self,
                                    HopsoTokenLoader loader,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  self->loader = loader;
  self->loader_data = user_data;
}

/**
 * hopso_http_remote_take_loaded_token:
 * @token: (nullable): what is kept; %NULL: nothing, or it cannot be read: what we hold is used
 *
 * Goes on with the renewal.
 */
void
hopso_http_remote_take_loaded_token (HopsoHttpRemote *self, HopsoSecret *token)
{
  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  if (token != NULL)
    hopso_http_remote_set_refresh_token (self, token);
  refresh (self);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoHttpRemote *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (HopsoHttpResponse) response =
      hopso_http_send_finish (HOPSO_HTTP (source), result, &error);
  g_autoptr (HopsoWireTokens) tokens =
      response != NULL ? read_tokens (self, response, &error) : NULL;

  if (tokens == NULL)
    {
      g_task_return_error (task, hopso_remote_error_translate (error));
      return;
    }
  set_tokens (self, tokens);
  g_task_return_pointer (task, g_strdup (tokens->person), g_free);
}

/**
 * hopso_http_remote_sign_in_async:
 * @login: the name of the account
 * @password: its password
 *
 * Begins a session.
 */
void
hopso_http_remote_sign_in_async (HopsoHttpRemote *self,
                                 const char *login,
                                 HopsoSecret *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  g_autofree char *uri = hopso_http_remote_make_uri (self, "/v1/session");
  g_autofree char *device = g_strndup (g_get_host_name (), 128);
  g_autofree char *login_copy = g_strdup (login);
  const HopsoWireSignIn sign_in = { .login = login_copy, .password = password, .device = device };
  g_autoptr (JsonObject) object = hopso_wire_sign_in_to_json (&sign_in);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = uri,
                                     .content_type = "application/json",
                                     .body = body,
                                     .max_size = MAX_REPLY_SIZE };

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_http_remote_sign_in_async);
  hopso_http_send_async (self->http, &request, cancellable, signed_in_cb, task);
}

/**
 * hopso_http_remote_sign_in_finish:
 *
 * Returns: (transfer full): the id of the person, or %NULL with @error
 */
char *
hopso_http_remote_sign_in_finish (HopsoHttpRemote *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoHttpRemote *self = HOPSO_HTTP_REMOTE (source);
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (self), result, &error);

  clear_tokens (self);
  if (reply == NULL &&
      !g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED))
    g_task_return_error (task, error);
  else
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
}

/**
 * hopso_http_remote_sign_out_async:
 *
 * Ends the session on the server; here it is forgotten in any case.
 */
void
hopso_http_remote_sign_out_async (HopsoHttpRemote *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  const HopsoRemoteRequest request = { .method = "DELETE",
                                       .path = "/v1/session",
                                       .max_size = MAX_REPLY_SIZE };

  g_return_if_fail (HOPSO_IS_HTTP_REMOTE (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_http_remote_sign_out_async);
  hopso_remote_send_async (HOPSO_REMOTE (self), &request, cancellable, signed_out_cb, task);
}

/**
 * hopso_http_remote_sign_out_finish:
 *
 * Returns: whether the server knows, else %FALSE with @error: its session ends by itself later
 */
gboolean
hopso_http_remote_sign_out_finish (HopsoHttpRemote *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
