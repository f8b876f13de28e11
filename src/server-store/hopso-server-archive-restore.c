/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Putting a backup into an empty folder. The database comes last and under its name only when it
 * is durable, so that a folder half restored is none that a server would serve; what failed leaves
 * nothing behind. The restored database begins a history of its own: clients that saw more than
 * the backup knows must not take its states and entity tags for those they saw. Any thread that
 * may wait. */

#include "hopso-server-archive-private.h"

#include "hopso-fd.h"
#include "hopso-file-replace.h"
#include "hopso-server-audit.h"
#include "hopso-server-changes.h"
#include "hopso-server-schema.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"
#include "hopso-server-whole.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/* A file system's own folder may be there. */
static gboolean
is_empty (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, "lost+found") != 0)
      {
        g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS,
                     _ ("The folder %s is not empty; a backup is restored into an empty one only"),
                     folder);
        return FALSE;
      }
  return TRUE;
}

static gboolean
has_space (const char *folder, guint64 size, GError **error)
{
  struct statvfs status;

  if (statvfs (folder, &status) != 0)
    return fail (error, folder);
  if ((guint64) status.f_bavail * status.f_frsize >= size)
    return TRUE;
  g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_FULL,
               _ ("The disk of %s has not enough space"), folder);
  return FALSE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  return g_mkdir (path, 0700) == 0 || errno == EEXIST || fail (error, "Making a folder");
}

static gboolean
restore_blob (HopsoServerArchive *self,
              const HopsoServerArchivePart *part,
              const char *blobs,
              HopsoServerWatch *watch,
              GError **error)
{
  g_autofree char *shelf = g_strdup_printf ("%s/%.2s", blobs, part->digest);
  g_autofree char *path = g_build_filename (shelf, part->digest, NULL);

  if (!make_folder (shelf, error))
    return FALSE;

  g_auto (HopsoFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (fd < 0)
    return fail (error, "Making a file");
  return hopso_server_archive_extract (self, part, fd, watch, error);
}

static gboolean
restore_blobs (HopsoServerArchive *self,
               const char *folder,
               HopsoServerWatch *watch,
               GError **error)
{
  const GArray *parts = hopso_server_archive_get_blobs (self);
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL);
  g_autofree char *uploads = g_build_filename (folder, "uploads", NULL);

  if (!make_folder (blobs, error) || !make_folder (uploads, error))
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!restore_blob (self, &g_array_index (parts, HopsoServerArchivePart, i), blobs, watch,
                       error))
      return FALSE;

  /* All of them at once: one by one would take a disk's turn for each. */
  g_auto (HopsoFd) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return (fd >= 0 && syncfs (fd) == 0) || fail (error, "Making files durable");
}

/* Another epoch, so that every state told before is gone; far along in the sequence, so that no
 * entity tag comes again for other words; nobody signed in, since what was signed out after the
 * backup would be signed in again. */
static gboolean
begin_new_history (HopsoServerSession *session, GError **error)
{
  const HopsoServerActor nobody = { NULL, NULL };
  g_autofree char *state = hopso_server_session_dup_state (session, error);

  return state != NULL &&
         hopso_server_sql_run_script (session->sql,
                                      "UPDATE setting SET value = lower (hex (randomblob (4)))"
                                      " WHERE name = 'epoch';"
                                      "UPDATE setting SET value = CAST (value AS INTEGER)"
                                      " + 4294967296 WHERE name = 'sequence';"
                                      "DELETE FROM access_token; DELETE FROM refresh_token;"
                                      "DELETE FROM setting WHERE name = 'token-secret';",
                                      error) &&
         hopso_server_session_audit (session, &nobody, "restore", NULL, state, error);
}

static gboolean
take_over (const char *path, gint64 now, GError **error)
{
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, error);
  HopsoServerSession session;

  if (sql == NULL || !hopso_server_schema_check (sql, error) ||
      !hopso_server_whole_check_database (sql, error) ||
      !hopso_server_sql_run_script (sql, "BEGIN IMMEDIATE", error))
    return FALSE;
  hopso_server_session_init (&session, sql, now);
  gboolean is_done =
      begin_new_history (&session, error) && hopso_server_sql_run_script (sql, "COMMIT", error);
  hopso_server_session_clear (&session);
  return is_done;
}

static gboolean
restore_database (HopsoServerArchive *self,
                  const char *folder,
                  gint64 now,
                  HopsoServerWatch *watch,
                  GError **error)
{
  g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  if (!hopso_server_archive_extract_database (self, part, watch, error) ||
      !take_over (part, now, error))
    return FALSE;

  g_auto (HopsoFd) fd = open (part, O_RDONLY | O_CLOEXEC);
  g_auto (HopsoFd) around = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || around < 0 || fsync (fd) != 0 || g_rename (part, path) != 0 || fsync (around) != 0)
    return fail (error, "Putting the database in its place");
  return TRUE;
}

/* Only what this run made; the folder was empty. */
static void
remove_what_was_made (HopsoServerArchive *self, const char *folder)
{
  static const char *const files[] = { "hopso.sqlite", "hopso.sqlite.part", "hopso.sqlite.part-wal",
                                       "hopso.sqlite.part-shm" };
  const GArray *parts = hopso_server_archive_get_blobs (self);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);
      g_unlink (path);
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const HopsoServerArchivePart *part = &g_array_index (parts, HopsoServerArchivePart, i);
      g_autofree char *shelf = g_strdup_printf ("%s/blobs/%.2s", folder, part->digest);
      g_autofree char *path = g_build_filename (shelf, part->digest, NULL);

      g_unlink (path);
      g_rmdir (shelf);
    }
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL);
  g_autofree char *uploads = g_build_filename (folder, "uploads", NULL);
  g_rmdir (blobs);
  g_rmdir (uploads);
}

/**
 * hopso_server_archive_restore:
 * @folder: made when it is missing; must be empty
 * @now: seconds since 1970-01-01T00:00:00Z
 * @watch: who looks on
 *
 * Returns: %FALSE with @error; then there is nothing in the folder
 */
gboolean
hopso_server_archive_restore (HopsoServerArchive *self,
                              const char *folder,
                              gint64 now,
                              HopsoServerWatch *watch,
                              GError **error)
{
  guint64 size = hopso_server_archive_get_size (self);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, folder);
  if (!is_empty (folder, error) || !has_space (folder, size, error))
    return FALSE;
  watch->total = size;
  watch->done = 0;
  if (restore_blobs (self, folder, watch, error) &&
      restore_database (self, folder, now, watch, error))
    return TRUE;
  remove_what_was_made (self, folder);
  return FALSE;
}
