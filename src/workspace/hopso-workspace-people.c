/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers to invitations: one's own, one that a clerk gives for somebody, and substitutes. Each
 * goes into the store together with what is to be sent, in one transaction, and shows at once; what
 * becomes of an invitation is worked out as the server does it. Main thread; the functions of the
 * store run on its own. */

#include "hopso-workspace-people.h"

#include "hopso-local-change.h"
#include "hopso-wire-people.h"
#include "hopso-workspace-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *participant; /* owned */
  char *partstat;    /* owned */
  char *reason;      /* owned, nullable */
  char *person;      /* owned: who says it */
} Answer;

typedef struct
{
  char *participant;          /* owned */
  char *person;               /* owned: who acts */
  HopsoWireSubstitution *act; /* owned */
  gboolean prepares;
  gint64 now;
} Acting;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->participant);
  g_free (answer->partstat);
  g_free (answer->reason);
  g_free (answer->person);
  g_free (answer);
}

static void
acting_free (gpointer data)
{
  Acting *acting = data;

  g_free (acting->participant);
  g_free (acting->person);
  hopso_wire_substitution_free (acting->act);
  g_free (acting);
}

static void
fail (GTask *task, HopsoWorkspaceError code, const char *message)
{
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, (int) code, "%s", message);
  g_object_unref (task);
}

static gpointer
store_answer (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Answer *answer = data;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (HopsoRecord) stored =
      hopso_store_session_get (session, HOPSO_KIND_PARTICIPANT, answer->participant, error);
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  if (stored == NULL)
    return NULL;
  builder = hopso_record_builder_new_from (stored);
  if (g_strcmp0 (hopso_participant_get_partstat (HOPSO_PARTICIPANT (stored)), answer->partstat) !=
      0)
    hopso_substitution_end (builder);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, answer->partstat);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, answer->reason);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ANSWERED_BY, answer->person);
  g_ptr_array_add (changed, hopso_record_builder_end (builder));
  return hopso_local_change_store (session, changed->pdata[0], error) ? g_steal_pointer (&changed)
                                                                      : NULL;
}

/* Takes @task. */
static void
answer (HopsoWorkspace *self,
        const char *participant_id,
        const char *partstat,
        const char *reason,
        GTask *task)
{
  Answer *said = g_new0 (Answer, 1);
  const HopsoStoreJob job = { .func = store_answer,
                              .data = said,
                              .data_free = answer_free,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  said->participant = g_strdup (participant_id);
  said->partstat = g_strdup (partstat);
  said->reason = g_strdup (reason);
  said->person = g_strdup (hopso_account_get_person_id (self->account));
  hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
}

/* For people: why that may not be. */
static void
set_verdict (GError **error, HopsoSubstitutionVerdict verdict)
{
  const char *words = _ ("This is not yours to decide");

  if (verdict == HOPSO_SUBSTITUTION_OVER)
    words = _ ("This has been settled, or the meeting is over");
  else if (verdict == HOPSO_SUBSTITUTION_NO_REASON)
    words = _ ("Say why");
  else if (verdict == HOPSO_SUBSTITUTION_UNSUITABLE)
    words = _ ("Name somebody who does not take part in the meeting already");
  g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, words);
}

static gpointer
store_substitution (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Acting *acting = data;
  const HopsoSubstitutionAct act = { .type = acting->act->type,
                                     .person = acting->person,
                                     .prepares = acting->prepares,
                                     .substitute = acting->act->person,
                                     .reason = acting->act->reason,
                                     .now = acting->now };
  g_autoptr (HopsoRecord) stored =
      hopso_store_session_get (session, HOPSO_KIND_PARTICIPANT, acting->participant, error);
  const char *meeting_id =
      stored != NULL ? hopso_participant_get_meeting (HOPSO_PARTICIPANT (stored)) : NULL;
  g_autoptr (HopsoRecord) meeting =
      stored != NULL ? hopso_store_session_get (session, HOPSO_KIND_MEETING, meeting_id, error)
                     : NULL;
  g_autoptr (GPtrArray) others =
      meeting != NULL
          ? hopso_store_session_list (session, HOPSO_KIND_PARTICIPANT, "meeting", meeting_id, error)
          : NULL;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  HopsoSubstitutionVerdict verdict;
  HopsoRecord *record;

  if (others == NULL)
    return NULL;
  record = hopso_substitution_act (HOPSO_PARTICIPANT (stored), HOPSO_MEETING (meeting), others,
                                   &act, &verdict);
  if (record == NULL)
    {
      set_verdict (error, verdict);
      return NULL;
    }
  g_ptr_array_add (changed, record);

  g_autoptr (JsonObject) content = hopso_wire_substitution_to_json (acting->act);
  entry = hopso_local_change_new_act (stored, HOPSO_CHANGE_SUBSTITUTE, content);
  return hopso_local_change_store_act (session, entry, changed, error) ? g_steal_pointer (&changed)
                                                                       : NULL;
}

