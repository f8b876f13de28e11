/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sends what waits in the outbox, oldest first, the changes of one record never out of order.
 * Before an entry goes out, the store knows that it may have arrived; what the server says to it is
 * carried out in one transaction. An entry that the server cannot take now waits, and with it the
 * later ones of its record; the others go on. Main thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-sync-push-private.h"

#include "hopso-local-change.h"
#include "hopso-sign-request.h"
#include "hopso-sync-apply-private.h"
#include "hopso-sync-pick-private.h"
#include "hopso-sync-plan.h"

#include <glib/gi18n-lib.h>

#define MAX_MERGES   20
#define FIRST_WAIT   5
#define LONGEST_WAIT 600

/* The server's word on an entry, for the store's thread. */
typedef struct
{
  HopsoOutboxEntry *entry; /* owned */
  HopsoRecord *record;     /* owned, nullable */
  char *reason;            /* owned, nullable: not refused */
  gboolean is_conflict;
  HopsoSyncOutcome outcome;
} Verdict;

static void next (GTask *task);

static void
push_free (Push *push)
{
  g_clear_object (&push->store);
  g_clear_object (&push->remote);
  g_clear_object (&push->clock);
  g_clear_pointer (&push->entry, hopso_outbox_entry_free);
  g_hash_table_unref (push->blocked);
  g_free (push->notice);
  g_free (push->refusal);
  g_free (push);
}

static void
verdict_free (gpointer data)
{
  Verdict *verdict = data;

  hopso_outbox_entry_free (verdict->entry);
  g_clear_object (&verdict->record);
  g_free (verdict->reason);
  g_free (verdict);
}

static void
fail (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
block (Push *push, const HopsoOutboxEntry *entry)
{
  hopso_sync_pick_hold (push->blocked, entry);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error != NULL)
    fail (task, error);
  else
    next (task);
}

static gpointer
update_entry (HopsoStoreSession *session, gpointer data, GError **error)
{
  hopso_store_session_outbox_update (session, data, error);
  return NULL;
}

/* The server cannot take the entry now. */
static void
postpone (GTask *task, const GError *why)
{
  Push *push = g_task_get_task_data (task);
  HopsoOutboxEntry *entry = hopso_outbox_entry_copy (push->entry);
  const HopsoStoreJob job = { .func = update_entry,
                              .data = entry,
                              .data_free = (GDestroyNotify) hopso_outbox_entry_free };
  gint64 wait = FIRST_WAIT;

  for (guint i = 1; i < entry->attempts && wait < LONGEST_WAIT; i++)
    wait *= 2;
  wait = MAX (MIN (wait, LONGEST_WAIT), hopso_remote_error_get_retry_after (why));
  entry->not_before = hopso_clock_now (push->clock) + wait;
  g_free (entry->last_error);
  entry->last_error = g_strdup (why->message);
  block (push, entry);
  hopso_store_write_async (push->store, &job, g_task_get_cancellable (task), written_cb, task);
}

static const char *
explain_loss (const HopsoOutboxEntry *entry)
{
  if (g_str_equal (entry->operation, HOPSO_CHANGE_VERSION))
    return _ ("A paper has a newer version than the one that was signed here. "
              "Open it and sign again.");
  if (g_str_equal (entry->operation, HOPSO_CHANGE_SUBMIT))
    return _ ("A paper got another version before you submitted it. "
              "Open it and submit it again.");
  if (g_str_equal (entry->operation, HOPSO_CHANGE_SUBSTITUTE))
    return _ ("The invitation had changed before. Look at how it stands now.");
  if (hopso_local_change_is_course (entry))
    return _ ("The meeting had changed before. Look at how it stands now.");
  if (hopso_local_change_is_act (entry) && !hopso_local_change_is (entry, HOPSO_CHANGE_REVIEW))
    return _ ("The sign request had changed before. Look at how it stands now.");
  if (hopso_local_change_is (entry, HOPSO_CHANGE_DESTROY))
    return _ ("Somebody else changed what you removed, so it has come back. Look at it and remove "
              "it again if it is to go.");
  return _ ("Somebody else changed the same thing before. "
            "Look at it and make the change again.");
}

/* The request that a lost signature was to fulfil: only this machine took it for fulfilled. For
 * signatures that an older version of this program left in the outbox. */
