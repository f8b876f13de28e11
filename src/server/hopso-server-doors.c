/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes connections in and hands them to the HTTP library once TLS stands. The library knows no
 * time-outs and no limits of its own: whoever connects and says nothing, or a byte now and then,
 * would hold a connection for ever. Here every connection has a time until which it must have
 * come further, but for the time in which a request is being answered; its body is watched over by
 * the routes, and an answer that nobody takes by the kernel. Main thread. */

#include "hopso-server-doors.h"

#include "hopso-server-greeter.h"
#include "hopso-server-line.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>

#define N_ALL         20000
#define N_PER_ADDRESS 8192
#define N_STRANGERS   1024
#define FIRST_MS      20000
#define IDLE_MS       120000
#define UNREAD_MS     60000 /* that an answer may lie unacknowledged */
#define LOOK_MS       500
#define BREATH_MS     200 /* when there are no descriptors left */
#define N_RESERVED    256 /* descriptors for everything else */
#define N_AT_ONCE     64  /* taken in before other work is done */
#define VISITOR       "hopso-server-visitor"

struct _HopsoServerDoors
{
  SoupServer *soup;            /* owned */
  HopsoServerGreeter *greeter; /* owned */
  HopsoServerDoorLimits limits;
  HopsoServerDoorExempt is_exempt; /* nullable */
  gpointer exempt_data;            /* borrowed: outlives self */
  GPtrArray *doors;                /* owned */
  GHashTable *visitors;            /* owned: set of Visitor */
  GHashTable *counts;              /* owned: address → Count */
  guint look;                      /* source id */
};

/* A socket that is listened on. */
typedef struct
{
  HopsoServerDoors *doors; /* borrowed: outlives self */
  GSocket *socket;         /* owned */
  GSource *source;         /* owned, nullable: out of breath */
  guint breath;            /* source id */
} Door;

typedef struct
{
  guint n_visitors;
  guint n_strangers;
} Count;

/* A connection, from its first byte to its last. */
typedef struct
{
  HopsoServerDoors *doors; /* borrowed, nullable: gone */
  GSocket *socket;         /* borrowed: weakly, tells when it goes */
  GSocketAddress *address; /* owned: by it the library's messages are known again */
  GCancellable *handshake; /* owned */
  char *name;              /* owned: whom it counts for */
  HopsoServerLine *line;   /* borrowed: weakly; nullable: TLS does not stand yet */
  gint64 deadline;         /* monotonic; 0: a request is being answered */
  gboolean is_late;        /* at the last look */
  gboolean is_stranger;
} Visitor;

/* --- one connection -------------------------------------------------------------------------- */

/* An address, but of IPv6 the network, since anybody may have as many addresses as they like. */
static char *
make_name (GSocketAddress *address)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  const guint8 *bytes = g_inet_address_to_bytes (inet);
  guint8 network[16] = { 0 };

  if (g_inet_address_get_family (inet) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (inet);
  memcpy (network, bytes, 8);
  g_autoptr (GInetAddress) masked = g_inet_address_new_from_bytes (network, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (masked);
}

static void
allow (Visitor *visitor, guint ms)
{
  visitor->deadline = g_get_monotonic_time () + (gint64) ms * 1000;
  visitor->is_late = FALSE;
}

static void
end_strangeness (Visitor *visitor)
{
  Count *count;

  if (!visitor->is_stranger)
    return;
  visitor->is_stranger = FALSE;
  count = g_hash_table_lookup (visitor->doors->counts, visitor->name);
  count->n_strangers--;
}

static void
visitor_free (Visitor *visitor)
{
  g_clear_weak_pointer (&visitor->line);
  g_object_set_data (G_OBJECT (visitor->address), VISITOR, NULL);
  g_object_unref (visitor->address);
  g_object_unref (visitor->handshake);
  g_free (visitor->name);
  g_free (visitor);
}

/* The connection's socket is no more. */
static void
gone_cb (gpointer data, GObject *socket)
{
  Visitor *visitor = data;
  HopsoServerDoors *self = visitor->doors;

  if (self != NULL)
    {
      Count *count = g_hash_table_lookup (self->counts, visitor->name);

      end_strangeness (visitor);
      if (--count->n_visitors == 0)
        g_hash_table_remove (self->counts, visitor->name);
      g_hash_table_remove (self->visitors, visitor);
    }
  visitor_free (visitor);
}

static void
again_cb (GTlsConnection *tls, GParamSpec *spec, gpointer user_data)
{
  g_socket_shutdown (user_data, TRUE, TRUE, NULL);
}

static void
shook_hands_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GSocketAddress) address = user_data;
  Visitor *visitor = g_object_get_data (G_OBJECT (address), VISITOR);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls = hopso_server_greeter_greet_finish (result, &error);

  if (visitor == NULL || visitor->doors == NULL || tls == NULL)
    return;
  local = g_socket_get_local_address (visitor->socket, NULL);
  allow (visitor, visitor->doors->limits.first_ms);
  /* A client of TLS 1.2 could make us work by shaking hands again and again. */
  g_signal_connect_object (tls, "notify::ciphersuite-name", G_CALLBACK (again_cb), visitor->socket,
                           0);

  g_autoptr (HopsoServerLine) stream = hopso_server_line_new (tls);
  g_set_weak_pointer (&visitor->line, stream);
  if (local != NULL && !soup_server_accept_iostream (visitor->doors->soup, G_IO_STREAM (stream),
                                                     local, address, &error))
    g_warning ("Taking a connection in: %s", error->message);
}

