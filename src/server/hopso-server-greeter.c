/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TLS handshakes. GLib makes each on one of a few threads, which waits for the other side: some ten
 * connections that say nothing would keep everybody else out. So a handshake begins when the
 * client's first message is there to its last byte, which is looked at without taking it; and only
 * so many run at a time, of one address fewer; the others wait for their turn, which does not count
 * against their time. Main thread. */

#include "hopso-server-greeter.h"

#include <string.h>
#include <sys/socket.h>

#define MAX_RUNNING  64
#define MAX_PER_NAME 8
#define GRACE_MS     500

/* TLS's own frame around the first message (RFC 8446 §5.1). */
#define RECORD_HEADER    5
#define RECORD_HANDSHAKE 22
#define RECORD_MAX       (16 * 1024)

struct _HopsoServerGreeter
{
  GTlsCertificate *certificate; /* owned */
  GQueue ready;                 /* owned: Greeting that wait for their turn */
  GHashTable *running;          /* owned: name → how many */
  guint n_running;
};

typedef struct
{
  HopsoServerGreeter *greeter; /* owned */
  GTask *task;                 /* owned */
  GSocket *socket;             /* owned */
  char *name;                  /* owned */
  int awaited;                 /* bytes that the kernel was told to wait for */
  guint patience_ms;           /* for the first message, and again for the handshake */
  guint patience;              /* source id */
  gboolean is_late;            /* it had an end once */
} Greeting;

/**
 * hopso_server_greeter_new:
 * @certificate: the server's
 *
 * Returns: (transfer full): somebody who shakes hands
 */
HopsoServerGreeter *
hopso_server_greeter_new (GTlsCertificate *certificate)
{
  HopsoServerGreeter *self = g_rc_box_new0 (HopsoServerGreeter);

  self->certificate = g_object_ref (certificate);
  g_queue_init (&self->ready);
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
clear (gpointer data)
{
  HopsoServerGreeter *self = data;

  g_hash_table_unref (self->running);
  g_object_unref (self->certificate);
}

/**
 * hopso_server_greeter_unref:
 * @self: (transfer full): a greeter; handshakes that have begun go on to their end
 */
void
hopso_server_greeter_unref (HopsoServerGreeter *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * hopso_server_greeter_set_certificate:
 * @certificate: for handshakes that begin from now on
 */
void
hopso_server_greeter_set_certificate (HopsoServerGreeter *self, GTlsCertificate *certificate)
{
  g_set_object (&self->certificate, certificate);
}

static void
greeting_free (Greeting *greeting)
{
  g_clear_handle_id (&greeting->patience, g_source_remove);
  g_object_unref (greeting->task);
  g_object_unref (greeting->socket);
  g_free (greeting->name);
  hopso_server_greeter_unref (greeting->greeter);
  g_free (greeting);
}

static gboolean
patience_cb (gpointer user_data)
{
  Greeting *greeting = user_data;

  greeting->patience = 0;
  if (!greeting->is_late)
    {
      /* Perhaps it is we who could not look. */
      greeting->is_late = TRUE;
      greeting->patience = g_timeout_add (GRACE_MS, patience_cb, greeting);
      return G_SOURCE_REMOVE;
    }
  g_cancellable_cancel (g_task_get_cancellable (greeting->task));
  return G_SOURCE_REMOVE;
}

static void
be_patient (Greeting *greeting)
{
  g_clear_handle_id (&greeting->patience, g_source_remove);
  greeting->is_late = FALSE;
  greeting->patience = g_timeout_add (greeting->patience_ms, patience_cb, greeting);
}

static guint
count (HopsoServerGreeter *self, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->running, name));
}

static void
add (HopsoServerGreeter *self, const char *name, int n)
{
  guint now = (guint) ((int) count (self, name) + n);

  self->n_running = (guint) ((int) self->n_running + n);
  if (now == 0)
    g_hash_table_remove (self->running, name);
  else
    g_hash_table_insert (self->running, g_strdup (name), GUINT_TO_POINTER (now));
}

static void
shook_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Greeting *greeting = user_data;
  HopsoServerGreeter *self = g_rc_box_acquire (greeting->greeter);
  GError *error = NULL;

  add (self, greeting->name, -1);
  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    g_task_return_pointer (greeting->task, g_object_ref (source), g_object_unref);
  else
    g_task_return_error (greeting->task, error);
  greeting_free (greeting);
  hopso_server_greeter_look (self);
  hopso_server_greeter_unref (self);
}

/* Nobody shows us a certificate: without a word on the database each connection would get a copy
 * of all authorities that the system knows, three quarters of a megabyte. */
