/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Does the jobs of one document, one after the other, with a process that it takes, opens the
 * document in, replaces when it dies and throws away when it has grown. A job that a process died
 * of is failed at once; those that still wait are done by the next process. When the document
 * cannot be opened again, all are failed. A process that keeps dying is replaced ever more slowly.
 * Lives on the client's thread. */

#include "hopso-pdf-runner-private.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-slot-private.h"
#include "hopso-secret.h"

#include <gio/gunixfdlist.h>

#define RENDER_INTERFACE "vn.hopso.PdfRender1"

/* The first replacement comes at once, the second after this, and so on twice as long. */
#define LEAST_DELAY_MS 250u
#define MOST_DELAY_MS  8000u

/* When a process is thrown away: at this many jobs, or at this much memory, but then not before
 * some jobs, unless it is far too much. */
#define MAX_JOBS      1000u
#define LEAST_JOBS    20u
#define MAX_MEMORY    (G_GUINT64_CONSTANT (60) * 1024 * 1024)
#define URGENT_FACTOR 4u

struct _HopsoPdfRunner
{
  GObject parent_instance;

  HopsoPdfRunnerOwner owner;
  HopsoPdfQueue *queue;   /* borrowed: outlives self */
  HopsoPdfWorker *worker; /* owned, nullable */
  HopsoPdfSlot *slot;     /* owned, nullable */
  HopsoPdfJob *job;       /* owned, nullable: what the worker does now */
  char *password;         /* owned, nullable */
  int fd;                 /* borrowed: outlives self */
  guint last_lane;
  guint n_jobs;
  guint n_deaths; /* since the last thing that went well */
  guint pause;    /* source, or 0 */
  gboolean is_opening;
  gboolean is_open;
  gboolean is_stopped;
};

G_DEFINE_FINAL_TYPE (HopsoPdfRunner, hopso_pdf_runner, G_TYPE_OBJECT)

static void
drop_worker (HopsoPdfRunner *self)
{
  if (self->worker != NULL)
    hopso_pdf_worker_kill (self->worker);
  g_clear_object (&self->worker);
  self->is_open = FALSE;
  self->n_jobs = 0;
}

static gboolean
paused_cb (gpointer user_data)
{
  HopsoPdfRunner *self = user_data;

  self->pause = 0;
  hopso_pdf_runner_run (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_death (const GError *error)
{
  return g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED) ||
         g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_TIMED_OUT);
}

static void
note_death (HopsoPdfRunner *self)
{
  drop_worker (self);
  self->n_deaths++;
  if (self->n_deaths < 2 || self->is_stopped)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (MIN (LEAST_DELAY_MS << MIN (self->n_deaths - 2, 8), MOST_DELAY_MS),
                               paused_cb, self);
}

static gboolean
has_grown (HopsoPdfRunner *self)
{
  const guint64 memory = hopso_pdf_worker_get_own_memory (self->worker);

  return self->n_jobs >= MAX_JOBS || memory > URGENT_FACTOR * MAX_MEMORY ||
         (memory > MAX_MEMORY && self->n_jobs >= LEAST_JOBS);
}

static void
open_worker (HopsoPdfRunner *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  const int handle = g_unix_fd_list_append (fds, self->fd, NULL);
  const HopsoPdfCall call = {
    .path = HOPSO_PDF_RENDER_PATH,
    .interface = RENDER_INTERFACE,
    .method = "Open",
    .parameters = g_variant_new ("(hs)", handle, self->password != NULL ? self->password : ""),
    .fds = fds,
    .reply = "(u)",
  };

  self->is_opening = TRUE;
  if (self->worker == NULL)
    self->worker = self->owner.take_worker (self->owner.data);
  hopso_pdf_worker_call_async (self->worker, &call, callback, user_data);
}

static void
reopened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  self->is_opening = FALSE;
  if (self->is_stopped)
    return;
  if (reply != NULL)
    {
      self->is_open = TRUE;
      hopso_pdf_runner_run (self);
      return;
    }
  note_death (self);
  self->owner.failed (self->owner.data, error);
}

static void
answer_picture (HopsoPdfRunner *self, HopsoPdfJob *job, GBytes *pixels)
{
  if (!self->is_stopped)
    self->owner.done (self->owner.data, &job->view, pixels);
  for (guint i = 0; i < job->waiters->len; i++)
    g_task_return_pointer (job->waiters->pdata[i], g_bytes_ref (pixels),
                           (GDestroyNotify) g_bytes_unref);
}

