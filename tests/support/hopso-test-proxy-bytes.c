/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes on their way, and what happens to them; and connections of which the proxy sees nothing but
 * bytes. On the threads of the connections. */

#include "hopso-test-proxy-private.h"

#define WINDOW_SIZE 16384

/* At a rate the bytes go out in pieces of a quarter of a second. */
static gboolean
write_slowly (
    HopsoTestProxy *self, GOutputStream *to, guint64 rate, const guint8 *bytes, gsize size)
{
  while (size > 0)
    {
      gsize piece = rate > 0 ? (gsize) MIN (size, MAX (rate / 4, 1)) : size;

      if (!g_output_stream_write_all (to, bytes, piece, NULL, NULL, NULL))
        return FALSE;
      if (rate > 0 && !hopso_test_proxy_wait (self, piece * 1000 / rate))
        return FALSE;
      bytes += piece;
      size -= piece;
    }
  return TRUE;
}

gboolean
hopso_test_proxy_write (HopsoTestProxy *self,
                        GOutputStream *to,
                        const HopsoTestHarm *harm,
                        guint64 offset,
                        guint8 *bytes,
                        gsize size)
{
  gboolean is_cut = harm->cut - offset < size && harm->cut >= offset;

  if (harm->corrupt >= offset && harm->corrupt - offset < size)
    bytes[harm->corrupt - offset] ^= 0x04;
  if (is_cut)
    size = (gsize) (harm->cut - offset);
  return write_slowly (self, to, harm->rate, bytes, size) && !is_cut;
}

typedef struct
{
  HopsoTestProxy *proxy;
  HopsoTestHarm harm;
  HopsoTestExchange *exchange; /* nullable: towards the server */
  GIOStream *from;
  GIOStream *to;
} Pump;

static gpointer
pump (gpointer data)
{
  Pump *self = data;
  GInputStream *from = g_io_stream_get_input_stream (self->from);
  GOutputStream *to = g_io_stream_get_output_stream (self->to);
  g_autofree guint8 *window = g_malloc (WINDOW_SIZE);
  guint64 offset = 0;
  gssize size;

  while ((size = g_input_stream_read (from, window, WINDOW_SIZE, NULL, NULL)) > 0 &&
         hopso_test_proxy_write (self->proxy, to, &self->harm, offset, window, (gsize) size))
    {
      offset += (guint64) size;
      if (self->exchange != NULL)
        hopso_test_proxy_note_sent (self->proxy, self->exchange, (guint64) size);
    }
  /* Whoever waits at the other end is woken. */
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->from)), TRUE, TRUE,
                     NULL);
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->to)), TRUE, TRUE,
                     NULL);
  return NULL;
}

void
hopso_test_proxy_pass (HopsoTestProxy *self, GIOStream *client, HopsoTestWire *server)
{
  HopsoTestExchange *exchange = g_new0 (HopsoTestExchange, 1);
  Pump back = { .proxy = self, .harm = hopso_test_proxy_take_harm (self, "") };
  Pump forth = { .proxy = self, .harm = back.harm };

  exchange->path = g_strdup ("");
  exchange->at = g_get_monotonic_time ();
  hopso_test_proxy_note (self, exchange);
  if (!hopso_test_proxy_wait (self, back.harm.delay) || !hopso_test_proxy_open (self, server))
    return;
  back.exchange = exchange;
  back.from = forth.to = server->stream;
  back.to = forth.from = client;
  forth.harm.cut = back.harm.cut_request;
  forth.harm.corrupt = G_MAXUINT64;

  GThread *thread = g_thread_new ("proxy-back", pump, &back);
  pump (&forth);
  g_thread_join (thread);
}
