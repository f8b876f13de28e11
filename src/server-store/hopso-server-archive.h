/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerWatch:
 * @cancellable: (nullable): gives it up
 * @progress: (nullable): told how far it is, on the thread that works
 * @data: for @progress
 * @total: how many bytes there are to do
 * @done: how many of them are done
 *
 * Who looks on while something long is done, and may end it.
 */
typedef struct
{
  GCancellable *cancellable;
  void (*progress) (guint64 done, guint64 total, gpointer data);
  gpointer data;
  guint64 total;
  guint64 done;
} HopsoServerWatch;

/**
 * HopsoServerBackupReport:
 * @n_blobs: how many papers' bytes went into the backup
 * @left_out: (element-type utf8): digests of those that are missing or damaged
 */
typedef struct
{
  guint n_blobs;
  GPtrArray *left_out; /* owned */
} HopsoServerBackupReport;

void hopso_server_backup_report_clear (HopsoServerBackupReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoServerBackupReport, hopso_server_backup_report_clear)

/* They block: for threads that may wait. */
gboolean hopso_server_archive_write (const char *folder,
                                     const char *path,
                                     gint64 now,
                                     HopsoServerWatch *watch,
                                     HopsoServerBackupReport *report,
                                     GError **error);

/**
 * HopsoServerArchive:
 *
 * A backup on the disk, whose every byte was held against its digest.
 */
typedef struct _HopsoServerArchive HopsoServerArchive;

HopsoServerArchive *
hopso_server_archive_open (const char *path, HopsoServerWatch *watch, GError **error);
void hopso_server_archive_free (HopsoServerArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerArchive, hopso_server_archive_free)

const char *hopso_server_archive_get_about (HopsoServerArchive *self);
guint hopso_server_archive_count_blobs (HopsoServerArchive *self);
gboolean hopso_server_archive_has_blob (HopsoServerArchive *self, const char *digest);
gboolean hopso_server_archive_extract_database (HopsoServerArchive *self,
                                                const char *path,
                                                HopsoServerWatch *watch,
                                                GError **error);
gboolean hopso_server_archive_restore (HopsoServerArchive *self,
                                       const char *folder,
                                       gint64 now,
                                       HopsoServerWatch *watch,
                                       GError **error);

G_END_DECLS
