/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One request from its headers to its answer: what every route needs is done here, once. The
 * message stays paused while a transaction runs elsewhere; who calls is found inside that
 * transaction, each time. Main thread, but for what is said to run on a store's thread. */

#include "hopso-server-request.h"

#include "hopso-digest.h"
#include "hopso-hardening.h"
#include "hopso-server-sight.h"

#include <string.h>

#define MAX_BODY (256 * 1024)

G_DEFINE_QUARK (hopso_server_api_error, hopso_server_api_error)

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  HopsoServerRequest *self = user_data;

  self->is_gone = TRUE;
}

/**
 * hopso_server_request_read_token:
 * @headers: of a request
 *
 * Returns: (transfer full) (nullable): the access token that it shows
 */
HopsoSecret *
hopso_server_request_read_token (SoupMessageHeaders *headers)
{
  static const char scheme[] = "Bearer ";
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, scheme, strlen (scheme)) != 0)
    return NULL;
  return hopso_secret_new_from_string (value + strlen (scheme));
}

/* A strong entity tag (RFC 9110 §8.8.3) without its quotes; NULL when it is none. */
static char *
read_etag (SoupMessageHeaders *headers, const char *name)
{
  const char *value = soup_message_headers_get_one (headers, name);
  gsize size = value == NULL ? 0 : strlen (value);

  if (size < 3 || value[0] != '"' || value[size - 1] != '"')
    return NULL;
  return g_strndup (value + 1, size - 2);
}

/* What makes two requests the same: method, path, condition and body. */
static char *
make_fingerprint (HopsoServerRequest *self)
{
  GUri *uri = soup_server_message_get_uri (self->message);
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree char *head = g_strdup_printf ("%s %s\n%s\n", self->route->method, g_uri_get_path (uri),
                                           self->if_match != NULL ? self->if_match : "");
  gsize size;
  const void *bytes = g_bytes_get_data (self->body, &size);

  hopso_digester_update (digester, head, strlen (head));
  hopso_digester_update (digester, bytes, size);
  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  return hopso_digest_to_hex (digest);
}

/**
 * hopso_server_request_new:
 * @message: whose body has arrived
 * @route: where it leads
 *
 * Returns: (transfer full): a paused request
 */
HopsoServerRequest *
hopso_server_request_new (HopsoServerApi *api,
                          SoupServerMessage *message,
                          const HopsoServerRoute *route)
{
  HopsoServerRequest *self = g_new0 (HopsoServerRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->api = g_object_ref (api);
  self->message = g_object_ref (message);
  self->route = route;
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  self->access = hopso_server_request_read_token (headers);
  self->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  self->if_match = read_etag (headers, "If-Match");
  self->is_for_new = g_strcmp0 (soup_message_headers_get_one (headers, "If-None-Match"), "*") == 0;
  self->fingerprint = make_fingerprint (self);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  soup_server_message_pause (message);
  return self;
}

static void
wipe_stack_cb (gpointer user_data)
{
  hopso_hardening_wipe_stack ();
}

/**
 * hopso_server_request_free:
 * @self: (transfer full): a request
 */
void
hopso_server_request_free (HopsoServerRequest *self)
{
  /* libsoup has read a password or a token into a buffer on the stack. */
  if (self->route->flags & HOPSO_SERVER_ROUTE_OPEN)
    g_idle_add_once (wipe_stack_cb, NULL);
  if (self->extra_free != NULL)
    self->extra_free (self->extra);
  if (self->running_key != NULL)
    g_hash_table_remove (self->api->running_keys, self->running_key);
  g_signal_handlers_disconnect_by_data (self->message, self);
  for (guint i = 0; i < G_N_ELEMENTS (self->params); i++)
    g_free (self->params[i]);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->access, hopso_secret_unref);
  g_clear_pointer (&self->caller, hopso_server_caller_free);
  g_clear_pointer (&self->problem, hopso_wire_problem_free);
  g_free (self->key);
  g_free (self->if_match);
  g_free (self->fingerprint);
  g_free (self->running_key);
  g_object_unref (self->message);
  g_object_unref (self->api);
  g_free (self);
}

static void
set_body (SoupServerMessage *message, const char *media_type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_set_content_type (headers, media_type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static void
answer_wire_problem (HopsoServerRequest *self, const HopsoWireProblem *problem)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (self->message);
  SoupMessageHeaders *told = soup_server_message_get_response_headers (self->message);
  const char *language = soup_message_headers_get_list (asked, "Accept-Language");
  gboolean in_english = language != NULL && g_ascii_strncasecmp (language, "en", 2) == 0;
  g_autoptr (JsonObject) object = hopso_wire_problem_to_json (problem, in_english);
  g_autoptr (GBytes) body = hopso_wire_print (object);

  if (!self->is_gone)
    {
      soup_server_message_set_status (self->message, (guint) problem->status, NULL);
      set_body (self->message, HOPSO_WIRE_PROBLEM_MEDIA_TYPE, body);
      soup_message_headers_replace (told, "Content-Language", in_english ? "en" : "vi");
      if (problem->status == SOUP_STATUS_UNAUTHORIZED)
        soup_message_headers_replace (told, "WWW-Authenticate", "Bearer");
      if (problem->retry_after > 0)
        {
          g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, problem->retry_after);
          soup_message_headers_replace (told, "Retry-After", seconds);
        }
      soup_server_message_unpause (self->message);
    }
  hopso_server_request_free (self);
}

