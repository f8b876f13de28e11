/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections that come and say nothing, too little, or come by the hundred. The visitor is a
 * thread of its own; the server lives in the main one. */

#include "hopso-server-doors.h"
#include "hopso-test-soak.h"
#include "hopso-test-tls.h"

#include <string.h>

#define REQUEST "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define ANSWER  "well"

typedef struct
{
  HopsoTestTls *tls;
  SoupServer *soup;
  HopsoServerDoors *doors;
  guint16 port;
} World;

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, ANSWER,
                                    strlen (ANSWER));
}

static void
set_up (World *world, gconstpointer data)
{
  const HopsoServerDoorLimits limits = {
    .n_all = 100, .n_per_address = 6, .n_strangers = 4, .first_ms = 700, .idle_ms = 700
  };
  g_autoptr (GError) error = NULL;

  world->tls = hopso_test_tls_new ();
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_file (world->tls->server_file, &error);
  g_assert_no_error (error);
  world->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (world->soup, NULL, handle_cb, NULL, NULL);
  world->doors = hopso_server_doors_new (world->soup, certificate);
  hopso_server_doors_set_limits (world->doors, &limits);

  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_assert_true (g_socket_bind (socket, any, TRUE, &error) && g_socket_listen (socket, &error));
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, &error);
  world->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  hopso_server_doors_add (world->doors, socket);
}

static void
tear_down (World *world, gconstpointer data)
{
  hopso_server_doors_free (world->doors);
  soup_server_disconnect (world->soup);
  g_object_unref (world->soup);
  hopso_test_tls_free (world->tls);
}

/* --- the visitor's thread -------------------------------------------------------------------- */

static GIOStream *
knock (World *world)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (client, 20);
  GSocketConnection *connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", world->port, NULL, &error);
  g_assert_no_error (error);
  return G_IO_STREAM (connection);
}

static gboolean
accept_cb (GTlsConnection *connection,
           GTlsCertificate *certificate,
           GTlsCertificateFlags faults,
           gpointer user_data)
{
  return TRUE;
}

/* NULL when nobody shakes the hand. */
static GIOStream *
enter (World *world)
{
  g_autoptr (GIOStream) plain = knock (world);
  g_autoptr (GIOStream) tls = g_tls_client_connection_new (plain, NULL, NULL);

  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    return NULL;
  return g_steal_pointer (&tls);
}

static gboolean
say (GIOStream *stream, const char *text)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, strlen (text),
                                    NULL, NULL, NULL);
}

/* An answer to its last byte. */
static gboolean
hear_answer (GIOStream *stream)
{
  GInputStream *in = g_io_stream_get_input_stream (stream);
  g_autoptr (GString) heard = g_string_new (NULL);
  char window[512];
  gssize size;

  while (!g_str_has_suffix (heard->str, ANSWER) &&
         (size = g_input_stream_read (in, window, sizeof window, NULL, NULL)) > 0)
    g_string_append_len (heard, window, size);
  return g_str_has_suffix (heard->str, ANSWER);
}

/* Waits for the other side to hang up. */
static void
assert_ends (GIOStream *stream)
{
  g_autoptr (GError) error = NULL;
  char window[512];

  while (g_input_stream_read (g_io_stream_get_input_stream (stream), window, sizeof window, NULL,
                              &error) > 0)
    continue;
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
}

static gpointer
say_nothing (gpointer data)
{
  g_autoptr (GIOStream) stream = knock (data);

  assert_ends (stream);
  return NULL;
}

static gpointer
ask_for_nothing (gpointer data)
{
  g_autoptr (GIOStream) stream = enter (data);

  assert_ends (stream);
  return NULL;
}

static gpointer
ask_for_ever (gpointer data)
{
  g_autoptr (GIOStream) stream = enter (data);
  gint64 begin = g_get_monotonic_time ();

  g_assert_true (say (stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX: "));
  while (say (stream, "x"))
    g_usleep (20000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 15 * G_USEC_PER_SEC);
  return NULL;
}

static gpointer
ask_twice_and_stay (gpointer data)
{
  g_autoptr (GIOStream) stream = enter (data);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (say (stream, REQUEST));
      g_assert_true (hear_answer (stream));
    }
  assert_ends (stream);
  return NULL;
}

static gpointer
come_in_number (gpointer data)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GIOStream) one_more = NULL;

  /* Four strangers; the fifth is sent away until one of them has become known. */
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (streams, enter (data));
  g_assert_null (enter (data));
  g_assert_true (say (streams->pdata[0], REQUEST) && hear_answer (streams->pdata[0]));
  one_more = enter (data);
  g_assert_nonnull (one_more);
  return NULL;
}

static gboolean
is_anybody (GInetAddress *address, gpointer data)
{
  return TRUE;
}

/* Handshakes are made by a few threads, which must not be kept by who says nothing. */
static gpointer
come_through_the_silent (gpointer data)
{
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 40; i++)
    {
      GIOStream *stream = knock (data);

      g_ptr_array_add (silent, stream);
      if (i % 2 == 0)
        say (stream, "\x16\x03\x01\x02");
    }
  gint64 began = g_get_monotonic_time ();
  g_autoptr (GIOStream) stream = enter (data);
  g_assert_nonnull (stream);
  g_assert_true (say (stream, REQUEST) && hear_answer (stream));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
  return NULL;
}

static gpointer
come_and_go (gpointer data)
{
  guint n = hopso_test_soak_rounds (60, 20000);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GIOStream) stream = i % 3 == 0 ? knock (data) : enter (data);

      if (stream != NULL && i % 3 == 2)
        {
          say (stream, REQUEST);
          hear_answer (stream);
        }
      if (stream != NULL)
        g_io_stream_close (stream, NULL, NULL);
    }
  hopso_test_soak_report ("connections that came and went", n, 0);
  return NULL;
}

/* --- the server's thread --------------------------------------------------------------------- */

typedef struct
{
  GThreadFunc func;
  World *world;
  gint is_over;
} Visit;

static gpointer
visit (gpointer data)
{
  Visit *self = data;

  self->func (self->world);
  g_atomic_int_set (&self->is_over, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* Serves until the visitor has gone and nothing is left of them. */
static void
serve (World *world, gconstpointer data)
{
  const HopsoServerDoorLimits many = {
    .n_all = 100, .n_per_address = 100, .n_strangers = 100, .first_ms = 5000, .idle_ms = 700
  };
  Visit self = { (GThreadFunc) data, world, FALSE };

  if (data == come_through_the_silent)
    {
      hopso_server_doors_set_limits (world->doors, &many);
      hopso_server_doors_set_exempt (world->doors, is_anybody, NULL);
    }
  GThread *thread = g_thread_new ("visitor", visit, &self);

  while (!g_atomic_int_get (&self.is_over) || hopso_server_doors_count (world->doors) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

#define ADD(path, func) g_test_add ("/server/doors/" path, World, func, set_up, serve, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("who-says-nothing-goes", say_nothing);
  ADD ("who-asks-for-nothing-goes", ask_for_nothing);
  ADD ("who-asks-for-ever-goes", ask_for_ever);
  ADD ("who-has-no-more-questions-goes", ask_twice_and_stay);
  ADD ("an-address-has-a-number", come_in_number);
  ADD ("the-silent-keep-nobody-out", come_through_the_silent);
  ADD ("nothing-is-left-of-visitors", come_and_go);
  return g_test_run ();
}
