/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passes bytes on between clients and the server, and counts those that come back. It sees only
 * ciphertext. On the main context of the test. */

#include "hopso-flow-cutter.h"

#define WINDOW_SIZE 16384

struct _HopsoFlowCutter
{
  int count;               /* its owner and the wires that are still up */
  GSocketService *service; /* owned */
  GSocketClient *client;   /* owned */
  char *host;              /* owned: the server's, with its port */
  char *url;               /* owned */
  guint64 cut_after;
  guint64 n_bytes;
  guint n_cuts;
};

/* One connection: two streams, each pumped into the other. */
typedef struct
{
  int count;
  HopsoFlowCutter *cutter; /* owned */
  GIOStream *client;       /* owned */
  GIOStream *server;       /* owned */
  guint64 n_back;
} Wire;

typedef struct
{
  Wire *wire;
  GInputStream *from; /* borrowed from the wire */
  GOutputStream *to;  /* borrowed from the wire */
  gboolean is_back;
} Pump;

static void
cutter_unref (HopsoFlowCutter *self)
{
  if (--self->count > 0)
    return;
  g_object_unref (self->service);
  g_object_unref (self->client);
  g_free (self->host);
  g_free (self->url);
  g_free (self);
}

static void
wire_unref (Wire *wire)
{
  if (--wire->count > 0)
    return;
  cutter_unref (wire->cutter);
  g_object_unref (wire->client);
  g_object_unref (wire->server);
  g_free (wire);
}

static void
wire_cut (Wire *wire)
{
  g_io_stream_close (wire->client, NULL, NULL);
  g_io_stream_close (wire->server, NULL, NULL);
}

static void
pump_end (Pump *pump)
{
  wire_cut (pump->wire);
  wire_unref (pump->wire);
  g_free (pump);
}

static void pump_more (Pump *pump);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pump *pump = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    pump_more (pump);
  else
    pump_end (pump);
}

static gboolean
count (Pump *pump, gsize size)
{
  Wire *wire = pump->wire;

  if (!pump->is_back)
    return TRUE;
  wire->n_back += size;
  wire->cutter->n_bytes += size;
  if (wire->cutter->n_cuts > 0 || wire->n_back < wire->cutter->cut_after)
    return TRUE;
  wire->cutter->n_cuts++;
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pump *pump = user_data;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize size = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (size == 0 || !count (pump, size))
    {
      g_clear_pointer (&bytes, g_bytes_unref);
      pump_end (pump);
      return;
    }
  g_object_set_data_full (G_OBJECT (pump->to), "bytes", bytes, (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (pump->to, data, size, G_PRIORITY_DEFAULT, NULL, written_cb,
                                   pump);
}

static void
pump_more (Pump *pump)
{
  g_input_stream_read_bytes_async (pump->from, WINDOW_SIZE, G_PRIORITY_DEFAULT, NULL, read_cb,
                                   pump);
}

static void
start_pump (Wire *wire, gboolean is_back)
{
  Pump *pump = g_new0 (Pump, 1);

  wire->count++;
  pump->wire = wire;
  pump->is_back = is_back;
  pump->from = g_io_stream_get_input_stream (is_back ? wire->server : wire->client);
  pump->to = g_io_stream_get_output_stream (is_back ? wire->client : wire->server);
  pump_more (pump);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  HopsoFlowCutter *self = user_data;
  GSocketConnection *server =
      g_socket_client_connect_to_host (self->client, self->host, 443, NULL, NULL);

  if (server == NULL)
    return TRUE;

  Wire *wire = g_new0 (Wire, 1);
  wire->count = 1;
  wire->cutter = self;
  self->count++;
  wire->client = g_object_ref (G_IO_STREAM (connection));
  wire->server = G_IO_STREAM (server);
  start_pump (wire, FALSE);
  start_pump (wire, TRUE);
  wire_unref (wire);
  return TRUE;
}

/**
 * hopso_flow_cutter_new:
 * @server_url: the server behind it
 * @cut_after: after how many bytes that come back over one connection it breaks, once
 *
 * Returns: (transfer full): a wire
 */
HopsoFlowCutter *
hopso_flow_cutter_new (const char *server_url, guint64 cut_after)
{
  HopsoFlowCutter *self = g_new0 (HopsoFlowCutter, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) own = NULL;
  g_autoptr (GError) error = NULL;

  self->count = 1;
  self->host = g_strdup (server_url + strlen ("https://"));
  self->cut_after = cut_after;
  self->client = g_socket_client_new ();
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &own, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("https://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (own)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
  return self;
}

/**
 * hopso_flow_cutter_free:
 * @self: (transfer full): a wire that nobody uses any more
 */
void
hopso_flow_cutter_free (HopsoFlowCutter *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  cutter_unref (self);
}

/**
 * hopso_flow_cutter_get_url:
 *
 * Returns: (transfer none): where clients find the server through it
 */
const char *
hopso_flow_cutter_get_url (HopsoFlowCutter *self)
{
  return self->url;
}

/**
 * hopso_flow_cutter_get_n_cuts:
 *
 * Returns: how often it broke
 */
guint
hopso_flow_cutter_get_n_cuts (HopsoFlowCutter *self)
{
  return self->n_cuts;
}

/**
 * hopso_flow_cutter_get_n_bytes:
 *
 * Returns: how many bytes came back over all connections
 */
guint64
hopso_flow_cutter_get_n_bytes (HopsoFlowCutter *self)
{
  return self->n_bytes;
}
