/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Does the jobs of one document, one after the other, with a process that it takes, opens the
 * document in, replaces when it dies and throws away when it has grown. A job that a process died
 * of is tried once more, by the next one; one that took too long is failed at once. When the
 * document cannot be opened again, all are failed. A process that keeps dying is replaced ever more
 * slowly. Lives on the client's thread. */

#include "hopso-pdf-runner-state-private.h"

#include "hopso-pdf-bus.h"
#include "hopso-secret.h"

#include <gio/gunixfdlist.h>

/* The first replacement comes at once, the second after this, and so on twice as long. */
#define LEAST_DELAY_MS 250u
#define MOST_DELAY_MS  8000u

/* When a process is thrown away: at this many jobs, at this much memory, or when it has this much
 * more than with the document open and nothing done; for its memory not before some jobs, unless it
 * is far too much. */
#define MAX_JOBS      1000u
#define LEAST_JOBS    20u
#define MAX_MEMORY    (G_GUINT64_CONSTANT (60) * 1024 * 1024)
#define MAX_GROWTH    (G_GUINT64_CONSTANT (14) * 1024 * 1024)
#define URGENT_FACTOR 4u

/* A job is given up when this many processes died of it. */
#define MAX_DEATHS 2u

G_DEFINE_FINAL_TYPE (HopsoPdfRunner, hopso_pdf_runner, G_TYPE_OBJECT)

static void
drop_worker (HopsoPdfRunner *self)
{
  if (self->worker != NULL)
    hopso_pdf_worker_kill (self->worker);
  g_clear_object (&self->worker);
  self->is_open = FALSE;
  self->has_old_layers = self->layers != NULL;
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

gboolean
hopso_pdf_runner_is_death (const GError *error)
{
  return g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED) ||
         g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_TIMED_OUT);
}

/* The worker died, or did not open the document. */
void
hopso_pdf_runner_note_death (HopsoPdfRunner *self)
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
         (self->n_jobs >= LEAST_JOBS &&
          (memory > MAX_MEMORY || memory > self->first_memory + MAX_GROWTH));
}

static void
answer_picture (HopsoPdfRunner *self, HopsoPdfJob *job, GBytes *pixels)
{
  if (!self->is_stopped)
    self->owner.done (self->owner.data, &job->wish, pixels);
  for (guint i = 0; i < job->waiters->len; i++)
    g_task_return_pointer (job->waiters->pdata[i], g_bytes_ref (pixels),
                           (GDestroyNotify) g_bytes_unref);
}

/* Everything but pictures, as it came. */
static void
answer_reply (HopsoPdfJob *job, GVariant *reply)
{
  for (guint i = 0; i < job->waiters->len; i++)
    g_task_return_pointer (job->waiters->pdata[i], g_variant_ref (reply),
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
      hopso_frame_init (&frame, job->wish.view.part.width, job->wish.view.part.height);
      pixels = hopso_pdf_slot_dup_pixels (self->slot, frame.size);
    }
  hopso_pdf_runner_run (self);
  if (pixels != NULL)
    answer_picture (self, job, pixels);
  else
    answer_reply (job, reply);
}

/* Processes are killed for many reasons that are not the document's. */
static gboolean
may_try_again (HopsoPdfRunner *self, HopsoPdfJob *job, const GError *error)
{
  return !self->is_stopped && job->wish.fd < 0 && hopso_pdf_job_is_wanted (job) &&
         g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED) &&
         ++job->n_deaths < MAX_DEATHS;
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
  if (hopso_pdf_runner_is_death (error))
    hopso_pdf_runner_note_death (self);
  if (may_try_again (self, job, error))
    hopso_pdf_queue_return (self->queue, g_steal_pointer (&job));
  hopso_pdf_runner_run (self);
  if (job != NULL)
    hopso_pdf_job_fail (job, error);
}

