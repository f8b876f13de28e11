/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be drawn or read, and the queue of it. A picture that several asked for is drawn once;
 * one that nobody waits for any more is not drawn. No process is known here. Lives on the client's
 * thread. */

#include "hopso-pdf-job-private.h"

#include "hopso-fd.h"

/**
 * hopso_pdf_job_new:
 * @wish: what to do; its arguments and a descriptor of the same file are kept
 *
 * Returns: (transfer full): a job that nobody waits for yet
 */
HopsoPdfJob *
hopso_pdf_job_new (const HopsoPdfWish *wish)
{
  HopsoPdfJob *self = g_new0 (HopsoPdfJob, 1);

  self->wish = *wish;
  if (wish->arguments != NULL)
    g_variant_ref_sink (wish->arguments);
  if (wish->fd >= 0)
    self->wish.fd = hopso_fd_dup (wish->fd, NULL);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/**
 * hopso_pdf_job_free:
 * @self: (transfer full): a job whose waiters have been answered
 */
void
hopso_pdf_job_free (HopsoPdfJob *self)
{
  g_clear_pointer (&self->wish.arguments, g_variant_unref);
  hopso_fd_close (self->wish.fd);
  g_ptr_array_unref (self->waiters);
  g_free (self);
}

/**
 * hopso_pdf_job_is_picture:
 *
 * Returns: whether something is to be drawn
 */
gboolean
hopso_pdf_job_is_picture (const HopsoPdfJob *self)
{
  return self->wish.question == NULL;
}

/**
 * hopso_pdf_job_matches:
 *
 * Returns: whether doing @self gives what is wished
 */
gboolean
hopso_pdf_job_matches (const HopsoPdfJob *self, const HopsoPdfWish *wish)
{
  const HopsoPdfWish *own = &self->wish;

  if (own->question != wish->question || own->generation != wish->generation)
    return FALSE;
  if (own->question == NULL)
    return hopso_pdf_view_equal (&own->view, &wish->view);
  /* What is written into a file is written for each. */
  return own->fd < 0 && wish->fd < 0 && g_variant_equal (own->arguments, wish->arguments);
}

/**
 * hopso_pdf_job_add_waiter:
 * @task: (transfer full): gets the result
 */
void
hopso_pdf_job_add_waiter (HopsoPdfJob *self, GTask *task)
{
  g_ptr_array_add (self->waiters, task);
}

/**
 * hopso_pdf_job_is_wanted:
 *
 * Returns: whether anybody waits who has not cancelled
 */
gboolean
hopso_pdf_job_is_wanted (const HopsoPdfJob *self)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      if (!g_cancellable_is_cancelled (g_task_get_cancellable (self->waiters->pdata[i])))
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_pdf_job_fail:
 * @error: what everybody who waits is told
 */
void
hopso_pdf_job_fail (HopsoPdfJob *self, const GError *error)
{
  for (guint i = 0; i < self->waiters->len; i++)
    g_task_return_error (self->waiters->pdata[i], g_error_copy (error));
  g_ptr_array_set_size (self->waiters, 0);
}

/**
 * hopso_pdf_queue_init:
 * @self: (out caller-allocates): becomes empty
 */
void
hopso_pdf_queue_init (HopsoPdfQueue *self)
{
  for (guint i = 0; i < HOPSO_PDF_N_LANES; i++)
    g_queue_init (&self->lanes[i]);
}

/* Answering runs callbacks that may ask for more, so it is done outside the queue. */
static void
fail_all (GQueue *jobs, const GError *error)
{
  HopsoPdfJob *job;

  while ((job = g_queue_pop_head (jobs)) != NULL)
    {
      hopso_pdf_job_fail (job, error);
      hopso_pdf_job_free (job);
    }
}

/* Takes the jobs out that nobody wants any more. */
static void
purge (GQueue *lane)
{
  g_autoptr (GError) cancelled =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  GQueue unwanted = G_QUEUE_INIT;
  GList *link = lane->head;

  while (link != NULL)
    {
      GList *next = link->next;

      if (!hopso_pdf_job_is_wanted (link->data))
        {
          g_queue_unlink (lane, link);
          g_queue_push_tail_link (&unwanted, link);
        }
      link = next;
    }
  fail_all (&unwanted, cancelled);
}

static HopsoPdfJob *
take_match (HopsoPdfQueue *self, const HopsoPdfWish *wish)
{
  for (guint i = 0; i < HOPSO_PDF_N_LANES; i++)
    {
      for (GList *link = self->lanes[i].head; link != NULL; link = link->next)
        {
          HopsoPdfJob *job = link->data;

          if (!hopso_pdf_job_matches (job, wish))
            continue;
          g_queue_delete_link (&self->lanes[i], link);
          return job;
        }
    }
  return NULL;
}

/**
 * hopso_pdf_queue_push:
 * @wish: what to do
 * @task: (transfer full): gets the result
 *
 * Queues a job, or joins one that waits already, which is then done as soon as either wishes.
 */
void
hopso_pdf_queue_push (HopsoPdfQueue *self, const HopsoPdfWish *wish, GTask *task)
{
  HopsoPdfJob *job = take_match (self, wish);

  if (job == NULL)
    job = hopso_pdf_job_new (wish);
  job->wish.lane = MIN (job->wish.lane, wish->lane);
  hopso_pdf_job_add_waiter (job, task);
  g_queue_push_tail (&self->lanes[job->wish.lane], job);
}

/**
 * hopso_pdf_queue_return:
 * @job: (transfer full): one that was popped
 *
 * Puts back what could not be done, to be the next of its lane.
 */
void
hopso_pdf_queue_return (HopsoPdfQueue *self, HopsoPdfJob *job)
{
  g_queue_push_head (&self->lanes[job->wish.lane], job);
}

/**
 * hopso_pdf_queue_pop:
 * @last_lane: what comes after it is left
 *
 * Returns: (transfer full) (nullable): the most urgent job that somebody wants
 */
HopsoPdfJob *
hopso_pdf_queue_pop (HopsoPdfQueue *self, guint last_lane)
{
  for (guint i = 0; i <= last_lane; i++)
    {
      purge (&self->lanes[i]);
      if (!g_queue_is_empty (&self->lanes[i]))
        return g_queue_pop_head (&self->lanes[i]);
    }
  return NULL;
}

/**
 * hopso_pdf_queue_has:
 * @last_lane: what comes after it does not count
 *
 * Returns: whether a job waits
 */
gboolean
hopso_pdf_queue_has (HopsoPdfQueue *self, guint last_lane)
{
  for (guint i = 0; i <= last_lane; i++)
    {
      if (!g_queue_is_empty (&self->lanes[i]))
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_pdf_queue_fail:
 * @error: what everybody who waits is told
 *
 * Empties the queue.
 */
void
hopso_pdf_queue_fail (HopsoPdfQueue *self, const GError *error)
{
  GQueue all = G_QUEUE_INIT;

  for (guint i = 0; i < HOPSO_PDF_N_LANES; i++)
    {
      HopsoPdfJob *job;

      while ((job = g_queue_pop_head (&self->lanes[i])) != NULL)
        g_queue_push_tail (&all, job);
    }
  fail_all (&all, error);
}
