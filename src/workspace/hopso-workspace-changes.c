/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this person does to a paper: adds a signed version, or puts a corrected one in its place. It
 * goes into the store
 * together with what is to be sent, in one transaction, and shows at once; the sync sends it. Main
 * thread; the functions of the store run on its own. */

#include "hopso-workspace-private.h"

#include "hopso-local-change.h"
#include "hopso-sync-discard.h"
#include "hopso-wire-version.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *paper;        /* owned */
  char *digest;       /* owned, nullable: not imported yet */
  char *sign_request; /* owned, nullable */
  char *person;       /* owned: who signed */
  char *file_name;    /* owned, nullable: as before */
  gboolean replaces;  /* it continues nothing: who was asked is asked no more */
  gint64 size;
  gint64 now;
} Version;

static void
version_free (gpointer data)
{
  Version *version = data;

  g_free (version->paper);
  g_free (version->digest);
  g_free (version->sign_request);
  g_free (version->person);
  g_free (version->file_name);
  g_free (version);
}

static void
fail (GTask *task, HopsoWorkspaceError code, const char *message)
{
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, (int) code, "%s", message);
  g_object_unref (task);
}

void
hopso_workspace_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) records = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (records == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < records->len && self->engine != NULL; i++)
    hopso_workspace_take_record (self, records->pdata[i]);
  if (self->engine != NULL)
    hopso_sync_engine_note_local_change (self->engine);
  g_task_return_boolean (task, TRUE);
}

static HopsoRecord *
show_signed (HopsoRecord *paper, const Version *version)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (paper);

  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, version->digest);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, version->size);
  hopso_record_builder_set_integer (
      builder, HOPSO_PAPER_SIGNATURES,
      version->replaces ? 0 : hopso_record_get_integer (paper, HOPSO_PAPER_SIGNATURES) + 1);
  if (version->file_name != NULL)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, version->file_name);
  return hopso_record_builder_end (builder);
}

/* What the signature does to its request, as the server will see it; NULL with @error. */
static GPtrArray *
fulfil (HopsoStoreSession *session, const Version *version, GError **error)
{
  const HopsoSignAct act = { .type = HOPSO_SIGN_ACT_SIGN,
                             .person = version->person,
                             .digest = version->digest,
                             .now = version->now };
  g_autoptr (HopsoRecord) request =
      hopso_store_session_get (session, HOPSO_KIND_SIGN_REQUEST, version->sign_request, error);
  g_autoptr (GPtrArray) steps =
      request != NULL ? hopso_workspace_read_steps (session, request, error) : NULL;
  GPtrArray *records;
  HopsoSignVerdict verdict;

  if (steps == NULL)
    return NULL;
  records = hopso_sign_chain_act (request, steps, &act, &verdict);
  if (records == NULL)
    hopso_workspace_set_verdict (error, verdict);
  return records;
}

static gboolean
stop_request (HopsoStoreSession *session,
              HopsoRecord *request,
              const Version *version,
              GPtrArray *stopped,
              GError **error)
{
  const HopsoSignAct act = { .type = HOPSO_SIGN_ACT_STOP, .now = version->now };
  g_autoptr (GPtrArray) steps = hopso_workspace_read_steps (session, request, error);
  g_autoptr (GPtrArray) records = NULL;
  HopsoSignVerdict verdict;

  if (steps == NULL)
    return FALSE;
  records = hopso_sign_chain_act (request, steps, &act, &verdict);
  for (guint i = 0; records != NULL && i < records->len; i++)
    g_ptr_array_add (stopped, g_object_ref (records->pdata[i]));
  return TRUE;
}