static gboolean
ask_again (HopsoStoreSession *session, const HopsoOutboxEntry *entry, GError **error)
{
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (entry, NULL);
  g_autoptr (HopsoRecord) request = NULL;
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autoptr (HopsoRecord) again = NULL;
  g_autoptr (GPtrArray) effects = hopso_local_effect_list (entry);
  const char *id = NULL;

  if (effects->len > 0)
    return TRUE; /* taken back with all it showed */
  if (change != NULL && change->content != NULL &&
      g_str_equal (entry->operation, HOPSO_CHANGE_VERSION))
    id = json_object_get_string_member_with_default (change->content, "signRequest", NULL);
  if (id != NULL)
    request = hopso_store_session_get (session, HOPSO_KIND_SIGN_REQUEST, id, NULL);
  if (request == NULL ||
      g_strcmp0 (hopso_sign_request_get_state (HOPSO_SIGN_REQUEST (request)), "signed") != 0)
    return TRUE;
  builder = hopso_record_builder_new_from (request);
  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_STATE, "waiting");
  again = hopso_record_builder_end (builder);
  return hopso_store_session_put (session, again, error);
}

/* What somebody else removed while it was changed here. */
static gboolean
is_gone (const Verdict *verdict)
{
  return verdict->reason != NULL && verdict->record == NULL && verdict->entry->scope != NULL &&
         hopso_local_change_is (verdict->entry, HOPSO_CHANGE_PATCH);
}

/* What was to be removed is not there; what was only to be told is told to nobody. */
static gboolean
is_vain (const Verdict *verdict)
{
  return verdict->record == NULL &&
         (hopso_local_change_is (verdict->entry, HOPSO_CHANGE_DESTROY) ||
          hopso_local_change_is (verdict->entry, HOPSO_CHANGE_ACKNOWLEDGE) ||
          hopso_local_change_is (verdict->entry, HOPSO_CHANGE_RECEIPTS));
}

/* What came from the server while it was on its way stands in the outbox. */
static void
take_over (Verdict *verdict, GPtrArray *outbox)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];

      if (entry->id != verdict->entry->id || !g_str_equal (entry->key, verdict->entry->key))
        continue;
      g_free (verdict->entry->body);
      verdict->entry->body = g_strdup (entry->body);
    }
}

static gpointer
carry_out (HopsoStoreSession *session, gpointer data, GError **error)
{
  Verdict *verdict = data;
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  g_autoptr (GPtrArray) plan = NULL;

  if (outbox == NULL)
    return NULL;
  take_over (verdict, outbox);
  verdict->outcome =
      verdict->reason == NULL || is_vain (verdict) ? HOPSO_SYNC_SENT : HOPSO_SYNC_LOST;
  if (verdict->is_conflict)
    plan = hopso_sync_plan_conflict (verdict->entry, verdict->record, outbox,
                                     explain_loss (verdict->entry), &verdict->outcome);
  else if (is_gone (verdict))
    plan = hopso_sync_plan_bring_back (verdict->entry, outbox, &verdict->outcome);
  else if (verdict->reason == NULL)
    plan = hopso_sync_plan_sent (verdict->entry, verdict->record, outbox);
  if (plan == NULL)
    plan = hopso_sync_plan_refused (verdict->entry, verdict->record, outbox, verdict->reason);
  if (!hopso_sync_apply (session, plan, error) ||
      (verdict->outcome == HOPSO_SYNC_LOST && !ask_again (session, verdict->entry, error)))
    return NULL;
  return GINT_TO_POINTER ((int) verdict->outcome + 1);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Push *push = g_task_get_task_data (task);
  GError *error = NULL;
  int outcome = GPOINTER_TO_INT (hopso_store_run_finish (HOPSO_STORE (source), result, &error)) - 1;

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (outcome == HOPSO_SYNC_LOST && push->notice == NULL)
    push->notice = g_strdup (push->refusal != NULL ? push->refusal : explain_loss (push->entry));
  if (outcome == HOPSO_SYNC_MERGED && ++push->n_merges > MAX_MERGES)
    block (push, push->entry);
  next (task);
}

/* Takes @verdict. */
static void
judge (GTask *task, Verdict *verdict)
{
  Push *push = g_task_get_task_data (task);
  const HopsoStoreJob job = { .func = carry_out, .data = verdict, .data_free = verdict_free };

  hopso_store_write_async (push->store, &job, g_task_get_cancellable (task), judged_cb, task);
}

static Verdict *
new_verdict (Push *push, HopsoRecord *record)
{
  Verdict *verdict = g_new0 (Verdict, 1);

  verdict->entry = hopso_outbox_entry_copy (push->entry);
  g_set_object (&verdict->record, record);
  return verdict;
}

