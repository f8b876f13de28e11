/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing a backup of a server that goes on serving. The database is copied as it was at one
 * moment, by a reader that holds up no writer; then the bytes of every paper that this copy knows,
 * which are durable before the database knows them and never change. It grows as FILE.part and
 * takes its name when it is whole. Any thread that may wait. */

#include "hopso-server-archive-private.h"

#include "hopso-file-replace.h"
#include "hopso-server-blobs.h"
#include "hopso-server-changes.h"
#include "hopso-server-schema.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"
#include "hopso-server-tar.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  const char *folder; /* borrowed: outlives self */
  int fd;             /* borrowed: outlives self */
  guint64 at;         /* where the next part begins */
  gint64 now;
  GString *sums;                   /* owned */
  HopsoServerWatch *watch;         /* borrowed: outlives self */
  HopsoServerBackupReport *report; /* borrowed: outlives self */
} Writer;

static void
writer_clear (Writer *writer)
{
  g_string_free (writer->sums, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, writer_clear)

/* What the copied database says of itself. */
typedef struct
{
  char *about;        /* owned */
  GPtrArray *digests; /* owned */
  guint64 size;       /* of all blobs */
} Contents;

static void
contents_clear (Contents *contents)
{
  g_free (contents->about);
  g_clear_pointer (&contents->digests, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contents, contents_clear)

static gboolean
write_zeros (Writer *writer, guint64 at, gsize size, GError **error)
{
  static const guint8 zeros[2 * HOPSO_SERVER_TAR_BLOCK];

  return hopso_fd_write_at (writer->fd, at, zeros, size, error);
}

/* Counts only when it succeeds; until then the next part would be written over it. */
static gboolean
write_part (
    Writer *writer, const char *name, int from, guint64 size, const char *expected, GError **error)
{
  guint8 header[HOPSO_SERVER_TAR_BLOCK];
  const HopsoServerStream stream = { from, 0, writer->fd, writer->at + sizeof header, size };
  guint64 padded = hopso_server_tar_get_padded (size);

  hopso_server_tar_write_header (name, size, writer->now, header);
  if (!hopso_fd_write_at (writer->fd, writer->at, header, sizeof header, error))
    return FALSE;

  g_autofree char *digest = hopso_server_stream_run (&stream, writer->watch, error);
  if (digest == NULL ||
      !write_zeros (writer, writer->at + sizeof header + size, (gsize) (padded - size), error))
    return FALSE;
  if (expected != NULL && strcmp (digest, expected) != 0)
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
                   "The blob %s is not what it was", expected);
      return FALSE;
    }
  hopso_server_archive_add_sum (writer->sums, digest, name);
  writer->at += sizeof header + padded;
  return TRUE;
}

static gboolean
write_text (Writer *writer, const char *name, const char *text, GError **error)
{
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("backup", text, strlen (text), error);

  return fd >= 0 && write_part (writer, name, fd, strlen (text), NULL, error);
}

