/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of routes, and finding the one that a request means. Main thread. */

#include "hopso-server-arrival.h"

#include "hopso-wire-json.h"

#include <string.h>

#define OPEN   HOPSO_SERVER_ROUTE_OPEN
#define WRITES HOPSO_SERVER_ROUTE_WRITES
#define KEY    HOPSO_SERVER_ROUTE_KEY
#define MATCH  HOPSO_SERVER_ROUTE_MATCHES
#define LARGE  HOPSO_SERVER_ROUTE_LARGE
#define RARE   HOPSO_SERVER_ROUTE_RARE
#define NEW    HOPSO_SERVER_ROUTE_CREATES

/* Literal paths before those with places. */
static const HopsoServerRoute routes[] = {
  { "GET", "/v1/server", OPEN, hopso_server_handle_server, NULL },
  { "POST", "/v1/session", OPEN | WRITES, hopso_server_handle_sign_in, NULL },
  { "DELETE", "/v1/session", WRITES, NULL, hopso_server_work_sign_out },
  { "POST", "/v1/session/refresh", OPEN | WRITES | KEY, hopso_server_handle_refresh, NULL },
  { "GET", "/v1/account/recovery", RARE, NULL, hopso_server_work_get_recovery },
  { "PUT", "/v1/account/recovery", WRITES | KEY | RARE, NULL, hopso_server_work_put_recovery },
  { "GET", "/v1/account/calendar", 0, NULL, hopso_server_work_get_feed },
  { "PUT", "/v1/account/calendar", WRITES | RARE, NULL, hopso_server_work_put_feed },
  { "DELETE", "/v1/account/calendar", WRITES, NULL, hopso_server_work_delete_feed },
  { "GET", "/calendar/{secret}", OPEN, hopso_server_handle_feed, NULL },
  { "GET", "/v1/changes", 0, NULL, hopso_server_work_changes },
  { "GET", "/v1/live", 0, hopso_server_handle_live, NULL },
  { "POST", "/v1/papers/{id}/versions", WRITES | KEY | MATCH, hopso_server_handle_version, NULL },
  { "POST", "/v1/papers/{id}/review", WRITES | KEY | MATCH, NULL, hopso_server_work_review },
  { "POST", "/v1/availability", 0, NULL, hopso_server_work_availability },
  { "POST", "/v1/signRequests", WRITES | KEY, NULL, hopso_server_work_submit },
  { "POST", "/v1/signRequests/{id}/return", WRITES | KEY | MATCH, NULL, hopso_server_work_return },
  { "POST", "/v1/signRequests/{id}/delegate", WRITES | KEY | MATCH, NULL,
    hopso_server_work_delegate },
  { "POST", "/v1/signRequests/{id}/withdraw", WRITES | KEY | MATCH, NULL,
    hopso_server_work_withdraw },
  { "POST", "/v1/meetings/{id}/publish", WRITES | KEY | MATCH, hopso_server_handle_publish, NULL },
  { "POST", "/v1/meetings/{id}/revise", WRITES | KEY | MATCH, NULL, hopso_server_work_revise },
  { "POST", "/v1/meetings/{id}/postpone", WRITES | KEY | MATCH, NULL, hopso_server_work_postpone },
  { "POST", "/v1/meetings/{id}/cancel", WRITES | KEY | MATCH, NULL, hopso_server_work_cancel },
  { "POST", "/v1/meetings/{id}/receipts", WRITES | KEY, NULL, hopso_server_work_receipts },
  { "POST", "/v1/participants/{id}/substitute", WRITES | KEY | MATCH, NULL,
    hopso_server_work_substitute },
  { "POST", "/v1/purges/{kind}/{id}/ack", WRITES | KEY, NULL, hopso_server_work_ack_purge },
  { "GET", "/v1/blobs/sha256/{hex}", 0, hopso_server_handle_get_blob, NULL },
  { "HEAD", "/v1/blobs/sha256/{hex}", 0, hopso_server_handle_get_blob, NULL },
  { "PUT", "/v1/blobs/sha256/{hex}", WRITES | LARGE, hopso_server_handle_put_blob, NULL },
  { "GET", "/v1/{kind}/{id}", 0, NULL, hopso_server_work_get_object },
  { "PUT", "/v1/{kind}/{id}", WRITES | KEY | NEW, NULL, hopso_server_work_put_object },
  { "PATCH", "/v1/{kind}/{id}", WRITES | KEY | MATCH, NULL, hopso_server_work_patch_object },
  { "DELETE", "/v1/{kind}/{id}", WRITES | KEY | MATCH, NULL, hopso_server_work_delete_object },
};

G_DEFINE_FINAL_TYPE (HopsoServerApi, hopso_server_api, G_TYPE_OBJECT)