/* Another document than the signers were asked about ends what waits, as the server will see it. */
static GPtrArray *
stop_requests (HopsoStoreSession *session, const Version *version, GError **error)
{
  g_autoptr (GPtrArray) stopped = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all =
      hopso_store_session_list (session, HOPSO_KIND_SIGN_REQUEST, "paper", version->paper, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (hopso_sign_request_is_waiting (all->pdata[i]) &&
        !stop_request (session, all->pdata[i], version, stopped, error))
      return NULL;
  return all != NULL ? g_steal_pointer (&stopped) : NULL;
}

static HopsoOutboxEntry *
make_entry (HopsoRecord *paper, const Version *version)
{
  const HopsoWireVersion body = { .digest = version->digest,
                                  .size = version->size,
                                  .file_name = version->file_name,
                                  .sign_request = version->sign_request,
                                  .replaces = version->replaces };
  g_autoptr (JsonObject) json = hopso_wire_version_to_json (&body);

  return hopso_local_change_new_version (paper, json, version->digest);
}

static gpointer
store_version (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Version *version = data;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (HopsoRecord) paper =
      hopso_store_session_get (session, HOPSO_KIND_PAPER, version->paper, error);
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  HopsoRecord *shown;

  if (paper == NULL)
    return NULL;
  if (version->replaces)
    changed = stop_requests (session, version, error);
  else
    changed = version->sign_request != NULL ? fulfil (session, version, error)
                                            : g_ptr_array_new_with_free_func (g_object_unref);
  if (changed == NULL)
    return NULL;
  entry = make_entry (paper, version);
  if (!hopso_sync_refusal_discard_signatures (session, version->paper, error) ||
      !hopso_local_change_store_act (session, entry, changed, error))
    return NULL;
  shown = show_signed (paper, version);
  g_ptr_array_add (changed, shown);
  return hopso_store_session_put (session, shown, error) ? g_steal_pointer (&changed) : NULL;
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Version *version = g_task_get_task_data (task);
  GError *error = NULL;
  HopsoStoreJob job = { .func = store_version,
                        .data = version,
                        .result_free = (GDestroyNotify) g_ptr_array_unref };

  version->digest = hopso_blob_cache_import_finish (HOPSO_BLOB_CACHE (source), result, &error);
  if (version->digest == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (self->store == NULL)
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND, _ ("The account was closed"));
  else
    {
      if (hopso_workspace_has_opened_paper (self, version->paper))
        hopso_workspace_note_opened_digest (self, version->digest);
      hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
    }
}

static Version *
version_new (HopsoWorkspace *self, const char *paper_id)
{
  Version *version = g_new0 (Version, 1);

  version->paper = g_strdup (paper_id);
  version->person = g_strdup (hopso_account_get_person_id (self->account));
  version->now = hopso_clock_now (self->clock);
  return version;
}

/* Takes @version and @task. */
static void
begin (HopsoWorkspace *self, Version *version, int fd, GTask *task)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, version->paper);
  guint64 size = 0;
  GError *error = NULL;

  g_task_set_task_data (task, version, version_free);
  if (self->store == NULL || paper == NULL)
    {
      fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND, _ ("The paper is not on this machine any more"));
      return;
    }
  /* The server would refuse it too; what may not leave is not even kept for sending. */
  if (hopso_paper_is_state_secret (paper))
    {
      fail (task, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
            _ ("State secrets may not be kept in this system"));
      return;
    }
  if (!hopso_fd_get_size (fd, &size, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  version->size = (gint64) size;
  hopso_blob_cache_import_async (hopso_store_get_blobs (self->store), fd,
                                 g_task_get_cancellable (task), imported_cb, task);
}

/**
 * hopso_workspace_add_signed_version_async:
 * @paper_id: a paper
 * @fd: (transfer none): the signed file, complete; kept open until the end of the call
 * @sign_request_id: (nullable): the request that this signature fulfils
 *
 * Makes the signed file the paper's version here, and sends it.
 */
void
hopso_workspace_add_signed_version_async (HopsoWorkspace *self,
                                          const char *paper_id,
                                          int fd,
                                          const char *sign_request_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Version *version = version_new (self, paper_id);

  g_task_set_source_tag (task, hopso_workspace_add_signed_version_async);
  version->sign_request = g_strdup (sign_request_id);
  begin (self, version, fd, task);
}

/**
 * hopso_workspace_replace_paper_async:
 * @paper_id: a paper that this person prepares
 * @fd: (transfer none): the corrected file, complete; kept open until the end of the call
 * @file_name: (nullable): its name; %NULL: as before
 *
 * Puts a corrected file in the place of the paper's version; requests that wait for a signature on
 * it are stopped. Finished by hopso_workspace_act_finish().
 */
void
hopso_workspace_replace_paper_async (HopsoWorkspace *self,
                                     const char *paper_id,
                                     int fd,
                                     const char *file_name,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);
  Version *version = version_new (self, paper_id);

  g_task_set_source_tag (task, hopso_workspace_replace_paper_async);
  version->file_name = g_strdup (file_name);
  version->replaces = TRUE;
  begin (self, version, fd, task);
}

/**
 * hopso_workspace_add_signed_version_finish:
 *
 * Returns: whether the version is kept and will be sent, else %FALSE with @error
 */
gboolean
hopso_workspace_add_signed_version_finish (HopsoWorkspace *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
