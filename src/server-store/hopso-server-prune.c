/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server need not remember any more. Tombstones tell clients what went; they go when all
 * who ask have either seen them or been away for so long that they begin anew ("state-gone"). For
 * that the sequence of commits is marked with the time once a day. The audit log is not touched: it
 * only ever grows. The store's threads; files on any thread that may wait. */

#include "hopso-server-prune.h"

#include "hopso-server-accounts.h"
#include "hopso-server-blobs.h"
#include "hopso-server-changes.h"
#include "hopso-server-replies.h"
#include "hopso-server-session-private.h"
#include "hopso-server-store-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY        86400
#define SPENT_LIFE (14 * DAY) /* spent tokens tell of thieves */
#define OWNER_LIFE (60 * DAY) /* uploads that nothing was made of */

/* Whoever has just written a file may not have entered it yet. */
#define FILE_LIFE DAY

static gboolean
run (HopsoServerSession *self, const char *sql, gint64 number, GError **error)
{
  return hopso_server_sql_run (self->sql, error, sql, "i", number);
}

static gboolean
get_number (HopsoServerSession *self, const char *sql, gint64 bound, gint64 *number, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HopsoServerQuery) query = hopso_server_sql_query (self->sql, error, sql, "i", bound);

  *number = 0;
  if (query == NULL)
    return FALSE;
  if (hopso_server_query_next (query, &failure))
    *number = hopso_server_query_integer (query, 0);
  return hopso_server_sql_pass_error (&failure, error);
}

/* Once a day, where the sequence of commits is. */
static gboolean
mark (HopsoServerSession *self, GError **error)
{
  gint64 latest;

  if (!get_number (self, "SELECT max (time) FROM mark WHERE time <= ?1", self->now, &latest, error))
    return FALSE;
  return latest > self->now - DAY ||
         run (self,
              "INSERT OR IGNORE INTO mark (sequence, time) SELECT value + 0, ?1 FROM setting"
              " WHERE name = 'sequence'",
              self->now, error);
}

/* The states before it will be refused. */
static gboolean
move_horizon (HopsoServerSession *self, gint64 horizon, gboolean *has_moved, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, horizon);
  gint64 old;

  if (!hopso_server_session_get_horizon (self, &old, error))
    return FALSE;
  *has_moved = horizon > old;
  return !*has_moved || hopso_server_session_set_setting (self, "horizon", text, error);
}

static gboolean
prune_tombstones (HopsoServerSession *self, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM sight WHERE gone <= ?1",
    "DELETE FROM member WHERE gone <= ?1",
    "DELETE FROM paper_version WHERE paper IN (SELECT id FROM object WHERE gone <= ?1)",
    "DELETE FROM object WHERE gone <= ?1",
    "DELETE FROM mark WHERE sequence < ?1",
  };
  gboolean has_moved;
  gint64 horizon;

  if (!get_number (self, "SELECT max (sequence) FROM mark WHERE time <= ?1",
                   self->now - HOPSO_SERVER_TOMBSTONE_LIFE, &horizon, error) ||
      !move_horizon (self, horizon, &has_moved, error))
    return FALSE;
  for (gsize i = 0; has_moved && i < G_N_ELEMENTS (statements); i++)
    if (!run (self, statements[i], horizon, error))
      return FALSE;
  return TRUE;
}

static gboolean
prune_sessions (HopsoServerSession *self, GError **error)
{
  return run (self, "DELETE FROM access_token WHERE expires < ?1", self->now, error) &&
         run (self, "DELETE FROM refresh_token WHERE spent < ?1", self->now - SPENT_LIFE, error) &&
         run (self, "DELETE FROM device WHERE used < ?1", self->now - HOPSO_SERVER_DEVICE_LIFE,
              error);
}

/* What is named by a field "digest" of a record is in use, whatever its kind. */
static char *
make_blob_statement (void)
{
  GString *sql = g_string_new ("DELETE FROM blob WHERE created < ?1"
                               " AND digest NOT IN (SELECT digest FROM blob_owner)"
                               " AND digest NOT IN (SELECT digest FROM paper_version)");

  for (guint id = 0; id < HOPSO_N_KINDS; id++)
    {
      const HopsoKind *kind = hopso_kind_get (id);

      for (guint i = 0; i < kind->n_fields; i++)
        if (strcmp (kind->fields[i].column, "digest") == 0 ||
            strcmp (kind->fields[i].column, "original") == 0)
          g_string_append_printf (
              sql, " AND digest NOT IN (SELECT \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL)",
              kind->fields[i].column, kind->table, kind->fields[i].column);
    }
  return g_string_free (sql, FALSE);
}

static gboolean
prune_blobs (HopsoServerSession *self, GError **error)
{
  g_autofree char *sql = make_blob_statement ();

  return run (self, "DELETE FROM blob_owner WHERE created < ?1", self->now - OWNER_LIFE, error) &&
         run (self, sql, self->now - FILE_LIFE, error);
}

/**
 * hopso_server_session_prune:
 *
 * Forgets what nobody may ask for any more.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_server_session_prune (HopsoServerSession *self, GError **error)
{
  return mark (self, error) && prune_tombstones (self, error) && prune_sessions (self, error) &&
         run (self, "DELETE FROM reply WHERE created < ?1", self->now - HOPSO_SERVER_REPLY_LIFE,
              error) &&
         prune_blobs (self, error);
}

static void
prune_shelf (const char *shelf, GHashTable *known, gint64 now)
{
  g_autoptr (GDir) dir = g_dir_open (shelf, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (shelf, name, NULL);
      GStatBuf status;

      if (!g_hash_table_contains (known, name) && g_lstat (path, &status) == 0 &&
          status.st_mtime < now - FILE_LIFE)
        g_unlink (path);
    }
}

/**
 * hopso_server_files_prune:
 * @folder: the store's folder
 * @digests: (element-type utf8): all blobs that the database knows
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Throws away files of blobs that the database does not know, and what a crash left beside them,
 * when they are older than a day; and uploads that nobody goes on with. On the thread that writes
 * blobs. Does nothing while blobs are copied.
 *
 * Returns: %FALSE with @error; %G_IO_ERROR_WOULD_BLOCK when blobs are being copied
 */
gboolean
hopso_server_files_prune (const char *folder, GPtrArray *digests, gint64 now, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *path = g_build_filename (folder, "blobs", NULL);
  g_auto (HopsoFd) lock = hopso_server_blobs_lock (folder, TRUE, error);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (lock < 0)
    return FALSE;
  hopso_server_uploads_prune (folder, now);
  for (guint i = 0; i < digests->len; i++)
    g_hash_table_add (known, digests->pdata[i]);
  dir = g_dir_open (path, 0, error);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *shelf = g_build_filename (path, name, NULL);

      prune_shelf (shelf, known, now);
    }
  return dir != NULL;
}
