/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What writing and reading a backup share: bytes that pass by a digest on their way, and the names
 * of the parts. Any thread that may wait. */

#include "hopso-server-archive-private.h"

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-server-store-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WINDOW (1024 * 1024)

/**
 * hopso_server_stream_run:
 * @watch: told of every window
 *
 * Returns: (transfer full): the SHA-256 of what went by, or %NULL with @error:
 *   %HOPSO_SERVER_STORE_ERROR_DAMAGED when it could not be read
 */
char *
hopso_server_stream_run (const HopsoServerStream *stream, HopsoServerWatch *watch, GError **error)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autofree char *window = g_malloc (WINDOW);

  for (guint64 at = 0; at < stream->size;)
    {
      gsize part = (gsize) MIN (stream->size - at, WINDOW);
      g_autoptr (GError) failure = NULL;

      if (g_cancellable_set_error_if_cancelled (watch->cancellable, error))
        return NULL;
      if (!hopso_fd_read_at (stream->from, stream->from_at + at, window, part, &failure))
        {
          g_set_error (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DAMAGED,
                       _ ("It cannot be read: %s"), failure->message);
          return NULL;
        }
      hopso_digester_update (digester, window, part);
      if (stream->to >= 0 &&
          !hopso_fd_write_at (stream->to, stream->to_at + at, window, part, error))
        return NULL;
      at += part;
      watch->done += part;
      if (watch->progress != NULL)
        watch->progress (watch->done, watch->total, watch->data);
    }

  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  return hopso_digest_to_hex (digest);
}

/**
 * hopso_server_archive_dup_blob_name:
 *
 * Returns: (transfer full): what a blob is called in a backup
 */
char *
hopso_server_archive_dup_blob_name (const char *digest)
{
  return g_strdup_printf (HOPSO_ARCHIVE_BLOBS "%.2s/%s", digest, digest);
}

/**
 * hopso_server_archive_add_sum:
 * @sums: the list so far, as sha256sum writes it
 *
 * Adds a line.
 */
void
hopso_server_archive_add_sum (GString *sums, const char *digest, const char *name)
{
  g_string_append_printf (sums, "%s  %s\n", digest, name);
}

/**
 * hopso_server_backup_report_clear:
 * @report: (transfer full): a report
 */
void
hopso_server_backup_report_clear (HopsoServerBackupReport *report)
{
  g_clear_pointer (&report->left_out, g_ptr_array_unref);
}
