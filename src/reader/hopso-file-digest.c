/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SHA-256 of a file, for people to compare; a little of it whenever nothing else is to be done,
 * so that a long file holds nothing up. Main thread. */

#include "hopso-file-digest.h"

#include "hopso-fd.h"

/* Read in a millisecond or two. */
#define SLICE ((gsize) 512 * 1024)

typedef struct
{
  GChecksum *sum; /* owned */
  guint8 *buffer; /* owned: SLICE */
  guint64 size;
  guint64 done;
  HopsoFd fd; /* owned */
} Digest;

static void
digest_free (gpointer data)
{
  Digest *self = data;

  hopso_fd_close (self->fd);
  g_checksum_free (self->sum);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
slice_cb (gpointer user_data)
{
  GTask *task = user_data;
  Digest *self = g_task_get_task_data (task);
  const gsize size = (gsize) MIN (self->size - self->done, SLICE);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (size == 0)
    {
      g_task_return_pointer (task, g_strdup (g_checksum_get_string (self->sum)), g_free);
      return G_SOURCE_REMOVE;
    }
  if (!hopso_fd_read_at (self->fd, self->done, self->buffer, size, &error))
    {
      g_task_return_error (task, error);
      return G_SOURCE_REMOVE;
    }
  g_checksum_update (self->sum, self->buffer, (gssize) size);
  self->done += size;
  return G_SOURCE_CONTINUE;
}

/**
 * hopso_file_digest_async:
 * @fd: a file; may be closed afterwards
 * @cancellable: (nullable): when it is not wanted any more
 * @callback: when it is known
 * @user_data: for @callback
 */
void
hopso_file_digest_async (int fd,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Digest *self = g_new0 (Digest, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_file_digest_async);
  g_task_set_task_data (task, self, digest_free);
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  self->buffer = g_malloc (SLICE);
  self->fd = hopso_fd_dup (fd, &error);
  if (self->fd < 0 || !hopso_fd_get_size (self->fd, &self->size, &error))
    g_task_return_error (task, error);
  else
    g_idle_add_full (G_PRIORITY_LOW, slice_cb, g_object_ref (task), g_object_unref);
}

/**
 * hopso_file_digest_finish:
 * @result: what the callback was given
 * @error: why it could not be read
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
hopso_file_digest_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