static void
hopso_server_api_finalize (GObject *object)
{
  HopsoServerApi *self = HOPSO_SERVER_API (object);

  g_object_unref (self->passwords);
  g_object_unref (self->uploads);
  g_object_unref (self->downloads);
  g_hash_table_unref (self->running_keys);
  g_clear_object (&self->inspector);
  g_clear_pointer (&self->inspected, g_hash_table_unref);
  hopso_server_throttle_free (self->throttle);
  hopso_server_limits_free (self->limits);
  hopso_server_proxies_free (self->proxies);
  hopso_sign_policy_free (self->signing);
  hopso_publish_rules_free (self->publishing);
  g_object_unref (self->live);
  g_object_unref (self->store);
  G_OBJECT_CLASS (hopso_server_api_parent_class)->finalize (object);
}

static void
hopso_server_api_class_init (HopsoServerApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_server_api_finalize;
}

static void
hopso_server_api_init (HopsoServerApi *self)
{
  self->throttle = hopso_server_throttle_new ();
  self->limits = hopso_server_limits_new ();
  self->proxies = hopso_server_proxies_new ();
  self->signing = hopso_sign_policy_new ();
  self->publishing = hopso_publish_rules_new ();
  self->passwords = hopso_queue_thread_new ("passwords");
  self->uploads = hopso_queue_thread_new ("uploads");
  self->downloads = hopso_queue_thread_new ("downloads");
  self->running_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * hopso_server_api_new:
 * @store: what the server remembers
 * @live: the event streams
 *
 * Returns: (transfer full): the routes, not attached yet
 */
HopsoServerApi *
hopso_server_api_new (HopsoServerStore *store, HopsoServerLive *live)
{
  HopsoServerApi *self = g_object_new (HOPSO_TYPE_SERVER_API, NULL);

  self->store = g_object_ref (store);
  self->live = g_object_ref (live);
  return self;
}

/**
 * hopso_server_api_set_limit:
 * @limit: as hopso_server_limits_set() takes it
 *
 * Returns: %FALSE with @error when it is none
 */
gboolean
hopso_server_api_set_limit (HopsoServerApi *self, const char *limit, GError **error)
{
  return hopso_server_limits_set (self->limits, limit, error);
}

/**
 * hopso_server_api_set_signing:
 * @rule: as hopso_sign_policy_set() takes it; before the first request
 *
 * Returns: %FALSE with @error when it is none
 */
gboolean
hopso_server_api_set_signing (HopsoServerApi *self, const char *rule, GError **error)
{
  return hopso_sign_policy_set (self->signing, rule, error);
}

/**
 * hopso_server_api_set_publishing:
 * @rule: as hopso_publish_rules_set() takes it; before the first request
 *
 * Returns: %FALSE with @error when it is none
 */
gboolean
hopso_server_api_set_publishing (HopsoServerApi *self, const char *rule, GError **error)
{
  return hopso_publish_rules_set (self->publishing, rule, error);
}

/**
 * hopso_server_api_trust_proxy:
 * @network: address or network of reverse proxies
 *
 * They are believed when they say for whom they ask.
 *
 * Returns: %FALSE with @error when it is none
 */
gboolean
hopso_server_api_trust_proxy (HopsoServerApi *self, const char *network, GError **error)
{
  return hopso_server_proxies_trust (self->proxies, network, error);
}

/**
 * hopso_server_api_is_proxy:
 * @address: who asks
 *
 * Returns: whether that is a proxy that is trusted, so that many come from there
 */
gboolean
hopso_server_api_is_proxy (HopsoServerApi *self, GInetAddress *address)
{
  return hopso_server_proxies_contain (self->proxies, address);
}

/**
 * hopso_server_api_count_running:
 *
 * Returns: how many requests have begun and are not answered to the last byte; event streams count
 */
guint
hopso_server_api_count_running (HopsoServerApi *self)
{
  return self->n_open;
}

/**
 * hopso_server_api_refuse_new:
 *
 * From now on new requests are told that the server is busy.
 */
void
hopso_server_api_refuse_new (HopsoServerApi *self)
{
  self->is_closing = TRUE;
}

/**
 * hopso_server_api_close:
 *
 * Ends the threads, after what is queued on them.
 */
void
hopso_server_api_close (HopsoServerApi *self)
{
  hopso_queue_thread_stop (self->passwords);
  hopso_queue_thread_stop (self->uploads);
  hopso_queue_thread_stop (self->downloads);
}

/**
 * hopso_server_api_list_routes:
 *
 * Returns: (transfer full): "METHOD path" of each route, one per line
 */
char *
hopso_server_api_list_routes (void)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    g_string_append_printf (text, "%s %s\n", routes[i].method, routes[i].path);
  return g_string_free (text, FALSE);
}

