/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The requests of the protocol that carry the bytes of papers: download from an offset, upload in
 * parts that go on where the last try stopped. What arrives is verified by whoever keeps it. Main
 * thread. */

#include "hopso-remote.h"

#include "hopso-fd.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

#define PART_SIZE       (4 * 1024 * 1024)
#define MAX_REPLY_SIZE  (64 * 1024)
#define MAX_CORRECTIONS 8

typedef struct
{
  GInputStream *stream; /* owned, nullable: handed over */
  guint64 asked;
  guint64 offset;
} Download;

typedef struct
{
  char *path; /* owned */
  HopsoFd fd; /* owned, -1: not from a file */
  HopsoRemoteSource source;
  guint64 size;
  guint64 offset;
  guint n_corrections;
} Upload;

static void
download_free (Download *download)
{
  g_clear_object (&download->stream);
  g_free (download);
}

static void
upload_free (Upload *upload)
{
  hopso_fd_close (upload->fd);
  g_free (upload->path);
  g_free (upload);
}

/* "bytes FIRST-LAST/SIZE" must begin where we asked, or the bytes would be put together wrongly. */
static gboolean
starts_at (const char *content_range, guint64 offset)
{
  g_autofree char *prefix = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-", offset);

  return content_range != NULL && g_str_has_prefix (content_range, prefix);
}

static void
blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *download = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (reply->status == 206 && !starts_at (reply->content_range, download->asked))
    {
      g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER,
                               _ ("The server sent another part than was asked for"));
      return;
    }
  download->offset = reply->status == 206 ? download->asked : 0;
  download->stream = g_steal_pointer (&reply->stream);
  g_task_return_boolean (task, TRUE);
}

/**
 * hopso_remote_get_blob_async:
 * @digest: SHA-256, lower-case hexadecimal
 * @offset: how many bytes are here already
 *
 * Begins a download.
 */
void
hopso_remote_get_blob_async (HopsoRemote *self,
                             const char *digest,
                             guint64 offset,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *path = g_strconcat ("/v1/blobs/sha256/", digest, NULL);
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-", offset);
  g_autofree char *condition = g_strdup_printf ("\"%s\"", digest);
  const char *const headers[] = { "Range", range, "If-Range", condition, NULL };
  const HopsoRemoteRequest request = {
    .method = "GET", .path = path, .headers = offset > 0 ? headers : NULL, .as_stream = TRUE
  };
  Download *download = g_new0 (Download, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  download->asked = offset;
  g_task_set_source_tag (task, hopso_remote_get_blob_async);
  g_task_set_task_data (task, download, (GDestroyNotify) download_free);
  hopso_remote_send_async (self, &request, cancellable, blob_cb, task);
}

/**
 * hopso_remote_get_blob_finish:
 * @offset: (out): where the stream begins: the offset asked for, or 0 when the server sends the
 *   whole
 *
 * Returns: (transfer full): the bytes as they arrive, or %NULL with @error
 */
GInputStream *
hopso_remote_get_blob_finish (HopsoRemote *self,
                              GAsyncResult *result,
                              guint64 *offset,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  Download *download = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *offset = download->offset;
  return g_steal_pointer (&download->stream);
}

static void part_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes @range: what the part is; @body: (nullable): its bytes. */
static void
send_part (GTask *task, char *range_owned, GBytes *body)
{
  g_autofree char *range = range_owned;
  Upload *upload = g_task_get_task_data (task);
  const char *const headers[] = { "Content-Range", range, NULL };
  const HopsoRemoteRequest request = { .method = "PUT",
                                       .path = upload->path,
                                       .headers = headers,
                                       .content_type = "application/octet-stream",
                                       .body = body,
                                       .max_size = MAX_REPLY_SIZE };

  hopso_remote_send_async (g_task_get_source_object (task), &request, g_task_get_cancellable (task),
                           part_cb, task);
}

static void
send_bytes (GTask *task, GBytes *body)
{
  Upload *upload = g_task_get_task_data (task);

  send_part (
      task,
      g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT,
                       upload->offset, upload->offset + g_bytes_get_size (body) - 1, upload->size),
      body);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = upload->source.read_finish (upload->source.data, result, &error);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    {
      send_bytes (task, bytes);
      return;
    }
  if (error != NULL)
    g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED,
                             _ ("The file cannot be read any more: %s"), error->message);
  else
    g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED, "%s",
                             _ ("The server does not take the file in"));
  g_clear_error (&error);
  g_object_unref (task);
}

static void
send_next_part (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  gsize size = (gsize) MIN (upload->size - upload->offset, PART_SIZE);
  g_autofree guint8 *bytes = NULL;
  GError *error = NULL;

  if (upload->source.progress != NULL)
    upload->source.progress (upload->offset, upload->size, upload->source.data);
  if (upload->source.read_async != NULL)
    {
      upload->source.read_async (upload->source.data, upload->offset, size,
                                 g_task_get_cancellable (task), read_cb, task);
      return;
    }
  bytes = g_malloc (MAX (size, 1));
  if (!hopso_fd_read_at (upload->fd, upload->offset, bytes, size, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  g_autoptr (GBytes) body = g_bytes_new_take (g_steal_pointer (&bytes), size);
  send_bytes (task, body);
}

static void
part_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);

  if (reply == NULL)
    g_task_return_error (task, error);
  else if (reply->status == 201)
    g_task_return_boolean (task, TRUE);
  else if (reply->upload_offset >= upload->size ||
           (reply->upload_offset <= upload->offset && upload->n_corrections++ >= MAX_CORRECTIONS))
    g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER,
                             _ ("The server does not take the file in"));
  else
    {
      upload->offset = reply->upload_offset;
      send_next_part (task);
      return;
    }
  g_object_unref (task);
}

/**
 * hopso_remote_put_blob_async:
 * @digest: SHA-256 of what is in @fd, lower-case hexadecimal
 * @fd: (transfer none): a file that does not change; kept open meanwhile
 *
 * Uploads a file, from where the last try stopped. What the server has already is not sent.
 */
void
hopso_remote_put_blob_async (HopsoRemote *self,
                             const char *digest,
                             int fd,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Upload *upload = g_new0 (Upload, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  upload->path = g_strconcat ("/v1/blobs/sha256/", digest, NULL);
  upload->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  g_task_set_source_tag (task, hopso_remote_put_blob_async);
  g_task_set_task_data (task, upload, (GDestroyNotify) upload_free);
  if (!hopso_fd_get_size (upload->fd, &upload->size, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  send_part (task, g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, upload->size), NULL);
}

/**
 * hopso_remote_put_source_async:
 * @digest: SHA-256 of the whole, lower-case hexadecimal
 * @source: where the bytes come from; copied, its functions are called until the end
 *
 * Uploads piece by piece, from where the last try stopped; finished by
 * hopso_remote_put_blob_finish().
 */
void
hopso_remote_put_source_async (HopsoRemote *self,
                               const char *digest,
                               const HopsoRemoteSource *source,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Upload *upload = g_new0 (Upload, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  upload->path = g_strconcat ("/v1/blobs/sha256/", digest, NULL);
  upload->fd = -1;
  upload->source = *source;
  upload->size = source->size;
  g_task_set_source_tag (task, hopso_remote_put_source_async);
  g_task_set_task_data (task, upload, (GDestroyNotify) upload_free);
  send_part (task, g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, upload->size), NULL);
}

/**
 * hopso_remote_put_blob_finish:
 *
 * Returns: whether the server has the whole file, verified, else %FALSE with @error
 */
gboolean
hopso_remote_put_blob_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
