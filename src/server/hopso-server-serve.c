/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server serve": listens, answers, and stops in good order. The sockets are made here,
 * with a long queue: after a power cut thousands of clients come back at once, and the library's
 * own queue of ten makes them wait for minutes. Main thread. */

#include "hopso-server-api.h"
#include "hopso-server-blobs.h"
#include "hopso-server-command.h"

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
  GMainLoop *loop;         /* owned */
  gint64 stop_at;          /* when patience ends, monotonic; 0: not told to stop */
} Service;

static void
service_clear (Service *self)
{
  if (self->api != NULL)
    hopso_server_api_close (self->api);
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

      if (socket == NULL ||
          !soup_server_listen_socket (self->soup, socket, SOUP_SERVER_LISTEN_HTTPS, error))
        return FALSE;
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
  HopsoClock *clock = hopso_server_store_get_clock (self->store);

  hopso_server_uploads_prune (hopso_server_store_get_folder (self->store), hopso_clock_now (clock));
  return G_SOURCE_CONTINUE;
}

/* GnuTLS, which speaks TLS for GLib on Debian, would take TLS 1.0; this is the only door GLib
 * leaves to say otherwise, and it is read when TLS is first used. */
static void
require_modern_tls (void)
{
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
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

static int
serve (const char *data, char **addresses, GTlsCertificate *certificate)
{
  g_auto (Service) self = { 0 };
  g_autoptr (GError) error = NULL;

  self.store = hopso_server_command_open (data, &error);
  if (self.store == NULL)
    return hopso_server_command_fail (error);
  self.live = hopso_server_live_new (self.store);
  self.api = hopso_server_api_new (self.store, self.live);
  self.soup =
      soup_server_new ("server-header", "hopso-server", "tls-certificate", certificate, NULL);
  self.loop = g_main_loop_new (NULL, FALSE);
  hopso_server_api_attach (self.api, self.soup);
  raise_file_limit ();
  if (!listen_on (&self, addresses, &error))
    return hopso_server_command_fail (error);

  guint term = g_unix_signal_add (SIGTERM, stop_cb, &self);
  guint interrupt = g_unix_signal_add (SIGINT, stop_cb, &self);
  guint housekeeping = g_timeout_add_seconds (HOUSEKEEPING_SECONDS, housekeeping_cb, &self);
  housekeeping_cb (&self);
  g_main_loop_run (self.loop);
  g_source_remove (term);
  g_source_remove (interrupt);
  g_source_remove (housekeeping);
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
  g_autofree char *data = NULL;
  g_autofree char *certificate_file = NULL;
  g_autofree char *key_file = NULL;
  g_auto (GStrv) addresses = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the server's data"), N_ ("DIR") },
    { "listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &addresses,
      N_ ("Address and port, IPv6 in brackets; may be given more than once"), N_ ("ADDRESS:PORT") },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &certificate_file,
      N_ ("Certificate and its chain, PEM"), N_ ("FILE") },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key_file, N_ ("Its private key, PEM"), N_ ("FILE") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("answer requests until told to stop"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;
  if (addresses == NULL || certificate_file == NULL || key_file == NULL)
    {
      g_printerr ("hopso-server: %s\n", _ ("Needed: --data, --listen, --tls-cert, --tls-key"));
      return HOPSO_SERVER_EXIT_USAGE;
    }

  require_modern_tls ();
  g_autoptr (GTlsCertificate) certificate =
      g_tls_certificate_new_from_files (certificate_file, key_file, &error);
  if (certificate == NULL)
    return hopso_server_command_fail (error);
  return serve (data, addresses, certificate);
}
