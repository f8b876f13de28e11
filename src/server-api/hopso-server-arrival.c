/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A request while it arrives: what is wrong with it is said as soon as it can be seen, before the
 * rest has come. Strangers get no further than a few KiB: for a larger body the session is looked
 * up first. A body that trickles in is given up. Main thread, but for the looking up. */

#include "hopso-server-arrival.h"

#include "hopso-server-parting.h"

#include <string.h>

#define MAX_BODY       (256 * 1024)
#define MAX_LARGE_BODY (8 * 1024 * 1024 + 4096)
/* Of all bodies together. */
#define MAX_BUFFERED (G_GUINT64_CONSTANT (512) * 1024 * 1024)

/* So slow may a body be: so many seconds at no speed, and the rest at least so fast. */
#define PATIENCE_SECONDS 30
#define LEAST_SPEED      512
#define LOOK_SECONDS     5

#define ARRIVAL "hopso-server-arrival"

typedef struct
{
  HopsoServerApi *api;        /* owned */
  SoupServerMessage *message; /* borrowed: lives longer */
  goffset limit;
  goffset arrived;
  gint64 began;     /* monotonic */
  guint watch;      /* source id, 0: nothing is awaited */
  gboolean is_late; /* at the last look */
} Arrival;

/**
 * hopso_server_arrival_refuse:
 * @message: whose headers have come
 * @problem: why
 * @wait: in how many seconds to come back, 0: do not say
 *
 * Answers; a body is not read any further and the connection ends with the answer.
 */
void
hopso_server_arrival_refuse (SoupServerMessage *message, HopsoServerProblem problem, gint64 wait)
{
  SoupMessageHeaders *asked = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *told = soup_server_message_get_response_headers (message);
  g_autoptr (HopsoWireProblem) wire = hopso_server_problem_make (problem, NULL);

  wire->retry_after = wait;
  if (wait > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait);
      soup_message_headers_replace (told, "Retry-After", seconds);
    }
  if (wire->status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_replace (told, "WWW-Authenticate", "Bearer");

  g_autoptr (JsonObject) object = hopso_wire_problem_to_json (wire, FALSE);
  g_autofree char *text = hopso_wire_print_string (object);
  soup_server_message_set_status (message, (guint) wire->status, NULL);
  soup_server_message_set_response (message, HOPSO_WIRE_PROBLEM_MEDIA_TYPE, SOUP_MEMORY_COPY, text,
                                    strlen (text));
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (soup_message_headers_get_one (asked, "Content-Length") != NULL ||
      soup_message_headers_get_one (asked, "Transfer-Encoding") != NULL)
    hopso_server_part (message);
}

/* Where a body ends must be said once and clearly, or two programs on the way may understand two
 * different requests (RFC 9112 §6.3); and there is one Host (§3.2). */
static gboolean
is_framing_sound (SoupMessageHeaders *headers)
{
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  const char *host = soup_message_headers_get_list (headers, "Host");

  if (host != NULL && strchr (host, ',') != NULL)
    return FALSE;
  if (length == NULL)
    return coding == NULL || g_ascii_strcasecmp (coding, "chunked") == 0;
  return coding == NULL && strlen (length) < 19 &&
         strspn (length, "0123456789") == strlen (length) && *length != '\0';
}

static void
stop_watching (Arrival *arrival)
{
  g_clear_handle_id (&arrival->watch, g_source_remove);
}

static gboolean
watch_cb (gpointer user_data)
{
  Arrival *arrival = user_data;
  gint64 spent = (g_get_monotonic_time () - arrival->began) / G_USEC_PER_SEC;

  gboolean was_late = arrival->is_late;

  /* Late twice: perhaps it is we who could not look, and the bytes are there. */
  arrival->is_late = spent > PATIENCE_SECONDS + arrival->arrived / LEAST_SPEED;
  if (!was_late || !arrival->is_late)
    return G_SOURCE_CONTINUE;
  arrival->watch = 0;
  soup_server_message_set_status (arrival->message, SOUP_STATUS_REQUEST_TIMEOUT, NULL);
  hopso_server_part (arrival->message);
  return G_SOURCE_REMOVE;
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Arrival *arrival = user_data;

  arrival->arrived += (goffset) g_bytes_get_size (chunk);
  arrival->api->n_buffered += g_bytes_get_size (chunk);
  if (soup_server_message_get_status (message) != 0)
    return;
  if (arrival->arrived > arrival->limit)
    hopso_server_arrival_refuse (message, HOPSO_SERVER_PROBLEM_TOO_LARGE, 0);
  else if (arrival->api->n_buffered > MAX_BUFFERED)
    hopso_server_arrival_refuse (message, HOPSO_SERVER_PROBLEM_BUSY, 0);
}

static void
got_body_cb (SoupServerMessage *message, gpointer user_data)
{
  stop_watching (user_data);
}

/* With the last byte of the answer, or with the message, when the connection was taken from it. */
static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  stop_watching (arrival);
  arrival->api->n_open--;
  arrival->api->n_buffered -= (guint64) arrival->arrived;
  g_object_unref (arrival->api);
  g_free (arrival);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (message, user_data);
  g_object_set_data (G_OBJECT (message), ARRIVAL, NULL);
}

/* A stranger who wants to send much. */
typedef struct
{
  SoupServerMessage *message; /* owned */
  HopsoSecret *access;        /* owned */
  gboolean is_gone;           /* hung up meanwhile */
} Stranger;

