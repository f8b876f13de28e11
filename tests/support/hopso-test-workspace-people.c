/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of the workspace without a store that answers invitations: what becomes of one is asked
 * of the model, as the real one does. */

#include "hopso-test-workspace.h"

#include "hopso-workspace-people.h"

#define ANSWER_ERROR "answer-error"

/* From now on answers are refused with @message; %NULL: taken again. */
void
hopso_test_workspace_fail_answers (HopsoWorkspace *self, const char *message)
{
  g_object_set_data_full (G_OBJECT (self), ANSWER_ERROR, g_strdup (message), g_free);
}

static const char *
get_my_id (HopsoWorkspace *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self);

  return me != NULL ? hopso_record_get_id (HOPSO_RECORD (me)) : NULL;
}

static HopsoMeeting *
get_meeting (HopsoWorkspace *self, HopsoParticipant *participant)
{
  return (HopsoMeeting *) hopso_workspace_lookup_record (
      self, HOPSO_KIND_MEETING, hopso_participant_get_meeting (participant));
}

static GPtrArray *
list_others (HopsoWorkspace *self, const char *meeting_id)
{
  g_autoptr (GListModel) list = hopso_workspace_list_participants (self, meeting_id);
  GPtrArray *others = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (others, g_list_model_get_item (list, i));
  return others;
}

static gboolean
is_refused (HopsoWorkspace *self, GTask *task, gboolean is_there)
{
  const char *message = g_object_get_data (G_OBJECT (self), ANSWER_ERROR);

  if (is_there && message == NULL)
    return FALSE;
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, "%s",
                           message != NULL ? message : "not invited");
  return TRUE;
}

static void
answer (HopsoWorkspace *self,
        HopsoParticipant *participant,
        const char *partstat,
        const char *reason,
        GTask *task)
{
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  if (is_refused (self, task, participant != NULL))
    return;
  builder = hopso_record_builder_new_from (HOPSO_RECORD (participant));
  hopso_substitution_end (builder);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, partstat);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_REASON, reason);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ANSWERED_BY, get_my_id (self));
  hopso_test_workspace_put (self, hopso_record_builder_end (builder));
  g_task_return_boolean (task, TRUE);
}

static void
substitute (HopsoWorkspace *self,
            HopsoParticipant *participant,
            const HopsoSubstitutionAct *wish,
            GTask *task)
{
  HopsoSubstitutionAct act = *wish;
  HopsoSubstitutionVerdict verdict = HOPSO_SUBSTITUTION_DONE;
  g_autoptr (GPtrArray) others = NULL;
  HopsoRecord *record;

  if (is_refused (self, task, participant != NULL))
    return;
  others = list_others (self, hopso_participant_get_meeting (participant));
  act.person = get_my_id (self);
  act.prepares = hopso_workspace_prepares (self, get_meeting (self, participant));
  record =
      hopso_substitution_act (participant, get_meeting (self, participant), others, &act, &verdict);
  if (record == NULL)
    {
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
                               "refused for reason %d", (int) verdict);
      return;
    }
  hopso_test_workspace_put (self, record);
  g_task_return_boolean (task, TRUE);
}

void
hopso_workspace_substitute_async (HopsoWorkspace *self,
                                  const char *participant_id,
                                  HopsoSubstitutionActType type,
                                  const char *substitute_id,
                                  const char *reason,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  const HopsoSubstitutionAct act = { .type = type, .substitute = substitute_id, .reason = reason };

  substitute (self,
              (HopsoParticipant *) hopso_workspace_lookup_record (self, HOPSO_KIND_PARTICIPANT,
                                                                  participant_id),
              &act, task);
}

void
hopso_workspace_answer_for_async (HopsoWorkspace *self,
                                  const char *participant_id,
                                  const char *partstat,
                                  const char *reason,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  answer (self,
          (HopsoParticipant *) hopso_workspace_lookup_record (self, HOPSO_KIND_PARTICIPANT,
                                                              participant_id),
          partstat, reason, task);
}

void
hopso_workspace_answer_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              const char *partstat,
                              const char *substitute_id,
                              const char *reason,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (self, meeting_id);
  const HopsoSubstitutionAct act = { .type = HOPSO_SUBSTITUTION_PROPOSE,
                                     .substitute = substitute_id,
                                     .reason = reason };

  if (g_str_equal (partstat, "delegated"))
    substitute (self, mine, &act, task);
  else
    answer (self, mine, partstat, reason, task);
}

gboolean
hopso_workspace_answer_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
hopso_workspace_presides (HopsoWorkspace *self, HopsoMeeting *meeting)
{
  return g_strcmp0 (hopso_meeting_get_chair (meeting), get_my_id (self)) == 0;
}

gboolean
hopso_workspace_prepares (HopsoWorkspace *self, HopsoMeeting *meeting)
{
  return hopso_workspace_presides (self, meeting) ||
         g_strcmp0 (hopso_meeting_get_secretary (meeting), get_my_id (self)) == 0;
}

gboolean
hopso_workspace_is_asked (HopsoWorkspace *self, HopsoParticipant *participant)
{
  HopsoMeeting *meeting = get_meeting (self, participant);

  return meeting != NULL && hopso_substitution_awaits (participant, meeting, get_my_id (self));
}

gboolean
hopso_workspace_takes_part (HopsoWorkspace *self, const char *meeting_id)
{
  return hopso_workspace_lookup_my_participation (self, meeting_id) != NULL;
}

static gboolean
is_open (HopsoRecord *record, const char *value)
{
  return hopso_substitution_is_open (HOPSO_PARTICIPANT (record));
}

GListModel *
hopso_workspace_list_substitutions (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_PARTICIPANT, is_open, NULL);
}

static gboolean
is_any (HopsoRecord *record, const char *value)
{
  return TRUE;
}

GListModel *
hopso_workspace_list_records (HopsoWorkspace *self, HopsoKindId kind)
{
  return hopso_test_workspace_list_where (self, kind, is_any, NULL);
}
