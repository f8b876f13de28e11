/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue of blobs on their way here: a few at a time, those that a person waits for first; while
 * one is being made durable the next is already coming. When the server cannot be reached the queue
 * rests, for growing, drawn waits, and whoever waits for a blob is told at once. A blob that came
 * damaged is fetched once more, then left alone for a while. Main thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-blob-fetcher.h"

#include "hopso-back-off.h"
#include "hopso-blob-download.h"
#include "hopso-blob-want-private.h"
#include "hopso-store-error.h"

#define MAX_ACTIVE    6
#define MAX_STORING   64
#define FIRST_WAIT_MS 2000
#define MOST_WAIT_MS  60000

struct _HopsoBlobFetcher
{
  GObject parent_instance;

  HopsoRemote *remote;       /* owned */
  HopsoBlobCache *blobs;     /* owned */
  GCancellable *cancellable; /* owned */
  GHashTable *wants;         /* owned: digest (borrowed from the want) → Want */
  GQueue *queue;             /* owned; elements borrowed from wants */
  HopsoBackOff back_off;
  guint retry; /* source id */
  guint n_active;
  guint n_storing;
  gboolean is_paused;
};

G_DEFINE_FINAL_TYPE (HopsoBlobFetcher, hopso_blob_fetcher, G_TYPE_OBJECT)

static guint changed_signal;

static void start_next (HopsoBlobFetcher *self);

static void
hopso_blob_fetcher_finalize (GObject *object)
{
  HopsoBlobFetcher *self = HOPSO_BLOB_FETCHER (object);

  g_clear_handle_id (&self->retry, g_source_remove);
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
  self->wants =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) hopso_blob_want_free);
  self->queue = g_queue_new ();
  self->back_off = (HopsoBackOff){ .first_ms = FIRST_WAIT_MS, .most_ms = MOST_WAIT_MS };
}

static void
announce (HopsoBlobFetcher *self, const char *digest)
{
  g_autofree char *copy = g_strdup (digest);

  g_signal_emit (self, changed_signal, 0, copy);
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE) ||
         g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS) ||
         g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER) ||
         g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED);
}

static gboolean
retry_cb (gpointer user_data)
{
  HopsoBlobFetcher *self = user_data;

  self->retry = 0;
  self->is_paused = FALSE;
  start_next (self);
  return G_SOURCE_REMOVE;
}

/* The server may be there for everything else, so nobody else would wake the queue. */
static void
rest (HopsoBlobFetcher *self, const GError *why)
{
  gint64 asked = hopso_remote_error_get_retry_after (why) * 1000;
  guint wait;

  if (self->is_paused)
    return;
  wait = hopso_back_off_next (&self->back_off, g_random_double ());
  self->is_paused = TRUE;
  self->retry = g_timeout_add (MAX (wait, (guint) asked), retry_cb, self);
}

/* Whether @want goes back into the queue, and whoever waits for it goes on waiting. */
static gboolean
try_again (HopsoBlobFetcher *self, HopsoBlobWant *want, const GError *error)
{
  if (!g_error_matches (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED) || want->was_damaged)
    return FALSE;
  want->was_damaged = TRUE;
  want->state = HOPSO_BLOB_WAITING;
  g_queue_push_head (self->queue, want);
  return TRUE;
}

static void
settle (HopsoBlobFetcher *self, HopsoBlobWant *want, const GError *error)
{
  if (error != NULL && try_again (self, want, error))
    return;
  if (error == NULL)
    {
      hopso_back_off_reset (&self->back_off);
      want->n_failures = 0;
      want->state = HOPSO_BLOB_HERE;
    }
  else if (is_passing (error))
    {
      rest (self, error);
      want->state = HOPSO_BLOB_WAITING;
      g_queue_push_head (self->queue, want);
    }
  else
    {
      g_debug ("A blob could not be fetched: %s", error->message);
      hopso_blob_want_note_failure (want);
    }
  hopso_blob_want_answer (want, error);
  announce (self, want->digest);
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoBlobWant *want = user_data;
  g_autoptr (HopsoBlobFetcher) self = want->fetcher;
  g_autoptr (GError) error = NULL;

  hopso_blob_download_finish (result, &error);
  if (want->has_arrived)
    self->n_storing--;
  else
    self->n_active--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_clear_error (&error);
  settle (self, want, error);
  if (!g_cancellable_is_cancelled (self->cancellable))
    start_next (self);
}

