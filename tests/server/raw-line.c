/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections of somebody who keeps to no rule of HTTP. Waits for at most 20 seconds. */

#include "raw-line.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_SECONDS 20

static gboolean
accept_cb (GTlsConnection *connection,
           GTlsCertificate *certificate,
           GTlsCertificateFlags faults,
           gpointer user_data)
{
  return TRUE;
}

/* A new connection, after the TLS handshake. */
RawLine *
raw_line_new (HopsoTestServer *server)
{
  const char *address = hopso_test_server_get_url (server) + strlen ("https://");
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_timeout (client, PATIENCE_SECONDS);
  connection = g_socket_client_connect_to_host (client, address, 443, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GIOStream) tls = g_tls_client_connection_new (G_IO_STREAM (connection), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_cb), NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&tls);
}

/* Whether all of it could be sent. */
gboolean
raw_line_say_bytes (RawLine *self, const void *bytes, gsize size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (self), bytes, size, NULL, NULL,
                                    NULL);
}

gboolean
raw_line_say (RawLine *self, const char *text)
{
  return raw_line_say_bytes (self, text, strlen (text));
}

/* Everything up to the end of the connection, which must come. */
char *
raw_line_hear (RawLine *self)
{
  GInputStream *stream = g_io_stream_get_input_stream (self);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char window[4096];
  gssize size;

  while ((size = g_input_stream_read (stream, window, sizeof window, NULL, &error)) > 0)
    g_string_append_len (heard, window, size);
  /* Ends of other kinds than a proper one are ends, too. */
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  return g_string_free (g_steal_pointer (&heard), FALSE);
}

/* The status code of what was heard, 0 without one. */
guint
raw_line_get_status (const char *heard)
{
  return g_str_has_prefix (heard, "HTTP/1.") ? (guint) atoi (heard + strlen ("HTTP/1.1 ")) : 0;
}

void
raw_line_free (RawLine *self)
{
  g_io_stream_close (self, NULL, NULL);
  g_object_unref (self);
}

/* The most memory that the server has ever had, in KiB. */
guint64
raw_line_measure_memory (HopsoTestServer *server)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", hopso_test_server_get_pid (server));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  const char *at = strstr (text, "VmHWM:");
  g_assert_nonnull (at);
  return g_ascii_strtoull (at + strlen ("VmHWM:"), NULL, 10);
}
