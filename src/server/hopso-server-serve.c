/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server serve": listens, answers, and stops in good order. The sockets are made here,
 * with a long queue: after a power cut thousands of clients come back at once, and the library's
 * own queue of ten makes them wait for minutes. Main thread. */

#include "hopso-server-api.h"
#include "hopso-server-command.h"
#include "hopso-server-doors.h"
#include "hopso-server-tls.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define BACKLOG              4096
#define STOP_SECONDS         30
#define STOP_LOOK_MS         20
#define HOUSEKEEPING_SECONDS 3600

typedef struct
{
  HopsoServerStore *store; /* owned */
  HopsoServerLive *live;   /* owned */
  HopsoServerApi *api;     /* owned */
  SoupServer *soup;        /* owned */
  HopsoServerDoors *doors; /* owned */
  GMainLoop *loop;         /* owned */
  HopsoServerTls *tls;     /* borrowed: outlives self */
  guint sources[4];        /* ids */
  gint64 stop_at;          /* when patience ends, monotonic; 0: not told to stop */
} Service;

/* What the command line says. */
typedef struct
{
  char *data;        /* owned, nullable */
  char **listen;     /* owned, nullable */
  char **proxies;    /* owned, nullable */
  char **limits;     /* owned, nullable */
  char **signing;    /* owned, nullable */
  char **publishing; /* owned, nullable */
  char *tls_cert;    /* owned, nullable */
  char *tls_key;     /* owned, nullable */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_strfreev (options->listen);
  g_strfreev (options->proxies);
  g_strfreev (options->limits);
  g_strfreev (options->signing);
  g_strfreev (options->publishing);
  g_free (options->tls_cert);
  g_free (options->tls_key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
service_clear (Service *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->sources); i++)
    g_clear_handle_id (&self->sources[i], g_source_remove);
  if (self->api != NULL)
    hopso_server_api_close (self->api);
  g_clear_pointer (&self->doors, hopso_server_doors_free);
  g_clear_object (&self->soup);
  g_clear_object (&self->api);
  g_clear_object (&self->live);
  if (self->store != NULL)
    hopso_server_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Service, service_clear)

/* "ADDRESS:PORT", "[ADDRESS]:PORT" */
static GSocketAddress *
parse_listen (const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon == NULL ? NULL : g_strndup (text, (gsize) (colon - text));
  gsize size = host == NULL ? 0 : strlen (host);
  GSocketAddress *address = NULL;
  guint64 port;

  if (size > 2 && host[0] == '[' && host[size - 1] == ']')
    {
      host[size - 1] = '\0';
      memmove (host, host + 1, size - 1);
    }
  if (size > 0 && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    address = g_inet_socket_address_new_from_string (host, (guint) port);
  if (address == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no address and port to listen on"), text);
  return address;
}

static GSocket *
open_socket (const char *text, GError **error)
{
  g_autoptr (GSocketAddress) address = parse_listen (text, error);

  if (address == NULL)
    return NULL;

  GSocketFamily family = g_socket_address_get_family (address);
  g_autoptr (GSocket) socket =
      g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  /* So that 0.0.0.0 and [::] can both be listened on. */
  if (family == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, NULL);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "%s: ", text);
      return NULL;
    }
  return g_steal_pointer (&socket);
}

/* A line for whoever started us, with the port that was really taken. */
static void
print_listening (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean is_v6 = g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6;

  g_print (is_v6 ? "listening https://[%s]:%u\n" : "listening https://%s:%u\n", host,
           g_inet_socket_address_get_port (inet));
  fflush (stdout);
}

static gboolean
listen_on (Service *self, char **addresses, GError **error)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (GSocket) socket = open_socket (addresses[i], error);

      if (socket == NULL)
        return FALSE;
      hopso_server_doors_add (self->doors, socket);
      print_listening (socket);
    }
  return TRUE;
}

/* Running requests get their answers, event streams their end; then, or when patience ends, all
 * connections are closed. */