static void
refuse (GTask *task, HopsoRecord *current)
{
  Push *push = g_task_get_task_data (task);
  Verdict *verdict = new_verdict (push, current);

  verdict->reason = g_strdup (push->entry->last_error);
  judge (task, verdict);
}

/* The record as it is now, after a change of it was refused. */
static void
current_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (HopsoRecord) current =
      hopso_remote_record_finish (HOPSO_REMOTE (source), result, &error);

  if (current == NULL && !g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_FORBIDDEN))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  refuse (task, current);
}

static void
take_refusal (GTask *task, const GError *why)
{
  Push *push = g_task_get_task_data (task);
  HopsoOutboxEntry *entry = push->entry;

  g_free (entry->last_error);
  entry->last_error = g_strdup (why->message);
  g_free (push->refusal);
  push->refusal = g_strdup (why->message);
  if (g_str_equal (entry->operation, HOPSO_CHANGE_ACKNOWLEDGE) ||
      g_str_equal (entry->operation, HOPSO_CHANGE_RECEIPTS))
    {
      refuse (task, NULL);
      return;
    }
  hopso_remote_get_record_async (push->remote, entry->kind, entry->record,
                                 g_task_get_cancellable (task), current_cb, task);
}

static void
take_error (GTask *task, GError *error)
{
  Push *push = g_task_get_task_data (task);
  g_autoptr (GError) why = error;
  HopsoRecord *current =
      why->domain == HOPSO_REMOTE_ERROR && why->code == HOPSO_REMOTE_ERROR_CONFLICT
          ? hopso_remote_error_get_current (why)
          : NULL;

  if (current != NULL)
    {
      Verdict *verdict = new_verdict (push, current);

      verdict->is_conflict = TRUE;
      judge (task, verdict);
    }
  else if (g_error_matches (why, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER) &&
           !hopso_remote_error_is_wide (why))
    postpone (task, why);
  else if (g_error_matches (why, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE) ||
           g_error_matches (why, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS) ||
           g_error_matches (why, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED) ||
           g_error_matches (why, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER) ||
           why->domain != HOPSO_REMOTE_ERROR)
    fail (task, g_steal_pointer (&why));
  else
    take_refusal (task, why);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_autoptr (HopsoRecord) record = NULL;
  GError *error = NULL;

  if (hopso_sync_send_finish (result, &record, &error))
    judge (task, new_verdict (g_task_get_task_data (task), record));
  else
    take_error (task, error);
}

static void
picked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Push *push = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&push->entry, hopso_outbox_entry_free);
  g_clear_pointer (&push->refusal, g_free);
  push->entry = hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  if (error != NULL)
    fail (task, error);
  else if (push->entry != NULL)
    hopso_sync_send_async (push, g_task_get_cancellable (task), sent_cb, task);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
next (GTask *task)
{
  Push *push = g_task_get_task_data (task);
  HopsoSyncChoice *choice = g_new0 (HopsoSyncChoice, 1);
  const HopsoStoreJob job = { .func = hopso_sync_pick,
                              .data = choice,
                              .data_free = hopso_sync_choice_free,
                              .result_free = (GDestroyNotify) hopso_outbox_entry_free };

  choice->blocked = g_hash_table_ref (push->blocked);
  choice->now = hopso_clock_now (push->clock);
  choice->is_urgent = push->is_urgent;
  hopso_store_write_async (push->store, &job, g_task_get_cancellable (task), picked_cb, task);
}

/**
 * hopso_sync_push_async:
 * @push: who takes part
 *
 * Sends everything that waits and may go out now.
 */
void
hopso_sync_push_async (const HopsoSyncPush *push,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Push *state = g_new0 (Push, 1);

  state->store = g_object_ref (push->store);
  state->remote = g_object_ref (push->remote);
  state->clock = g_object_ref (push->clock);
  state->is_urgent = push->is_urgent;
  state->progress = push->progress;
  state->progress_data = push->progress_data;
  state->blocked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_source_tag (task, hopso_sync_push_async);
  g_task_set_task_data (task, state, (GDestroyNotify) push_free);
  next (task);
}

/**
 * hopso_sync_push_finish:
 * @notice: (out) (nullable) (transfer full): a change that could not be made, for people
 *
 * Returns: whether all went out that may go now, else %FALSE with @error when the server cannot be
 *   reached or used
 */
gboolean
hopso_sync_push_finish (GAsyncResult *result, char **notice, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  Push *push = g_task_get_task_data (G_TASK (result));
  *notice = g_steal_pointer (&push->notice);
  return g_task_propagate_boolean (G_TASK (result), error);
}
