/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A command that takes long: it works on a thread of its own while the main thread shows on a
 * terminal how far it is, and gives it up in good order on SIGINT and SIGTERM. */

#include "hopso-server-errand.h"

#include "hopso-queue-thread.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define SHOW_MS 200

typedef struct
{
  HopsoServerErrandFunc func;
  gpointer data;             /* borrowed: outlives self */
  GCancellable *cancellable; /* owned */
  GMainLoop *loop;           /* owned */
  GAsyncResult *result;      /* owned, nullable: not done yet */
  gboolean is_shown;
  GMutex lock;
  guint64 done;  /* guarded by lock */
  guint64 total; /* guarded by lock */
} Errand;

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  Errand *self = data;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  g_mutex_unlock (&self->lock);
}

static gboolean
show_cb (gpointer data)
{
  Errand *self = data;

  g_mutex_lock (&self->lock);
  guint64 done = self->done;
  guint64 total = self->total;
  g_mutex_unlock (&self->lock);
  if (total > 0)
    {
      g_autofree char *size = g_format_size (total);
      /* Translators: how much of a size is done: a percentage, and the whole size */
      g_autofree char *text =
          g_strdup_printf (_ ("%u %% of %s"), (guint) (MIN (done, total) * 100.0 / total), size);
      g_printerr ("\r\033[K%s", text);
      self->is_shown = TRUE;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
give_up_cb (gpointer data)
{
  Errand *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Errand *self = data;

  self->result = g_object_ref (result);
  g_main_loop_quit (self->loop);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *self = data;
  HopsoServerWatch watch = { .cancellable = cancellable, .progress = progress_cb, .data = self };
  g_autoptr (GError) error = NULL;

  if (self->func (&watch, self->data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The signals are caught before the work begins: it never leaves its parts to a default handler. */
static void
work_to_the_end (Errand *self, HopsoQueueThread *thread, GTask *task)
{
  guint interrupt = g_unix_signal_add (SIGINT, give_up_cb, self);
  guint term = g_unix_signal_add (SIGTERM, give_up_cb, self);
  guint show = isatty (STDERR_FILENO) ? g_timeout_add (SHOW_MS, show_cb, self) : 0;

  hopso_queue_thread_push (thread, task, work);
  g_main_loop_run (self->loop);
  g_source_remove (interrupt);
  g_source_remove (term);
  g_clear_handle_id (&show, g_source_remove);
  if (self->is_shown)
    g_printerr ("\r\033[K");
}

/**
 * hopso_server_errand_run:
 * @func: the work
 * @data: for @func
 *
 * Returns: what @func returned
 */
gboolean
hopso_server_errand_run (HopsoServerErrandFunc func, gpointer data, GError **error)
{
  Errand self = { .func = func, .data = data };
  g_autoptr (HopsoQueueThread) thread = hopso_queue_thread_new ("errand");

  g_mutex_init (&self.lock);
  self.cancellable = g_cancellable_new ();
  self.loop = g_main_loop_new (NULL, FALSE);

  g_autoptr (GTask) task = g_task_new (NULL, self.cancellable, done_cb, &self);
  g_task_set_source_tag (task, hopso_server_errand_run);
  g_task_set_task_data (task, &self, NULL);
  /* What was done before it was given up is done. */
  g_task_set_check_cancellable (task, FALSE);
  work_to_the_end (&self, thread, task);
  hopso_queue_thread_stop (thread);

  gboolean is_done = g_task_propagate_boolean (G_TASK (self.result), error);
  g_object_unref (self.result);
  g_object_unref (self.cancellable);
  g_main_loop_unref (self.loop);
  g_mutex_clear (&self.lock);
  return is_done;
}
