/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of a signed document is extended; when every signature that can be has reached the level,
 * it is put in its place, whole. Otherwise nothing appears. The original is only read. The
 * conductor lives on the main thread and never waits. */

#include "hopso-extender.h"

#include "hopso-extension-private.h"
#include "hopso-file-copy.h"
#include "hopso-queue-thread.h"
#include "hopso-signing-error.h"

#define FILE_MODE 0644

struct _HopsoExtender
{
  GObject parent_instance;

  HopsoVerifier *verifier;      /* owned */
  HopsoTimestampClient *client; /* owned */
  HopsoQueueThread *thread;     /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoExtender, hopso_extender, G_TYPE_OBJECT)

/* One extension in progress: the data of its task. */
typedef struct
{
  HopsoFd original;      /* owned */
  HopsoSecret *password; /* owned, nullable */
  char *output_path;     /* owned, nullable */
  HopsoSignatureLevel level;
  char *tsa_url; /* owned, nullable */
  HopsoTimestampTried tried;
  gpointer data;
  HopsoFileCopy *copy;          /* owned, nullable */
  HopsoSignatureReport *report; /* owned, nullable: before it is extended */
  HopsoFd result;               /* owned: -1 before the end */
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  hopso_fd_close (self->original);
  hopso_fd_close (self->result);
  g_clear_pointer (&self->copy, hopso_file_copy_free);
  g_clear_object (&self->report);
  g_clear_pointer (&self->password, hopso_secret_unref);
  g_free (self->output_path);
  g_free (self->tsa_url);
  g_free (self);
}

static void
hopso_extender_finalize (GObject *object)
{
  HopsoExtender *self = HOPSO_EXTENDER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->client);
  g_object_unref (self->verifier);
  G_OBJECT_CLASS (hopso_extender_parent_class)->finalize (object);
}

static void
hopso_extender_class_init (HopsoExtenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_extender_finalize;
}

static void
hopso_extender_init (HopsoExtender *self)
{
  self->thread = hopso_queue_thread_new ("hopso-extender");
}

/**
 * hopso_extender_new:
 * @verifier: (transfer none): tells what is missing, and judges what came out
 * @client: (transfer none): gets timestamps
 *
 * Returns: (transfer full): an extender
 */
HopsoExtender *
hopso_extender_new (HopsoVerifier *verifier, HopsoTimestampClient *client)
{
  HopsoExtender *self = g_object_new (HOPSO_TYPE_EXTENDER, NULL);

  self->verifier = g_object_ref (verifier);
  self->client = g_object_ref (client);
  return self;
}

static void
run_step (GTask *task, GTaskThreadFunc step, GAsyncReadyCallback done)
{
  HopsoExtender *self = g_task_get_source_object (task);
  g_autoptr (GTask) inner = g_task_new (self, g_task_get_cancellable (task), done, task);

  g_task_set_source_tag (inner, run_step);
  g_task_set_check_cancellable (inner, FALSE);
  g_task_set_task_data (inner, g_task_get_task_data (task), NULL);
  hopso_queue_thread_push (self->thread, inner, step);
}

/* --- the end --------------------------------------------------------------------------------- */

static void
place_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *self = data;
  GError *error = NULL;

  self->result = hopso_file_copy_finish (self->copy, &error);
  if (self->result >= 0)
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
placed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Whether all signatures that have a level have reached the one that was asked for. */
static gboolean
check_levels (Work *self, GError **error)
{
  guint n = 0, n_short = 0;

  for (guint i = 0; i < hopso_signature_report_get_n_results (self->report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (self->report, i);

      if (!hopso_extension_concerns (result))
        continue;
      n++;
      if (hopso_signature_result_get_facts (result)->level < self->level)
        n_short++;
    }
  if (n > 0 && n_short == 0)
    return TRUE;
  if (n == 0)
    g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DOCUMENT,
                         "The document has no signature that can be extended");
  else
    g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_LEVEL,
                 "%u of %u signatures did not reach %s", n_short, n,
                 hopso_signature_level_get_name (self->level));
  return FALSE;
}

static void
extended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->report = hopso_extension_run_finish (HOPSO_VERIFIER (source), result, &error);
  if (self->report == NULL || !check_levels (self, &error))
    g_task_return_error (task, error);
  else
    run_step (g_steal_pointer (&task), place_step, placed_cb);
}

/* --- the copy -------------------------------------------------------------------------------- */

static void
copy_step (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *self = data;
  GError *error = NULL;

  self->copy = hopso_file_copy_begin (self->output_path, FILE_MODE, &error);
  if (self->copy != NULL && hopso_file_copy_take (self->copy, self->original, cancellable, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoExtender *extender = HOPSO_EXTENDER (source);
  g_autoptr (GTask) task = user_data;
  Work *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  const HopsoExtensionOrder order = { .fd = hopso_file_copy_get_fd (self->copy),
                                      .reader = hopso_file_copy_get_reader (self->copy),
                                      .password = self->password,
                                      .level = self->level,
                                      .tsa_url = self->tsa_url,
                                      .tried = self->tried,
                                      .data = self->data };
  hopso_extension_run_async (extender->verifier, extender->client, &order,
                             g_task_get_cancellable (task), extended_cb, g_object_ref (task));
}

/**
 * hopso_extender_extend_async:
 * @order: what to extend and how far
 * @cancellable: (nullable): gives up; then nothing appears
 *
 * Extends a signed document: only appends to it.
 */
void
hopso_extender_extend_async (HopsoExtender *self,
                             const HopsoExtendOrder *order,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_EXTENDER (self));
  g_return_if_fail (order->level > HOPSO_SIGNATURE_LEVEL_B_B);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_extender_extend_async);
  g_task_set_check_cancellable (task, FALSE);
  work->result = -1;
  work->output_path = g_strdup (order->output_path);
  work->password = order->password != NULL ? hopso_secret_ref (order->password) : NULL;
  work->level = order->level;
  work->tsa_url = g_strdup (order->tsa_url);
  work->tried = order->tried;
  work->data = order->data;
  work->original = hopso_fd_reopen_read_only (order->fd, &error);
  g_task_set_task_data (task, work, work_free);
  if (work->original < 0)
    g_task_return_error (task, error);
  else
    run_step (g_steal_pointer (&task), copy_step, copied_cb);
}

/**
 * hopso_extender_extend_finish:
 * @report: (out) (optional) (transfer full): what a verification says of the extended document
 *
 * Returns: the extended document, open for reading, or -1 with @error
 */
HopsoFd
hopso_extender_extend_finish (HopsoExtender *self,
                              GAsyncResult *result,
                              HopsoSignatureReport **report,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  Work *work = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  if (report != NULL)
    *report = g_steal_pointer (&work->report);
  return hopso_fd_steal (&work->result);
}
