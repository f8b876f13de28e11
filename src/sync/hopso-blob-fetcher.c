/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue of blobs on their way here: two at a time, those that a person waits for first. While
 * the server cannot be reached the queue rests, and whoever waits for a blob is told at once. Main
 * thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-blob-fetcher.h"

#include "hopso-blob-download.h"

#define MAX_ACTIVE 2

typedef struct
{
  HopsoBlobFetcher *fetcher; /* borrowed: keeps this in its table */
  char *digest;              /* owned */
  guint64 size;
  HopsoBlobState state;
  double fraction;
  double announced;
  GPtrArray *waiters; /* owned: tasks; elements owned */
} Want;

/* Somebody who waits for a blob: the data of the task. */
typedef struct
{
  char *digest;   /* owned */
  gulong handler; /* on the cancellable, 0: none */
} Waiter;

struct _HopsoBlobFetcher
{
  GObject parent_instance;

  HopsoRemote *remote;       /* owned */
  HopsoBlobCache *blobs;     /* owned */
  GCancellable *cancellable; /* owned */
  GHashTable *wants;         /* owned: digest (borrowed from the want) → Want */
  GQueue *queue;             /* owned; elements borrowed from wants */
  guint n_active;
  gboolean is_paused;
};

G_DEFINE_FINAL_TYPE (HopsoBlobFetcher, hopso_blob_fetcher, G_TYPE_OBJECT)

static guint changed_signal;

static void start_next (HopsoBlobFetcher *self);

static void
want_free (Want *want)
{
  g_ptr_array_unref (want->waiters);
  g_free (want->digest);
  g_free (want);
}

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  g_free (waiter->digest);
  g_free (waiter);
}

static void
hopso_blob_fetcher_finalize (GObject *object)
{
  HopsoBlobFetcher *self = HOPSO_BLOB_FETCHER (object);

  g_queue_free (self->queue);
  g_hash_table_unref (self->wants);
  g_object_unref (self->cancellable);
  g_object_unref (self->blobs);
  g_object_unref (self->remote);
  G_OBJECT_CLASS (hopso_blob_fetcher_parent_class)->finalize (object);
}

static void
hopso_blob_fetcher_class_init (HopsoBlobFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_blob_fetcher_finalize;
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_BLOB_FETCHER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_blob_fetcher_init (HopsoBlobFetcher *self)
{
  self->cancellable = g_cancellable_new ();
  self->wants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) want_free);
  self->queue = g_queue_new ();
}

static void
announce (HopsoBlobFetcher *self, const char *digest)
{
  g_autofree char *copy = g_strdup (digest);

  g_signal_emit (self, changed_signal, 0, copy);
}

static void
forget_cancellable (GTask *task)
{
  Waiter *waiter = g_task_get_task_data (task);

  if (waiter->handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), waiter->handler);
  waiter->handler = 0;
}

/* The blob goes on being fetched: somebody wanted it, and will again. */
static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  HopsoBlobFetcher *self = g_task_get_source_object (task);
  Waiter *waiter = g_task_get_task_data (task);
  Want *want = g_hash_table_lookup (self->wants, waiter->digest);
  g_autoptr (GTask) kept = g_object_ref (task);

  forget_cancellable (task);
  g_ptr_array_remove (want->waiters, task);
  g_task_return_error_if_cancelled (kept);
}

static void
wait_for (GTask *task, Want *want)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->digest = g_strdup (want->digest);
  g_task_set_task_data (task, waiter, waiter_free);
  if (cancellable != NULL)
    waiter->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
  g_ptr_array_add (want->waiters, task);
}

static void
answer_waiters (Want *want, const GError *error)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&want->waiters);

  want->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      forget_cancellable (waiters->pdata[i]);
      if (error != NULL)
        g_task_return_error (waiters->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (waiters->pdata[i], TRUE);
    }
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE) ||
         g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER) ||
         g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED);
}

static void
settle (HopsoBlobFetcher *self, Want *want, const GError *error)
{
  if (error == NULL)
    want->state = HOPSO_BLOB_HERE;
  else if (is_passing (error))
    {
      self->is_paused = TRUE;
      want->state = HOPSO_BLOB_WAITING;
      g_queue_push_head (self->queue, want);
    }
  else
    {
      g_debug ("A blob could not be fetched: %s", error->message);
      want->state = HOPSO_BLOB_FAILED;
    }
  answer_waiters (want, error);
  announce (self, want->digest);
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Want *want = user_data;
  g_autoptr (HopsoBlobFetcher) self = want->fetcher;
  g_autoptr (GError) error = NULL;

  hopso_blob_download_finish (result, &error);
  self->n_active--;
  settle (self, want, error);
  if (!g_cancellable_is_cancelled (self->cancellable))
    start_next (self);
}

static void
progress_cb (goffset done, goffset total, gpointer user_data)
{
  Want *want = user_data;

  want->fraction = total > 0 ? (double) done / (double) total : 0.0;
  if (want->fraction - want->announced < 0.02)
    return;
  want->announced = want->fraction;
  announce (want->fetcher, want->digest);
}

static void
start_download (HopsoBlobFetcher *self, Want *want)
{
  const HopsoBlobDownload download = {
    .remote = self->remote, .blobs = self->blobs, .digest = want->digest, .size = want->size
  };

  want->state = HOPSO_BLOB_FETCHING;
  want->fraction = want->announced = 0.0;
  want->fetcher = g_object_ref (self);
  self->n_active++;
  hopso_blob_download_async (&download, progress_cb, want, self->cancellable, downloaded_cb, want);
  announce (self, want->digest);
}