static void
gone_cb (SoupServerMessage *message, gpointer user_data)
{
  ((Stranger *) user_data)->is_gone = TRUE;
}

static gpointer
look_up (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_find_caller (session, ((Stranger *) data)->access, error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Stranger *stranger = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServerCaller) caller =
      hopso_server_store_run_finish (HOPSO_SERVER_STORE (source), result, &error);

  g_signal_handlers_disconnect_by_data (stranger->message, stranger);
  if (caller != NULL && !stranger->is_gone)
    soup_server_message_unpause (stranger->message);
  else if (!stranger->is_gone)
    {
      gboolean is_unknown =
          g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND);

      if (!is_unknown)
        g_warning ("Looking up a session: %s", error->message);
      hopso_server_arrival_refuse (
          stranger->message,
          is_unknown ? HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN : HOPSO_SERVER_PROBLEM_FAILED, 0);
    }
  g_object_unref (stranger->message);
  hopso_secret_unref (stranger->access);
  g_free (stranger);
}

/* The body waits on the line until it is known who sends it. */
static void
ask_who (HopsoServerApi *api, SoupServerMessage *message, HopsoSecret *access)
{
  Stranger *stranger = g_new0 (Stranger, 1);
  HopsoServerJob job = { .func = look_up,
                         .data = stranger,
                         .result_free = (GDestroyNotify) hopso_server_caller_free };

  stranger->message = g_object_ref (message);
  stranger->access = hopso_secret_ref (access);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), stranger);
  soup_server_message_pause (message);
  hopso_server_store_run_async (api->store, &job, NULL, looked_up_cb, stranger);
}

static goffset
get_limit (const HopsoServerRoute *route)
{
  if (route == NULL || (route->flags & HOPSO_SERVER_ROUTE_OPEN))
    return HOPSO_SERVER_ARRIVAL_STRANGER_BODY;
  return route->flags & HOPSO_SERVER_ROUTE_LARGE ? MAX_LARGE_BODY : MAX_BODY;
}

/* Seconds to wait, 0: none. */
static gint64
count_address (Arrival *arrival, const HopsoServerRoute *route)
{
  HopsoServerApi *api = arrival->api;
  const HopsoServerRouteFlags session = HOPSO_SERVER_ROUTE_OPEN | HOPSO_SERVER_ROUTE_WRITES;
  g_autofree char *address = hopso_server_proxies_dup_address (api->proxies, arrival->message);
  gint64 now = g_get_monotonic_time ();
  gint64 wait = hopso_server_limits_take (api->limits, HOPSO_SERVER_LIMIT_ADDRESS, address, now);

  if (wait == 0 && route != NULL && (route->flags & session) == session)
    wait = hopso_server_limits_take (api->limits, HOPSO_SERVER_LIMIT_SESSION, address, now);
  return wait;
}

static void
check (Arrival *arrival, const HopsoServerRoute *route)
{
  gint64 wait = count_address (arrival, route);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (arrival->message);
  gboolean is_chunked = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED;
  goffset length = is_chunked ? 0 : soup_message_headers_get_content_length (headers);
  gboolean is_open = route == NULL || (route->flags & HOPSO_SERVER_ROUTE_OPEN);

  if (arrival->api->is_closing)
    hopso_server_arrival_refuse (arrival->message, HOPSO_SERVER_PROBLEM_BUSY, 0);
  else if (wait > 0)
    hopso_server_arrival_refuse (arrival->message, HOPSO_SERVER_PROBLEM_TOO_MANY, wait);
  else if (!is_framing_sound (headers))
    hopso_server_arrival_refuse (arrival->message, HOPSO_SERVER_PROBLEM_MALFORMED, 0);
  else if (length > arrival->limit)
    hopso_server_arrival_refuse (arrival->message, HOPSO_SERVER_PROBLEM_TOO_LARGE, 0);
  else if (!is_open && (is_chunked || length > HOPSO_SERVER_ARRIVAL_STRANGER_BODY))
    {
      g_autoptr (HopsoSecret) access = hopso_server_request_read_token (headers);

      if (access == NULL)
        hopso_server_arrival_refuse (arrival->message, HOPSO_SERVER_PROBLEM_NOT_SIGNED_IN, 0);
      else
        ask_who (arrival->api, arrival->message, access);
    }
  if (is_chunked || length > 0)
    arrival->watch = g_timeout_add_seconds (LOOK_SECONDS, watch_cb, arrival);
}

/**
 * hopso_server_arrival_begin:
 * @message: whose headers have come
 * @route: (nullable): where it leads
 *
 * Watches over the request until it is answered to the last byte.
 */
void
hopso_server_arrival_begin (HopsoServerApi *api,
                            SoupServerMessage *message,
                            const HopsoServerRoute *route)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->api = g_object_ref (api);
  arrival->message = message;
  arrival->limit = get_limit (route);
  arrival->began = g_get_monotonic_time ();
  api->n_open++;
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), arrival);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), arrival);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), arrival);
  g_object_set_data_full (G_OBJECT (message), ARRIVAL, arrival, arrival_free);
  /* The library would give out overlapping parts of any answer, as often as they are asked for. */
  if (route == NULL || route->handler != hopso_server_handle_get_blob)
    soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  check (arrival, route);
}
