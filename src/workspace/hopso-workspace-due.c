/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures that were kept without what their level needs get it as soon as the authorities can be
 * reached: papers of the account become new versions, which the server takes since the signed one
 * is their prefix; files of the person are extended in their places. A paper on which somebody's
 * signature is waited for is left alone until then, as a new version would stop that. Main
 * thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-due-runner.h"
#include "hopso-sign-request.h"
#include "hopso-signer.h"

#define SECONDS 60

static HopsoDueList *
get_list (HopsoWorkspace *self)
{
  if (self->due == NULL)
    {
      g_autofree char *folder =
          g_build_filename (hopso_account_get_folder (self->account), "due", NULL);

      self->due = hopso_due_list_new (folder);
    }
  return self->due;
}

/**
 * hopso_workspace_note_due:
 * @paper_id: a paper
 * @sha256: of its signed version
 * @level: what its signature shall have
 * @tsa_url: (nullable): the timestamp authority
 *
 * Writes down that a signature of a paper lacks something; to be called before the signed version
 * is added, so that no crash loses it.
 *
 * Returns: %FALSE with @error when it is not durable
 */
gboolean
hopso_workspace_note_due (HopsoWorkspace *self,
                          const char *paper_id,
                          const char *sha256,
                          HopsoSignatureLevel level,
                          const char *tsa_url,
                          GError **error)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), FALSE);

  return hopso_due_list_add (get_list (self), paper_id, sha256, level, tsa_url, error);
}

/* --- papers ---------------------------------------------------------------------------------- */

static gboolean
is_signature_awaited (HopsoWorkspace *self, const char *paper_id)
{
  GHashTableIter iter;
  gpointer record;

  hopso_record_table_iterate (self->table, HOPSO_KIND_SIGN_REQUEST, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (g_strcmp0 (hopso_sign_request_get_paper (record), paper_id) == 0 &&
        hopso_sign_request_is_waiting (record))
      return TRUE;
  return FALSE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HopsoFd fd = hopso_workspace_open_paper_finish (HOPSO_WORKSPACE (source), result, &error);

  if (fd >= 0)
    g_task_return_int (task, fd);
  else
    g_task_return_error (task, error);
}

static void
open_paper (const HopsoDue *due, GTask *task, gpointer data)
{
  HopsoWorkspace *self = data;
  g_autoptr (GTask) owned = task;
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, due->subject);

  if (paper == NULL || g_strcmp0 (hopso_paper_get_digest (paper), due->sha256) != 0)
    g_task_return_new_error (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "It is another by now");
  else if (is_signature_awaited (self, due->subject))
    g_task_return_new_error (owned, G_IO_ERROR, G_IO_ERROR_BUSY, "A signature is waited for");
  else
    hopso_workspace_open_paper_async (self, due->subject, NULL, NULL,
                                      g_task_get_cancellable (owned), opened_cb,
                                      g_object_ref (owned));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hopso_workspace_add_signed_version_finish (HOPSO_WORKSPACE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Not if the paper went on while it was extended. */
static void
store_paper (const HopsoDue *due, int fd, GTask *task, gpointer data)
{
  HopsoWorkspace *self = data;
  g_autoptr (GTask) owned = task;
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, due->subject);

  if (paper == NULL || g_strcmp0 (hopso_paper_get_digest (paper), due->sha256) != 0 ||
      is_signature_awaited (self, due->subject))
    g_task_return_new_error (owned, G_IO_ERROR, G_IO_ERROR_BUSY, "The paper went on");
  else
    hopso_workspace_add_signed_version_async (self, due->subject, fd, NULL, NULL, added_cb,
                                              g_object_ref (owned));
}

/* --- rounds ---------------------------------------------------------------------------------- */

static HopsoDueRunner *
make_runner (HopsoWorkspace *self, HopsoDueList *list, const HopsoDueKeeper *keeper)
{
  HopsoSigner *signer = hopso_workspace_get_signer (self);
  g_autoptr (HopsoExtender) extender = hopso_extender_new (
      hopso_workspace_get_verifier (self), hopso_signer_get_timestamp_client (signer));

  return hopso_due_runner_new (list, extender, self->clock, keeper);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWorkspace) self = user_data;
  guint n_done = 0;

  if (hopso_due_runner_run_finish (HOPSO_DUE_RUNNER (source), result, &n_done, NULL, NULL) &&
      n_done > 0)
    g_info ("%u signatures have got what was due", n_done);
  self->n_due_runs--;
}

static void
run (HopsoWorkspace *self, HopsoDueList *list, const HopsoDueKeeper *keeper, gboolean at_once)
{
  g_autoptr (GPtrArray) entries = hopso_due_list_read (list);
  g_autoptr (HopsoDueRunner) runner = NULL;

  if (entries->len == 0)
    return;
  runner = make_runner (self, list, keeper);
  self->n_due_runs++;
  hopso_due_runner_run_async (runner, at_once, self->due_cancellable, ran_cb, g_object_ref (self));
}

/**
 * hopso_workspace_run_due:
 * @at_once: also what was to be tried later
 *
 * Tries to get what signatures lack. It is done every minute by itself.
 */
void
hopso_workspace_run_due (HopsoWorkspace *self, gboolean at_once)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  const HopsoDueKeeper papers = { open_paper, store_paper, self };
  g_autoptr (HopsoDueList) own = hopso_due_list_new_own ();

  if (self->store == NULL || self->n_due_runs > 0)
    return;
  run (self, get_list (self), &papers, at_once);
  run (self, own, NULL, at_once);
}

static gboolean
minute_cb (gpointer user_data)
{
  hopso_workspace_run_due (user_data, FALSE);
  return G_SOURCE_CONTINUE;
}

void
hopso_workspace_start_due (HopsoWorkspace *self)
{
  self->due_cancellable = g_cancellable_new ();
  self->due_source = g_timeout_add_seconds (SECONDS, minute_cb, self);
}

void
hopso_workspace_stop_due (HopsoWorkspace *self)
{
  g_clear_handle_id (&self->due_source, g_source_remove);
  g_cancellable_cancel (self->due_cancellable);
}
