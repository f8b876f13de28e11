/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Listens, keeps the list of what shall go wrong and of what went by. One thread for each
 * connection; the list is asked from the thread of the test. When blind, it passes the ciphertext
 * on and does its harm there. */

#include "hopso-test-proxy-private.h"

#define MAX_THREADS 200

static void
exchange_free (gpointer data)
{
  HopsoTestExchange *exchange = data;

  g_free (exchange->method);
  g_free (exchange->path);
  g_free (exchange->range);
  g_free (exchange);
}

static gpointer
exchange_copy (gconstpointer data, gpointer user_data)
{
  HopsoTestExchange *copy = g_memdup2 (data, sizeof *copy);

  copy->method = g_strdup (copy->method);
  copy->path = g_strdup (copy->path);
  copy->range = g_strdup (copy->range);
  return copy;
}

static void
apply (HopsoTestHarm *harm, const HopsoTestFault *fault)
{
  switch (fault->type)
    {
    case HOPSO_TEST_FAULT_CUT:
      harm->cut = fault->amount;
      break;
    case HOPSO_TEST_FAULT_CUT_REQUEST:
      harm->cut_request = fault->amount;
      break;
    case HOPSO_TEST_FAULT_TRUNCATE:
      harm->truncate = fault->amount;
      break;
    case HOPSO_TEST_FAULT_CORRUPT:
      harm->corrupt = fault->amount;
      break;
    case HOPSO_TEST_FAULT_DELAY:
      harm->delay = fault->amount;
      break;
    case HOPSO_TEST_FAULT_THROTTLE:
      harm->rate = fault->amount;
      break;
    case HOPSO_TEST_FAULT_REPEAT:
      harm->repeat = fault->amount;
      break;
    case HOPSO_TEST_FAULT_ANSWER:
      harm->answer = *fault;
      break;
    case HOPSO_TEST_N_FAULTS:
    default:
      g_assert_not_reached ();
    }
}

HopsoTestHarm
hopso_test_proxy_take_harm (HopsoTestProxy *self, const char *path)
{
  HopsoTestHarm harm = {
    .cut = G_MAXUINT64, .cut_request = G_MAXUINT64, .truncate = G_MAXUINT64, .corrupt = G_MAXUINT64
  };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->faults->len;)
    {
      HopsoTestFault *fault = &g_array_index (self->faults, HopsoTestFault, i);

      if (fault->path != NULL && !g_str_has_prefix (path, fault->path))
        {
          i++;
          continue;
        }
      apply (&harm, fault);
      if (fault->times > 0 && --fault->times == 0)
        g_array_remove_index (self->faults, i);
      else
        i++;
    }
  return harm;
}

gboolean
hopso_test_proxy_wait (HopsoTestProxy *self, guint64 milliseconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->is_closing && g_get_monotonic_time () < until)
    g_cond_wait_until (&self->changed, &self->lock, until);
  return !self->is_closing;
}

HopsoTestExchange *
hopso_test_proxy_note (HopsoTestProxy *self, HopsoTestExchange *exchange)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->exchanges, exchange);
  return exchange;
}

void
hopso_test_proxy_note_sent (HopsoTestProxy *self, HopsoTestExchange *exchange, guint64 n_bytes)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  exchange->n_bytes += n_bytes;
}

static void
add_socket (HopsoTestProxy *self, GSocketConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->sockets, g_object_ref (connection));
}

static void
close_socket (HopsoTestProxy *self, GSocketConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_ptr_array_remove_fast (self->sockets, connection);
}

gboolean
hopso_test_proxy_open (HopsoTestProxy *self, HopsoTestWire *wire)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  hopso_test_proxy_close (self, wire);
  wire->plain = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (self->upstream), NULL, NULL);
  if (wire->plain == NULL)
    return FALSE;
  add_socket (self, wire->plain);
  if (wire->is_blind)
    wire->stream = g_object_ref (G_IO_STREAM (wire->plain));
  else
    wire->stream = g_tls_client_connection_new (G_IO_STREAM (wire->plain),
                                                G_SOCKET_CONNECTABLE (self->upstream), NULL);
  if (!wire->is_blind)
    g_tls_connection_set_database (G_TLS_CONNECTION (wire->stream), self->anchors);
  return TRUE;
}

void
hopso_test_proxy_close (HopsoTestProxy *self, HopsoTestWire *wire)
{
  if (wire->plain != NULL)
    close_socket (self, wire->plain);
  g_clear_object (&wire->stream);
  g_clear_object (&wire->plain);
}

/* Begins a connection as things stand now. */
static GIOStream *
welcome (HopsoTestProxy *self, GSocketConnection *connection, gboolean *is_blind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->sockets, g_object_ref (connection));
  self->n_connections++;
  self->n_busy++;
  *is_blind = self->is_blind;
  if (self->is_blind)
    return g_object_ref (G_IO_STREAM (connection));
  return g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  HopsoTestProxy *self = user_data;
  HopsoTestWire server = { 0 };
  g_autoptr (GIOStream) client = welcome (self, connection, &server.is_blind);

  if (server.is_blind)
    hopso_test_proxy_pass (self, client, &server);
  else if (client != NULL)
    hopso_test_proxy_serve (self, client, &server);
  close_socket (self, connection);
  hopso_test_proxy_close (self, &server);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  self->n_busy--;
  g_cond_broadcast (&self->changed);
  return TRUE;
}

static char *
listen_on_loopback (HopsoTestProxy *self, GSocketFamily family)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) own = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &own, &error);
  g_assert_no_error (error);
  return g_strdup_printf (family == G_SOCKET_FAMILY_IPV6 ? "https://[::1]:%u"
                                                         : "https://127.0.0.1:%u",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (own)));
}

