/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Goes through a list of what is due, one document after the other: opened, held against the digest
 * that was noted, extended, stored, and only then struck off. What fails for now is tried again
 * later; what is another document by now is struck off. Main thread. */

#define G_LOG_DOMAIN "hopso-signing"

#include "hopso-due-runner.h"

#include "hopso-digest.h"
#include "hopso-queue-thread.h"

#include <errno.h>
#include <fcntl.h>

struct _HopsoDueRunner
{
  GObject parent_instance;

  HopsoDueList *list;       /* owned */
  HopsoExtender *extender;  /* owned */
  HopsoClock *clock;        /* owned */
  HopsoQueueThread *thread; /* owned */
  HopsoDueKeeper keeper;
  gboolean has_keeper; /* otherwise subjects are paths */
};

G_DEFINE_FINAL_TYPE (HopsoDueRunner, hopso_due_runner, G_TYPE_OBJECT)

/* One way through the list: the data of its task. */
typedef struct
{
  GPtrArray *entries; /* owned */
  guint at;
  gboolean at_once;
  HopsoFd document; /* owned: -1 before it is open */
  HopsoFd extended; /* owned: likewise */
  guint n_done;
} Round;

static void go_on (GTask *task);

static void
round_free (gpointer data)
{
  Round *self = data;

  g_ptr_array_unref (self->entries);
  hopso_fd_close (self->document);
  hopso_fd_close (self->extended);
  g_free (self);
}

static void
hopso_due_runner_finalize (GObject *object)
{
  HopsoDueRunner *self = HOPSO_DUE_RUNNER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->list);
  g_object_unref (self->extender);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (hopso_due_runner_parent_class)->finalize (object);
}

static void
hopso_due_runner_class_init (HopsoDueRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_due_runner_finalize;
}

static void
hopso_due_runner_init (HopsoDueRunner *self)
{
  self->thread = hopso_queue_thread_new ("hopso-due");
}

/**
 * hopso_due_runner_new:
 * @list: (transfer none): what is due
 * @extender: (transfer none): does the work
 * @clock: (transfer none): tells what may be tried
 * @keeper: (nullable): has the documents; without it the subjects are paths
 *
 * Returns: (transfer full): a runner
 */
HopsoDueRunner *
hopso_due_runner_new (HopsoDueList *list,
                      HopsoExtender *extender,
                      HopsoClock *clock,
                      const HopsoDueKeeper *keeper)
{
  HopsoDueRunner *self = g_object_new (HOPSO_TYPE_DUE_RUNNER, NULL);

  self->list = g_object_ref (list);
  self->extender = g_object_ref (extender);
  self->clock = g_object_ref (clock);
  self->has_keeper = keeper != NULL;
  if (keeper != NULL)
    self->keeper = *keeper;
  return self;
}

static const HopsoDue *
get_due (Round *self)
{
  return self->entries->pdata[self->at];
}

/* --- one entry ------------------------------------------------------------------------------- */

/* Takes the task. */
static void
leave_entry (GTask *task)
{
  Round *self = g_task_get_task_data (task);

  hopso_fd_close (self->document);
  hopso_fd_close (self->extended);
  self->document = -1;
  self->extended = -1;
  self->at++;
  go_on (task);
}

/* Takes the task: there is nothing to extend any more. */
static void
strike_off (GTask *task)
{
  HopsoDueRunner *runner = g_task_get_source_object (task);

  hopso_due_list_remove (runner->list, get_due (g_task_get_task_data (task)));
  leave_entry (task);
}

/* Takes the task. */
static void
postpone (GTask *task, const GError *reason)
{
  HopsoDueRunner *runner = g_task_get_source_object (task);
  const HopsoDue *due = get_due (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;

  g_info ("a timestamp stays due: %s", reason->message);
  if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !hopso_due_list_postpone (runner->list, due, hopso_clock_now (runner->clock), &error))
    g_warning ("what is due cannot be written down: %s", error->message);
  leave_entry (task);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Round *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      postpone (g_steal_pointer (&task), error);
      return;
    }
  self->n_done++;
  strike_off (g_steal_pointer (&task));
}

