/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of papers: one file per blob under blobs/, named by its SHA-256, written once. Whole
 * blobs only come here; a blob that is there is durable. Any thread that may wait. */

#include "hopso-server-blobs.h"

#include "hopso-digest.h"
#include "hopso-file-replace.h"
#include "hopso-folder.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#define WINDOW (1024 * 1024)

static char *
build_path (const char *folder, const char *digest)
{
  g_autofree char *shelf = g_strndup (digest, 2);

  return g_build_filename (folder, "blobs", shelf, digest, NULL);
}

/**
 * hopso_server_blob_open:
 * @folder: the store's folder
 * @digest: a SHA-256 in lower-case hexadecimal
 * @size: (out): how many bytes it has
 *
 * Returns: (transfer full): the blob to read, or -1 with %HOPSO_SERVER_STORE_ERROR_NOT_FOUND
 */
HopsoFd
hopso_server_blob_open (const char *folder, const char *digest, guint64 *size, GError **error)
{
  g_autofree char *path = build_path (folder, digest);
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR,
                   errno == ENOENT ? HOPSO_SERVER_STORE_ERROR_NOT_FOUND
                                   : HOPSO_SERVER_STORE_ERROR_FAILED,
                   "Opening a blob: %s", g_strerror (errno));
      return -1;
    }
  return hopso_fd_get_size (fd, size, error) ? hopso_fd_steal (&fd) : -1;
}

static char *
digest_file (int fd, guint64 size, GError **error)
{
  const guint64 range[2] = { 0, size };
  g_autoptr (GBytes) digest = NULL;

  if (!hopso_digest_fd (fd, range, 1, HOPSO_HASH_SHA256, &digest, NULL, error))
    return NULL;
  return hopso_digest_to_hex (digest);
}

/**
 * hopso_server_blob_check:
 * @folder: the store's folder
 * @digest: a SHA-256 in lower-case hexadecimal
 *
 * Returns: whether the file still has the digest it is named by
 */
gboolean
hopso_server_blob_check (const char *folder, const char *digest, GError **error)
{
  guint64 size;
  g_auto (HopsoFd) fd = hopso_server_blob_open (folder, digest, &size, error);

  if (fd < 0)
    return FALSE;

  g_autofree char *found = digest_file (fd, size, error);
  if (found == NULL)
    return FALSE;
  if (strcmp (found, digest) == 0)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
               "The blob %s is not what it was", digest);
  return FALSE;
}

static gboolean
copy (int from, int to, guint64 size, GError **error)
{
  g_autofree char *window = g_malloc (WINDOW);

  for (guint64 at = 0; at < size;)
    {
      gsize part = (gsize) MIN (size - at, WINDOW);

      if (!hopso_fd_read_at (from, at, window, part, error) ||
          !hopso_fd_write_at (to, at, window, part, error))
        return FALSE;
      at += part;
    }
  return TRUE;
}

/**
 * hopso_server_blob_import:
 * @folder: the store's folder
 * @fd: a file whose bytes shall be kept
 * @size: (out): how many they are
 *
 * Copies the bytes and makes them durable, also when they are there already: how long it takes must
 * not tell, and what came now is young for who throws away what is not entered in the database.
 *
 * Returns: (transfer full): their SHA-256 in lower-case hexadecimal, or %NULL with @error
 */
char *
hopso_server_blob_import (const char *folder, int fd, guint64 *size, GError **error)
{
  if (!hopso_fd_get_size (fd, size, error))
    return NULL;

  g_autofree char *digest = digest_file (fd, *size, error);
  if (digest == NULL)
    return NULL;
  g_autofree char *path = build_path (folder, digest);
  g_autofree char *shelf = g_path_get_dirname (path);
  if (!hopso_folder_make (shelf, error))
    return NULL;

  g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin (path, 0400, error);
  if (replace == NULL || !copy (fd, hopso_file_replace_get_fd (replace), *size, error) ||
      !hopso_file_replace_commit (replace, error))
    return NULL;
  return g_steal_pointer (&digest);
}

/**
 * hopso_server_blobs_lock:
 * @folder: the store's folder
 * @is_exclusive: whether blobs will be thrown away
 *
 * Whoever copies blobs waits for whoever throws some away; the latter does not wait, but comes
 * again later.
 *
 * Returns: (transfer full): what holds the lock until it is closed, or -1 with @error;
 *   %G_IO_ERROR_WOULD_BLOCK when blobs are being copied
 */
HopsoFd
hopso_server_blobs_lock (const char *folder, gboolean is_exclusive, GError **error)
{
  g_auto (HopsoFd) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0 && flock (fd, is_exclusive ? LOCK_EX | LOCK_NB : LOCK_SH) == 0)
    return hopso_fd_steal (&fd);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
               g_strerror (errno));
  return -1;
}

static gboolean
compare (int a, int b, guint64 size, gboolean *is_same, GError **error)
{
  g_autofree char *window_a = g_malloc (WINDOW);
  g_autofree char *window_b = g_malloc (WINDOW);

  *is_same = TRUE;
  for (guint64 at = 0; at < size && *is_same;)
    {
      gsize part = (gsize) MIN (size - at, WINDOW);

      if (!hopso_fd_read_at (a, at, window_a, part, error) ||
          !hopso_fd_read_at (b, at, window_b, part, error))
        return FALSE;
      *is_same = memcmp (window_a, window_b, part) == 0;
      at += part;
    }
  return TRUE;
}