/* A paper that is damaged or missing here must not keep all others from being saved. */
static gboolean
write_blob (Writer *writer, const char *digest, GError **error)
{
  g_autofree char *name = hopso_server_archive_dup_blob_name (digest);
  g_autoptr (GError) failure = NULL;
  guint64 size;
  g_auto (HopsoFd) fd = hopso_server_blob_open (writer->folder, digest, &size, &failure);

  if (fd >= 0 && write_part (writer, name, fd, size, digest, &failure))
    {
      writer->report->n_blobs++;
      return TRUE;
    }
  if (failure->domain == HOPSO_SERVER_STORE_ERROR)
    {
      g_ptr_array_add (writer->report->left_out, g_strdup (digest));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static char *
describe (HopsoServerSession *session, gint64 now, guint n_blobs, GError **error)
{
  g_autofree char *state = hopso_server_session_dup_state (session, error);
  g_autofree char *name =
      state == NULL ? NULL : hopso_server_session_dup_setting (session, "name", error);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now);
  g_autofree char *made = g_date_time_format_iso8601 (time);

  if (name == NULL)
    return NULL;
  g_strdelimit (name, "\r\n", ' ');
  return g_strdup_printf (HOPSO_ARCHIVE_WORD "%d\nserver: %s\nmade: %s\nprogram: %s\nstate: %s\n"
                                             "papers: %u\n",
                          HOPSO_ARCHIVE_FORMAT, name, made, HOPSO_VERSION, state, n_blobs);
}

static gboolean
read_blob_size (HopsoServerSql *sql, guint64 *size, GError **error)
{
  g_autoptr (HopsoServerQuery) query =
      hopso_server_sql_query (sql, error, "SELECT coalesce (sum (size), 0) FROM blob", "");

  if (query == NULL || !hopso_server_query_next (query, error))
    return FALSE;
  *size = (guint64) hopso_server_query_integer (query, 0);
  return TRUE;
}

static gboolean
read_contents (const char *copy, gint64 now, Contents *contents, GError **error)
{
  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (copy, TRUE, error);
  HopsoServerSession session;

  if (sql == NULL)
    return FALSE;
  hopso_server_session_init (&session, sql, now);
  contents->digests = hopso_server_session_list_blobs (&session, error);
  if (contents->digests != NULL)
    contents->about = describe (&session, now, contents->digests->len, error);
  hopso_server_session_clear (&session);
  return contents->about != NULL && read_blob_size (sql, &contents->size, error);
}

static gboolean
write_parts (Writer *writer, const char *copy, GError **error)
{
  g_auto (Contents) contents = { 0 };
  g_auto (HopsoFd) database = open (copy, O_RDONLY | O_CLOEXEC);
  guint64 size;

  if (!hopso_fd_get_size (database, &size, error) ||
      !read_contents (copy, writer->now, &contents, error))
    return FALSE;
  writer->watch->total = size + contents.size;
  if (!write_text (writer, HOPSO_ARCHIVE_ABOUT, contents.about, error) ||
      !write_part (writer, HOPSO_ARCHIVE_DATABASE, database, size, NULL, error))
    return FALSE;
  for (guint i = 0; i < contents.digests->len; i++)
    if (!write_blob (writer, contents.digests->pdata[i], error))
      return FALSE;

  g_autofree char *sums = g_strdup (writer->sums->str);
  if (!write_text (writer, HOPSO_ARCHIVE_SUMS, sums, error) ||
      !write_zeros (writer, writer->at, 2 * HOPSO_SERVER_TAR_BLOCK, error))
    return FALSE;
  writer->at += 2 * HOPSO_SERVER_TAR_BLOCK;
  if (ftruncate (writer->fd, (off_t) writer->at) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}

/* The database as it is at one moment. */
static gboolean
copy_database (const char *folder, const char *copy, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "hopso.sqlite", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
                   _ ("There is no server's data here; make it with “hopso-server init”"));
      return FALSE;
    }

  g_autoptr (HopsoServerSql) sql = hopso_server_sql_open (path, FALSE, error);
  g_unlink (copy);
  return sql != NULL && hopso_server_schema_check (sql, error) &&
         g_file_set_contents_full (copy, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, error) &&
         hopso_server_sql_copy (sql, copy, cancellable, error);
}

/**
 * hopso_server_archive_write:
 * @folder: the store's folder; a server may be serving it
 * @path: where the backup shall be; an older one of that name is replaced
 * @now: seconds since 1970-01-01T00:00:00Z
 * @watch: who looks on
 * @report: (out): what is in it
 *
 * What was acknowledged before this is called is in the backup, and nothing is half in it.
 *
 * Returns: %FALSE with @error; then no file has appeared
 */
gboolean
hopso_server_archive_write (const char *folder,
                            const char *path,
                            gint64 now,
                            HopsoServerWatch *watch,
                            HopsoServerBackupReport *report,
                            GError **error)
{
  g_autoptr (HopsoFileReplace) replace = hopso_file_replace_begin_part (path, 0600, error);
  g_autofree char *copy = g_strconcat (path, ".part.sqlite", NULL);

  if (replace == NULL)
    return FALSE;

  g_auto (HopsoFd) lock = hopso_server_blobs_lock (folder, FALSE, error);
  if (lock < 0)
    return FALSE;
  report->left_out = g_ptr_array_new_with_free_func (g_free);
  if (!copy_database (folder, copy, watch->cancellable, error))
    {
      g_unlink (copy);
      return FALSE;
    }

  g_auto (Writer) writer = { .folder = folder,
                             .fd = hopso_file_replace_get_fd (replace),
                             .now = now,
                             .sums = g_string_new (NULL),
                             .watch = watch,
                             .report = report };
  gboolean is_done = write_parts (&writer, copy, error);
  g_unlink (copy);
  return is_done && hopso_file_replace_commit (replace, error);
}