static void
extended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoDueRunner *runner = g_task_get_source_object (task);
  Round *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->extended = hopso_extender_extend_finish (HOPSO_EXTENDER (source), result, NULL, &error);
  if (self->extended < 0)
    {
      postpone (g_steal_pointer (&task), error);
      return;
    }
  GTask *storing =
      g_task_new (runner, g_task_get_cancellable (task), stored_cb, g_object_ref (task));
  if (runner->has_keeper)
    {
      runner->keeper.store (get_due (self), self->extended, storing, runner->keeper.data);
      return;
    }
  g_task_return_boolean (storing, TRUE); /* it is in its place already */
  g_object_unref (storing);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoDueRunner *runner = HOPSO_DUE_RUNNER (source);
  g_autoptr (GTask) task = user_data;
  Round *self = g_task_get_task_data (task);
  const HopsoDue *due = get_due (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *hex = digest != NULL ? hopso_digest_to_hex (digest) : NULL;
  const HopsoExtendOrder order = { .fd = self->document,
                                   .output_path = runner->has_keeper ? NULL : due->subject,
                                   .level = due->level,
                                   .tsa_url = due->tsa_url };

  if (digest == NULL)
    postpone (g_steal_pointer (&task), error);
  else if (g_strcmp0 (hex, due->sha256) != 0)
    strike_off (g_steal_pointer (&task));
  else
    hopso_extender_extend_async (runner->extender, &order, g_task_get_cancellable (task),
                                 extended_cb, g_object_ref (task));
}

static void
digest_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *self = data;
  guint64 range[2] = { 0, 0 };
  GBytes *digest = NULL;
  GError *error = NULL;

  if (hopso_fd_get_size (self->document, &range[1], &error) &&
      hopso_digest_fd (self->document, range, 1, HOPSO_HASH_SHA256, &digest, cancellable, &error))
    g_task_return_pointer (step, digest, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (step, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoDueRunner *runner = HOPSO_DUE_RUNNER (source);
  g_autoptr (GTask) task = user_data;
  Round *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  HopsoFd fd = (HopsoFd) g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      strike_off (g_steal_pointer (&task));
      return;
    }
  if (error != NULL)
    {
      postpone (g_steal_pointer (&task), error);
      return;
    }
  self->document = fd;
  g_autoptr (GTask) step =
      g_task_new (runner, g_task_get_cancellable (task), compared_cb, g_object_ref (task));
  g_task_set_task_data (step, self, NULL);
  hopso_queue_thread_push (runner->thread, step, digest_step);
}

static void
open_path (const HopsoDue *due, GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoFd fd = open (due->subject, O_RDONLY | O_CLOEXEC);
  int code = errno;

  if (fd >= 0)
    g_task_return_int (owned, fd);
  else
    g_task_return_new_error (owned, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s",
                             g_strerror (code));
}

/* --- all ------------------------------------------------------------------------------------- */

/* Takes the task. */
static void
go_on (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoDueRunner *runner = g_task_get_source_object (owned);
  Round *self = g_task_get_task_data (owned);

  if (g_task_return_error_if_cancelled (owned))
    return;
  if (self->at == self->entries->len ||
      (!self->at_once && get_due (self)->next_try > hopso_clock_now (runner->clock)))
    {
      g_task_return_boolean (owned, TRUE);
      return;
    }
  GTask *opening =
      g_task_new (runner, g_task_get_cancellable (owned), opened_cb, g_object_ref (owned));
  if (runner->has_keeper)
    runner->keeper.open (get_due (self), opening, runner->keeper.data);
  else
    open_path (get_due (self), opening);
}

/**
 * hopso_due_runner_run_async:
 * @at_once: also what is to be tried later
 * @cancellable: (nullable): stops; what is not done stays due
 *
 * Goes through the list once.
 */
void
hopso_due_runner_run_async (HopsoDueRunner *self,
                            gboolean at_once,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_DUE_RUNNER (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Round *round = g_new0 (Round, 1);

  g_task_set_source_tag (task, hopso_due_runner_run_async);
  round->entries = hopso_due_list_read (self->list);
  round->at_once = at_once;
  round->document = -1;
  round->extended = -1;
  g_task_set_task_data (task, round, round_free);
  go_on (task);
}

/**
 * hopso_due_runner_run_finish:
 * @n_done: (out) (optional): how many were extended
 * @n_left: (out) (optional): how many stay due
 *
 * Returns: %FALSE with @error when it was cancelled
 */
gboolean
hopso_due_runner_run_finish (
    HopsoDueRunner *self, GAsyncResult *result, guint *n_done, guint *n_left, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  Round *round = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) left = hopso_due_list_read (self->list);

  if (n_done != NULL)
    *n_done = round->n_done;
  if (n_left != NULL)
    *n_left = left->len;
  return g_task_propagate_boolean (G_TASK (result), error);
}
