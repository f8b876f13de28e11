/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store's tests share: folders that are thrown away, and a bare database in a vault. */

#include "store-world.h"

#include "hopso-test-folder.h"

#include <glib/gstdio.h>
#include <string.h>

HopsoSecret *
world_make_key (guint8 seed)
{
  guint8 bytes[32];

  memset (bytes, seed, sizeof bytes);
  return hopso_secret_new (bytes, sizeof bytes);
}

void
world_set_up (World *world)
{
  g_autoptr (GError) error = NULL;

  *world =
      (World){ .folder = g_dir_make_tmp ("hopso-store-XXXXXX", &error), .key = world_make_key (7) };
  g_assert_no_error (error);
}

void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (world->folder, "store.db", NULL);

  world->vault = hopso_vault_open (world->folder, world->key, &error);
  g_assert_no_error (error);
  world->db = hopso_sqlite_open (path, hopso_vault_get_vfs_name (world->vault), FALSE, &error);
  g_assert_no_error (error);
}

void
world_close (World *world)
{
  if (world->db != NULL)
    g_assert_cmpint (sqlite3_close (g_steal_pointer (&world->db)), ==, SQLITE_OK);
  g_clear_pointer (&world->vault, hopso_vault_unref);
}

void
world_tear_down (World *world)
{
  world_close (world);
  hopso_test_folder_remove (world->folder);
  g_free (world->folder);
  hopso_secret_unref (world->key);
}

/* Without waiting for the disk, as g_file_set_contents() would. */
void
world_write_file (const char *path, const char *bytes, gsize size)
{
  g_autoptr (GError) error = NULL;

  /* In its place a shorter text would leave the end of the longer one. */
  g_unlink (path);
  g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
copy_into (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          g_mkdir (target, 0700);
          copy_into (source, target);
        }
      else if (g_file_get_contents (source, &bytes, &size, NULL))
        world_write_file (target, bytes, size);
    }
}

/* The folder as a crash would leave it now. */
char *
world_copy_folder (const char *folder)
{
  char *copy = g_dir_make_tmp ("hopso-copy-XXXXXX", NULL);

  copy_into (folder, copy);
  return copy;
}

/* Whether any file in the folder, or any file's name, holds @text in the clear. */
gboolean
world_folder_holds (const char *folder, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size;

      if (strstr (name, text) != NULL)
        return TRUE;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (world_folder_holds (path, text))
            return TRUE;
        }
      else if (g_file_get_contents (path, &bytes, &size, NULL) &&
               memmem (bytes, size, text, strlen (text)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether the database or its log holds the bytes once decrypted, be it in pages that are free. */
static gboolean
file_clear_holds (sqlite3_vfs *vfs, const char *path, int flags, const void *bytes, gsize size)
{
  g_autofree char *wal_path = g_strconcat (path, "-wal", NULL);
  char *names = (char *) sqlite3_create_filename (path, "", wal_path, 0, NULL);
  const char *name = flags & SQLITE_OPEN_WAL ? sqlite3_filename_wal (names) : names;
  g_autofree sqlite3_file *file = g_malloc0 ((gsize) vfs->szOsFile);
  g_autofree char *all = NULL;
  sqlite3_int64 length = 0;
  gboolean found = FALSE;

  if (vfs->xOpen (vfs, name, file, flags | SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    {
      g_assert_cmpint (file->pMethods->xFileSize (file, &length), ==, SQLITE_OK);
      all = g_malloc ((gsize) length + 1);
      if (length > 0)
        g_assert_cmpint (file->pMethods->xRead (file, all, (int) length, 0), ==, SQLITE_OK);
      found = memmem (all, (gsize) length, bytes, size) != NULL;
      file->pMethods->xClose (file);
    }
  sqlite3_free_filename (names);
  return found;
}

gboolean
world_clear_holds (const char *folder, const void *bytes, gsize size)
{
  g_autoptr (HopsoSecret) key = world_make_key (7);
  g_autoptr (HopsoVault) vault = hopso_vault_open (folder, key, NULL);
  g_autofree char *path = g_build_filename (folder, HOPSO_VAULT_DATABASE_NAME, NULL);
  sqlite3_vfs *vfs = sqlite3_vfs_find (hopso_vault_get_vfs_name (vault));

  return file_clear_holds (vfs, path, SQLITE_OPEN_MAIN_DB, bytes, size) ||
         file_clear_holds (vfs, path, SQLITE_OPEN_WAL, bytes, size);
}

gint64
world_number (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  hopso_sqlite_get_number (db, sql, &number, &error);
  g_assert_no_error (error);
  return number;
}

void
world_exec (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  hopso_sqlite_exec (db, sql, &error);
  g_assert_no_error (error);
}

void
world_assert_sound (sqlite3 *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) check = hopso_sqlite_prepare (db, "PRAGMA integrity_check", &error);
  g_autoptr (sqlite3_stmt) keys = hopso_sqlite_prepare (db, "PRAGMA foreign_key_check", &error);

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_step (check), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (check, 0), ==, "ok");
  g_assert_cmpint (sqlite3_step (keys), ==, SQLITE_DONE);
}

/* This test again, as another process that does @mode on @folder and talks on its output. */
GSubprocess *
world_start_child (const char *program, const char *mode, const char *folder)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, mode, folder, NULL);

  g_assert_no_error (error);
  return child;
}