/* Text and sizes, as they came. */
static void
answer_reply (HopsoPdfJob *job, GVariant *reply)
{
  for (guint i = 0; i < job->waiters->len; i++)
    g_task_return_pointer (job->waiters->pdata[i], g_variant_get_child_value (reply, 0),
                           (GDestroyNotify) g_variant_unref);
}

/* The next job is sent before the last one's waiters are told, so that the process draws while
 * they work. */
static void
job_done (HopsoPdfRunner *self, GVariant *reply)
{
  g_autoptr (HopsoPdfJob) job = g_steal_pointer (&self->job);
  g_autoptr (GBytes) pixels = NULL;
  HopsoFrame frame;

  self->n_deaths = 0;
  self->n_jobs++;
  if (hopso_pdf_job_is_picture (job))
    {
      hopso_frame_init (&frame, job->view.part.width, job->view.part.height);
      pixels = hopso_pdf_slot_dup_pixels (self->slot, frame.size);
    }
  hopso_pdf_runner_run (self);
  if (pixels != NULL)
    answer_picture (self, job, pixels);
  else
    answer_reply (job, reply);
}

static void
job_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  if (reply != NULL)
    {
      job_done (self, reply);
      return;
    }

  g_autoptr (HopsoPdfJob) job = g_steal_pointer (&self->job);
  if (is_death (error))
    note_death (self);
  hopso_pdf_runner_run (self);
  hopso_pdf_job_fail (job, error);
}

static gboolean
prepare_picture (HopsoPdfRunner *self, HopsoPdfCall *call, GError **error)
{
  const HopsoPdfView *view = &self->job->view;
  const HopsoFramePart *part = &view->part;
  HopsoFrame frame;

  hopso_frame_init (&frame, part->width, part->height);
  if (self->slot != NULL && !hopso_pdf_slot_fits (self->slot, frame.size))
    g_clear_pointer (&self->slot, hopso_pdf_slot_free);
  if (self->slot == NULL && (self->slot = hopso_pdf_slot_new (frame.size, error)) == NULL)
    return FALSE;

  call->fds = g_unix_fd_list_new ();
  const int handle = g_unix_fd_list_append (call->fds, hopso_pdf_slot_get_fd (self->slot), error);
  if (handle < 0)
    return FALSE;
  call->method = "Render";
  call->reply = "()";
  call->parameters =
      g_variant_new ("((u(uu)u(uuuu))h)", view->page, part->page_width, part->page_height,
                     view->rotation, part->x, part->y, part->width, part->height, handle);
  return TRUE;
}

static void
send_job (HopsoPdfRunner *self)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfCall call = { .path = HOPSO_PDF_RENDER_PATH, .interface = RENDER_INTERFACE };

  if (self->job->lane == HOPSO_PDF_LANE_TEXT)
    {
      call.method = "Text";
      call.reply = "(s)";
      call.parameters = g_variant_new ("(u)", self->job->view.page);
    }
  else if (self->job->lane == HOPSO_PDF_LANE_SIZES)
    {
      call.method = "Sizes";
      call.reply = "(a(dd))";
      call.parameters = g_variant_new ("(uu)", self->job->view.page, HOPSO_PDF_MORE_SIZES);
    }
  else if (!prepare_picture (self, &call, &error))
    {
      g_autoptr (HopsoPdfJob) job = g_steal_pointer (&self->job);

      g_clear_object (&call.fds);
      hopso_pdf_runner_run (self);
      hopso_pdf_job_fail (job, error);
      return;
    }
  hopso_pdf_worker_call_async (self->worker, &call, job_cb, g_object_ref (self));
  g_clear_object (&call.fds);
}

/**
 * hopso_pdf_runner_new:
 * @owner: whose jobs these are
 * @queue: where they wait
 * @last_lane: what comes after it is not done here
 * @fd: the document, open for reading
 * @password: (nullable): of the document
 *
 * Returns: (transfer full): a runner without a process
 */
HopsoPdfRunner *
hopso_pdf_runner_new (const HopsoPdfRunnerOwner *owner,
                      HopsoPdfQueue *queue,
                      guint last_lane,
                      int fd,
                      const char *password)
{
  HopsoPdfRunner *self = g_object_new (HOPSO_TYPE_PDF_RUNNER, NULL);

  self->owner = *owner;
  self->queue = queue;
  self->last_lane = last_lane;
  self->fd = fd;
  self->password = g_strdup (password);
  return self;
}