/* Takes @task. */
static void
substitute (HopsoWorkspace *self,
            HopsoParticipant *participant,
            const HopsoWireSubstitution *act,
            GTask *task)
{
  HopsoRecord *meeting = hopso_workspace_lookup_record (
      self, HOPSO_KIND_MEETING, hopso_participant_get_meeting (participant));
  Acting *acting = g_new0 (Acting, 1);
  const HopsoStoreJob job = { .func = store_substitution,
                              .data = acting,
                              .data_free = acting_free,
                              .result_free = (GDestroyNotify) g_ptr_array_unref };

  acting->participant = g_strdup (hopso_record_get_id (HOPSO_RECORD (participant)));
  acting->person = g_strdup (hopso_account_get_person_id (self->account));
  acting->prepares = meeting != NULL && hopso_workspace_prepares (self, HOPSO_MEETING (meeting));
  acting->now = hopso_clock_now (self->clock);
  acting->act = g_new0 (HopsoWireSubstitution, 1);
  acting->act->type = act->type;
  acting->act->person = g_strdup (act->person);
  acting->act->reason = g_strdup (act->reason);
  hopso_store_write_async (self->store, &job, NULL, hopso_workspace_written_cb, task);
}

static HopsoParticipant *
lookup (HopsoWorkspace *self, const char *id)
{
  return self->store == NULL ? NULL
                             : (HopsoParticipant *) hopso_workspace_lookup_record (
                                   self, HOPSO_KIND_PARTICIPANT, id);
}

/**
 * hopso_workspace_substitute_async:
 * @participant_id: an invitation
 * @type: what this person says to it
 * @substitute_id: (nullable): who shall come instead, when that is proposed
 * @reason: (nullable): why; a proposal and a refusal need one
 *
 * Sends a substitute, or says yes or no to one; finished by hopso_workspace_answer_finish().
 */
void
hopso_workspace_substitute_async (HopsoWorkspace *self,
                                  const char *participant_id,
                                  HopsoSubstitutionActType type,
                                  const char *substitute_id,
                                  const char *reason,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  const HopsoWireSubstitution act = { type, (char *) substitute_id, (char *) reason };
  HopsoParticipant *participant = lookup (self, participant_id);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_substitute_async);
  if (participant != NULL)
    substitute (self, participant, &act, task);
  else
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
          _ ("The invitation is not on this machine any more"));
}

static gboolean
is_answer (const char *partstat)
{
  static const char *const words[] = { "needs-action", "accepted", "declined", NULL };

  return g_strv_contains (words, partstat);
}

/**
 * hopso_workspace_answer_for_async:
 * @participant_id: an invitation to a meeting that this person prepares
 * @partstat: "needs-action", "accepted" or "declined"
 * @reason: (nullable): why
 *
 * Gives the answer that somebody told the clerk; finished by hopso_workspace_answer_finish().
 */
void
hopso_workspace_answer_for_async (HopsoWorkspace *self,
                                  const char *participant_id,
                                  const char *partstat,
                                  const char *reason,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  HopsoParticipant *participant = lookup (self, participant_id);
  HopsoRecord *meeting =
      participant != NULL
          ? hopso_workspace_lookup_record (self, HOPSO_KIND_MEETING,
                                           hopso_participant_get_meeting (participant))
          : NULL;
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_answer_for_async);
  if (meeting == NULL)
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
          _ ("The invitation is not on this machine any more"));
  else if (!is_answer (partstat) || !hopso_workspace_prepares (self, HOPSO_MEETING (meeting)))
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, _ ("This is not yours to decide"));
  else
    answer (self, participant_id, partstat, reason, task);
}

/**
 * hopso_workspace_answer_async:
 * @meeting_id: a meeting to which this person is invited
 * @partstat: "needs-action", "accepted", "declined" or "delegated"
 * @substitute_id: (nullable): who shall come instead, with "delegated" only
 * @reason: (nullable): why, for clerk and chair
 *
 * Answers an invitation.
 */
void
hopso_workspace_answer_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              const char *partstat,
                              const char *substitute_id,
                              const char *reason,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  const HopsoWireSubstitution act = { HOPSO_SUBSTITUTION_PROPOSE, (char *) substitute_id,
                                      (char *) reason };
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (self, meeting_id);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_answer_async);
  if (mine == NULL || self->store == NULL)
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_FOUND, _ ("You are not invited to this meeting"));
  else if (g_str_equal (partstat, "delegated") && substitute_id != NULL)
    substitute (self, mine, &act, task);
  else if (is_answer (partstat) && substitute_id == NULL)
    answer (self, hopso_record_get_id (HOPSO_RECORD (mine)), partstat, reason, task);
  else
    fail (task, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, _ ("Name who comes instead of you"));
}

