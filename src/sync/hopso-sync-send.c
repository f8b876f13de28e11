/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends one entry of the outbox: a merge patch, an acknowledgement, what is done to a sign request,
 * or a signed version. Bytes that belong to it go first. Main thread. */

#include "hopso-sync-push-private.h"

#include "hopso-local-change.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HopsoRemote *remote;     /* owned */
  HopsoOutboxEntry *entry; /* owned */
  char *body;              /* owned, nullable */
  HopsoFd fd;              /* owned: of the signed version */
  HopsoBlobCache *blobs;   /* owned */
  GStrv digests;           /* owned, nullable: what is uploaded before a composed paper */
  guint n_uploaded;
  guint64 size; /* of the one that is uploaded */
  HopsoSyncProgress progress;
  gpointer progress_data;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->remote);
  hopso_outbox_entry_free (sending->entry);
  g_free (sending->body);
  hopso_fd_close (sending->fd);
  g_clear_object (&sending->blobs);
  g_strfreev (sending->digests);
  g_free (sending);
}

static HopsoRemoteWrite
make_write (const Sending *sending)
{
  return (HopsoRemoteWrite){ .kind = sending->entry->kind,
                             .id = sending->entry->record,
                             .etag = sending->entry->base_etag,
                             .key = sending->entry->key,
                             .body = sending->body };
}

static void
record_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HopsoRecord *record = hopso_remote_record_finish (HOPSO_REMOTE (source), result, &error);

  if (record != NULL)
    g_task_return_pointer (task, record, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hopso_remote_done_finish (HOPSO_REMOTE (source), result, &error))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, error);
}

/* The bytes are there. Takes @task. */
static void
send_record (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  const HopsoRemoteWrite write = make_write (sending);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *operation = sending->entry->operation;

  if (g_str_equal (operation, HOPSO_CHANGE_PATCH))
    hopso_remote_patch_async (sending->remote, &write, cancellable, record_cb, task);
  else if (g_str_equal (operation, HOPSO_CHANGE_CREATE))
    hopso_remote_create_async (sending->remote, &write, cancellable, record_cb, task);
  else if (g_str_equal (operation, HOPSO_CHANGE_VERSION))
    hopso_remote_post_version_async (sending->remote, &write, cancellable, record_cb, task);
  else
    hopso_remote_post_act_async (sending->remote, &write, operation, cancellable, record_cb, task);
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (hopso_remote_put_blob_finish (HOPSO_REMOTE (source), result, &error))
    {
      send_record (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  sending->fd = hopso_blob_cache_open_finish (HOPSO_BLOB_CACHE (source), result, &error);
  if (sending->fd >= 0)
    {
      hopso_remote_put_blob_async (sending->remote, sending->entry->digest, sending->fd,
                                   g_task_get_cancellable (task), uploaded_cb, task);
      return;
    }
  g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED,
                           _ ("The file cannot be read any more: %s"), error->message);
  g_object_unref (task);
}

/* --- the bytes of composed papers --------------------------------------------------------------
 */

static void upload_next (GTask *task);

static void
tell_progress (guint64 done, guint64 total, gpointer data)
{
  Sending *sending = data;

  if (sending->progress != NULL)
    sending->progress (sending->entry->record, total > 0 ? (double) done / (double) total : 0,
                       sending->progress_data);
}

static void
read_part_async (gpointer data,
                 guint64 offset,
                 gsize size,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Sending *sending = data;

  hopso_blob_cache_read_async (sending->blobs, sending->digests[sending->n_uploaded], offset, size,
                               cancellable, callback, user_data);
}

static GBytes *
read_part_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return hopso_blob_cache_read_finish (((Sending *) data)->blobs, result, error);
}

static void
part_uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (hopso_remote_put_blob_finish (HOPSO_REMOTE (source), result, &error))
    {
      sending->n_uploaded++;
      upload_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);
  HopsoRemoteSource bytes = { .read_async = read_part_async,
                              .read_finish = read_part_finish,
                              .progress = tell_progress,
                              .data = sending };
  GError *error = NULL;

  if (hopso_blob_cache_measure_finish (HOPSO_BLOB_CACHE (source), result, &bytes.size, &error))
    {
      hopso_remote_put_source_async (sending->remote, sending->digests[sending->n_uploaded], &bytes,
                                     g_task_get_cancellable (task), part_uploaded_cb, task);
      return;
    }
  g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED,
                           _ ("The file cannot be read any more: %s"), error->message);
  g_error_free (error);
  g_object_unref (task);
}