/**
 * hopso_server_request_answer:
 * @self: (transfer full): a request
 * @reply: what to answer
 */
void
hopso_server_request_answer (HopsoServerRequest *self, const HopsoServerReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  if (!self->is_gone)
    {
      soup_server_message_set_status (self->message, reply->status, NULL);
      if (reply->etag != NULL)
        {
          g_autofree char *etag = g_strdup_printf ("\"%s\"", reply->etag);
          soup_message_headers_replace (headers, "ETag", etag);
        }
      if (reply->body != NULL && g_bytes_get_size (reply->body) > 0)
        set_body (self->message, reply->media_type != NULL ? reply->media_type : "application/json",
                  reply->body);
      soup_server_message_unpause (self->message);
    }
  hopso_server_request_free (self);
}

/**
 * hopso_server_request_answer_problem:
 * @self: (transfer full): a request
 * @problem: why it is refused
 * @detail: (nullable): for who looks into it
 */
void
hopso_server_request_answer_problem (HopsoServerRequest *self,
                                     HopsoServerProblem problem,
                                     const char *detail)
{
  g_autoptr (HopsoWireProblem) wire = hopso_server_problem_make (problem, detail);

  answer_wire_problem (self, wire);
}

/**
 * hopso_server_request_answer_error:
 * @self: (transfer full): a request
 * @error: why its work failed
 */
void
hopso_server_request_answer_error (HopsoServerRequest *self, const GError *error)
{
  g_autoptr (HopsoWireProblem) problem = g_steal_pointer (&self->problem);

  if (problem != NULL)
    answer_wire_problem (self, problem);
  else if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    hopso_server_request_answer_problem (self, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL);
  else if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_STATE_GONE))
    hopso_server_request_answer_problem (self, HOPSO_SERVER_PROBLEM_STATE_GONE, error->message);
  else if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_FULL) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    {
      g_message ("%s: there is no space left: %s", self->route->path, error->message);
      hopso_server_request_answer_problem (self, HOPSO_SERVER_PROBLEM_FULL, NULL);
    }
  else
    {
      /* Something here is broken; the caller cannot help it and is told no more. */
      g_warning ("%s failed: %s", self->route->path, error->message);
      hopso_server_request_answer_problem (self, HOPSO_SERVER_PROBLEM_FAILED, NULL);
    }
}

/**
 * hopso_server_request_refuse:
 * @problem: why
 * @detail: (nullable): for who looks into it
 *
 * Ends a work; its transaction is undone.
 *
 * Returns: %NULL with @error
 */
HopsoServerReply *
hopso_server_request_refuse (HopsoServerRequest *self,
                             HopsoServerProblem problem,
                             const char *detail,
                             GError **error)
{
  g_clear_pointer (&self->problem, hopso_wire_problem_free);
  self->problem = hopso_server_problem_make (problem, detail);
  g_set_error (error, HOPSO_SERVER_API_ERROR, HOPSO_SERVER_API_ERROR_REFUSED, "Refused: %s",
               self->problem->type);
  return NULL;
}

/**
 * hopso_server_request_refuse_wire:
 * @wire_error: what was wrong with the body
 *
 * Returns: %NULL with @error
 */
HopsoServerReply *
hopso_server_request_refuse_wire (HopsoServerRequest *self,
                                  const GError *wire_error,
                                  GError **error)
{
  return hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_MALFORMED, wire_error->message,
                                      error);
}

/**
 * hopso_server_request_parse:
 *
 * Returns: (transfer full): the body's JSON object, or %NULL with %HOPSO_WIRE_ERROR
 */
JsonObject *
hopso_server_request_parse (HopsoServerRequest *self, GError **error)
{
  return hopso_wire_parse_object (self->body, MAX_BODY, error);
}

/**
 * hopso_server_request_get_actor:
 *
 * Returns: who calls, for the audit log
 */
HopsoServerActor
hopso_server_request_get_actor (HopsoServerRequest *self)
{
  if (self->caller == NULL)
    return (HopsoServerActor){ NULL, NULL };
  return (HopsoServerActor){ self->caller->person, self->caller->device };
}

typedef struct
{
  HopsoServerRequest *request; /* borrowed: waits for the end */
  HopsoServerWork work;
  HopsoServerThen then; /* nullable */
} Step;

