/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "hopso-server backup" while a server serves, and "hopso-server restore" into an empty folder. */

#include "hopso-server-command.h"
#include "hopso-server-errand.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *folder;
  const char *file;
  gint64 now;
  HopsoServerBackupReport report; /* owned */
  char *about;                    /* owned, nullable */
} Move;

static void
move_clear (Move *move)
{
  hopso_server_backup_report_clear (&move->report);
  g_free (move->about);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
write_backup (HopsoServerWatch *watch, gpointer data, GError **error)
{
  Move *move = data;

  return hopso_server_archive_write (move->folder, move->file, move->now, watch, &move->report,
                                     error);
}

static int
report_backup (const Move *move)
{
  g_print (
      ngettext ("The backup has %u paper\n", "The backup has %u papers\n", move->report.n_blobs),
      move->report.n_blobs);
  for (guint i = 0; i < move->report.left_out->len; i++)
    g_printerr (_ ("hopso-server: the paper %s is missing or damaged here and is not in the"
                   " backup\n"),
                (const char *) move->report.left_out->pdata[i]);
  return move->report.left_out->len > 0 ? HOPSO_SERVER_EXIT_NO : HOPSO_SERVER_EXIT_DONE;
}

/**
 * hopso_server_command_backup:
 *
 * Returns: the exit code
 */
int
hopso_server_command_backup (int argc, char **argv)
{
  g_autofree char *data = NULL;
  g_auto (Move) move = { .now = get_now () };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("Folder of the server's data"), N_ ("DIR") },
    { NULL },
  };

  if (!hopso_server_command_parse (entries, _ ("write all data to one file"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;
  if (data == NULL || argc != 2)
    {
      g_printerr ("hopso-server: %s\n", _ ("Say “backup --data DIR FILE”"));
      return HOPSO_SERVER_EXIT_USAGE;
    }
  move.folder = data;
  move.file = argv[1];
  if (!hopso_server_errand_run (write_backup, &move, &error))
    return hopso_server_command_fail (error);
  return report_backup (&move);
}

static gboolean
restore_backup (HopsoServerWatch *watch, gpointer data, GError **error)
{
  Move *move = data;
  g_autoptr (HopsoServerArchive) archive = hopso_server_archive_open (move->file, watch, error);

  if (archive == NULL)
    return FALSE;
  move->about = g_strdup (hopso_server_archive_get_about (archive));
  return hopso_server_archive_restore (archive, move->folder, move->now, watch, error);
}

/**
 * hopso_server_command_restore:
 *
 * Returns: the exit code
 */
int
hopso_server_command_restore (int argc, char **argv)
{
  g_auto (Move) move = { .now = get_now () };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { NULL } };

  if (!hopso_server_command_parse (entries, _ ("put a backup into an empty folder"), &argc, &argv))
    return HOPSO_SERVER_EXIT_USAGE;
  if (argc != 3)
    {
      g_printerr ("hopso-server: %s\n", _ ("Say “restore FILE DIR”"));
      return HOPSO_SERVER_EXIT_USAGE;
    }
  move.file = argv[1];
  move.folder = argv[2];
  if (!hopso_server_errand_run (restore_backup, &move, &error))
    return hopso_server_command_fail (error);
  g_print ("%s%s\n", move.about,
           _ ("Restored. Everybody signs in once more; clients fetch everything again."));
  return HOPSO_SERVER_EXIT_DONE;
}