static gboolean
look_whether_done_cb (gpointer user_data)
{
  Service *self = user_data;

  if (hopso_server_api_count_running (self->api) > 0 && g_get_monotonic_time () < self->stop_at)
    return G_SOURCE_CONTINUE;
  soup_server_disconnect (self->soup);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (gpointer user_data)
{
  Service *self = user_data;

  if (self->stop_at != 0)
    return G_SOURCE_CONTINUE;
  self->stop_at = g_get_monotonic_time () + STOP_SECONDS * G_USEC_PER_SEC;
  hopso_server_api_refuse_new (self->api);
  hopso_server_live_end (self->live);
  g_timeout_add (STOP_LOOK_MS, look_whether_done_cb, self);
  return G_SOURCE_CONTINUE;
}

static gboolean
housekeeping_cb (gpointer user_data)
{
  Service *self = user_data;

  hopso_server_api_tidy (self->api);
  return G_SOURCE_CONTINUE;
}

/* A renewed certificate holds for connections that begin from now on; those that are open stay. */
static gboolean
reload_cb (gpointer user_data)
{
  Service *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = hopso_server_tls_load (self->tls, &error);

  if (certificate == NULL)
    g_message ("The certificate stays as it is: %s", error->message);
  else
    {
      hopso_server_doors_set_certificate (self->doors, certificate);
      g_message ("The certificate was read again");
    }
  return G_SOURCE_CONTINUE;
}

/* Every client keeps one connection open for its events. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_message ("The limit of open files stays as it is");
}

static gboolean
configure (HopsoServerApi *api, const Options *options, GError **error)
{
  for (guint i = 0; options->proxies != NULL && options->proxies[i] != NULL; i++)
    if (!hopso_server_api_trust_proxy (api, options->proxies[i], error))
      return FALSE;
  for (guint i = 0; options->limits != NULL && options->limits[i] != NULL; i++)
    if (!hopso_server_api_set_limit (api, options->limits[i], error))
      return FALSE;
  for (guint i = 0; options->signing != NULL && options->signing[i] != NULL; i++)
    if (!hopso_server_api_set_signing (api, options->signing[i], error))
      return FALSE;
  for (guint i = 0; options->publishing != NULL && options->publishing[i] != NULL; i++)
    if (!hopso_server_api_set_publishing (api, options->publishing[i], error))
      return FALSE;
  return TRUE;
}

static void
add_sources (Service *self)
{
  self->sources[0] = g_unix_signal_add (SIGTERM, stop_cb, self);
  self->sources[1] = g_unix_signal_add (SIGINT, stop_cb, self);
  self->sources[2] = g_unix_signal_add (SIGHUP, reload_cb, self);
  self->sources[3] = g_timeout_add_seconds (HOUSEKEEPING_SECONDS, housekeeping_cb, self);
}

/* Behind a proxy that is trusted, and behind one on this machine, there are many. */
static gboolean
is_proxy (GInetAddress *address, gpointer user_data)
{
  return g_inet_address_get_is_loopback (address) || hopso_server_api_is_proxy (user_data, address);
}

static int
serve (const Options *options, HopsoServerTls *tls, GTlsCertificate *certificate)
{
  g_auto (Service) self = { .tls = tls };
  g_autoptr (GError) error = NULL;

  self.store = hopso_server_command_open (options->data, &error);
  if (self.store == NULL)
    return hopso_server_command_fail (error);
  self.live = hopso_server_live_new (self.store);
  self.api = hopso_server_api_new (self.store, self.live);
  self.soup = soup_server_new ("server-header", "hopso-server", NULL);
  self.loop = g_main_loop_new (NULL, FALSE);
  hopso_server_api_attach (self.api, self.soup);
  raise_file_limit ();
  self.doors = hopso_server_doors_new (self.soup, certificate);
  hopso_server_doors_set_exempt (self.doors, is_proxy, self.api);
  /* Who reads that it listens may tell it to stop. */
  add_sources (&self);
  if (!configure (self.api, options, &error) || !listen_on (&self, options->listen, &error))
    return hopso_server_command_fail (error);
  housekeeping_cb (&self);
  hopso_server_store_watch (self.store);
  g_main_loop_run (self.loop);
  return HOPSO_SERVER_EXIT_DONE;
}

/**
 * hopso_server_command_serve:
 *
 * Returns: the exit code
 */
int
hopso_server_command_serve (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, N_ ("Folder of the server's data"),
      N_ ("DIR") },
    { "listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.listen,
      N_ ("Address and port, IPv6 in brackets; may be given more than once"), N_ ("ADDRESS:PORT") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_cert,
      N_ ("Certificate and its chain, PEM"), N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options.tls_key, N_ ("Its private key, PEM"),
      N_ ("FILE") },
    { "trusted-proxy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.proxies,
      N_ ("Reverse proxy whose X-Forwarded-For is believed; may be given more than once"),
      N_ ("ADDRESS[/BITS]") },
    { "limit", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.limits,
      N_ ("How many requests at once and per minute: address, session, person, upload, recovery"),
      N_ ("NAME=SIZE,PER-MINUTE") },
    { "signing", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.signing,
      N_ ("Rule for sign requests: unopened, delegable, delegate-within, submit"),
      N_ ("NAME=VALUE") },
    { "publishing", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.publishing,
      N_ ("Rule for publishing meetings: notice, review, scan, holiday, workday"),
      N_ ("NAME=VALUE") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("answer requests until told to stop"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;
  if (options.listen == NULL || options.tls_cert == NULL || options.tls_key == NULL)
    {
      g_printerr ("hopso-server: %s\n", _ ("Needed: --data, --listen, --tls-cert, --tls-key"));
      return HOPSO_SERVER_EXIT_USAGE;
    }

  HopsoServerTls tls = { options.tls_cert, options.tls_key };
  hopso_server_tls_restrict ();
  g_autoptr (GTlsCertificate) certificate = hopso_server_tls_load (&tls, &error);
  if (certificate == NULL)
    return hopso_server_command_fail (error);
  return serve (&options, &tls, certificate);
}

/**
 * hopso_server_command_routes:
 *
 * Prints "METHOD path" of everything that a running server answers, one per line.
 *
 * Returns: the exit code
 */
int
hopso_server_command_routes (int argc, char **argv)
{
  g_autofree char *routes = hopso_server_api_list_routes ();

  g_print ("%s", routes);
  return HOPSO_SERVER_EXIT_DONE;
}
