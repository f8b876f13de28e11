/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of a connection, as they are; but one that ends while it lies idle between two requests
 * ends with a short line more. The HTTP library (libsoup 3.2) never lets go of a connection that
 * ends before a byte of another request has come: every client that hung up would leave its socket
 * behind, until there are none left. After that line it takes the end for an interrupted request,
 * which it knows how to clear away. Nobody is answered anything: the other side has gone. Main
 * thread. */

#include "hopso-server-line.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

#define FAREWELL "X\n"

#define HOPSO_TYPE_SERVER_LINE_INPUT (hopso_server_line_input_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoServerLineInput, hopso_server_line_input, HOPSO, SERVER_LINE_INPUT, GFilterInputStream)

struct _HopsoServerLineInput
{
  GFilterInputStream parent_instance;

  gboolean is_idle; /* between two requests */
};

struct _HopsoServerLine
{
  GIOStream parent_instance;

  GIOStream *base;             /* owned */
  HopsoServerLineInput *input; /* owned */
};

static void hopso_server_line_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HopsoServerLineInput,
                               hopso_server_line_input,
                               G_TYPE_FILTER_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      hopso_server_line_input_pollable_init))
G_DEFINE_FINAL_TYPE (HopsoServerLine, hopso_server_line, G_TYPE_IO_STREAM)

static GInputStream *
get_base (gpointer self)
{
  return g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
}

/* What was read, or the farewell in the place of an end. */
static gssize
pass_on (HopsoServerLineInput *self, gssize size, guint8 *bytes, gsize room, GError **error)
{
  gboolean is_idle = self->is_idle;

  if (size < 0 && error != NULL && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return size;
  self->is_idle = FALSE;
  if (size > 0 || !is_idle || room < strlen (FAREWELL))
    return size;
  g_clear_error (error);
  memcpy (bytes, FAREWELL, strlen (FAREWELL));
  return (gssize) strlen (FAREWELL);
}

static gssize
hopso_server_line_input_read (
    GInputStream *stream, void *bytes, gsize room, GCancellable *cancellable, GError **error)
{
  gssize size = g_input_stream_read (get_base (stream), bytes, room, cancellable, error);

  return pass_on (HOPSO_SERVER_LINE_INPUT (stream), size, bytes, room, error);
}

static gssize
hopso_server_line_input_read_nonblocking (GPollableInputStream *stream,
                                          void *bytes,
                                          gsize room,
                                          GError **error)
{
  g_autoptr (GError) local = NULL;
  gssize size = g_pollable_input_stream_read_nonblocking (
      G_POLLABLE_INPUT_STREAM (get_base (stream)), bytes, room, NULL, &local);

  size = pass_on (HOPSO_SERVER_LINE_INPUT (stream), size, bytes, room, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return size;
}

static gboolean
hopso_server_line_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (get_base (stream)));
}

static GSource *
hopso_server_line_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) source =
      g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (get_base (stream)), NULL);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
hopso_server_line_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = hopso_server_line_input_is_readable;
  iface->create_source = hopso_server_line_input_create_source;
  iface->read_nonblocking = hopso_server_line_input_read_nonblocking;
}

static void
hopso_server_line_input_class_init (HopsoServerLineInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = hopso_server_line_input_read;
}

static void
hopso_server_line_input_init (HopsoServerLineInput *self)
{
}

static GInputStream *
hopso_server_line_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (HOPSO_SERVER_LINE (stream)->input);
}

static GOutputStream *
hopso_server_line_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (HOPSO_SERVER_LINE (stream)->base);
}

static gboolean
hopso_server_line_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (HOPSO_SERVER_LINE (stream)->base, cancellable, error);
}

static void
hopso_server_line_dispose (GObject *object)
{
  HopsoServerLine *self = HOPSO_SERVER_LINE (object);

  /* The parent's closes what is still open. */
  G_OBJECT_CLASS (hopso_server_line_parent_class)->dispose (object);
  g_clear_object (&self->input);
  g_clear_object (&self->base);
}

static void
hopso_server_line_class_init (HopsoServerLineClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_server_line_dispose;
  stream_class->get_input_stream = hopso_server_line_get_input_stream;
  stream_class->get_output_stream = hopso_server_line_get_output_stream;
  stream_class->close_fn = hopso_server_line_close;
}

static void
hopso_server_line_init (HopsoServerLine *self)
{
}

/**
 * hopso_server_line_new:
 * @base: a connection whose streams can be polled
 *
 * Returns: (transfer full): the connection as the HTTP library is given it
 */
HopsoServerLine *
hopso_server_line_new (GIOStream *base)
{
  HopsoServerLine *self = g_object_new (HOPSO_TYPE_SERVER_LINE, NULL);

  self->base = g_object_ref (base);
  self->input =
      g_object_new (HOPSO_TYPE_SERVER_LINE_INPUT, "base-stream",
                    g_io_stream_get_input_stream (base), "close-base-stream", FALSE, NULL);
  return self;
}

/**
 * hopso_server_line_rest:
 *
 * An answer is out, and the next request has not begun.
 */
void
hopso_server_line_rest (HopsoServerLine *self)
{
  self->input->is_idle = TRUE;
}

/**
 * hopso_server_line_keep_alive:
 * @soup: a server that is handed its connections
 *
 * The library ends every connection after one answer unless it listens somewhere itself: it gets a
 * socket whose name is gone before anybody could knock.
 */
void
hopso_server_line_keep_alive (SoupServer *soup)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("hopso-server-XXXXXX", &error);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autofree char *path = folder == NULL ? NULL : g_build_filename (folder, "none", NULL);
  g_autoptr (GSocketAddress) address = path == NULL ? NULL : g_unix_socket_address_new (path);

  if (address == NULL || socket == NULL || !g_socket_bind (socket, address, FALSE, &error) ||
      !g_socket_listen (socket, &error) || !soup_server_listen_socket (soup, socket, 0, &error))
    g_warning ("Connections end after each answer: %s", error == NULL ? "-" : error->message);
  if (path != NULL)
    g_unlink (path);
  if (folder != NULL)
    g_rmdir (folder);
}
