/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who the server is, signing in and out, tokens, the wrapped account key. Passwords are hashed on
 * a thread of their own, for that takes a while on purpose. Main thread, works on the store's. */

#include "hopso-server-request.h"

#include "hopso-kdf.h"
#include "hopso-wire-session.h"

#include <string.h>

/* So many may wait for their hash at a time; a tenth of a second each. */
#define MAX_HASHING  128
#define MAX_LOGIN    128
#define MAX_PASSWORD 1024
#define MAX_DEVICE   128

/* One try to sign in, on its way through three threads. */
typedef struct
{
  HopsoWireSignIn *asked;        /* owned */
  HopsoServerAccount *account;   /* owned, nullable: no such name */
  char *address;                 /* owned */
  HopsoServerThrottle *throttle; /* borrowed, nullable: does not count this try (any more) */
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  if (sign_in->throttle != NULL)
    hopso_server_throttle_give_up (sign_in->throttle, sign_in->asked->login, sign_in->address);
  g_clear_pointer (&sign_in->asked, hopso_wire_sign_in_free);
  g_clear_pointer (&sign_in->account, hopso_server_account_free);
  g_free (sign_in->address);
  g_free (sign_in);
}

/**
 * hopso_server_handle_server:
 * @request: (transfer full): GET /v1/server
 */
void
hopso_server_handle_server (HopsoServerRequest *request)
{
  HopsoServerStore *store = request->api->store;
  const HopsoWireServer server = { .name = (char *) hopso_server_store_get_name (store),
                                   .version = (char *) HOPSO_VERSION,
                                   .province = (char *) hopso_server_store_get_province (store),
                                   .time = hopso_clock_now (hopso_server_store_get_clock (store)),
                                   .signing = request->api->signing,
                                   .publishing = request->api->publishing };
  g_autoptr (JsonObject) object = hopso_wire_server_to_json (&server);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  g_autoptr (HopsoServerReply) reply = hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);

  hopso_server_request_answer (request, reply);
}

static HopsoServerReply *
make_token_reply (const HopsoServerGrant *grant)
{
  const HopsoWireTokens tokens = { .access = grant->access,
                                   .refresh = grant->refresh,
                                   .expires_in = HOPSO_SERVER_ACCESS_LIFE,
                                   .person = grant->person };
  g_autoptr (JsonObject) object = hopso_wire_tokens_to_json (&tokens);
  g_autoptr (GBytes) body = hopso_wire_print (object);

  return hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);
}

static void
answer_slow_down (HopsoServerRequest *request, gint64 wait)
{
  g_autoptr (GError) error = NULL;

  hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_SLOW_DOWN, NULL, &error);
  request->problem->retry_after = wait;
  hopso_server_request_answer_error (request, error);
}

/* The password was right a moment ago: it must still be the account's, and the account open. What
 * is refused here looks like a wrong password. */
static gboolean
check_account (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const SignIn *sign_in = request->extra;
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerAccount) now =
      hopso_server_session_find_account (session, sign_in->asked->login, &failure);

  if (now != NULL && !now->is_disabled && strcmp (now->password, sign_in->account->password) == 0)
    return TRUE;
  if (failure == NULL ||
      g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_WRONG_PASSWORD, NULL, error);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static HopsoServerReply *
work_begin_device (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  SignIn *sign_in = request->extra;

  if (!check_account (session, request, error))
    return NULL;

  g_autoptr (HopsoServerGrant) grant =
      hopso_server_session_sign_in (session, sign_in->account, sign_in->asked->device, error);

  if (grant == NULL)
    return NULL;

  const HopsoServerActor actor = { grant->person, grant->device };
  if (!hopso_server_session_audit (session, &actor, "sign-in", NULL, NULL, error))
    return NULL;
  return make_token_reply (grant);
}

static void
password_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerRequest *request = user_data;
  HopsoServerApi *api = request->api;
  SignIn *sign_in = request->extra;
  gint64 now = hopso_clock_now (hopso_server_store_get_clock (api->store));
  g_autoptr (GError) error = NULL;

  api->n_hashing--;
  sign_in->throttle = NULL;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      hopso_server_throttle_succeed (api->throttle, sign_in->asked->login, sign_in->address);
      hopso_server_request_run (request, work_begin_device, TRUE, NULL);
      return;
    }
  hopso_server_throttle_fail (api->throttle, sign_in->asked->login, sign_in->address, now);
  hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_WRONG_PASSWORD, NULL);
}

/* On the passwords' thread. A name that nobody has and a disabled account cost the same time. */
static void
check_password (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerRequest *request = task_data;
  SignIn *sign_in = request->extra;
  g_autoptr (GError) error = NULL;

  if (sign_in->account == NULL)
    {
      g_autofree char *unused = hopso_scrypt_hash_password (sign_in->asked->password, NULL);
      g_task_return_boolean (task, FALSE);
    }
  else if (hopso_scrypt_verify_hash (sign_in->account->password, sign_in->asked->password, &error))
    g_task_return_boolean (task, !sign_in->account->is_disabled);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
account_found (HopsoServerRequest *request, HopsoServerReply *reply)
{
  g_autoptr (GTask) task = g_task_new (request->api, NULL, password_checked_cb, request);

  if (request->api->n_hashing >= MAX_HASHING)
    {
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_BUSY, NULL);
      return;
    }
  request->api->n_hashing++;
  g_task_set_source_tag (task, account_found);
  g_task_set_task_data (task, request, NULL);
  hopso_queue_thread_push (request->api->passwords, task, check_password);
}