/**
 * hopso_pdf_runner_run:
 *
 * Begins the next job when there is one and nothing is being done.
 */
void
hopso_pdf_runner_run (HopsoPdfRunner *self)
{
  const gboolean has_work = hopso_pdf_queue_has (self->queue, self->last_lane);

  if (self->is_stopped || self->job != NULL || self->is_opening || self->pause != 0)
    return;
  if (self->worker != NULL && !hopso_pdf_worker_is_alive (self->worker))
    drop_worker (self);
  if (self->is_open && self->n_jobs > 0 && has_grown (self))
    drop_worker (self);
  else if (!has_work)
    return;

  if (!self->is_open)
    {
      open_worker (self, reopened_cb, g_object_ref (self));
      return;
    }
  self->job = hopso_pdf_queue_pop (self->queue, self->last_lane);
  if (self->job != NULL)
    send_job (self);
}

/**
 * hopso_pdf_runner_join:
 * @lane: how soon
 * @view: what
 * @task: gets the result
 *
 * Returns: whether it is being done right now, and @task was taken
 */
gboolean
hopso_pdf_runner_join (HopsoPdfRunner *self, guint lane, const HopsoPdfView *view, GTask *task)
{
  if (self->job == NULL || !hopso_pdf_job_matches (self->job, lane, view))
    return FALSE;
  hopso_pdf_job_add_waiter (self->job, task);
  return TRUE;
}

static void
sizes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfRunner *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  self->is_opening = FALSE;
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->is_open = TRUE;
  g_autoptr (GVariant) sizes = g_variant_get_child_value (reply, 0);
  g_task_return_pointer (task,
                         g_variant_ref_sink (g_variant_new (
                             "(u@a(dd))", GPOINTER_TO_UINT (g_task_get_task_data (task)), sizes)),
                         (GDestroyNotify) g_variant_unref);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfRunner *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);
  HopsoPdfCall call = {
    .path = HOPSO_PDF_RENDER_PATH,
    .interface = RENDER_INTERFACE,
    .method = "Sizes",
    .reply = "(a(dd))",
  };
  guint n_pages = 0;

  if (reply == NULL)
    {
      self->is_opening = FALSE;
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (reply, "(u)", &n_pages);
  g_task_set_task_data (task, GUINT_TO_POINTER (n_pages), NULL);
  call.parameters = g_variant_new ("(uu)", 0u, MIN (n_pages, HOPSO_PDF_FIRST_SIZES));
  hopso_pdf_worker_call_async (self->worker, &call, sizes_cb, g_steal_pointer (&task));
}

/**
 * hopso_pdf_runner_open_async:
 * @cancellable: (nullable): forgets the answer
 * @callback: when the document is open
 * @user_data: for @callback
 *
 * Opens the document for the first time.
 */
void
hopso_pdf_runner_open_async (HopsoPdfRunner *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_pdf_runner_open_async);
  open_worker (self, opened_cb, task);
}

/**
 * hopso_pdf_runner_open_finish:
 *
 * Returns: (transfer full): how many pages there are and the sizes of the first ones, `(ua(dd))`,
 * not checked
 */
GVariant *
hopso_pdf_runner_open_finish (HopsoPdfRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_pdf_runner_get_worker:
 *
 * Returns: (nullable): the process at this moment
 */
HopsoPdfWorker *
hopso_pdf_runner_get_worker (HopsoPdfRunner *self)
{
  return self->worker;
}

/**
 * hopso_pdf_runner_stop:
 *
 * Ends the process; the owner is not called any more.
 */
void
hopso_pdf_runner_stop (HopsoPdfRunner *self)
{
  self->is_stopped = TRUE;
  g_clear_handle_id (&self->pause, g_source_remove);
  drop_worker (self);
}

static void
hopso_pdf_runner_finalize (GObject *object)
{
  HopsoPdfRunner *self = HOPSO_PDF_RUNNER (object);

  hopso_pdf_runner_stop (self);
  g_clear_pointer (&self->slot, hopso_pdf_slot_free);
  g_clear_pointer (&self->job, hopso_pdf_job_free);
  g_clear_pointer (&self->password, hopso_secret_wipe_string);
  G_OBJECT_CLASS (hopso_pdf_runner_parent_class)->finalize (object);
}

static void
hopso_pdf_runner_class_init (HopsoPdfRunnerClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_pdf_runner_finalize;
}

static void
hopso_pdf_runner_init (HopsoPdfRunner *self)
{
}
