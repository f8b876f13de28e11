/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server check": whether a server's folder, or a backup of one, is what was put there. All
 * that is wrong is named. Prints the digest of the audit log's last line, which an administrator
 * may keep elsewhere: a log that was cut off at its end shows only by that. */

#include "hopso-server-blobs.h"
#include "hopso-server-command.h"
#include "hopso-server-errand.h"
#include "hopso-server-whole.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct
{
  const char *folder; /* nullable: a backup is looked at */
  const char *file;   /* nullable: a folder is looked at */
  HopsoServerWhole found;
  char *about; /* owned, nullable */
} Look;

static void
look_clear (Look *look)
{
  hopso_server_whole_clear (&look->found);
  g_free (look->about);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static gboolean
check_folder (HopsoServerWatch *watch, gpointer data, GError **error)
{
  Look *look = data;
  g_autofree char *path = g_build_filename (look->folder, "hopso.sqlite", NULL);

  if (!hopso_server_whole_look (path, &look->found, error))
    return FALSE;
  for (guint i = 0; i < look->found.digests->len; i++)
    {
      const char *digest = look->found.digests->pdata[i];
      g_autoptr (GError) failure = NULL;

      if (g_cancellable_set_error_if_cancelled (watch->cancellable, error))
        return FALSE;
      if (!hopso_server_blob_check (look->folder, digest, &failure))
        g_ptr_array_add (look->found.problems,
                         g_strdup_printf ("%s: %s", digest, failure->message));
    }
  return TRUE;
}

/* SQLite reads files only; the copy holds what the database holds, so it is ours alone and
 * short-lived. */
static gboolean
look_at_database (Look *look, HopsoServerArchive *archive, HopsoServerWatch *watch, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("hopso-check-XXXXXX", error);

  if (folder == NULL)
    return FALSE;

  g_autofree char *path = g_build_filename (folder, "database.sqlite", NULL);
  gboolean is_done = hopso_server_archive_extract_database (archive, path, watch, error) &&
                     hopso_server_whole_look (path, &look->found, error);
  g_unlink (path);
  g_rmdir (folder);
  return is_done;
}

static gboolean
check_backup (HopsoServerWatch *watch, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (HopsoServerArchive) archive = hopso_server_archive_open (look->file, watch, error);

  if (archive == NULL || !look_at_database (look, archive, watch, error))
    return FALSE;
  look->about = g_strdup (hopso_server_archive_get_about (archive));
  for (guint i = 0; i < look->found.digests->len; i++)
    {
      const char *digest = look->found.digests->pdata[i];

      if (!hopso_server_archive_has_blob (archive, digest))
        g_ptr_array_add (look->found.problems,
                         g_strdup_printf (_ ("The paper %s is not in the backup"), digest));
    }
  return TRUE;
}

static int
report (const Look *look)
{
  const HopsoServerWhole *found = &look->found;

  if (look->about != NULL)
    g_print ("%s", look->about);
  for (guint i = 0; i < found->problems->len; i++)
    g_printerr ("hopso-server: %s\n", (const char *) found->problems->pdata[i]);
  if (found->problems->len > 0)
    return HOPSO_SERVER_EXIT_NO;
  g_print (_ ("Whole. Blobs: %u. Lines of the audit log: %d, the last of which is %s\n"),
           found->digests->len, (int) found->n_audited,
           found->last_hash == NULL ? "-" : found->last_hash);
  return HOPSO_SERVER_EXIT_DONE;
}

/**
 * hopso_server_command_check:
 *
 * Returns: the exit code
 */
int
hopso_server_command_check (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_auto (Look) look = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the server's data"), N_ ("DIR") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("look whether the data are whole"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;
  if (argc > 2 || (argc == 2) == (data != NULL))
    {
      g_printerr ("hopso-server: %s\n", _ ("Say “check --data DIR” or “check BACKUP”"));
      return HOPSO_SERVER_EXIT_USAGE;
    }
  look.folder = data;
  look.file = argc == 2 ? argv[1] : NULL;
  if (hopso_server_errand_run (data != NULL ? check_folder : check_backup, &look, &error))
    return report (&look);
  if (!g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED))
    return hopso_server_command_fail (error);
  g_printerr ("hopso-server: %s\n", error->message);
  return HOPSO_SERVER_EXIT_NO;
}
