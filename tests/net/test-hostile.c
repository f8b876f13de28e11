/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Servers that keep to no rule of HTTP: whatever they send, a request ends with an answer or an
 * error, soon and with little memory. The server is a thread that writes bytes. */

#include "hopso-http-lines.h"
#include "hopso-http.h"
#include "hopso-test-tls.h"

#include <string.h>
#include <sys/resource.h>

#define MAX_SIZE (1024 * 1024)

/* Sanitizers keep what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MAX_MEMORY (512 * 1024 * 1024)
#else
#define MAX_MEMORY (32 * 1024 * 1024)
#endif
#define OK_LINE "HTTP/1.1 200 OK\r\n"

/* What is sent after the request's headers: first this, then that again and again. */
typedef struct
{
  const char *name;
  const char *first;
  const char *again; /* nullable */
  guint times;
  gboolean may_succeed; /* else an error must come */
} Speech;

static const Speech speeches[] = {
  { "nothing at all", "", NULL, 0, FALSE },
  { "half a word", "HTT", NULL, 0, FALSE },
  { "half of the headers", OK_LINE "Content-Type: te", NULL, 0, FALSE },
  { "something else", "220 mail.example ESMTP\r\n", NULL, 0, FALSE },
  { "bytes", "\x01\x02\xff\xfe\r\n\r\n", NULL, 0, FALSE },
  { "a header without end", OK_LINE "X: ", "aaaaaaaaaaaaaaaa", 1 << 22, FALSE },
  { "headers without end", OK_LINE, "X-Header: a\r\n", 1 << 22, FALSE },
  { "a status without end", "HTTP/1.1 200 ", "aaaaaaaaaaaaaaaa", 1 << 22, FALSE },
  { "one moment, for ever", "", "HTTP/1.1 100 Continue\r\n\r\n", 1 << 20, FALSE },
  { "hints, for ever", "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 1 << 20, FALSE },
  { "a gigabyte", OK_LINE "Content-Length: 1073741824\r\n\r\n", "aaaaaaaaaaaaaaaa", 1 << 26,
    FALSE },
  { "chunks without end", OK_LINE "Transfer-Encoding: chunked\r\n\r\n",
    "10\r\naaaaaaaaaaaaaaaa\r\n", 1 << 26, FALSE },
  { "a body without length", OK_LINE "\r\n", "aaaaaaaaaaaaaaaa", 1 << 26, FALSE },
  { "a chunk beyond numbers",
    OK_LINE "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\naaaa", NULL, 0, TRUE },
  { "a chunk below nothing", OK_LINE "Transfer-Encoding: chunked\r\n\r\n-5\r\naaaa", NULL, 0,
    TRUE },
  { "a chunk's name without end", OK_LINE "Transfer-Encoding: chunked\r\n\r\n4;",
    "aaaaaaaaaaaaaaaa", 1 << 20, FALSE },
  { "trailers without end", OK_LINE "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: a\r\n", 1 << 20,
    TRUE },
  { "less than promised", OK_LINE "Content-Length: 10\r\n\r\naaa", NULL, 0, FALSE },
  { "a length below nothing", OK_LINE "Content-Length: -1\r\n\r\naaa", NULL, 0, TRUE },
  { "a length beyond numbers", OK_LINE "Content-Length: 99999999999999999999\r\n\r\naaa", NULL, 0,
    TRUE },
  { "two lengths", OK_LINE "Content-Length: 3\r\nContent-Length: 5\r\n\r\naaa", NULL, 0, TRUE },
  { "no such status", "HTTP/1.1 99999 Fine\r\nContent-Length: 0\r\n\r\n", NULL, 0, TRUE },
  { "no such version", "HTTP/7.3 200 OK\r\nContent-Length: 0\r\n\r\n", NULL, 0, TRUE },
  { "a packed body that is none",
    OK_LINE "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", NULL, 0, TRUE },
  { "an unknown packing", OK_LINE "Content-Encoding: lzma\r\nContent-Length: 5\r\n\r\nhello", NULL,
    0, TRUE },
  { "odd values",
    OK_LINE "Retry-After: -99999999999999999999\r\nContent-Type: \xff\xfe;charset=\x01\r\n"
            "ETag: \"a\tb\"\r\nContent-Length: 2\r\n\r\n{}",
    NULL, 0, TRUE },
  { "an upgrade nobody asked for",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n", NULL, 0,
    TRUE },
};

typedef struct
{
  HopsoTestTls *tls;
  GSocketListener *listener;
  GCancellable *closing;
  gint is_over;
  char *base;
  const Speech *speech; /* of the present request */
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  world->tls = hopso_test_tls_new ();
  world->listener = g_socket_listener_new ();
  world->closing = g_cancellable_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_socket_listener_add_address (world->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &address, &error);
  g_assert_no_error (error);
  world->base = g_strdup_printf ("https://127.0.0.1:%u/",
                                 g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static void
tear_down (World *world, gconstpointer data)
{
  g_object_unref (world->listener);
  g_object_unref (world->closing);
  hopso_test_tls_free (world->tls);
  g_free (world->base);
}

/* Up to the empty line; a client may also go before. */
static void
hear_request (GInputStream *in)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (heard->str, "\r\n\r\n") &&
         g_input_stream_read (in, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (heard, byte);
}

/* In pieces of some KiB, as long as somebody listens. */
static void
speak (World *world, GOutputStream *out)
{
  const Speech *speech = world->speech;
  g_autoptr (GString) many = g_string_new (NULL);
  guint per_piece = 256;
  gboolean is_heard =
      g_output_stream_write_all (out, speech->first, strlen (speech->first), NULL, NULL, NULL);

  for (guint i = 0; speech->again != NULL && i < per_piece; i++)
    g_string_append (many, speech->again);
  for (guint i = 0; is_heard && speech->again != NULL && i < speech->times; i += per_piece)
    {
      is_heard = g_output_stream_write_all (out, many->str, many->len, NULL, NULL, NULL);
    }
}

/* One connection after the other: the client may try again. */
static gpointer
serve (gpointer data)
{
  World *world = data;
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_file (world->tls->server_file, NULL);
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (world->listener, NULL, world->closing, NULL)) !=
         NULL)
    {
      g_autoptr (GIOStream) tls =
          g_tls_server_connection_new (G_IO_STREAM (connection), certificate, NULL);

      if (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
        {
          hear_request (g_io_stream_get_input_stream (tls));
          speak (world, g_io_stream_get_output_stream (tls));
        }
      g_io_stream_close (tls, NULL, NULL);
      g_object_unref (connection);
    }
  g_atomic_int_set (&world->is_over, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* What was left unheard is dropped with the session, and the speaker finds out. */
static void
end (World *world, HopsoHttp *http, GThread *thread)
{
  hopso_http_abort (http);
  g_cancellable_cancel (world->closing);
  while (!g_atomic_int_get (&world->is_over))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static HopsoHttpResponse *
ask (World *world, HopsoHttp *http, GError **error)
{
  const HopsoHttpRequest request = { .method = "GET", .uri = world->base, .max_size = MAX_SIZE };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_http_send_async (http, &request, NULL, done_cb, &pending);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  return hopso_http_send_finish (http, result, error);
}

static gsize
measure_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (gsize) usage.ru_maxrss * 1024;
}

static void
test_every_speech_ends (World *world, gconstpointer data)
{
  g_autoptr (GError) made = NULL;
  g_autoptr (HopsoHttp) http = hopso_http_new (world->tls->ca_file, &made);
  GThread *thread = NULL;

  g_assert_no_error (made);
  for (gsize i = 0; i < G_N_ELEMENTS (speeches); i++)
    {
      gint64 began = g_get_monotonic_time ();
      gsize before = measure_memory ();
      g_autoptr (GError) error = NULL;

      world->speech = &speeches[i];
      if (thread == NULL)
        thread = g_thread_new ("speaker", serve, world);
      g_autoptr (HopsoHttpResponse) response = ask (world, http, &error);

      g_test_message ("%s: %s", speeches[i].name, error != NULL ? error->message : "an answer");
      g_assert_true (response != NULL || error->domain == HOPSO_HTTP_ERROR);
      g_assert_true (response == NULL || speeches[i].may_succeed);
      g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (measure_memory () - before, <, MAX_MEMORY);
      g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
    }
  end (world, http, thread);
}

/* --- streams of lines ------------------------------------------------------------------------ */

typedef struct
{
  guint n_lines;
  gsize longest;
  gboolean is_over;
} Listener;

static void
line_cb (HopsoHttpLines *lines, const char *line, gpointer user_data)
{
  Listener *listener = user_data;

  if (line == NULL)
    listener->is_over = TRUE;
  else
    {
      listener->n_lines++;
      listener->longest = MAX (listener->longest, strlen (line));
    }
}

static const Speech streams[] = {
  { "a line without end", OK_LINE "\r\n", "aaaaaaaaaaaaaaaa", 1 << 26 },
  { "empty lines without end", OK_LINE "\r\n", "\n", 1 << 26 },
  { "events without end", OK_LINE "\r\n", "id: 1\nevent: state\ndata: {\"state\":\"1\"}\n\n",
    1 << 24 },
  { "long lines without end", OK_LINE "\r\n", "data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    1 << 24 },
  { "no text", OK_LINE "\r\n", "\xff\xfe\x80\n\xc3", 1 << 24 },
};

static void
listen_to (World *world, HopsoHttp *http, const Speech *speech)
{
  const HopsoHttpRequest request = { .method = "GET", .uri = world->base };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Listener listener = { 0 };

  world->speech = speech;
  hopso_http_open_async (http, &request, NULL, done_cb, &pending);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  g_autoptr (HopsoHttpResponse) response = hopso_http_open_finish (http, result, &error);
  g_assert_no_error (error);
  g_autoptr (HopsoHttpLines) lines =
      hopso_http_lines_new (hopso_http_response_get_stream (response), line_cb, &listener);
  while (!listener.is_over)
    g_main_context_iteration (NULL, TRUE);
  hopso_http_lines_stop (lines);
}

static void
test_a_flood_is_left (World *world, gconstpointer data)
{
  g_autoptr (GError) made = NULL;
  g_autoptr (HopsoHttp) http = hopso_http_new (world->tls->ca_file, &made);
  GThread *thread = NULL;

  g_assert_no_error (made);
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      gint64 began = g_get_monotonic_time ();
      gsize before = measure_memory ();

      g_test_message ("%s", streams[i].name);
      world->speech = &streams[i];
      if (thread == NULL)
        thread = g_thread_new ("speaker", serve, world);
      listen_to (world, http, &streams[i]);
      g_assert_cmpuint (measure_memory () - before, <, MAX_MEMORY);
      g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
    }
  end (world, http, thread);
}

/* Cannot be reached by anything that is drawn: a flood leaves room for it. */
static gboolean
drawn_cb (gpointer user_data)
{
  ++*(guint *) user_data;
  return G_SOURCE_CONTINUE;
}

static void
test_drawing_goes_first (World *world, gconstpointer data)
{
  g_autoptr (GError) made = NULL;
  g_autoptr (HopsoHttp) http = hopso_http_new (world->tls->ca_file, &made);
  GThread *thread = NULL;
  guint n_drawn = 0;
  guint drawing = g_timeout_add_full (G_PRIORITY_HIGH_IDLE + 20, 1, drawn_cb, &n_drawn, NULL);

  world->speech = &streams[2];
  thread = g_thread_new ("speaker", serve, world);
  listen_to (world, http, &streams[2]);
  g_assert_cmpuint (n_drawn, >, 0);
  g_source_remove (drawing);
  end (world, http, thread);
}

#define ADD(path, func) g_test_add ("/net/hostile/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-speech-ends", test_every_speech_ends);
  ADD ("a-flood-is-left", test_a_flood_is_left);
  ADD ("drawing-goes-first", test_drawing_goes_first);
  return g_test_run ();
}