/* --- all connections ------------------------------------------------------------------------- */

static Count *
get_count (HopsoServerDoors *self, const char *name)
{
  Count *count = g_hash_table_lookup (self->counts, name);

  if (count == NULL)
    {
      count = g_new0 (Count, 1);
      g_hash_table_insert (self->counts, g_strdup (name), count);
    }
  return count;
}

static gboolean
is_welcome (HopsoServerDoors *self, GSocketAddress *address, const char *name)
{
  const Count *count = g_hash_table_lookup (self->counts, name);
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));

  if (self->is_exempt != NULL && self->is_exempt (inet, self->exempt_data))
    return g_hash_table_size (self->visitors) < self->limits.n_all;
  return g_hash_table_size (self->visitors) < self->limits.n_all &&
         (count == NULL || (count->n_visitors < self->limits.n_per_address &&
                            count->n_strangers < self->limits.n_strangers));
}

static void
take_in (HopsoServerDoors *self, GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_remote_address (socket, NULL);
  g_autofree char *name = address == NULL ? NULL : make_name (address);

  if (name == NULL || !is_welcome (self, address, name))
    return; /* hung up */

  Visitor *visitor = g_new0 (Visitor, 1);
  Count *count = get_count (self, name);
  visitor->doors = self;
  visitor->socket = socket;
  visitor->address = g_object_ref (address);
  visitor->handshake = g_cancellable_new ();
  visitor->name = g_steal_pointer (&name);
  visitor->is_stranger = TRUE;
  count->n_visitors++;
  count->n_strangers++;
  g_hash_table_add (self->visitors, visitor);
  g_object_set_data (G_OBJECT (address), VISITOR, visitor);
  g_object_weak_ref (G_OBJECT (socket), gone_cb, visitor);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, UNREAD_MS, NULL);
  g_socket_set_keepalive (socket, TRUE);
  hopso_server_greeter_greet_async (self->greeter, socket, visitor->name, self->limits.first_ms,
                                    visitor->handshake, shook_hands_cb, g_object_ref (address));
}

static void door_open (Door *door);

static gboolean
breathed_cb (gpointer user_data)
{
  Door *door = user_data;

  door->breath = 0;
  door_open (door);
  return G_SOURCE_REMOVE;
}

static gboolean
knocked_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Door *door = user_data;

  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, &error);

      if (accepted != NULL)
        take_in (door->doors, accepted);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES) ||
               g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED))
        {
          /* What is waiting would wake us again at once. */
          g_clear_pointer (&door->source, g_source_unref);
          door->breath = g_timeout_add (BREATH_MS, breathed_cb, door);
          return G_SOURCE_REMOVE;
        }
    }
  return G_SOURCE_CONTINUE;
}

static void
door_open (Door *door)
{
  door->source = g_socket_create_source (door->socket, G_IO_IN, NULL);
  g_source_set_callback (door->source, G_SOURCE_FUNC (knocked_cb), door, NULL);
  g_source_attach (door->source, NULL);
}

static void
door_free (gpointer data)
{
  Door *door = data;

  if (door->source != NULL)
    g_source_destroy (door->source);
  g_clear_pointer (&door->source, g_source_unref);
  g_clear_handle_id (&door->breath, g_source_remove);
  g_socket_close (door->socket, NULL);
  g_object_unref (door->socket);
  g_free (door);
}

/* Late twice: when we ourselves could not look for a while, what came meanwhile is read between one
 * look and the next. */
static gboolean
is_over (Visitor *visitor, gint64 now)
{
  gboolean was_late = visitor->is_late;

  visitor->is_late = visitor->deadline != 0 && visitor->deadline < now;
  return was_late && visitor->is_late;
}

/* Whoever is over time is cut off; the library, or the handshake, finds it out by itself. */
static gboolean
look_cb (gpointer user_data)
{
  HopsoServerDoors *self = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer visitor;

  g_hash_table_iter_init (&iter, self->visitors);
  while (g_hash_table_iter_next (&iter, &visitor, NULL))
    if (is_over (visitor, now))
      g_ptr_array_add (late, g_object_ref (((Visitor *) visitor)->address));
  for (guint i = 0; i < late->len; i++)
    {
      Visitor *found = g_object_get_data (late->pdata[i], VISITOR);

      if (found == NULL)
        continue;
      found->deadline = 0;
      g_socket_shutdown (found->socket, TRUE, TRUE, NULL);
      g_cancellable_cancel (found->handshake);
    }
  hopso_server_greeter_look (self->greeter);
  return G_SOURCE_CONTINUE;
}