/**
 * hopso_test_proxy_new:
 * @server_url: the server behind it
 * @ca_file: who vouches for the server, PEM
 * @pem_file: certificate and key that it shows to clients
 * @family: where it listens alone
 *
 * Returns: (transfer full): a proxy with which nothing is wrong; its thread is that of the main
 *   context in which it was made, for listening only
 */
HopsoTestProxy *
hopso_test_proxy_new (const char *server_url,
                      const char *ca_file,
                      const char *pem_file,
                      GSocketFamily family)
{
  HopsoTestProxy *self = g_new0 (HopsoTestProxy, 1);
  g_autoptr (GUri) uri = g_uri_parse (server_url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->faults = g_array_new (FALSE, FALSE, sizeof (HopsoTestFault));
  self->exchanges = g_ptr_array_new_with_free_func (exchange_free);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->upstream =
      g_inet_socket_address_new_from_string (g_uri_get_host (uri), (guint) g_uri_get_port (uri));
  self->anchors = g_tls_file_database_new (ca_file, &error);
  g_assert_no_error (error);
  hopso_test_proxy_set_certificate (self, pem_file);
  self->service = g_threaded_socket_service_new (MAX_THREADS);
  self->url = listen_on_loopback (self, family);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

/**
 * hopso_test_proxy_free:
 * @self: (transfer full): hangs up and waits for its threads
 */
void
hopso_test_proxy_free (HopsoTestProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  self->is_closing = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  hopso_test_proxy_hang_up (self);
  g_mutex_lock (&self->lock);
  while (self->n_busy > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->service);
  g_object_unref (self->certificate);
  g_object_unref (self->anchors);
  g_object_unref (self->upstream);
  g_array_unref (self->faults);
  g_ptr_array_unref (self->exchanges);
  g_ptr_array_unref (self->sockets);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

/**
 * hopso_test_proxy_get_url:
 *
 * Returns: (transfer none): where clients find the server through it
 */
const char *
hopso_test_proxy_get_url (HopsoTestProxy *self)
{
  return self->url;
}

/**
 * hopso_test_proxy_add_fault:
 * @fault: what goes wrong from now on, besides what goes wrong already
 */
void
hopso_test_proxy_add_fault (HopsoTestProxy *self, const HopsoTestFault *fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_array_append_val (self->faults, *fault);
}

/**
 * hopso_test_proxy_mend:
 *
 * From now on nothing goes wrong. What is under way goes on as it began.
 */
void
hopso_test_proxy_mend (HopsoTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_array_set_size (self->faults, 0);
}

/**
 * hopso_test_proxy_get_n_faults:
 *
 * Returns: how many faults have not happened often enough yet
 */
guint
hopso_test_proxy_get_n_faults (HopsoTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->faults->len;
}

/**
 * hopso_test_proxy_set_certificate:
 * @pem_file: certificate and key that it shows from now on; it hangs up
 */
void
hopso_test_proxy_set_certificate (HopsoTestProxy *self, const char *pem_file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (pem_file, &error);

  g_assert_no_error (error);
  g_mutex_lock (&self->lock);
  g_set_object (&self->certificate, certificate);
  g_mutex_unlock (&self->lock);
  hopso_test_proxy_hang_up (self);
}

/**
 * hopso_test_proxy_set_date_offset:
 * @seconds: by how much the server's clock seems to be ahead
 */
void
hopso_test_proxy_set_date_offset (HopsoTestProxy *self, gint64 seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->date_offset = seconds;
}

/**
 * hopso_test_proxy_set_blind:
 * @is_blind: whether new connections are passed on as ciphertext: harm is then done to bytes of
 *   the connection, and paths mean nothing
 */
void
hopso_test_proxy_set_blind (HopsoTestProxy *self, gboolean is_blind)
{
  g_mutex_lock (&self->lock);
  self->is_blind = is_blind;
  g_mutex_unlock (&self->lock);
  hopso_test_proxy_hang_up (self);
}

/**
 * hopso_test_proxy_hang_up:
 *
 * Breaks every connection.
 */
void
hopso_test_proxy_hang_up (HopsoTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (g_socket_connection_get_socket (self->sockets->pdata[i]), TRUE, TRUE, NULL);
}

/**
 * hopso_test_proxy_list:
 * @path: (nullable): how the path begins
 *
 * Returns: (transfer full) (element-type HopsoTestExchange): what went by, oldest first
 */
GPtrArray *
hopso_test_proxy_list (HopsoTestProxy *self, const char *path)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (exchange_free);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = self->n_forgotten; i < self->exchanges->len; i++)
    {
      const HopsoTestExchange *exchange = self->exchanges->pdata[i];

      if (path == NULL || g_str_has_prefix (exchange->path, path))
        g_ptr_array_add (found, exchange_copy (exchange, NULL));
    }
  return found;
}

/**
 * hopso_test_proxy_count:
 * @path: (nullable): how the path begins
 *
 * Returns: how many requests came
 */
guint
hopso_test_proxy_count (HopsoTestProxy *self, const char *path)
{
  g_autoptr (GPtrArray) found = hopso_test_proxy_list (self, path);

  return found->len;
}

/**
 * hopso_test_proxy_get_n_connections:
 *
 * Returns: how many connections came, also those that came to nothing
 */
guint
hopso_test_proxy_get_n_connections (HopsoTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_connections;
}

/**
 * hopso_test_proxy_forget:
 *
 * Begins to count anew.
 */
void
hopso_test_proxy_forget (HopsoTestProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_forgotten = self->exchanges->len;
  self->n_connections = 0;
}
