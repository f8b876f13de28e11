/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GET and HEAD of a blob: the right is checked in a transaction, the bytes are read in pieces on
 * a thread of their own, each when the one before has gone out. Main thread, but for the reading.
 */

#include "hopso-server-blobs.h"
#include "hopso-server-range.h"
#include "hopso-server-request.h"
#include "hopso-server-sight.h"

#define PIECE (256 * 1024)

/* A blob on its way out. Lives as long as its message. */
typedef struct
{
  HopsoServerApi *api;        /* owned */
  SoupServerMessage *message; /* owned */
  HopsoFd fd;                 /* owned */
  guint64 at;
  guint64 end;
  gboolean is_gone; /* the client hung up */
  gboolean is_reading;
} Download;

static void
download_free (Download *self)
{
  hopso_fd_close (self->fd);
  g_object_unref (self->message);
  g_object_unref (self->api);
  g_free (self);
}

static void
read_piece (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Download *self = task_data;
  gsize size = (gsize) MIN (self->end - self->at, PIECE);
  g_autofree char *piece = g_malloc (size);
  g_autoptr (GError) error = NULL;

  if (hopso_fd_read_at (self->fd, self->at, piece, size, &error))
    g_task_return_pointer (task, g_bytes_new_take (g_steal_pointer (&piece), size),
                           (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
piece_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Download *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) piece = g_task_propagate_pointer (G_TASK (result), &error);

  self->is_reading = FALSE;
  if (self->is_gone)
    {
      download_free (self);
      return;
    }
  if (piece == NULL)
    {
      /* The headers are out; all that is left is to hang up before the promised length. */
      g_warning ("Reading a blob: %s", error->message);
      g_signal_handlers_disconnect_by_data (self->message, self);
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (self->message);
      if (stream != NULL)
        g_io_stream_close (stream, NULL, NULL);
      download_free (self);
      return;
    }
  self->at += g_bytes_get_size (piece);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), piece);
  if (self->at == self->end)
    soup_message_body_complete (soup_server_message_get_response_body (self->message));
  soup_server_message_unpause (self->message);
}

static void
send_next (Download *self)
{
  g_autoptr (GTask) task = g_task_new (self->api, NULL, piece_read_cb, self);

  self->is_reading = TRUE;
  g_task_set_source_tag (task, send_next);
  g_task_set_task_data (task, self, NULL);
  hopso_queue_thread_push (self->api->downloads, task, read_piece);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer user_data)
{
  Download *self = user_data;

  if (self->at < self->end && !self->is_reading)
    send_next (self);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  Download *self = user_data;

  g_signal_handlers_disconnect_by_data (message, self);
  self->is_gone = TRUE;
  if (!self->is_reading)
    download_free (self);
}

static void
set_headers (SoupServerMessage *message, const char *digest, guint64 length)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", digest);

  soup_message_headers_set_content_type (headers, "application/octet-stream", NULL);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "ETag", etag);
  soup_message_headers_replace (headers, "Cache-Control", "private, no-store");
  soup_message_headers_set_content_length (headers, (goffset) length);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
}

/* From here on the message belongs to the download. */
static void
begin (HopsoServerRequest *request, int fd, guint64 first, guint64 length)
{
  Download *self = g_new0 (Download, 1);

  self->api = g_object_ref (request->api);
  self->message = g_object_ref (request->message);
  self->fd = fd;
  self->at = first;
  self->end = first + length;
  g_signal_connect (self->message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), self);
  g_signal_connect (self->message, "finished", G_CALLBACK (finished_cb), self);
  hopso_server_request_free (request);
  send_next (self);
}

/* A part is only given when the client's idea of the whole is right (RFC 9110 §13.1.5). */
static const char *
get_range_header (HopsoServerRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *condition = soup_message_headers_get_one (headers, "If-Range");
  g_autofree char *etag = g_strdup_printf ("\"%s\"", request->params[0]);

  if (condition != NULL && g_strcmp0 (condition, etag) != 0)
    return NULL;
  return soup_message_headers_get_one (headers, "Range");
}

static void
answer_range (HopsoServerRequest *request, guint64 size)
{
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size);

  soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                "Content-Range", range);
  hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_RANGE, NULL);
}

static void
may_read (HopsoServerRequest *request, HopsoServerReply *reply)
{
  SoupServerMessage *message = request->message;
  gboolean is_head = g_str_equal (request->route->method, "HEAD");
  const char *folder = hopso_server_store_get_folder (request->api->store);
  g_autoptr (GError) error = NULL;
  guint64 size;
  guint64 first;
  guint64 length;
  g_auto (HopsoFd) fd = hopso_server_blob_open (folder, request->params[0], &size, &error);

  if (fd < 0 || request->is_gone)
    {
      if (error != NULL)
        hopso_server_request_answer_error (request, error);
      else
        hopso_server_request_free (request);
      return;
    }

  HopsoServerRange range =
      is_head ? HOPSO_SERVER_RANGE_WHOLE
              : hopso_server_range_parse (get_range_header (request), size, &first, &length);
  if (range == HOPSO_SERVER_RANGE_NONE)
    {
      answer_range (request, size);
      return;
    }
  if (range == HOPSO_SERVER_RANGE_WHOLE)
    {
      first = 0;
      length = size;
    }
  /* The library would cut a whole answer by itself, but it does not know the bytes. */
  soup_message_headers_remove (soup_server_message_get_request_headers (message), "Range");
  set_headers (message, request->params[0], length);
  soup_server_message_set_status (
      message, range == HOPSO_SERVER_RANGE_PART ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK,
      NULL);
  if (range == HOPSO_SERVER_RANGE_PART)
    soup_message_headers_set_content_range (soup_server_message_get_response_headers (message),
                                            (goffset) first, (goffset) (first + length - 1),
                                            (goffset) size);
  if (is_head || length == 0)
    {
      soup_server_message_unpause (message);
      hopso_server_request_free (request);
    }
  else
    begin (request, hopso_fd_steal (&fd), first, length);
}

static HopsoServerReply *
work_may_read (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  gboolean is_allowed;

  if (!hopso_server_session_may_read_blob (session, request->caller->person, request->params[0],
                                           &is_allowed, error))
    return NULL;
  if (!is_allowed)
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_FOUND, NULL, error);
  return hopso_server_reply_new (0, NULL, NULL);
}

/**
 * hopso_server_handle_get_blob:
 * @request: (transfer full): GET or HEAD of /v1/blobs/sha256/{hex}
 */
void
hopso_server_handle_get_blob (HopsoServerRequest *request)
{
  hopso_server_request_run (request, work_may_read, FALSE, may_read);
}