/* A blob that somebody waits for is tried even while the queue rests. */
static void
start_next (HopsoBlobFetcher *self)
{
  while (self->n_active < MAX_ACTIVE && !g_queue_is_empty (self->queue))
    {
      Want *want = g_queue_peek_head (self->queue);

      if (self->is_paused && want->waiters->len == 0)
        return;
      g_queue_pop_head (self->queue);
      start_download (self, want);
    }
}

static Want *
find_or_add (HopsoBlobFetcher *self, const char *digest, guint64 size)
{
  Want *want = g_hash_table_lookup (self->wants, digest);

  if (want == NULL)
    {
      want = g_new0 (Want, 1);
      want->digest = g_strdup (digest);
      want->waiters = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->wants, want->digest, want);
    }
  want->size = size;
  return want;
}

static void
enqueue (HopsoBlobFetcher *self, Want *want, gboolean is_urgent)
{
  if (want->state == HOPSO_BLOB_FETCHING)
    return;
  if (want->state == HOPSO_BLOB_WAITING)
    {
      if (!is_urgent)
        return;
      g_queue_remove (self->queue, want);
    }
  want->state = HOPSO_BLOB_WAITING;
  if (is_urgent)
    g_queue_push_head (self->queue, want);
  else
    g_queue_push_tail (self->queue, want);
}

/**
 * hopso_blob_fetcher_new:
 * @remote: from where
 * @blobs: to where
 *
 * Returns: (transfer full): an empty queue
 */
HopsoBlobFetcher *
hopso_blob_fetcher_new (HopsoRemote *remote, HopsoBlobCache *blobs)
{
  HopsoBlobFetcher *self = g_object_new (HOPSO_TYPE_BLOB_FETCHER, NULL);

  self->remote = g_object_ref (remote);
  self->blobs = g_object_ref (blobs);
  return self;
}

/**
 * hopso_blob_fetcher_want:
 * @digest: of a blob
 * @size: of the blob
 *
 * Puts the blob at the end of the queue, unless it is here or in the queue.
 */
void
hopso_blob_fetcher_want (HopsoBlobFetcher *self, const char *digest, guint64 size)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  if (hopso_blob_cache_has (self->blobs, digest))
    return;

  Want *want = find_or_add (self, digest, size);
  if (want->state == HOPSO_BLOB_FETCHING || want->state == HOPSO_BLOB_WAITING)
    return;
  enqueue (self, want, FALSE);
  announce (self, digest);
  start_next (self);
}

/**
 * hopso_blob_fetcher_fetch_async:
 * @digest: of a blob
 * @size: of the blob
 *
 * Fetches the blob before all others, for somebody who waits for it.
 */
void
hopso_blob_fetcher_fetch_async (HopsoBlobFetcher *self,
                                const char *digest,
                                guint64 size,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hopso_blob_fetcher_fetch_async);
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  if (hopso_blob_cache_has (self->blobs, digest))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  Want *want = find_or_add (self, digest, size);
  wait_for (task, want);
  enqueue (self, want, TRUE);
  announce (self, digest);
  start_next (self);
}

/**
 * hopso_blob_fetcher_fetch_finish:
 *
 * Returns: whether the blob is in the cache, else %FALSE with @error
 */
gboolean
hopso_blob_fetcher_fetch_finish (HopsoBlobFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hopso_blob_fetcher_get_state:
 * @digest: of a blob
 * @fraction: (out) (optional): how much of it is here, from 0 to 1
 *
 * Returns: how it stands with the blob
 */
HopsoBlobState
hopso_blob_fetcher_get_state (HopsoBlobFetcher *self, const char *digest, double *fraction)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_FETCHER (self), HOPSO_BLOB_ABSENT);

  const Want *want = g_hash_table_lookup (self->wants, digest);
  gboolean is_here = hopso_blob_cache_has (self->blobs, digest);
  if (fraction != NULL)
    *fraction = is_here ? 1.0 : want != NULL ? want->fraction : 0.0;
  if (is_here)
    return HOPSO_BLOB_HERE;
  return want == NULL || want->state == HOPSO_BLOB_HERE ? HOPSO_BLOB_ABSENT : want->state;
}

/**
 * hopso_blob_fetcher_pause:
 *
 * Lets the queue rest: the server cannot be reached.
 */
void
hopso_blob_fetcher_pause (HopsoBlobFetcher *self)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  self->is_paused = TRUE;
}

/**
 * hopso_blob_fetcher_resume:
 *
 * Goes on with the queue.
 */
void
hopso_blob_fetcher_resume (HopsoBlobFetcher *self)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  self->is_paused = FALSE;
  start_next (self);
}

/**
 * hopso_blob_fetcher_is_busy:
 *
 * Returns: whether something is being fetched or could be
 */
gboolean
hopso_blob_fetcher_is_busy (HopsoBlobFetcher *self)
{
  g_return_val_if_fail (HOPSO_IS_BLOB_FETCHER (self), FALSE);

  return self->n_active > 0 || (!self->is_paused && !g_queue_is_empty (self->queue));
}

/**
 * hopso_blob_fetcher_stop:
 *
 * Cancels what is under way. What has arrived is kept for the next time.
 */
void
hopso_blob_fetcher_stop (HopsoBlobFetcher *self)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  g_queue_clear (self->queue);
  g_cancellable_cancel (self->cancellable);
}
