/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers before a body has come to its end, and hangs up. The HTTP library reads a body to the
 * end whatever was answered, as long as somebody sends; so the connection is taken from it, the
 * answer is written here, and what still arrives is thrown away for a moment, since a connection
 * that is closed over unread bytes takes the answer with it. Main thread. */

#include "hopso-server-parting.h"

#include <string.h>

#define LINGER_SECONDS 5
#define LINGER_BYTES   (16 * 1024 * 1024)
#define WINDOW         (64 * 1024)

typedef struct
{
  GIOStream *stream;         /* owned */
  GCancellable *cancellable; /* owned: fires when patience ends */
  GString *answer;           /* owned */
  guint8 *window;            /* owned: what is thrown away */
  gsize n_discarded;
  guint patience; /* source id */
} Parting;

static void
parting_free (Parting *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  g_string_free (self->answer, TRUE);
  g_free (self->window);
  g_free (self);
}

static gboolean
patience_cb (gpointer user_data)
{
  Parting *self = user_data;

  self->patience = 0;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void discard (Parting *self);

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Parting *self = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size > 0)
    self->n_discarded += (gsize) size;
  if (size > 0 && self->n_discarded < LINGER_BYTES)
    discard (self);
  else
    parting_free (self);
}

static void
discard (Parting *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->window, WINDOW,
                             G_PRIORITY_LOW, self->cancellable, discarded_cb, self);
}

/* The other side has seen the end by now; what it still sends does not matter. */
static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Parting *self = user_data;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL))
    discard (self);
  else
    parting_free (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Parting *self = user_data;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    g_output_stream_close_async (G_OUTPUT_STREAM (source), G_PRIORITY_DEFAULT, self->cancellable,
                                 closed_cb, self);
  else
    parting_free (self);
}

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  if (g_ascii_strcasecmp (name, "Content-Length") != 0 &&
      g_ascii_strcasecmp (name, "Connection") != 0)
    g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

/* The message's answer as it goes over the line (RFC 9112 §4). */
static GString *
print_answer (SoupServerMessage *message)
{
  guint status = soup_server_message_get_status (message);
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_response_body (message));
  GString *text = g_string_new (NULL);
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);

  g_string_printf (text, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (soup_server_message_get_response_headers (message), append_header,
                                text);
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
                          size);
  g_string_append_len (text, bytes, (gssize) size);
  return text;
}

/* A message on its way to its end. */
typedef struct
{
  SoupServerMessage *message; /* owned */
  gboolean is_gone;           /* the other side was quicker */
} Leaver;

static void
leaver_free (gpointer data)
{
  Leaver *leaver = data;

  g_signal_handlers_disconnect_by_data (leaver->message, leaver);
  g_object_unref (leaver->message);
  g_free (leaver);
}

static void
gone_cb (SoupServerMessage *message, gpointer user_data)
{
  ((Leaver *) user_data)->is_gone = TRUE;
}

static gboolean
part_cb (gpointer user_data)
{
  Leaver *leaver = user_data;
  GIOStream *stream =
      leaver->is_gone ? NULL : soup_server_message_steal_connection (leaver->message);

  if (stream == NULL)
    return G_SOURCE_REMOVE;

  GString *answer = print_answer (leaver->message);
  Parting *self = g_new0 (Parting, 1);
  self->answer = answer;
  self->stream = stream;
  self->cancellable = g_cancellable_new ();
  self->window = g_malloc (WINDOW);
  self->patience = g_timeout_add_seconds (LINGER_SECONDS, patience_cb, self);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), answer->str,
                                   answer->len, G_PRIORITY_DEFAULT, self->cancellable, written_cb,
                                   self);
  return G_SOURCE_REMOVE;
}

/**
 * hopso_server_part:
 * @message: whose answer is set and whose body has not been read
 *
 * Sends the answer now and ends the connection.
 */
void
hopso_server_part (SoupServerMessage *message)
{
  Leaver *leaver = g_new0 (Leaver, 1);

  /* The library is in the middle of reading; it lets go of the connection afterwards. */
  leaver->message = g_object_ref (message);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), leaver);
  soup_server_message_pause (message);
  g_idle_add_full (G_PRIORITY_DEFAULT, part_cb, leaver, leaver_free);
}