static GIOStream *
make_tls (Greeting *greeting, GIOStream *connection, GError **error)
{
  GType type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());

  return g_initable_new (type, NULL, error, "base-io-stream", connection, "certificate",
                         greeting->greeter->certificate, "database", NULL, "authentication-mode",
                         G_TLS_AUTHENTICATION_NONE, NULL);
}

static void
start (Greeting *greeting)
{
  static const char *const protocols[] = { "http/1.1", "http/1.0", NULL };
  g_autoptr (GSocketConnection) connection =
      g_socket_connection_factory_create_connection (greeting->socket);
  GError *error = NULL;
  g_autoptr (GIOStream) tls = make_tls (greeting, G_IO_STREAM (connection), &error);

  if (tls == NULL)
    {
      g_task_return_error (greeting->task, error);
      greeting_free (greeting);
      return;
    }
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  /* A connection that ends without a farewell ends all the same. */
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  add (greeting->greeter, greeting->name, 1);
  be_patient (greeting);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (greeting->task), shook_cb, greeting);
}

/* Starts it, ends it, or leaves it to wait; says whether it is done with. */
static gboolean
try (HopsoServerGreeter *self, Greeting *greeting)
{
  if (g_task_return_error_if_cancelled (greeting->task))
    greeting_free (greeting);
  else if (self->n_running < MAX_RUNNING && count (self, greeting->name) < MAX_PER_NAME)
    start (greeting);
  else
    return FALSE;
  return TRUE;
}

/**
 * hopso_server_greeter_look:
 *
 * Starts what can be started, and drops those who wait and were cancelled meanwhile.
 */
void
hopso_server_greeter_look (HopsoServerGreeter *self)
{
  guint n = g_queue_get_length (&self->ready);

  for (guint i = 0; i < n; i++)
    {
      Greeting *greeting = g_queue_pop_head (&self->ready);

      if (!try (self, greeting))
        g_queue_push_tail (&self->ready, greeting);
    }
}

/* How many bytes must be there before it goes on; 0: all are; -1: nobody is there any more. */
static int
count_missing (int fd)
{
  guint8 header[RECORD_HEADER];
  g_autofree guint8 *record = NULL;
  gssize size = recv (fd, header, sizeof header, MSG_PEEK | MSG_DONTWAIT);
  int whole;

  if (size <= 0)
    return -1;
  /* What is no handshake is for the handshake to find. */
  if (header[0] != RECORD_HANDSHAKE)
    return 0;
  if (size < RECORD_HEADER)
    return RECORD_HEADER;
  whole = RECORD_HEADER + (header[3] << 8 | header[4]);
  if (whole > RECORD_HEADER + RECORD_MAX)
    return 0;
  record = g_malloc ((gsize) whole);
  size = recv (fd, record, (gsize) whole, MSG_PEEK | MSG_DONTWAIT);
  return size < 0 || size >= whole ? 0 : whole;
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Greeting *greeting = user_data;
  gboolean is_cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (greeting->task));
  int wanted = is_cancelled ? 0 : count_missing (g_socket_get_fd (socket));

  /* The kernel wakes us when so many are there; woken without them, the handshake may find out. */
  if (wanted > greeting->awaited)
    {
      greeting->awaited = wanted;
      g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, wanted, NULL);
      return G_SOURCE_CONTINUE;
    }
  if (wanted < 0)
    {
      g_task_return_new_error (greeting->task, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED,
                               "It has gone before it said who it is");
      greeting_free (greeting);
      return G_SOURCE_REMOVE;
    }
  g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL);
  g_clear_handle_id (&greeting->patience, g_source_remove);
  if (!try (greeting->greeter, greeting))
    g_queue_push_tail (&greeting->greeter->ready, greeting);
  return G_SOURCE_REMOVE;
}

/**
 * hopso_server_greeter_greet_async:
 * @socket: a new connection
 * @name: whom it counts for
 * @patience_ms: for the client's first message, and again for the handshake
 * @cancellable: (not nullable): is cancelled when it takes longer
 *
 * Makes a TLS connection of it.
 */
void
hopso_server_greeter_greet_async (HopsoServerGreeter *self,
                                  GSocket *socket,
                                  const char *name,
                                  guint patience_ms,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Greeting *greeting = g_new0 (Greeting, 1);
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, cancellable);

  greeting->greeter = g_rc_box_acquire (self);
  greeting->task = g_task_new (NULL, cancellable, callback, user_data);
  greeting->socket = g_object_ref (socket);
  greeting->name = g_strdup (name);
  greeting->patience_ms = patience_ms;
  be_patient (greeting);
  g_task_set_source_tag (greeting->task, hopso_server_greeter_greet_async);
  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), greeting, NULL);
  g_source_attach (source, NULL);
}

/**
 * hopso_server_greeter_greet_finish:
 *
 * Returns: (transfer full): the connection after its handshake, or %NULL with @error
 */
GIOStream *
hopso_server_greeter_greet_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
