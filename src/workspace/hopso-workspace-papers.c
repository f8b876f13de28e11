/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of papers: whether they are on this machine, how they get here, and opening them as a
 * sealed file in memory. Main thread; fetching and decrypting happen elsewhere. */

#include "hopso-workspace-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *digest; /* owned */
  guint64 size;
  HopsoProgressFunc progress;
  gpointer progress_data;
  gulong handler; /* on the fetcher, 0: none */
  gboolean was_damaged;
} Opening;

static void fetch (GTask *task);

static void
opening_free (Opening *opening)
{
  g_free (opening->digest);
  g_free (opening);
}

/**
 * hopso_workspace_get_paper_state:
 * @id: of a paper
 * @fraction: (out) (optional): how much of it is here, from 0 to 1
 *
 * Returns: whether it opens without a network
 */
HopsoPaperState
hopso_workspace_get_paper_state (HopsoWorkspace *self, const char *id, double *fraction)
{
  static const HopsoPaperState states[] = {
    [HOPSO_BLOB_ABSENT] = HOPSO_PAPER_ABSENT,        [HOPSO_BLOB_WAITING] = HOPSO_PAPER_WAITING,
    [HOPSO_BLOB_FETCHING] = HOPSO_PAPER_DOWNLOADING, [HOPSO_BLOB_HERE] = HOPSO_PAPER_READY,
    [HOPSO_BLOB_FAILED] = HOPSO_PAPER_FAILED,
  };
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, id);

  if (fraction != NULL)
    *fraction = 0.0;
  if (paper == NULL || self->engine == NULL)
    return HOPSO_PAPER_ABSENT;
  return states[hopso_blob_fetcher_get_state (hopso_sync_engine_get_fetcher (self->engine),
                                              hopso_paper_get_digest (paper), fraction)];
}

/**
 * hopso_workspace_download_meeting:
 * @meeting_id: a meeting
 *
 * Fetches all its papers, after those that are being fetched already.
 */
void
hopso_workspace_download_meeting (HopsoWorkspace *self, const char *meeting_id)
{
  g_autoptr (GListModel) papers = hopso_workspace_list_papers_of_meeting (self, meeting_id);

  for (guint i = 0; i < g_list_model_get_n_items (papers) && self->engine != NULL; i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (papers, i);

      hopso_blob_fetcher_want (hopso_sync_engine_get_fetcher (self->engine),
                               hopso_paper_get_digest (paper),
                               (guint64) hopso_paper_get_size (paper));
    }
}

static void
stop_progress (GTask *task)
{
  HopsoWorkspace *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  if (opening->handler != 0 && self->engine != NULL)
    g_signal_handler_disconnect (hopso_sync_engine_get_fetcher (self->engine), opening->handler);
  opening->handler = 0;
}

static void
fail (GTask *task, GError *error)
{
  stop_progress (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (hopso_blob_cache_forget_finish (HOPSO_BLOB_CACHE (source), result, &error))
    fetch (user_data);
  else
    fail (user_data, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  HopsoFd fd = hopso_blob_cache_open_finish (HOPSO_BLOB_CACHE (source), result, &error);

  if (fd >= 0)
    {
      stop_progress (task);
      g_task_return_int (task, fd);
      g_object_unref (task);
      return;
    }
  /* Bytes that the disk has spoilt are fetched once more. */
  if (g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED) &&
      !opening->was_damaged)
    {
      opening->was_damaged = TRUE;
      g_clear_error (&error);
      hopso_blob_cache_forget_async (HOPSO_BLOB_CACHE (source), opening->digest,
                                     g_task_get_cancellable (task), forgotten_cb, task);
      return;
    }
  fail (task, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (!hopso_blob_fetcher_fetch_finish (HOPSO_BLOB_FETCHER (source), result, &error))
    fail (task, error);
  else if (self->store == NULL)
    fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
  else
    hopso_blob_cache_open_async (hopso_store_get_blobs (self->store), opening->digest,
                                 g_task_get_cancellable (task), opened_cb, task);
}

static void
fetch (GTask *task)
{
  HopsoWorkspace *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  hopso_blob_fetcher_fetch_async (hopso_sync_engine_get_fetcher (self->engine), opening->digest,
                                  opening->size, g_task_get_cancellable (task), fetched_cb, task);
}

static void
progress_cb (HopsoBlobFetcher *fetcher, const char *digest, GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  double fraction = 0.0;

  if (!g_str_equal (digest, opening->digest))
    return;
  hopso_blob_fetcher_get_state (fetcher, digest, &fraction);
  opening->progress ((goffset) (fraction * (double) opening->size), (goffset) opening->size,
                     opening->progress_data);
}

/**
 * hopso_workspace_open_paper_async:
 * @id: of a paper
 * @progress: (nullable) (scope notified): told while it is being fetched
 *
 * Opens a paper; fetches it first, before all others, when it is not on this machine.
 */
void
hopso_workspace_open_paper_async (HopsoWorkspace *self,
                                  const char *id,
                                  HopsoProgressFunc progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  HopsoPaper *paper = hopso_workspace_lookup_paper (self, id);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, hopso_workspace_open_paper_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  if (paper == NULL || self->engine == NULL)
    {
      fail (task, g_error_new_literal (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                                       _ ("The paper is not on this machine any more")));
      return;
    }
  opening->digest = g_strdup (hopso_paper_get_digest (paper));
  opening->size = (guint64) hopso_paper_get_size (paper);
  opening->progress = progress;
  opening->progress_data = progress_data;
  if (progress != NULL)
    opening->handler = g_signal_connect (hopso_sync_engine_get_fetcher (self->engine), "changed",
                                         G_CALLBACK (progress_cb), task);
  fetch (task);
}

/**
 * hopso_workspace_open_paper_finish:
 *
 * Returns: (transfer full): a sealed file in memory with the paper's bytes, verified, or -1 with
 *   @error
 */
HopsoFd
hopso_workspace_open_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (HopsoFd) g_task_propagate_int (G_TASK (result), error);
}