static HopsoServerReply *
work_find_account (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  SignIn *sign_in = request->extra;
  g_autoptr (GError) failure = NULL;

  sign_in->account = hopso_server_session_find_account (session, sign_in->asked->login, &failure);
  if (failure == NULL ||
      g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    return hopso_server_reply_new (0, NULL, NULL);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
is_plausible (const HopsoWireSignIn *asked)
{
  gsize size;

  hopso_secret_get_bytes (asked->password, &size);
  return strlen (asked->login) <= MAX_LOGIN && size <= MAX_PASSWORD &&
         strlen (asked->device) <= MAX_DEVICE;
}

/**
 * hopso_server_handle_sign_in:
 * @request: (transfer full): POST /v1/session
 */
void
hopso_server_handle_sign_in (HopsoServerRequest *request)
{
  HopsoServerApi *api = request->api;
  SignIn *sign_in = g_new0 (SignIn, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &error);

  request->extra = sign_in;
  request->extra_free = sign_in_free;
  if (object != NULL)
    sign_in->asked = hopso_wire_sign_in_from_json (object, &error);
  if (sign_in->asked == NULL || !is_plausible (sign_in->asked))
    {
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_MALFORMED,
                                           error == NULL ? "Too long" : error->message);
      return;
    }
  sign_in->address = hopso_server_proxies_dup_address (api->proxies, request->message);

  gint64 wait =
      hopso_server_throttle_begin (api->throttle, sign_in->asked->login, sign_in->address,
                                   hopso_clock_now (hopso_server_store_get_clock (api->store)));
  if (wait > 0)
    {
      answer_slow_down (request, wait);
      return;
    }
  sign_in->throttle = api->throttle;
  hopso_server_request_run (request, work_find_account, FALSE, account_found);
}

/* A stolen token's reply must not undo the signing out: its refusal is a reply, not an error. */
static HopsoServerReply *
work_refresh (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean was_stolen;
  g_autoptr (HopsoServerGrant) grant =
      hopso_server_session_refresh (session, request->extra, request->key, &was_stolen, &failure);

  if (grant != NULL)
    return make_token_reply (grant);
  if (was_stolen)
    {
      const HopsoServerActor nobody = { NULL, NULL };
      return hopso_server_session_audit (session, &nobody, "refresh-replayed", NULL, NULL, error)
                 ? hopso_server_reply_new (0, NULL, NULL)
                 : NULL;
    }
  if (g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN, NULL, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static void
refuse_stolen (HopsoServerRequest *request, HopsoServerReply *reply)
{
  hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN, NULL);
}

/**
 * hopso_server_handle_refresh:
 * @request: (transfer full): POST /v1/session/refresh
 */
void
hopso_server_handle_refresh (HopsoServerRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &error);

  if (object != NULL)
    request->extra = hopso_wire_refresh_from_json (object, &error);
  if (request->extra == NULL)
    {
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_MALFORMED, error->message);
      return;
    }
  request->extra_free = (GDestroyNotify) hopso_secret_unref;
  hopso_server_request_run (request, work_refresh, TRUE, refuse_stolen);
}

/**
 * hopso_server_work_sign_out:
 *
 * DELETE /v1/session.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_sign_out (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);

  if (!hopso_server_session_sign_out (session, request->caller->device, error) ||
      !hopso_server_session_audit (session, &actor, "sign-out", NULL, NULL, error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

/**
 * hopso_server_work_get_recovery:
 *
 * GET /v1/account/recovery.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_get_recovery (HopsoServerSession *session,
                                HopsoServerRequest *request,
                                GError **error)
{
  g_autoptr (GBytes) wrapped =
      hopso_server_session_get_recovery (session, request->caller->person, error);

  if (wrapped == NULL)
    return NULL;

  g_autoptr (JsonObject) object = hopso_wire_recovery_to_json (wrapped);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  return hopso_server_reply_new (SOUP_STATUS_OK, NULL, body);
}

/**
 * hopso_server_work_put_recovery:
 *
 * PUT /v1/account/recovery.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_put_recovery (HopsoServerSession *session,
                                HopsoServerRequest *request,
                                GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  g_autoptr (GBytes) wrapped =
      object == NULL ? NULL : hopso_wire_recovery_from_json (object, &failure);

  if (wrapped == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!hopso_server_session_set_recovery (session, request->caller->person, wrapped, error) ||
      !hopso_server_session_audit (session, &actor, "recovery-kept", NULL, NULL, error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
