/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections over TLS that never wait, thousands of them in one thread: what is opened, sent and
 * read goes on by itself, and the handlers say what is next. A client that is turned away tries
 * again after a moment. */

#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_EVENTS    512
#define TICK_MS     5
#define RETRY_US    200000
#define READ_BUFFER 65536
#define PER_ADDRESS 300

static void
watch (LoadConnection *self, gboolean is_writing)
{
  struct epoll_event event = { .events = EPOLLIN | (is_writing ? EPOLLOUT : 0u), .data.ptr = self };

  epoll_ctl (self->loop->epoll, EPOLL_CTL_MOD, self->fd, &event);
}

/**
 * load_connection_close:
 *
 * Closes at once, without a word.
 */
void
load_connection_close (LoadConnection *self)
{
  if (self->fd < 0)
    return;
  if (self->ssl != NULL)
    {
      BIO *bio = SSL_get_rbio (self->ssl);

      self->loop->n_bytes_in += BIO_number_read (bio);
      self->loop->n_bytes_out += BIO_number_written (bio);
      SSL_free (self->ssl);
      self->ssl = NULL;
    }
  close (self->fd);
  self->fd = -1;
  if (self->state == LOAD_OPEN)
    self->loop->n_open--;
  self->state = LOAD_CLOSED;
  self->part = LOAD_HEAD;
  g_byte_array_set_size (self->out, 0);
  g_string_truncate (self->text, 0);
}

/* Turned away, or cut off. */
static void
fail (LoadConnection *self)
{
  const LoadState state = self->state;

  load_connection_close (self);
  if (state == LOAD_OPEN)
    {
      self->loop->handlers->closed (self);
      return;
    }
  self->loop->n_refused++;
  self->retry_at = g_get_monotonic_time () + RETRY_US;
}

/**
 * load_connection_open:
 *
 * Begins to connect; again and again if need be. The time counts from the first try.
 */
void
load_connection_open (LoadConnection *self)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT, .data.ptr = self };
  const int yes = 1;
  /* An office of three hundred has one address; the first is left alone. */
  const struct sockaddr_in office = {
    .sin_family = AF_INET,
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK + 1 + self->index / PER_ADDRESS),
  };

  if (self->retry_at == 0)
    self->began = g_get_monotonic_time ();
  self->retry_at = 0;
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  bind (self->fd, (struct sockaddr *) &office, sizeof office);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  self->state = LOAD_CONNECTING;
  if (connect (self->fd, (struct sockaddr *) &self->loop->address, sizeof self->loop->address) !=
          0 &&
      errno != EINPROGRESS)
    {
      fail (self);
      return;
    }
  epoll_ctl (self->loop->epoll, EPOLL_CTL_ADD, self->fd, &event);
}

static gboolean
wants (LoadConnection *self, int result)
{
  const int reason = SSL_get_error (self->ssl, result);

  if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE)
    {
      ERR_clear_error ();
      return FALSE;
    }
  watch (self, reason == SSL_ERROR_WANT_WRITE || self->out->len > 0);
  return TRUE;
}

static void
flush (LoadConnection *self)
{
  while (self->state == LOAD_OPEN && self->out->len > 0)
    {
      const int n = SSL_write (self->ssl, self->out->data, (int) self->out->len);

      if (n > 0)
        g_byte_array_remove_range (self->out, 0, (guint) n);
      else
        {
          if (!wants (self, n))
            fail (self);
          return;
        }
    }
}

/**
 * load_connection_send:
 * @text: a request; its time begins now
 */
void
load_connection_send (LoadConnection *self, const char *text)
{
  self->began = g_get_monotonic_time ();
  g_byte_array_append (self->out, (const guint8 *) text, (guint) strlen (text));
  flush (self);
}

static void
read_all (LoadConnection *self)
{
  static char buffer[READ_BUFFER];

  while (self->state == LOAD_OPEN)
    {
      const int n = SSL_read (self->ssl, buffer, sizeof buffer);

      if (n <= 0)
        {
          if (!wants (self, n))
            fail (self);
          return;
        }
      if (!load_http_feed (self, buffer, (gsize) n))
        {
          g_printerr ("an answer that is no HTTP\n");
          fail (self);
        }
    }
}

static void
keep_session (LoadConnection *self)
{
  if (!self->loop->resumes_tls || self->session != NULL)
    return;
  self->session = SSL_get1_session (self->ssl);
  if (!SSL_SESSION_is_resumable (self->session))
    g_clear_pointer (&self->session, SSL_SESSION_free);
}

