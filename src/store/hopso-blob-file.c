/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A blob as it lies on the disk: AES-256-GCM, in chunks of 64 KiB, each with its tag behind it,
 * so that a chunk can be neither changed, nor moved, nor left out at the end. Whoever writes one
 * holds its lock. On the thread of the cache. */

#include "hopso-blob-file-private.h"

#include "hopso-cipher.h"
#include "hopso-crypto-error.h"
#include "hopso-store-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define SEALED_CHUNK (HOPSO_BLOB_CHUNK + HOPSO_GCM_STREAM_OVERHEAD)

G_STATIC_ASSERT (HOPSO_BLOB_CHUNK == HOPSO_GCM_STREAM_CHUNK);

struct _HopsoBlobFile
{
  char *folder;           /* owned */
  HopsoFd fd;             /* owned */
  HopsoGcmStream *stream; /* owned */
  guint64 size;           /* of the plain bytes */
  guint8 *sealed;         /* owned: room for one chunk */
};

static HopsoStoreError
classify (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
      g_error_matches (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION))
    return HOPSO_STORE_ERROR_DAMAGED;
  return hopso_store_error_classify (error);
}

/* Turns what base and crypto say into the room's errors. */
static gboolean
fail (GError *local, GError **error)
{
  HopsoStoreError code = classify (local);

  if (code == HOPSO_STORE_ERROR_DAMAGED)
    g_set_error (error, HOPSO_STORE_ERROR, (int) code, "A stored file: %s", local->message);
  else
    hopso_store_error_set (error, code, "A stored file: %s", local->message);
  g_error_free (local);
  return FALSE;
}

static gboolean
fail_with_errno (const char *what, GError **error)
{
  int code = errno;
  GError *local = NULL;

  g_set_error (&local, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return fail (local, error);
}

/* Takes @fd over in any case. */
static HopsoBlobFile *
file_new (const char *folder, const HopsoBlobRow *row, int fd, GError **error)
{
  g_autoptr (HopsoBlobFile) self = g_new0 (HopsoBlobFile, 1);
  GError *local = NULL;

  self->folder = g_strdup (folder);
  self->fd = fd;
  self->size = row->size;
  self->sealed = g_malloc (SEALED_CHUNK);
  self->stream = hopso_gcm_stream_new (row->key, &local);
  if (self->stream != NULL)
    return g_steal_pointer (&self);
  fail (local, error);
  return NULL;
}

/* Opens a whole blob to read it. HOPSO_STORE_ERROR_ABSENT, HOPSO_STORE_ERROR_DAMAGED. */
HopsoBlobFile *
hopso_blob_file_open (const char *folder, const HopsoBlobRow *row, GError **error)
{
  g_autofree char *path = g_build_filename (folder, row->file, NULL);
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0 && errno == ENOENT)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "A stored file has gone");
      return NULL;
    }
  if (fd < 0)
    {
      fail_with_errno ("opening", error);
      return NULL;
    }

  g_autoptr (HopsoBlobFile) self = file_new (folder, row, hopso_fd_steal (&fd), error);
  GError *local = NULL;
  guint64 size;
  if (self == NULL)
    return NULL;
  if (!hopso_fd_get_size (self->fd, &size, &local))
    {
      fail (local, error);
      return NULL;
    }
  if (size !=
      self->size + (guint64) hopso_blob_file_get_n_chunks (self) * HOPSO_GCM_STREAM_OVERHEAD)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "A stored file has the wrong size");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Opens a blob, or makes it, to go on writing. HOPSO_STORE_ERROR_BUSY: somebody else does. */
HopsoBlobFile *
hopso_blob_file_open_for_writing (const char *folder, const HopsoBlobRow *row, GError **error)
{
  g_autofree char *path = g_build_filename (folder, row->file, NULL);
  g_auto (HopsoFd) fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      fail_with_errno ("making", error);
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_BUSY,
                           "The file is being stored already");
      return NULL;
    }
  return file_new (folder, row, hopso_fd_steal (&fd), error);
}