/* On a store's thread: the caller must be somebody, whatever the route. */
static gboolean
find_caller (HopsoServerSession *session, HopsoServerRequest *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_clear_pointer (&self->caller, hopso_server_caller_free);
  if (self->route->flags & HOPSO_SERVER_ROUTE_OPEN)
    return TRUE;
  if (self->access != NULL)
    self->caller = hopso_server_session_find_caller (session, self->access, &failure);
  if (self->caller != NULL)
    return TRUE;
  if (failure == NULL ||
      g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND))
    return hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN, NULL, error) !=
           NULL;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* On a store's thread: once for each request. */
static gboolean
count_person (HopsoServerRequest *self, GError **error)
{
  HopsoServerRouteFlags flags = self->route->flags;
  gint64 now = g_get_monotonic_time ();
  gint64 wait;

  if (self->caller == NULL || self->is_counted)
    return TRUE;
  self->is_counted = TRUE;
  wait = hopso_server_limits_take (self->api->limits, HOPSO_SERVER_LIMIT_PERSON,
                                   self->caller->person, now);
  if (wait == 0 && (flags & HOPSO_SERVER_ROUTE_LARGE))
    wait = hopso_server_limits_take (self->api->limits, HOPSO_SERVER_LIMIT_UPLOAD,
                                     self->caller->person, now);
  if (wait == 0 && (flags & HOPSO_SERVER_ROUTE_RARE))
    wait = hopso_server_limits_take (self->api->limits, HOPSO_SERVER_LIMIT_RECOVERY,
                                     self->caller->person, now);
  if (wait == 0)
    return TRUE;
  hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_TOO_MANY, NULL, error);
  self->problem->retry_after = wait;
  return FALSE;
}

/* What was told before is told again only to who may still see it. */
static gboolean
check_reply (HopsoServerSession *session,
             HopsoServerRequest *self,
             const HopsoServerReply *reply,
             GError **error)
{
  gboolean has_kind = strstr (self->route->path, "{kind}") != NULL;
  const char *id = self->params[has_kind ? 1 : 0];
  gboolean may_see = TRUE;

  if (id == NULL || g_bytes_get_size (reply->body) == 0)
    return TRUE;
  if (!hopso_server_session_may_see (session, self->caller->person, id, &may_see, error))
    return FALSE;
  if (!may_see)
    hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  return may_see;
}

/* On a store's thread. TRUE with @reply set: it was answered before. */
static gboolean
find_reply (HopsoServerSession *session,
            HopsoServerRequest *self,
            HopsoServerReply **reply,
            GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (hopso_server_session_find_reply (session, self->caller->person, self->key, self->fingerprint,
                                       reply, &failure))
    {
      if (*reply == NULL || check_reply (session, self, *reply, error))
        return TRUE;
      g_clear_pointer (reply, hopso_server_reply_free);
      return FALSE;
    }
  if (g_error_matches (failure, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS))
    hopso_server_request_refuse (self, HOPSO_SERVER_PROBLEM_KEY_REUSED, NULL, error);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gpointer
run_step (HopsoServerSession *session, gpointer data, GError **error)
{
  Step *step = data;
  HopsoServerRequest *self = step->request;
  gboolean keeps_reply = (self->route->flags & HOPSO_SERVER_ROUTE_KEY) &&
                         !(self->route->flags & HOPSO_SERVER_ROUTE_OPEN);
  HopsoServerReply *reply = NULL;

  if (!find_caller (session, self, error) || !count_person (self, error) ||
      (keeps_reply && !find_reply (session, self, &reply, error)))
    return NULL;
  if (reply != NULL)
    return reply;

  reply = step->work (session, self, error);
  /* A status of 0 says that there is another step to come. */
  if (reply != NULL && keeps_reply && reply->status != 0 &&
      !hopso_server_session_keep_reply (session, self->caller->person, self->key, self->fingerprint,
                                        reply, error))
    g_clear_pointer (&reply, hopso_server_reply_free);
  return reply;
}

static void
step_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Step *step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerReply) reply =
      hopso_server_store_run_finish (HOPSO_SERVER_STORE (source), result, &error);

  if (error != NULL)
    hopso_server_request_answer_error (step->request, error);
  else if (reply != NULL && step->then != NULL && reply->status == 0)
    step->then (step->request, reply);
  else
    hopso_server_request_answer (step->request, reply);
}

/**
 * hopso_server_request_run:
 * @self: (transfer full): a request
 * @work: runs in a transaction, once the caller is known and unless it was answered before
 * @is_write: whether it may write
 * @then: (nullable): takes the request when @work gave a reply with status 0; without it, and with
 *   any other status, the reply is the answer
 */
void
hopso_server_request_run (HopsoServerRequest *self,
                          HopsoServerWork work,
                          gboolean is_write,
                          HopsoServerThen then)
{
  Step *step = g_new0 (Step, 1);
  HopsoServerJob job = { .func = run_step,
                         .data = step,
                         .result_free = (GDestroyNotify) hopso_server_reply_free,
                         .is_write = is_write };

  step->request = self;
  step->work = work;
  step->then = then;
  hopso_server_store_run_async (self->api->store, &job, NULL, step_done_cb, step);
}
