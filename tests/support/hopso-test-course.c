/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to meetings as a whole, in a workspace without a store behind it: worked out as the
 * real one does it, shown at once. */

#include "hopso-test-workspace.h"

#include "hopso-meeting-copy.h"
#include "hopso-meeting-course.h"
#include "hopso-workspace-compose.h"

#define NOW 1795397200

static gboolean
is_of_meeting (HopsoRecord *record, const char *meeting)
{
  int field = hopso_kind_find_field (hopso_record_get_kind (record), "meeting");

  return field >= 0 && g_strcmp0 (hopso_record_get_string (record, (guint) field), meeting) == 0;
}

static GPtrArray *
list_tree (HopsoWorkspace *self, const char *meeting)
{
  static const HopsoKindId kinds[] = { HOPSO_KIND_AGENDA_ITEM, HOPSO_KIND_PARTICIPANT,
                                       HOPSO_KIND_PAPER, HOPSO_KIND_PUBLICATION };
  GPtrArray *tree = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoRecord *record = hopso_workspace_lookup_record (self, HOPSO_KIND_MEETING, meeting);

  if (record == NULL)
    return tree;
  g_ptr_array_add (tree, g_object_ref (record));
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GListModel) list =
          hopso_test_workspace_list_where (self, kinds[k], is_of_meeting, meeting);

      for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        g_ptr_array_add (tree, g_list_model_get_item (list, i));
    }
  return tree;
}

static void
show (HopsoWorkspace *self, HopsoCourseOutcome *outcome)
{
  for (guint i = 0; i < outcome->put->len; i++)
    hopso_test_workspace_put (self, g_object_ref (outcome->put->pdata[i]));
  for (guint i = 0; i < outcome->removed->len; i++)
    hopso_test_workspace_remove (self, hopso_record_get_kind (outcome->removed->pdata[i])->id,
                                 hopso_record_get_id (outcome->removed->pdata[i]));
}

static void
act (HopsoWorkspace *self,
     const char *meeting,
     HopsoCourseAct *what,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) tree = list_tree (self, meeting);
  g_autoptr (GPtrArray) originals = NULL;
  g_autoptr (HopsoCourseOutcome) outcome = NULL;
  HopsoCourseVerdict verdict = HOPSO_COURSE_OVER;

  what->now = NOW;
  if (tree->len > 0)
    {
      originals = list_tree (self, hopso_meeting_get_revises (tree->pdata[0]));
      outcome = hopso_meeting_course_act (tree, originals, what, &verdict);
    }
  if (outcome == NULL)
    {
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
                               "verdict %d", (int) verdict);
      return;
    }
  show (self, outcome);
  g_task_return_pointer (task, g_strdup (hopso_record_get_id (outcome->put->pdata[0])), g_free);
}

void
hopso_workspace_publish_async (HopsoWorkspace *self,
                               const char *meeting_id,
                               const char *reason,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HopsoCourseAct what = { .type = HOPSO_COURSE_PUBLISH, .reason = reason };

  act (self, meeting_id, &what, callback, user_data);
}

void
hopso_workspace_revise_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  HopsoCourseAct what = { .type = HOPSO_COURSE_REVISE };

  act (self, meeting_id, &what, callback, user_data);
}

void
hopso_workspace_postpone_async (HopsoWorkspace *self,
                                const char *meeting_id,
                                gint64 start,
                                gint64 end,
                                const char *reason,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  HopsoCourseAct what = {
    .type = HOPSO_COURSE_POSTPONE, .reason = reason, .start = start, .end = end
  };

  act (self, meeting_id, &what, callback, user_data);
}

void
hopso_workspace_cancel_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              const char *reason,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  HopsoCourseAct what = { .type = HOPSO_COURSE_CANCEL, .reason = reason };

  act (self, meeting_id, &what, callback, user_data);
}

char *
hopso_workspace_course_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_copy_meeting_async (HopsoWorkspace *self,
                                    const char *source_id,
                                    const HopsoMeetingCopy *copy,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *id = g_uuid_string_random ();
  const HopsoCopyWish wish = { .id = id,
                               .name = copy->name,
                               .start = copy->start,
                               .with_papers = copy->with_papers,
                               .as_template = copy->as_template };
  g_autoptr (GPtrArray) tree = list_tree (self, source_id);
  g_autoptr (GPtrArray) copies = hopso_meeting_copy (tree, &wish);

  for (guint i = 0; i < copies->len; i++)
    hopso_test_workspace_put (self, g_object_ref (copies->pdata[i]));
  g_task_return_pointer (task, g_strdup (id), g_free);
}

void
hopso_workspace_discard_draft_async (HopsoWorkspace *self,
                                     const char *meeting_id,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  HopsoComposeStep *step = hopso_compose_step_new (meeting_id, "Discard draft");

  hopso_compose_step_remove (step, HOPSO_KIND_MEETING, meeting_id);
  hopso_workspace_do_step_async (self, step, callback, user_data);
}

const HopsoPublishRules *
hopso_workspace_get_publish_rules (HopsoWorkspace *self)
{
  HopsoPublishRules *rules = g_object_get_data (G_OBJECT (self), "publish-rules");

  if (rules == NULL)
    {
      rules = hopso_publish_rules_new ();
      g_object_set_data_full (G_OBJECT (self), "publish-rules", rules,
                              (GDestroyNotify) hopso_publish_rules_free);
    }
  return rules;
}

void
hopso_workspace_review_paper_async (HopsoWorkspace *self,
                                    const char *paper_id,
                                    const char *act_name,
                                    const char *reviewer_id,
                                    const char *reason,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, paper_id);
  const char *state = g_str_equal (act_name, "ask")       ? "asked"
                      : g_str_equal (act_name, "approve") ? "approved"
                      : g_str_equal (act_name, "return")  ? "returned"
                                                          : "none";
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (HOPSO_RECORD (paper));

  hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW, state);
  if (reviewer_id != NULL)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEWER, reviewer_id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW_REASON, reason);
  hopso_test_workspace_put (self, hopso_record_builder_end (builder));
  g_task_return_pointer (task, g_strdup (paper_id), g_free);
}

/* Nobody has anything else to do. */
void
hopso_workspace_ask_availability_async (HopsoWorkspace *self,
                                        const char *const *person_ids,
                                        gint64 start,
                                        gint64 end,
                                        const char *except_meeting,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_return_pointer (task, g_new0 (char *, 1), (GDestroyNotify) g_strfreev);
}

char **
hopso_workspace_ask_availability_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
