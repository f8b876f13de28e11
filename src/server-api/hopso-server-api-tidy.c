/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Housekeeping: the database forgets what it need not know, then the files go that it does not
 * know, on the thread that writes blobs, so that none goes while it comes. Main thread, but for the
 * work. */

#define G_LOG_DOMAIN "hopso-server-api"

#include "hopso-server-blobs.h"
#include "hopso-server-prune.h"
#include "hopso-server-request.h"

static void
files_pruned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_message ("Old files stay until later: %s", error->message);
}

/* On the uploads' thread. */
static void
prune_files (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerApi *self = source;
  gint64 now = hopso_clock_now (hopso_server_store_get_clock (self->store));
  GError *error = NULL;

  if (hopso_server_files_prune (hopso_server_store_get_folder (self->store), task_data, now,
                                &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* On the store's thread. The blobs that are left. */
static gpointer
prune (HopsoServerSession *session, gpointer data, GError **error)
{
  return hopso_server_session_prune (session, error)
             ? hopso_server_session_list_blobs (session, error)
             : NULL;
}

static void
pruned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoServerApi) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *digests = hopso_server_store_run_finish (HOPSO_SERVER_STORE (source), result, &error);

  if (digests == NULL)
    {
      g_message ("What is old stays until later: %s", error->message);
      return;
    }
  g_autoptr (GTask) task = g_task_new (self, NULL, files_pruned_cb, NULL);
  g_task_set_source_tag (task, pruned_cb);
  g_task_set_task_data (task, digests, (GDestroyNotify) g_ptr_array_unref);
  if (!self->is_closing)
    hopso_queue_thread_push (self->uploads, task, prune_files);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * hopso_server_api_tidy:
 *
 * Forgets what is old, and throws away what nothing names.
 */
void
hopso_server_api_tidy (HopsoServerApi *self)
{
  const HopsoServerJob job = { .func = prune,
                               .is_write = TRUE,
                               .result_free = (GDestroyNotify) g_ptr_array_unref };

  g_return_if_fail (HOPSO_IS_SERVER_API (self));

  hopso_server_store_run_async (self->store, &job, NULL, pruned_cb, g_object_ref (self));
}
