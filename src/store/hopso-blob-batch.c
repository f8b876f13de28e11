/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes blobs durable together, since waiting for the disk costs the same for one as for sixty:
 * while one round waits, on a thread of its own so that nobody who reads waits too, the next one
 * gathers. When the disk has the bytes of a round, one transaction enters its rows: there is never
 * a row without its bytes. Its state belongs to the thread of the cache. */

#include "hopso-blob-batch-private.h"

#include "hopso-blob-cache-private.h"
#include "hopso-queue-thread.h"
#include "hopso-store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FEW       3     /* so many files are made durable one by one, whatever else the disk does */
#define MANY      48    /* so many do not wait for more */
#define MOMENT_US 20000 /* for so long others are waited for */

struct _HopsoBlobBatch
{
  HopsoBlobCache *cache; /* borrowed: outlives self */
  HopsoFd folder;        /* owned */
  GMutex lock;
  GCond changed;          /* with lock */
  GPtrArray *gathered;    /* owned: commits; elements owned; guarded by lock */
  HopsoQueueThread *disk; /* owned, nullable: stopped; guarded by lock */
  guint n_writers;        /* that have not ended, gathered or not; guarded by lock */
  gboolean is_waiting;    /* a round is under way; guarded by lock */
};

/* Some commits, and what became of each. */
typedef struct
{
  HopsoBlobBatch *batch; /* borrowed */
  GPtrArray *commits;    /* owned, nullable: still gathering; elements owned */
  GError *error;         /* owned, nullable: of all of them */
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_pointer (&round->commits, g_ptr_array_unref);
  g_clear_error (&round->error);
  g_free (round);
}

/* The folder's descriptor is as old as the cache, so that errors of writing are told to it. */
HopsoBlobBatch *
hopso_blob_batch_new (HopsoBlobCache *cache, const char *folder, GError **error)
{
  g_auto (HopsoFd) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  HopsoBlobBatch *self;

  if (fd < 0)
    {
      g_set_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_FAILED,
                   "Opening the folder of files: %s", g_strerror (errno));
      return NULL;
    }
  self = g_new0 (HopsoBlobBatch, 1);
  self->cache = cache;
  self->folder = hopso_fd_steal (&fd);
  self->gathered = g_ptr_array_new_with_free_func (g_object_unref);
  self->disk = hopso_queue_thread_new ("store-disk");
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

void
hopso_blob_batch_stop (HopsoBlobBatch *self)
{
  g_autoptr (HopsoQueueThread) disk = NULL;

  g_mutex_lock (&self->lock);
  disk = g_steal_pointer (&self->disk);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (disk != NULL)
    hopso_queue_thread_stop (disk);
}

void
hopso_blob_batch_free (HopsoBlobBatch *self)
{
  hopso_blob_batch_stop (self);
  hopso_fd_close (self->folder);
  g_ptr_array_unref (self->gathered);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* Takes what is there when no other writer will be ready soon. */
static void
gather (Round *round)
{
  HopsoBlobBatch *self = round->batch;
  gint64 until = g_get_monotonic_time () + MOMENT_US;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->disk != NULL && self->gathered->len < MIN (self->n_writers, MANY) &&
         g_cond_wait_until (&self->changed, &self->lock, until))
    ;
  round->commits = g_steal_pointer (&self->gathered);
  self->gathered = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
wait_for_disk (Round *round)
{
  GPtrArray *commits = round->commits;

  if (commits->len > FEW)
    {
      if (syncfs (round->batch->folder) != 0)
        g_set_error (&round->error, HOPSO_STORE_ERROR,
                     errno == ENOSPC ? HOPSO_STORE_ERROR_FULL : HOPSO_STORE_ERROR_FAILED,
                     "Making files durable: %s", g_strerror (errno));
      return;
    }
  for (guint i = 0; i < commits->len && round->error == NULL; i++)
    hopso_blob_writer_sync (g_task_get_source_object (commits->pdata[i]), &round->error);
}

/* One that was forgotten meanwhile does not keep the others from being stored. */
static gboolean
enter_one (GTask *commit, GError **own_error, GError **error)
{
  GError *local_error = NULL;

  if (hopso_blob_writer_enter (g_task_get_source_object (commit), &local_error))
    return TRUE;
  if (g_error_matches (local_error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_ABSENT))
    {
      *own_error = local_error;
      return TRUE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
enter_all (Round *round, GError **own_errors)
{
  HopsoBlobCache *cache = round->batch->cache;
  gboolean is_done = TRUE;

  if (round->error != NULL || !hopso_blob_cache_begin (cache, &round->error))
    return;
  for (guint i = 0; i < round->commits->len && is_done; i++)
    is_done = enter_one (round->commits->pdata[i], &own_errors[i], &round->error);
  hopso_blob_cache_end (cache, is_done, &round->error);
}

static void begin_round (HopsoBlobBatch *self);

/* Whether there is something for another round; else the next commit begins it. */
static gboolean
go_on (HopsoBlobBatch *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_waiting = self->gathered->len > 0;
  return self->is_waiting;
}

static void
end_round (Round *round)
{
  HopsoBlobBatch *self = round->batch;
  g_autofree GError **own_errors = g_new0 (GError *, round->commits->len);

  enter_all (round, own_errors);
  for (guint i = 0; i < round->commits->len; i++)
    {
      GTask *commit = round->commits->pdata[i];
      g_autoptr (GError) error = own_errors[i];

      if (error == NULL && round->error != NULL)
        error = g_error_copy (round->error);
      hopso_blob_writer_end (g_task_get_source_object (commit), error == NULL);
      if (error == NULL)
        g_task_return_boolean (commit, TRUE);
      else
        g_task_return_error (commit, g_steal_pointer (&error));
    }
  if (go_on (self))
    begin_round (self);
}

static void
entering_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  end_round (data);
  g_task_return_boolean (task, TRUE);
}

/* On the thread of the disk. */
static void
waiting_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *round = data;

  gather (round);
  wait_for_disk (round);
  hopso_blob_cache_push (round->batch->cache, task, entering_cb);
}

/* Hands the round to the thread of the disk, unless that has ended. */
static gboolean
hand_over (HopsoBlobBatch *self, GTask *task)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->disk == NULL)
    return FALSE;
  hopso_queue_thread_push (self->disk, task, waiting_cb);
  return TRUE;
}

static void
begin_round (HopsoBlobBatch *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Round *round = g_new0 (Round, 1);

  round->batch = self;
  g_task_set_source_tag (task, begin_round);
  g_task_set_task_data (task, round, round_free);
  if (hand_over (self, task))
    return;
  gather (round);
  wait_for_disk (round);
  end_round (round);
  g_task_return_boolean (task, TRUE);
}

/* One more writer has begun, or has come to an end. */
void
hopso_blob_batch_count (HopsoBlobBatch *self, int more)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_writers += (guint) more;
  g_cond_broadcast (&self->changed);
}

void
hopso_blob_batch_add (HopsoBlobBatch *self, GTask *commit)
{
  gboolean was_waiting;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->gathered, g_object_ref (commit));
  was_waiting = self->is_waiting;
  self->is_waiting = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (!was_waiting)
    begin_round (self);
}
