/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file that is copied, and then written on behind its end. The digest of the original is taken
 * while it is copied, and what is written behind it is remembered: so it can be told what the file
 * must be, whatever the disk says. One thread at a time. */

#include "hopso-file-copy.h"

#include "hopso-digest.h"
#include "hopso-file-replace.h"

#include <fcntl.h>
#include <string.h>

#define WINDOW_SIZE ((gsize) 1024 * 1024)
#define MAX_TAIL    (128 * 1024 * 1024)

struct _HopsoFileCopy
{
  HopsoFileReplace *replace; /* owned, nullable: the result stays in memory */
  HopsoFd memory;            /* owned: -1 with a file */
  HopsoFd reader;            /* owned: the new file again, for reading only */
  guint64 original_size;
  HopsoDigester *original; /* owned, nullable before the copy: of the original's bytes */
  GByteArray *tail;        /* owned: all that was written behind them */
};

/**
 * hopso_file_copy_begin:
 * @path: (nullable): where the file appears in the end; without it, it stays in memory
 * @mode: its permission bits
 *
 * Returns: (transfer full): an empty file, or %NULL with @error
 */
HopsoFileCopy *
hopso_file_copy_begin (const char *path, int mode, GError **error)
{
  g_autoptr (HopsoFileCopy) self = g_new0 (HopsoFileCopy, 1);

  self->tail = g_byte_array_new ();
  self->memory = self->reader = -1;
  if (path != NULL)
    self->replace = hopso_file_replace_begin (path, mode, error);
  else
    self->memory = hopso_fd_new_memory ("hopso-copy", error);
  if (self->replace == NULL && self->memory < 0)
    return NULL;
  self->reader = hopso_fd_reopen_read_only (hopso_file_copy_get_fd (self), error);
  return self->reader >= 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * hopso_file_copy_free:
 *
 * Throws away what was not finished.
 */
void
hopso_file_copy_free (HopsoFileCopy *self)
{
  g_clear_pointer (&self->replace, hopso_file_replace_free);
  hopso_fd_close (self->memory);
  hopso_fd_close (self->reader);
  g_clear_pointer (&self->original, hopso_digester_free);
  g_byte_array_unref (self->tail);
  g_free (self);
}

/**
 * hopso_file_copy_get_fd:
 *
 * Returns: the new file, for who appends to it and has it absorbed; stays @self's
 */
int
hopso_file_copy_get_fd (HopsoFileCopy *self)
{
  return self->replace != NULL ? hopso_file_replace_get_fd (self->replace) : self->memory;
}

/**
 * hopso_file_copy_get_reader:
 *
 * Returns: the new file, for reading only; stays @self's
 */
int
hopso_file_copy_get_reader (HopsoFileCopy *self)
{
  return self->reader;
}

/**
 * hopso_file_copy_get_original_size:
 *
 * Returns: how much was copied
 */
guint64
hopso_file_copy_get_original_size (HopsoFileCopy *self)
{
  return self->original_size;
}

/**
 * hopso_file_copy_get_size:
 *
 * Returns: how much there is with what was written behind it
 */
guint64
hopso_file_copy_get_size (HopsoFileCopy *self)
{
  return self->original_size + self->tail->len;
}

/**
 * hopso_file_copy_take:
 * @original: a file; borrowed
 * @cancellable: (nullable): stops it
 *
 * Copies a file, as it is now.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_file_copy_take (HopsoFileCopy *self, int original, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *window = g_malloc (WINDOW_SIZE);
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);

  if (!hopso_fd_get_size (original, &self->original_size, error))
    return FALSE;
  for (guint64 at = 0; at < self->original_size; at += WINDOW_SIZE)
    {
      gsize n = (gsize) MIN ((guint64) WINDOW_SIZE, self->original_size - at);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !hopso_fd_read_at (original, at, window, n, error) ||
          !hopso_fd_write_at (hopso_file_copy_get_fd (self), at, window, n, error))
        return FALSE;
      hopso_digester_update (digester, window, n);
    }
  self->original = g_steal_pointer (&digester);
  /* The disk begins while the file is looked at; what fails is told at the end. */
  if (self->replace != NULL)
    (void) sync_file_range (hopso_file_copy_get_fd (self), 0, 0, SYNC_FILE_RANGE_WRITE);
  return TRUE;
}