static void
shake_hands (LoadConnection *self)
{
  const int result = SSL_do_handshake (self->ssl);

  if (result == 1)
    {
      self->state = LOAD_OPEN;
      self->loop->n_open++;
      self->loop->n_resumed += SSL_session_reused (self->ssl) != 0;
      watch (self, FALSE);
      self->loop->handlers->opened (self);
    }
  else if (!wants (self, result))
    fail (self);
}

static void
begin_tls (LoadConnection *self)
{
  int code = 0;
  socklen_t size = sizeof code;

  getsockopt (self->fd, SOL_SOCKET, SO_ERROR, &code, &size);
  if (code != 0)
    {
      fail (self);
      return;
    }
  self->ssl = SSL_new (self->loop->tls);
  SSL_set_fd (self->ssl, self->fd);
  SSL_set_tlsext_host_name (self->ssl, self->loop->host);
  SSL_set1_host (self->ssl, self->loop->host);
  if (self->session != NULL)
    {
      SSL_set_session (self->ssl, self->session);
      g_clear_pointer (&self->session, SSL_SESSION_free);
    }
  SSL_set_connect_state (self->ssl);
  self->state = LOAD_SHAKING_HANDS;
  shake_hands (self);
}

static void
work (LoadConnection *self)
{
  if (self->state == LOAD_CONNECTING)
    begin_tls (self);
  else if (self->state == LOAD_SHAKING_HANDS)
    shake_hands (self);
  if (self->state != LOAD_OPEN)
    return;
  flush (self);
  read_all (self);
  if (self->state == LOAD_OPEN)
    keep_session (self);
}

/**
 * load_loop_new:
 * @ca: a PEM file with who may vouch for the server
 *
 * Returns: (transfer full): a loop without clients
 */
LoadLoop *
load_loop_new (const char *host, guint16 port, const char *ca, const LoadHandlers *handlers)
{
  LoadLoop *self = g_new0 (LoadLoop, 1);

  self->handlers = handlers;
  self->host = host;
  self->address.sin_family = AF_INET;
  self->address.sin_port = htons (port);
  self->address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->connections = g_ptr_array_new ();
  self->tls = SSL_CTX_new (TLS_client_method ());
  SSL_CTX_set_verify (self->tls, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_mode (self->tls, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                   SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (SSL_CTX_load_verify_file (self->tls, ca) != 1)
    g_error ("%s cannot be read", ca);
  return self;
}

/**
 * load_loop_add:
 *
 * Returns: (transfer none): one more client, not connected
 */
LoadConnection *
load_loop_add (LoadLoop *self)
{
  LoadConnection *connection = g_new0 (LoadConnection, 1);

  connection->loop = self;
  connection->index = self->connections->len;
  connection->fd = -1;
  connection->out = g_byte_array_new ();
  connection->text = g_string_new (NULL);
  g_ptr_array_add (self->connections, connection);
  return connection;
}

static void
retry_all (LoadLoop *self)
{
  const gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->connections->len; i++)
    {
      LoadConnection *connection = self->connections->pdata[i];

      if (connection->retry_at != 0 && connection->retry_at <= now)
        load_connection_open (connection);
    }
}

/**
 * load_loop_run:
 *
 * Until a handler says that it is done.
 */
void
load_loop_run (LoadLoop *self)
{
  struct epoll_event events[N_EVENTS];
  gint64 next_tick = 0;

  while (!self->is_done)
    {
      const int n = epoll_wait (self->epoll, events, N_EVENTS, TICK_MS);

      for (int i = 0; i < n && !self->is_done; i++)
        work (events[i].data.ptr);
      if (g_get_monotonic_time () < next_tick)
        continue;
      next_tick = g_get_monotonic_time () + TICK_MS * 1000;
      retry_all (self);
      if (self->handlers->tick != NULL)
        self->handlers->tick (self);
    }
}

/**
 * load_loop_free:
 * @self: (transfer full): a loop
 */
void
load_loop_free (LoadLoop *self)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      LoadConnection *connection = self->connections->pdata[i];

      load_connection_close (connection);
      g_clear_pointer (&connection->session, SSL_SESSION_free);
      g_byte_array_unref (connection->out);
      g_string_free (connection->text, TRUE);
      g_free (connection);
    }
  g_ptr_array_unref (self->connections);
  SSL_CTX_free (self->tls);
  close (self->epoll);
  g_free (self);
}