/* --- what the library tells ------------------------------------------------------------------ */

static Visitor *
find_visitor (HopsoServerDoors *self, SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return address == NULL ? NULL : g_object_get_data (G_OBJECT (address), VISITOR);
}

static void
got_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  Visitor *visitor = find_visitor (user_data, message);

  if (visitor == NULL)
    return;
  visitor->deadline = 0;
  end_strangeness (visitor);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), user_data);
}

static void
request_over_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  HopsoServerDoors *self = user_data;
  Visitor *visitor = find_visitor (self, message);

  if (visitor == NULL || visitor->line == NULL)
    return;
  hopso_server_line_rest (visitor->line);
  allow (visitor, self->limits.idle_ms);
}

/**
 * hopso_server_doors_new:
 * @soup: where requests go
 * @certificate: the server's
 *
 * Returns: (transfer full): doors, none of them open
 */
HopsoServerDoors *
hopso_server_doors_new (SoupServer *soup, GTlsCertificate *certificate)
{
  HopsoServerDoors *self = g_new0 (HopsoServerDoors, 1);
  struct rlimit files;

  self->soup = g_object_ref (soup);
  self->greeter = hopso_server_greeter_new (certificate);
  self->limits = (HopsoServerDoorLimits){ N_ALL, N_PER_ADDRESS, N_STRANGERS, FIRST_MS, IDLE_MS };
  if (getrlimit (RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY)
    self->limits.n_all =
        (guint) CLAMP (files.rlim_cur, 2 * N_RESERVED, N_ALL + N_RESERVED) - N_RESERVED;
  self->doors = g_ptr_array_new_with_free_func (door_free);
  self->visitors = g_hash_table_new (NULL, NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  g_signal_connect (soup, "request-started", G_CALLBACK (request_started_cb), self);
  g_signal_connect (soup, "request-finished", G_CALLBACK (request_over_cb), self);
  g_signal_connect (soup, "request-aborted", G_CALLBACK (request_over_cb), self);
  hopso_server_line_keep_alive (soup);
  return self;
}

/**
 * hopso_server_doors_set_limits:
 * @limits: for connections from now on
 */
void
hopso_server_doors_set_limits (HopsoServerDoors *self, const HopsoServerDoorLimits *limits)
{
  self->limits = *limits;
}

/**
 * hopso_server_doors_set_exempt:
 * @is_exempt: whether many may come from an address, as from a proxy
 * @data: for it; outlives the doors
 */
void
hopso_server_doors_set_exempt (HopsoServerDoors *self,
                               HopsoServerDoorExempt is_exempt,
                               gpointer data)
{
  self->is_exempt = is_exempt;
  self->exempt_data = data;
}

/**
 * hopso_server_doors_set_certificate:
 * @certificate: for connections from now on
 */
void
hopso_server_doors_set_certificate (HopsoServerDoors *self, GTlsCertificate *certificate)
{
  hopso_server_greeter_set_certificate (self->greeter, certificate);
}

/**
 * hopso_server_doors_add:
 * @socket: bound and listened on
 *
 * Takes connections in from it.
 */
void
hopso_server_doors_add (HopsoServerDoors *self, GSocket *socket)
{
  Door *door = g_new0 (Door, 1);

  door->doors = self;
  door->socket = g_object_ref (socket);
  g_socket_set_blocking (socket, FALSE);
  g_ptr_array_add (self->doors, door);
  door_open (door);
}

/**
 * hopso_server_doors_count:
 *
 * Returns: how many connections there are
 */
guint
hopso_server_doors_count (HopsoServerDoors *self)
{
  return g_hash_table_size (self->visitors);
}

/**
 * hopso_server_doors_free:
 * @self: (transfer full): doors; connections that are in stay
 */
void
hopso_server_doors_free (HopsoServerDoors *self)
{
  GHashTableIter iter;
  gpointer visitor;

  g_signal_handlers_disconnect_by_data (self->soup, self);
  g_clear_handle_id (&self->look, g_source_remove);
  g_ptr_array_unref (self->doors);
  g_hash_table_iter_init (&iter, self->visitors);
  while (g_hash_table_iter_next (&iter, &visitor, NULL))
    {
      ((Visitor *) visitor)->doors = NULL;
      g_cancellable_cancel (((Visitor *) visitor)->handshake);
    }
  g_hash_table_unref (self->visitors);
  g_hash_table_unref (self->counts);
  hopso_server_greeter_unref (self->greeter);
  g_object_unref (self->soup);
  g_free (self);
}