/**
 * hopso_file_copy_dup_digest:
 * @more: (nullable): what is to be thought behind the original
 * @size: how much
 * @end: (nullable): and behind that
 * @rest: how much
 *
 * Returns: (transfer full): the SHA-256 of all that
 */
GBytes *
hopso_file_copy_dup_digest (
    HopsoFileCopy *self, const void *more, gsize size, const void *end, gsize rest)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_copy (self->original);

  hopso_digester_update (digester, more, size);
  hopso_digester_update (digester, end, rest);
  return hopso_digester_finish (digester);
}

/**
 * hopso_file_copy_dup_whole_digest:
 *
 * Returns: (transfer full): the SHA-256 that the file must have
 */
GBytes *
hopso_file_copy_dup_whole_digest (HopsoFileCopy *self)
{
  return hopso_file_copy_dup_digest (self, self->tail->data, self->tail->len, NULL, 0);
}

static gboolean
check_growth (HopsoFileCopy *self, guint64 size, GError **error)
{
  if (size - self->original_size <= MAX_TAIL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Too much is written behind a file");
  return FALSE;
}

/**
 * hopso_file_copy_write:
 * @offset: where in the file, not before its original's end
 * @bytes: what
 * @size: how much
 *
 * Writes behind the original, and remembers what.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_file_copy_write (
    HopsoFileCopy *self, guint64 offset, const void *bytes, gsize size, GError **error)
{
  g_return_val_if_fail (offset >= self->original_size, FALSE);
  g_return_val_if_fail (offset <= hopso_file_copy_get_size (self), FALSE);

  if (!check_growth (self, offset + size, error))
    return FALSE;

  guint at = (guint) (offset - self->original_size);
  if (self->tail->len < at + size)
    g_byte_array_set_size (self->tail, at + (guint) size);
  memcpy (self->tail->data + at, bytes, size);
  return hopso_fd_write_at (hopso_file_copy_get_fd (self), offset, bytes, size, error);
}

/**
 * hopso_file_copy_absorb:
 *
 * Remembers what others have appended, who checked it.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_file_copy_absorb (HopsoFileCopy *self, GError **error)
{
  guint64 size, known = hopso_file_copy_get_size (self);
  guint old = self->tail->len;

  if (!hopso_fd_get_size (self->reader, &size, error))
    return FALSE;
  if (size <= known)
    return TRUE;
  if (!check_growth (self, size, error))
    return FALSE;
  g_byte_array_set_size (self->tail, old + (guint) (size - known));
  return hopso_fd_read_at (self->reader, known, self->tail->data + old, (gsize) (size - known),
                           error);
}

/**
 * hopso_file_copy_check:
 * @cancellable: (nullable): stops it
 *
 * Reads the file back.
 *
 * Returns: %FALSE with @error, G_IO_ERROR_INVALID_DATA when it is not what was written
 */
gboolean
hopso_file_copy_check (HopsoFileCopy *self, GCancellable *cancellable, GError **error)
{
  guint64 range[2] = { 0, 0 };
  g_autoptr (GBytes) wanted = hopso_file_copy_dup_whole_digest (self);
  g_autoptr (GBytes) found = NULL;

  if (!hopso_fd_get_size (self->reader, &range[1], error) ||
      !hopso_digest_fd (self->reader, range, 1, HOPSO_HASH_SHA256, &found, cancellable, error))
    return FALSE;
  if (hopso_digest_equal (wanted, found))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The disk gave back something else than was written");
  return FALSE;
}

/**
 * hopso_file_copy_finish:
 *
 * Puts the file in its place, durably, or seals it in memory.
 *
 * Returns: it, open for reading, or -1 with @error
 */
HopsoFd
hopso_file_copy_finish (HopsoFileCopy *self, GError **error)
{
  if (self->replace != NULL ? !hopso_file_replace_commit (self->replace, error)
                            : !hopso_fd_seal (self->memory, error))
    return -1;
  return hopso_fd_steal (&self->reader);
}