static gboolean
prepare_picture (HopsoPdfRunner *self, HopsoPdfCall *call, GError **error)
{
  const HopsoPdfView *view = &self->job->wish.view;
  const HopsoFramePart *part = &view->part;
  HopsoFrame frame;

  hopso_frame_init (&frame, part->width, part->height);
  if (self->slot != NULL && !hopso_pdf_slot_fits (self->slot, frame.size))
    g_clear_pointer (&self->slot, hopso_pdf_slot_free);
  if (self->slot == NULL &&
      (self->slot = self->owner.take_slot (self->owner.data, frame.size, error)) == NULL)
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

static gboolean
prepare_question (HopsoPdfRunner *self, HopsoPdfCall *call, GError **error)
{
  const HopsoPdfWish *wish = &self->job->wish;

  call->method = wish->question->method;
  call->reply = wish->question->reply;
  call->parameters = wish->arguments;
  if (wish->fd < 0)
    return TRUE;
  call->fds = g_unix_fd_list_new ();
  return g_unix_fd_list_append (call->fds, wish->fd, error) >= 0;
}

static void
send_job (HopsoPdfRunner *self)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfCall call = { .path = HOPSO_PDF_RENDER_PATH, .interface = RENDER_INTERFACE };
  const gboolean is_ready = hopso_pdf_job_is_picture (self->job)
                                ? prepare_picture (self, &call, &error)
                                : prepare_question (self, &call, &error);
  g_autoptr (GUnixFDList) fds = call.fds;

  if (is_ready)
    {
      hopso_pdf_worker_call_async (self->worker, &call, job_cb, g_object_ref (self));
      return;
    }
  g_autoptr (HopsoPdfJob) job = g_steal_pointer (&self->job);
  hopso_pdf_runner_run (self);
  hopso_pdf_job_fail (job, error);
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
      hopso_pdf_runner_reopen (self);
      return;
    }
  if (self->has_old_layers)
    {
      hopso_pdf_runner_send_layers (self);
      return;
    }
  self->job = hopso_pdf_queue_pop (self->queue, self->last_lane);
  if (self->job == NULL)
    return;
  if (self->n_jobs == 0)
    self->first_memory = hopso_pdf_worker_get_own_memory (self->worker);
  send_job (self);
}

/**
 * hopso_pdf_runner_join:
 * @wish: what to do
 * @task: gets the result
 *
 * Returns: whether it is being done right now, and @task was taken
 */
gboolean
hopso_pdf_runner_join (HopsoPdfRunner *self, const HopsoPdfWish *wish, GTask *task)
{
  if (self->job == NULL || !hopso_pdf_job_matches (self->job, wish))
    return FALSE;
  hopso_pdf_job_add_waiter (self->job, task);
  return TRUE;
}

/**
 * hopso_pdf_runner_set_layers:
 * @layers: an `a(ub)`
 *
 * Shows or hides layers in what is drawn from now on, also by later processes.
 */
void
hopso_pdf_runner_set_layers (HopsoPdfRunner *self, GVariant *layers)
{
  g_clear_pointer (&self->layers, g_variant_unref);
  self->layers = g_variant_ref_sink (layers);
  self->has_old_layers = TRUE;
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
 * hopso_pdf_runner_is_open:
 *
 * Returns: whether there is a process in which the document is open
 */
gboolean
hopso_pdf_runner_is_open (HopsoPdfRunner *self)
{
  return self->is_open;
}

/**
 * hopso_pdf_runner_rest:
 *
 * Ends the process if it has nothing to do: the next job gets another one.
 */
void
hopso_pdf_runner_rest (HopsoPdfRunner *self)
{
  if (self->job != NULL || self->is_opening || hopso_pdf_queue_has (self->queue, self->last_lane))
    return;
  drop_worker (self);
  g_clear_pointer (&self->slot, hopso_pdf_slot_free);
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
  g_clear_pointer (&self->layers, g_variant_unref);
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
