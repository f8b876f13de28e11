/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks the scanner of the machine or of the province, in the words of clamd: INSTREAM, the bytes in
 * pieces, each after its length, an empty one at the end; then its one line. The scanner gets
 * bytes, never a name. Blocks; for a thread of its own. */

#include "hopso-virus-scanner.h"

#include "hopso-fd.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#define PIECE           ((gsize) 64 * 1024)
#define TIMEOUT_SECONDS 60
#define MAX_ANSWER      1024
#define TCP_PORT        3310

#define CONFIGURATION "hopso/inspection.conf"

/**
 * hopso_virus_scanner_read_address:
 *
 * Reads `inspection.conf` of the administrator (data/inspection).
 *
 * Returns: (transfer full) (nullable): where the scanner listens, %NULL when none is configured
 */
char *
hopso_virus_scanner_read_address (void)
{
  const char *chosen = g_getenv ("HOPSO_INSPECTION_CONF");
  g_autofree char *usual = g_build_filename (HOPSO_SYSCONFDIR, CONFIGURATION, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *address = NULL;

  if (!g_key_file_load_from_file (file, chosen != NULL ? chosen : usual, G_KEY_FILE_NONE, NULL))
    return NULL;
  address = g_key_file_get_string (file, "scanner", "address", NULL);
  return address == NULL || *g_strstrip (address) == '\0' ? NULL : g_steal_pointer (&address);
}

static GSocketConnection *
connect_to (const char *address, GCancellable *cancellable)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) path = NULL;

  g_socket_client_set_timeout (client, TIMEOUT_SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  if (*address != '/')
    return g_socket_client_connect_to_host (client, address, TCP_PORT, cancellable, NULL);
  path = g_unix_socket_address_new (address);
  return g_socket_client_connect (client, G_SOCKET_CONNECTABLE (path), cancellable, NULL);
}

static gboolean
write_piece (GOutputStream *stream, const void *bytes, gsize size, GCancellable *cancellable)
{
  const guint32 length = GUINT32_TO_BE ((guint32) size);

  return g_output_stream_write_all (stream, &length, sizeof length, NULL, cancellable, NULL) &&
         (size == 0 || g_output_stream_write_all (stream, bytes, size, NULL, cancellable, NULL));
}

/* A scanner that has seen enough may answer and hang up before the end. */
static void
write_all (GOutputStream *stream, int fd, GCancellable *cancellable)
{
  static const char command[] = "zINSTREAM";
  g_autofree guint8 *piece = g_malloc (PIECE);
  guint64 size = 0;
  gboolean goes_on =
      hopso_fd_get_size (fd, &size, NULL) &&
      g_output_stream_write_all (stream, command, sizeof command, NULL, cancellable, NULL);

  for (guint64 offset = 0; goes_on && offset < size; offset += PIECE)
    {
      const gsize n = (gsize) MIN (PIECE, size - offset);

      goes_on = hopso_fd_read_at (fd, offset, piece, n, NULL) &&
                write_piece (stream, piece, n, cancellable);
    }
  if (goes_on)
    write_piece (stream, NULL, 0, cancellable);
}

static HopsoVirusAnswer
read_answer (GInputStream *stream, GCancellable *cancellable)
{
  char answer[MAX_ANSWER + 1];
  gsize n = 0;

  g_input_stream_read_all (stream, answer, MAX_ANSWER, &n, cancellable, NULL);
  answer[n] = '\0';
  g_strchomp (answer);
  if (strcmp (answer, "stream: OK") == 0)
    return HOPSO_VIRUS_CLEAN;
  return g_str_has_prefix (answer, "stream: ") && g_str_has_suffix (answer, " FOUND")
             ? HOPSO_VIRUS_INFECTED
             : HOPSO_VIRUS_DOWN;
}

/**
 * hopso_virus_scanner_ask:
 * @address: (nullable): the path of a socket, or host or host:port
 * @fd: a file
 * @cancellable: (nullable): gives up
 *
 * Returns: what the scanner says
 */
HopsoVirusAnswer
hopso_virus_scanner_ask (const char *address, int fd, GCancellable *cancellable)
{
  g_autoptr (GSocketConnection) connection = NULL;

  if (address == NULL)
    return HOPSO_VIRUS_NOT_CHECKED;
  connection = connect_to (address, cancellable);
  if (connection == NULL)
    return HOPSO_VIRUS_DOWN;
  write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), fd, cancellable);
  return read_answer (g_io_stream_get_input_stream (G_IO_STREAM (connection)), cancellable);
}
