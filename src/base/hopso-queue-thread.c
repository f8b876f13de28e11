/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One thread that owns something which hates threads (a database, a token): tasks run on it one
 * after another, in the order in which they were pushed, and answer in their own main context.
 * What is still queued at the stop is run; nobody waits for ever. */

#include "hopso-queue-thread.h"

struct _HopsoQueueThread
{
  GObject parent_instance;

  GAsyncQueue *jobs; /* owned; elements owned */
  GThread *thread;   /* owned, nullable: stopped */
};

typedef struct
{
  GTask *task;          /* owned, nullable: the job that ends the thread has none */
  GTaskThreadFunc func; /* not with the last job */
} Job;

G_DEFINE_FINAL_TYPE (HopsoQueueThread, hopso_queue_thread, G_TYPE_OBJECT)

static gpointer
run_jobs (gpointer data)
{
  g_autoptr (GAsyncQueue) jobs = data;

  for (;;)
    {
      g_autofree Job *job = g_async_queue_pop (jobs);

      if (job->task == NULL)
        return NULL;
      if (!g_task_return_error_if_cancelled (job->task))
        job->func (job->task, g_task_get_source_object (job->task),
                   g_task_get_task_data (job->task), g_task_get_cancellable (job->task));
      g_object_unref (job->task);
    }
}

static void
hopso_queue_thread_finalize (GObject *object)
{
  HopsoQueueThread *self = HOPSO_QUEUE_THREAD (object);

  hopso_queue_thread_stop (self);
  g_async_queue_unref (self->jobs);
  G_OBJECT_CLASS (hopso_queue_thread_parent_class)->finalize (object);
}

static void
hopso_queue_thread_class_init (HopsoQueueThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_queue_thread_finalize;
}

static void
hopso_queue_thread_init (HopsoQueueThread *self)
{
  self->jobs = g_async_queue_new ();
}

/**
 * hopso_queue_thread_new:
 * @name: the thread's name, at most 15 bytes, for debuggers
 *
 * Returns: (transfer full): a running thread with an empty queue
 */
HopsoQueueThread *
hopso_queue_thread_new (const char *name)
{
  HopsoQueueThread *self = g_object_new (HOPSO_TYPE_QUEUE_THREAD, NULL);

  self->thread = g_thread_new (name, run_jobs, g_async_queue_ref (self->jobs));
  return self;
}

/**
 * hopso_queue_thread_push:
 * @self: a thread that was not stopped
 * @task: (transfer none): the operation; kept until @func has returned
 * @func: runs on the thread and must return @task. Not called for a task that was cancelled
 *   while it waited: that returns %G_IO_ERROR_CANCELLED
 */
void
hopso_queue_thread_push (HopsoQueueThread *self, GTask *task, GTaskThreadFunc func)
{
  g_return_if_fail (HOPSO_IS_QUEUE_THREAD (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (self->thread != NULL);

  Job *job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
}

/**
 * hopso_queue_thread_stop:
 *
 * Runs what is queued, then ends the thread and waits for it. May be called twice. The last
 * reference may be dropped on the thread itself; then the thread ends by itself after the queue.
 */
void
hopso_queue_thread_stop (HopsoQueueThread *self)
{
  g_return_if_fail (HOPSO_IS_QUEUE_THREAD (self));

  if (self->thread == NULL)
    return;
  g_async_queue_push (self->jobs, g_new0 (Job, 1));
  GThread *thread = g_steal_pointer (&self->thread);
  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}