/* A paper that was used before has its bytes at the server, whether they are here or not. */
static void
upload_next (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  while (sending->digests != NULL && sending->digests[sending->n_uploaded] != NULL &&
         !hopso_blob_cache_has (sending->blobs, sending->digests[sending->n_uploaded]))
    sending->n_uploaded++;
  if (sending->digests == NULL || sending->digests[sending->n_uploaded] == NULL)
    {
      send_record (task);
      return;
    }
  tell_progress (0, 1, sending);
  hopso_blob_cache_measure_async (sending->blobs, sending->digests[sending->n_uploaded],
                                  g_task_get_cancellable (task), measured_cb, task);
}

/* What a composed paper names in what is sent of it. */
static char **
list_digests (JsonObject *content)
{
  static const char *const names[] = { "x-digest", "x-original" };
  g_autoptr (GPtrArray) digests = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *digest =
          json_object_has_member (content, names[i])
              ? json_object_get_string_member_with_default (content, names[i], NULL)
              : NULL;

      if (digest != NULL)
        g_ptr_array_add (digests, g_strdup (digest));
    }
  g_ptr_array_add (digests, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&digests), FALSE);
}

/* --- where it goes ---------------------------------------------------------------------------- */

static gboolean
is_known (const HopsoOutboxEntry *entry)
{
  return hopso_local_change_is (entry, HOPSO_CHANGE_PATCH) ||
         hopso_local_change_is (entry, HOPSO_CHANGE_CREATE) ||
         (hopso_local_change_is (entry, HOPSO_CHANGE_VERSION) && entry->digest != NULL) ||
         hopso_local_change_is_act (entry);
}

/* Takes @task. */
static void
start (GTask *task, Push *push)
{
  Sending *sending = g_task_get_task_data (task);
  const HopsoRemoteWrite write = make_write (sending);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *operation = sending->entry->operation;

  if (g_str_equal (operation, HOPSO_CHANGE_DESTROY))
    hopso_remote_destroy_async (sending->remote, &write, cancellable, done_cb, task);
  else if (g_str_equal (operation, HOPSO_CHANGE_ACKNOWLEDGE))
    hopso_remote_acknowledge_purge_async (sending->remote, &write, cancellable, done_cb, task);
  else if (g_str_equal (operation, HOPSO_CHANGE_RECEIPTS))
    hopso_remote_post_receipts_async (sending->remote, &write, cancellable, done_cb, task);
  else if (is_known (sending->entry) && sending->digests != NULL)
    upload_next (task);
  else if (is_known (sending->entry) && sending->entry->digest == NULL)
    send_record (task);
  else if (is_known (sending->entry))
    hopso_blob_cache_open_async (hopso_store_get_blobs (push->store), sending->entry->digest,
                                 cancellable, opened_cb, task);
  else
    {
      g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED,
                               _ ("A later version of this application left a change that this "
                                  "one cannot send"));
      g_object_unref (task);
    }
}

void
hopso_sync_send_async (Push *push,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (push->entry, &error);

  sending->remote = g_object_ref (push->remote);
  sending->entry = hopso_outbox_entry_copy (push->entry);
  sending->fd = -1;
  g_task_set_source_tag (task, hopso_sync_send_async);
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);
  if (change == NULL)
    {
      g_task_return_new_error (task, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_REJECTED, "%s",
                               error->message);
      g_object_unref (task);
      return;
    }
  sending->blobs = g_object_ref (hopso_store_get_blobs (push->store));
  sending->progress = push->progress;
  sending->progress_data = push->progress_data;
  if (change->content != NULL && push->entry->scope != NULL && push->entry->digest != NULL)
    sending->digests = list_digests (change->content);
  if (change->content != NULL)
    sending->body = hopso_wire_print_string (change->content);
  start (task, push);
}

gboolean
hopso_sync_send_finish (GAsyncResult *result, HopsoRecord **record, GError **error)
{
  GError *local_error = NULL;

  *record = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}