static void
progress_cb (goffset done, goffset total, gpointer user_data)
{
  HopsoBlobWant *want = user_data;
  HopsoBlobFetcher *self = want->fetcher;

  want->fraction = total > 0 ? (double) done / (double) total : 0.0;
  if (done == total && !want->has_arrived)
    {
      want->has_arrived = TRUE;
      self->n_active--;
      self->n_storing++;
      if (!g_cancellable_is_cancelled (self->cancellable))
        start_next (self);
    }
  if (want->fraction - want->announced < 0.02)
    return;
  want->announced = want->fraction;
  announce (self, want->digest);
}

static void
start_download (HopsoBlobFetcher *self, HopsoBlobWant *want)
{
  const HopsoBlobDownload download = {
    .remote = self->remote, .blobs = self->blobs, .digest = want->digest, .size = want->size
  };

  want->state = HOPSO_BLOB_FETCHING;
  want->fraction = want->announced = 0.0;
  want->has_arrived = FALSE;
  want->fetcher = g_object_ref (self);
  self->n_active++;
  hopso_blob_download_async (&download, progress_cb, want, self->cancellable, downloaded_cb, want);
  announce (self, want->digest);
}

/* A blob that somebody waits for is tried even while the queue rests. */
static void
start_next (HopsoBlobFetcher *self)
{
  while (self->n_active < MAX_ACTIVE && self->n_storing < MAX_STORING &&
         !g_queue_is_empty (self->queue))
    {
      HopsoBlobWant *want = g_queue_peek_head (self->queue);

      if (self->is_paused && want->waiters->len == 0)
        return;
      g_queue_pop_head (self->queue);
      start_download (self, want);
    }
}

static HopsoBlobWant *
find_or_add (HopsoBlobFetcher *self, const char *digest, guint64 size)
{
  HopsoBlobWant *want = g_hash_table_lookup (self->wants, digest);

  if (want == NULL)
    {
      want = hopso_blob_want_new (digest);
      g_hash_table_insert (self->wants, want->digest, want);
    }
  want->size = size;
  return want;
}

static void
enqueue (HopsoBlobFetcher *self, HopsoBlobWant *want, gboolean is_urgent)
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

  HopsoBlobWant *want = find_or_add (self, digest, size);
  if (want->state == HOPSO_BLOB_FETCHING || want->state == HOPSO_BLOB_WAITING ||
      g_get_monotonic_time () < want->rest_until)
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

  HopsoBlobWant *want = find_or_add (self, digest, size);
  hopso_blob_want_add_waiter (want, task);
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

  const HopsoBlobWant *want = g_hash_table_lookup (self->wants, digest);
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
 * Lets the queue rest until hopso_blob_fetcher_resume(): the server cannot be reached.
 */
void
hopso_blob_fetcher_pause (HopsoBlobFetcher *self)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  g_clear_handle_id (&self->retry, g_source_remove);
  self->is_paused = TRUE;
}

/**
 * hopso_blob_fetcher_resume:
 *
 * Goes on with the queue, unless it rests for reasons of its own and will wake by itself.
 */
void
hopso_blob_fetcher_resume (HopsoBlobFetcher *self)
{
  g_return_if_fail (HOPSO_IS_BLOB_FETCHER (self));

  if (self->retry != 0)
    return;
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

  return self->n_active > 0 || self->n_storing > 0 ||
         (!self->is_paused && !g_queue_is_empty (self->queue));
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

  g_clear_handle_id (&self->retry, g_source_remove);
  g_queue_clear (self->queue);
  g_cancellable_cancel (self->cancellable);
}
