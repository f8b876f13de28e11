/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the queue of blobs remembers of one: how it stands, who waits for it, and how long it is
 * left alone after failures. It fetches nothing. Main thread. */

#include "hopso-blob-want-private.h"

#define FIRST_REST   60 /* seconds before one that failed is tried again by itself */
#define LONGEST_REST 3600

/* Somebody who waits: the data of the task. */
typedef struct
{
  HopsoBlobWant *want; /* borrowed: the fetcher keeps it, and the task the fetcher */
  gulong handler;      /* on the cancellable, 0: none */
} Waiter;

HopsoBlobWant *
hopso_blob_want_new (const char *digest)
{
  HopsoBlobWant *self = g_new0 (HopsoBlobWant, 1);

  self->digest = g_strdup (digest);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
hopso_blob_want_free (HopsoBlobWant *self)
{
  g_ptr_array_unref (self->waiters);
  g_free (self->digest);
  g_free (self);
}

static void
forget_cancellable (GTask *task)
{
  Waiter *waiter = g_task_get_task_data (task);

  if (waiter->handler != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), waiter->handler);
  waiter->handler = 0;
}

/* Somebody wanted the blob, and will again. */
static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  Waiter *waiter = g_task_get_task_data (task);
  g_autoptr (GTask) kept = g_object_ref (task);

  forget_cancellable (task);
  g_ptr_array_remove (waiter->want->waiters, task);
  g_task_return_error_if_cancelled (kept);
}

void
hopso_blob_want_add_waiter (HopsoBlobWant *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->want = self;
  g_task_set_task_data (task, waiter, g_free);
  if (cancellable != NULL)
    waiter->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
  g_ptr_array_add (self->waiters, task);
}

void
hopso_blob_want_answer (HopsoBlobWant *self, const GError *error)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    {
      forget_cancellable (waiters->pdata[i]);
      if (error != NULL)
        g_task_return_error (waiters->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (waiters->pdata[i], TRUE);
    }
}

void
hopso_blob_want_note_failure (HopsoBlobWant *self)
{
  gint64 seconds = FIRST_REST;

  for (guint i = 0; i < self->n_failures && seconds < LONGEST_REST; i++)
    seconds *= 2;
  self->n_failures++;
  self->rest_until = g_get_monotonic_time () + MIN (seconds, LONGEST_REST) * G_USEC_PER_SEC;
  self->was_damaged = FALSE;
  self->state = HOPSO_BLOB_FAILED;
}