void
hopso_blob_file_free (HopsoBlobFile *self)
{
  hopso_fd_close (self->fd);
  g_clear_pointer (&self->stream, hopso_gcm_stream_free);
  g_free (self->sealed);
  g_free (self->folder);
  g_free (self);
}

/* How many chunks the whole blob has; an empty one has one. */
guint32
hopso_blob_file_get_n_chunks (HopsoBlobFile *self)
{
  guint64 n = self->size / HOPSO_BLOB_CHUNK + (self->size % HOPSO_BLOB_CHUNK != 0 ? 1 : 0);

  return (guint32) CLAMP (n, 1, G_MAXUINT32);
}

/* How many chunks before the last one are there; the last is written at the commit alone. */
gboolean
hopso_blob_file_count_sealed (HopsoBlobFile *self, guint32 *n_sealed, GError **error)
{
  GError *local = NULL;
  guint64 size;

  if (!hopso_fd_get_size (self->fd, &size, &local))
    return fail (local, error);
  *n_sealed = (guint32) MIN (size / SEALED_CHUNK, hopso_blob_file_get_n_chunks (self) - 1);
  return TRUE;
}

/* Drops what comes after the first @n_chunks. */
gboolean
hopso_blob_file_cut (HopsoBlobFile *self, guint32 n_chunks, GError **error)
{
  if (ftruncate (self->fd, (off_t) n_chunks * SEALED_CHUNK) != 0)
    return fail_with_errno ("shortening", error);
  return TRUE;
}

/* Writes a chunk; when the disk is full, what was there before is left. */
gboolean
hopso_blob_file_seal (
    HopsoBlobFile *self, guint32 number, const guint8 *plain, gsize size, GError **error)
{
  gboolean is_last = number + 1 == hopso_blob_file_get_n_chunks (self);
  GError *local = NULL;

  if (hopso_gcm_stream_seal (self->stream, number, is_last, plain, size, self->sealed, &local) &&
      hopso_fd_write_at (self->fd, (guint64) number * SEALED_CHUNK, self->sealed,
                         size + HOPSO_GCM_STREAM_OVERHEAD, &local))
    return TRUE;
  hopso_blob_file_cut (self, number, NULL);
  return fail (local, error);
}

/* Reads a chunk into room for HOPSO_BLOB_CHUNK bytes. */
gboolean
hopso_blob_file_unseal (
    HopsoBlobFile *self, guint32 number, guint8 *plain, gsize *size, GError **error)
{
  gboolean is_last = number + 1 == hopso_blob_file_get_n_chunks (self);
  GError *local = NULL;

  *size = is_last ? (gsize) (self->size - (guint64) number * HOPSO_BLOB_CHUNK) : HOPSO_BLOB_CHUNK;
  if (hopso_fd_read_at (self->fd, (guint64) number * SEALED_CHUNK, self->sealed,
                        *size + HOPSO_GCM_STREAM_OVERHEAD, &local) &&
      hopso_gcm_stream_open (self->stream, number, is_last, self->sealed,
                             *size + HOPSO_GCM_STREAM_OVERHEAD, plain, &local))
    return TRUE;
  return fail (local, error);
}

/* Makes the file and its name durable. */
gboolean
hopso_blob_file_sync (HopsoBlobFile *self, GError **error)
{
  g_auto (HopsoFd) folder = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fsync (self->fd) != 0 || folder < 0 || fsync (folder) != 0)
    return fail_with_errno ("making it durable", error);
  return TRUE;
}

/* Whether nobody is writing the file at @path. */
gboolean
hopso_blob_file_is_free (const char *path)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  return fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0;
}

/* Removes the file of a row; without the row's key nobody can read it anyway. */
void
hopso_blob_file_unlink (const char *folder, const HopsoBlobRow *row)
{
  g_autofree char *path = g_build_filename (folder, row->file, NULL);

  g_unlink (path);
}