/* Whether a path fits a route's; what stands at its places goes to @params. */
static gboolean
fits (const char *pattern, char **parts, const char *params[2])
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  guint n_params = 0;

  if (g_strv_length (wanted) != g_strv_length (parts))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      if (wanted[i][0] == '{')
        params[n_params++] = parts[i];
      else if (strcmp (wanted[i], parts[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The route, NULL when there is none; @is_path_known tells 405 from 404. */
static const HopsoServerRoute *
find_route (const char *method, const char *path, char *params[2], gboolean *is_path_known)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 8);

  *is_path_known = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      const char *found[2] = { NULL, NULL };

      if (!fits (routes[i].path, parts, found))
        continue;
      *is_path_known = TRUE;
      if (strcmp (routes[i].method, method) != 0)
        continue;
      params[0] = g_strdup (found[0]);
      params[1] = g_strdup (found[1]);
      return &routes[i];
    }
  return NULL;
}

/* What must hold of the places in every path: ids are ids, digests are digests, kinds are known. */
static gboolean
are_params_valid (const HopsoServerRequest *request)
{
  const char *path = request->route->path;

  if (strstr (path, "{hex}") != NULL)
    return hopso_wire_is_digest (request->params[0]);
  if (strstr (path, "{kind}") != NULL)
    return hopso_kind_find (request->params[0]) != NULL && hopso_wire_is_id (request->params[1]);
  return strstr (path, "{id}") == NULL || hopso_wire_is_id (request->params[0]);
}

/* Two of the same key at the same time: the second waits for nobody. Tokens are not known to be
 * anybody's here, but the key is the client's own random number. */
static gboolean
claim_key (HopsoServerRequest *request)
{
  const char *token = request->access == NULL ? "" : hopso_secret_get_string (request->access);
  g_autofree char *name = g_strdup_printf ("%08x %s", g_str_hash (token), request->key);

  if (g_hash_table_contains (request->api->running_keys, name))
    return FALSE;
  g_hash_table_add (request->api->running_keys, g_strdup (name));
  request->running_key = g_steal_pointer (&name);
  return TRUE;
}

static void
dispatch (HopsoServerRequest *request)
{
  HopsoServerRouteFlags flags = request->route->flags;

  if (!(flags & OPEN) && request->access == NULL)
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN, NULL);
  else if (!are_params_valid (request))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL);
  else if ((flags & KEY) && (request->key == NULL || !hopso_wire_is_id (request->key)))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_KEY_MISSING, NULL);
  else if (((flags & MATCH) && request->if_match == NULL) ||
           ((flags & NEW) && !request->is_for_new))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_CONDITION_MISSING, NULL);
  else if ((flags & KEY) && !claim_key (request))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_STILL_RUNNING, NULL);
  else if (request->route->handler != NULL)
    request->route->handler (request);
  else
    hopso_server_request_run (request, request->route->work, (flags & WRITES) != 0, NULL);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  char *params[2] = { NULL, NULL };
  gboolean is_path_known;
  const HopsoServerRoute *route =
      find_route (soup_server_message_get_method (message), path, params, &is_path_known);

  if (soup_server_message_get_status (message) != 0)
    return; /* refused while its body arrived */
  if (route == NULL)
    {
      hopso_server_arrival_refuse (
          message, is_path_known ? HOPSO_SERVER_PROBLEM_METHOD : HOPSO_SERVER_PROBLEM_NOT_FOUND, 0);
      return;
    }

  HopsoServerRequest *request = hopso_server_request_new (user_data, message, route);
  request->params[0] = params[0];
  request->params[1] = params[1];
  request->query = query == NULL ? NULL : g_hash_table_ref (query);
  dispatch (request);
}

/* What a browser that is shown an answer may do with it: nothing. */
static void
set_common_headers (SoupServerMessage *message)
{
  static const char *const headers[][2] = {
    { "Cache-Control", "no-store" },
    { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
    { "Referrer-Policy", "no-referrer" },
    { "Strict-Transport-Security", "max-age=31536000" },
    { "X-Content-Type-Options", "nosniff" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), headers[i][0],
                                  headers[i][1]);
}

static void
early_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  char *params[2] = { NULL, NULL };
  gboolean is_path_known;
  const HopsoServerRoute *route =
      find_route (soup_server_message_get_method (message),
                  g_uri_get_path (soup_server_message_get_uri (message)), params, &is_path_known);

  g_free (params[0]);
  g_free (params[1]);
  set_common_headers (message);
  hopso_server_arrival_begin (user_data, message, route);
}

/**
 * hopso_server_api_attach:
 * @server: where requests arrive; gone before the API is
 */
void
hopso_server_api_attach (HopsoServerApi *self, SoupServer *server)
{
  soup_server_add_early_handler (server, NULL, early_cb, self, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
}
