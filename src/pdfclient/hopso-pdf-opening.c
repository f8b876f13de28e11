/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a runner has its document opened: for the first time, when the sizes of the first pages are
 * asked for as well, and again in each process that takes the place of another, which is also told
 * which layers are shown. Lives on the client's thread. */

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-runner-state-private.h"

#include <gio/gunixfdlist.h>
#include <string.h>

/* A document is given up when this many processes, one after the other, died opening it. */
#define MAX_OPENINGS 3u

static void
open_worker (HopsoPdfRunner *self, guint n_sizes, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  const int handle = g_unix_fd_list_append (fds, self->fd, NULL);
  const HopsoPdfCall call = {
    .path = HOPSO_PDF_RENDER_PATH,
    .interface = RENDER_INTERFACE,
    .method = "Open",
    .parameters = g_variant_new ("(h@ahu)", handle,
                                 hopso_pdf_bus_add_password (fds, self->password), n_sizes),
    .fds = fds,
    .reply = "(ua(dd))",
  };

  self->is_opening = TRUE;
  if (self->worker == NULL)
    self->worker = self->owner.take_worker (self->owner.data);
  hopso_pdf_worker_call_async (self->worker, &call, callback, user_data);
}

/* A process that dies before it has opened anything says little about the document. */
static gboolean
may_open_again (HopsoPdfRunner *self, const GError *error)
{
  return g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_CRASHED) &&
         ++self->n_failed_openings < MAX_OPENINGS;
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
      self->n_failed_openings = 0;
      hopso_pdf_runner_run (self);
      return;
    }
  hopso_pdf_runner_note_death (self);
  if (may_open_again (self, error))
    hopso_pdf_runner_run (self);
  else
    self->owner.failed (self->owner.data, error);
}

/* Opens the document in another process. */
void
hopso_pdf_runner_reopen (HopsoPdfRunner *self)
{
  open_worker (self, 0, reopened_cb, g_object_ref (self));
}

static void
layers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoPdfRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  self->is_opening = FALSE;
  if (self->is_stopped)
    return;
  if (reply == NULL)
    hopso_pdf_runner_note_death (self);
  hopso_pdf_runner_run (self);
}

/* Has the worker show what is wished before it draws anything. */
void
hopso_pdf_runner_send_layers (HopsoPdfRunner *self)
{
  const HopsoPdfCall call = {
    .path = HOPSO_PDF_RENDER_PATH,
    .interface = RENDER_INTERFACE,
    .method = "SetLayers",
    .parameters = g_variant_new ("(@a(ub))", self->layers),
    .reply = "()",
  };

  self->is_opening = TRUE;
  self->has_old_layers = FALSE;
  hopso_pdf_worker_call_async (self->worker, &call, layers_cb, g_object_ref (self));
}

static void opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes the task and the error. */
static void
first_opening_failed (HopsoPdfRunner *self, GTask *task, GError *error)
{
  if (hopso_pdf_runner_is_death (error))
    hopso_pdf_runner_note_death (self);
  if (!self->is_stopped && may_open_again (self, error))
    {
      g_error_free (error);
      open_worker (self, HOPSO_PDF_FIRST_SIZES, opened_cb, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfRunner *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      hopso_pdf_worker_call_finish (HOPSO_PDF_WORKER (source), result, &error);

  self->is_opening = FALSE;
  if (reply == NULL)
    {
      first_opening_failed (self, g_steal_pointer (&task), error);
      return;
    }
  self->is_open = TRUE;
  self->n_failed_openings = 0;
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) g_variant_unref);
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
  open_worker (self, HOPSO_PDF_FIRST_SIZES, opened_cb, task);
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