/**
 * hopso_workspace_answer_finish:
 *
 * Returns: whether the answer is kept and will be sent, else %FALSE with @error
 */
gboolean
hopso_workspace_answer_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A clerk of the agency that holds the meeting, or of one of its units. */
static gboolean
is_clerk_of (HopsoWorkspace *self, const char *organization_id)
{
  HopsoPerson *me = hopso_workspace_get_person (self);
  const char *const *roles = me != NULL ? hopso_person_get_roles (me) : NULL;
  HopsoOrganization *mine =
      me != NULL ? hopso_workspace_lookup_organization (self, hopso_person_get_organization (me))
                 : NULL;

  if (organization_id == NULL || mine == NULL || roles == NULL || !g_strv_contains (roles, "clerk"))
    return FALSE;
  return g_str_equal (hopso_record_get_id (HOPSO_RECORD (mine)), organization_id) ||
         (g_strcmp0 (hopso_organization_get_parent (mine), organization_id) == 0 &&
          g_strcmp0 (hopso_organization_get_classification (mine), "unit") == 0);
}

/**
 * hopso_workspace_presides:
 * @meeting: a meeting
 *
 * Returns: whether this person is its chair
 */
gboolean
hopso_workspace_presides (HopsoWorkspace *self, HopsoMeeting *meeting)
{
  return g_strcmp0 (hopso_meeting_get_chair (meeting),
                    hopso_account_get_person_id (self->account)) == 0;
}

/**
 * hopso_workspace_prepares:
 * @meeting: a meeting
 *
 * Returns: whether this person is its chair or secretary, or a clerk who prepares it
 */
gboolean
hopso_workspace_prepares (HopsoWorkspace *self, HopsoMeeting *meeting)
{
  return hopso_workspace_presides (self, meeting) ||
         g_strcmp0 (hopso_meeting_get_secretary (meeting),
                    hopso_account_get_person_id (self->account)) == 0 ||
         is_clerk_of (self, hopso_meeting_get_organization (meeting));
}

/**
 * hopso_workspace_is_asked:
 * @participant: an invitation
 *
 * Returns: whether this person is asked to come instead, or to approve who comes
 */
gboolean
hopso_workspace_is_asked (HopsoWorkspace *self, HopsoParticipant *participant)
{
  HopsoRecord *meeting = hopso_workspace_lookup_record (
      self, HOPSO_KIND_MEETING, hopso_participant_get_meeting (participant));

  return meeting != NULL && hopso_substitution_awaits (participant, HOPSO_MEETING (meeting),
                                                       hopso_account_get_person_id (self->account));
}

/**
 * hopso_workspace_takes_part:
 * @meeting_id: a meeting
 *
 * Returns: whether this person is invited to it, comes for somebody, presides or keeps the minutes
 */
gboolean
hopso_workspace_takes_part (HopsoWorkspace *self, const char *meeting_id)
{
  const char *me = hopso_account_get_person_id (self->account);
  HopsoRecord *meeting = hopso_workspace_lookup_record (self, HOPSO_KIND_MEETING, meeting_id);
  GHashTableIter iter;
  gpointer record;

  if (meeting == NULL)
    return FALSE;
  if (hopso_workspace_lookup_my_participation (self, meeting_id) != NULL ||
      g_strcmp0 (hopso_meeting_get_chair (HOPSO_MEETING (meeting)), me) == 0 ||
      g_strcmp0 (hopso_meeting_get_secretary (HOPSO_MEETING (meeting)), me) == 0)
    return TRUE;
  hopso_record_table_iterate (self->table, HOPSO_KIND_PARTICIPANT, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (g_strcmp0 (hopso_participant_get_substitute (record), me) == 0 &&
        hopso_substitution_is_in_force (record) &&
        g_strcmp0 (hopso_participant_get_meeting (record), meeting_id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_open (HopsoRecord *record, const char *value)
{
  return hopso_substitution_is_open (HOPSO_PARTICIPANT (record));
}

static int
by_answer (HopsoRecord *a, HopsoRecord *b)
{
  gint64 left = hopso_record_get_time (a, HOPSO_PARTICIPANT_ANSWERED);
  gint64 right = hopso_record_get_time (b, HOPSO_PARTICIPANT_ANSWERED);

  return left < right ? -1 : left > right;
}

/**
 * hopso_workspace_list_substitutions:
 *
 * Returns: (transfer full): invitations for which a substitute has yet to be found agreeable; those
 *   that wait for this person tells hopso_workspace_is_asked()
 */
GListModel *
hopso_workspace_list_substitutions (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_PARTICIPANT, is_open, NULL, by_answer };

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  return hopso_record_table_list (self->table, &query);
}