/**
 * hopso_server_blob_is_prefix:
 * @folder: the store's folder
 * @shorter: the digest of a blob
 * @longer: the digest of another
 * @is_prefix: (out): whether @longer begins with all of @shorter, and has more
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_blob_is_prefix (const char *folder,
                             const char *shorter,
                             const char *longer,
                             gboolean *is_prefix,
                             GError **error)
{
  guint64 size_a;
  guint64 size_b;
  g_auto (HopsoFd) a = hopso_server_blob_open (folder, shorter, &size_a, error);
  g_auto (HopsoFd) b = a < 0 ? -1 : hopso_server_blob_open (folder, longer, &size_b, error);

  *is_prefix = FALSE;
  if (b < 0)
    return FALSE;
  return size_b <= size_a || compare (a, b, size_a, is_prefix, error);
}

/**
 * hopso_server_session_add_blob:
 * @digest: the SHA-256 of a blob that is durable
 * @size: its bytes
 * @person: (nullable): who uploaded it
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_add_blob (
    HopsoServerSession *self, const char *digest, guint64 size, const char *person, GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "INSERT OR IGNORE INTO blob (digest, size, created)"
                               " VALUES (?1, ?2, ?3)",
                               "sii", digest, (gint64) size, self->now) &&
         (person == NULL ||
          hopso_server_sql_run (self->sql, error,
                                "INSERT OR REPLACE INTO blob_owner (digest, person, created)"
                                " VALUES (?1, ?2, ?3)",
                                "ssi", digest, person, self->now));
}

/**
 * hopso_server_session_owns_blob:
 * @digest: the SHA-256 of bytes
 * @person: who may have uploaded them
 * @size: (out): how many they are
 * @owns: (out): whether @person uploaded them
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_owns_blob (HopsoServerSession *self,
                                const char *digest,
                                const char *person,
                                guint64 *size,
                                gboolean *owns,
                                GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error,
                              "SELECT b.size FROM blob_owner o JOIN blob b ON b.digest = o.digest"
                              " WHERE o.digest = ?1 AND o.person = ?2",
                              "ss", digest, person);

  if (query == NULL)
    return FALSE;
  *owns = hopso_server_query_next (query, &failure);
  *size = *owns ? (guint64) hopso_server_query_integer (query, 0) : 0;
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_find_blob:
 * @digest: the SHA-256 of bytes
 * @size: (out): how many they are
 * @is_there: (out): whether the server has them
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_find_blob (
    HopsoServerSession *self, const char *digest, guint64 *size, gboolean *is_there, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT size FROM blob WHERE digest = ?1", "s", digest);

  if (query == NULL)
    return FALSE;
  *is_there = hopso_server_query_next (query, &failure);
  *size = *is_there ? (guint64) hopso_server_query_integer (query, 0) : 0;
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_count_versions:
 * @paper: the id of a paper that is or was there
 * @latest: (out): the number of the latest version, 0 for none
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_count_versions (HopsoServerSession *self,
                                     const char *paper,
                                     gint64 *latest,
                                     GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT max (version) FROM paper_version WHERE paper = ?1", "s", paper);

  *latest = 0;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    *latest = hopso_server_query_integer (query, 0);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_is_version:
 * @paper: the id of a paper that is or was there
 * @digest: the SHA-256 of bytes
 * @is_version: (out): whether they are a version of it
 *
 * Returns: %FALSE with @error when that cannot be said
 */
gboolean
hopso_server_session_is_version (HopsoServerSession *self,
                                 const char *paper,
                                 const char *digest,
                                 gboolean *is_version,
                                 GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (
      self->sql, error, "SELECT 1 FROM paper_version WHERE paper = ?1 AND digest = ?2", "ss", paper,
      digest);

  if (query == NULL)
    return FALSE;
  *is_version = hopso_server_query_next (query, &failure);
  return hopso_server_sql_pass_error (&failure, error);
}

/**
 * hopso_server_session_forget_versions:
 * @paper: the id of a paper
 *
 * Nobody reads any version of it any more.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_forget_versions (HopsoServerSession *self, const char *paper, GError **error)
{
  return hopso_server_sql_run (self->sql, error, "DELETE FROM paper_version WHERE paper = ?1", "s",
                               paper);
}

/**
 * hopso_server_session_add_version:
 * @paper: a paper with the digest, size and number of its current version
 * @person: (nullable): whose version it is
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_add_version (HopsoServerSession *self,
                                  HopsoRecord *paper,
                                  const char *person,
                                  GError **error)
{
  return hopso_server_sql_run (self->sql, error,
                               "INSERT INTO paper_version (paper, version, digest, size, person,"
                               " created) SELECT id, coalesce (version, 1), digest, size, ?2, ?3"
                               " FROM paper WHERE id = ?1",
                               "ssi", hopso_record_get_id (paper), person, self->now);
}

/**
 * hopso_server_session_list_blobs:
 *
 * Returns: (transfer full) (element-type utf8): the digests of all blobs, or %NULL with @error
 */
GPtrArray *
hopso_server_session_list_blobs (HopsoServerSession *self, GError **error)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (self->sql, error, "SELECT digest FROM blob ORDER BY digest", "");

  if (query == NULL)
    return NULL;
  while (hopso_server_query_next (query, &failure))
    g_ptr_array_add (digests, g_strdup (hopso_server_query_text (query, 0)));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&digests);
}
