/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to meetings as a whole: published, changed, postponed, cancelled, copied; and what
 * is looked at before a publication. Each shows at once, and is sent behind all that was composed
 * before. Main thread; the functions of the store run on its own. */

#include "hopso-workspace-compose-private.h"

#include "hopso-meeting-copy.h"
#include "hopso-workspace-people.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *meeting; /* owned */
  HopsoCourseAct act;
  char *person; /* owned */
  char *reason; /* owned, nullable */
} Acting;

typedef struct
{
  char *source; /* owned */
  char *id;     /* owned: of the copy */
  char *name;   /* owned, nullable */
  char *title;  /* owned: of the step */
  gint64 start;
  gboolean with_papers;
  gboolean as_template;
} Copying;

static void
acting_free (gpointer data)
{
  Acting *self = data;

  g_free (self->meeting);
  g_free (self->person);
  g_free (self->reason);
  g_free (self);
}

static void
copying_free (gpointer data)
{
  Copying *self = data;

  g_free (self->source);
  g_free (self->id);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static void
step_free (gpointer data)
{
  hopso_step_free (data);
}

/* Ends with the id of the meeting that is meant now. */
static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;
  HopsoStep *done = hopso_store_run_finish (HOPSO_STORE (source), result, &error);
  const HopsoStepChange *first;

  if (done == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  first = done->changes->pdata[0];
  hopso_workspace_show_step (self, done);
  hopso_workspace_forget_step_names (self, done->meeting);
  if (self->engine != NULL)
    hopso_sync_engine_note_local_change (self->engine);
  g_task_return_pointer (task, g_strdup (hopso_record_get_id (first->after)), g_free);
  hopso_step_free (done);
}

static void
write_job (HopsoWorkspace *self, const HopsoStoreJob *job, GTask *task)
{
  if (self->store != NULL)
    {
      hopso_store_write_async (self->store, job, NULL, acted_cb, task);
      return;
    }
  job->data_free (job->data);
  g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND, "%s",
                           _ ("The account was closed"));
  g_object_unref (task);
}

static gpointer
store_act (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Acting *acting = data;

  return hopso_composing_act (session, acting->meeting, &acting->act, error);
}

static void
act (HopsoWorkspace *self, const char *meeting, const HopsoCourseAct *what, GTask *task)
{
  Acting *acting = g_new0 (Acting, 1);
  const HopsoStoreJob job = {
    .func = store_act, .data = acting, .data_free = acting_free, .result_free = step_free
  };

  acting->meeting = g_strdup (meeting);
  acting->person = g_strdup (hopso_account_get_person_id (self->account));
  acting->reason = g_strdup (what->reason);
  acting->act = *what;
  acting->act.person = acting->person;
  acting->act.reason = acting->reason;
  acting->act.now = hopso_clock_now (self->clock);
  write_job (self, &job, task);
}

/**
 * hopso_workspace_publish_async:
 * @meeting_id: a draft, or a change of a published meeting
 * @reason: (nullable): why although a check warns, or what has changed
 *
 * Shows the meeting to its participants. Finished by hopso_workspace_course_finish().
 */
void
hopso_workspace_publish_async (HopsoWorkspace *self,
                               const char *meeting_id,
                               const char *reason,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  const HopsoCourseAct what = { .type = HOPSO_COURSE_PUBLISH, .reason = reason };
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_publish_async);
  act (self, meeting_id, &what, task);
}

/**
 * hopso_workspace_revise_async:
 * @meeting_id: a published meeting
 *
 * Begins a change of it, or goes on with the one that was begun. Finished by
 * hopso_workspace_course_finish(), with the id of the change, which is composed like any draft.
 */
void
hopso_workspace_revise_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  const HopsoCourseAct what = { .type = HOPSO_COURSE_REVISE };
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_revise_async);
  act (self, meeting_id, &what, task);
}

/**
 * hopso_workspace_postpone_async:
 * @meeting_id: a published meeting
 * @start: when it begins now, Unix seconds
 * @end: when it ends now; 0: it takes as long as before
 * @reason: why
 *
 * Gives it another time and asks everybody again. Finished by hopso_workspace_course_finish().
 */
void
hopso_workspace_postpone_async (HopsoWorkspace *self,
                                const char *meeting_id,
                                gint64 start,
                                gint64 end,
                                const char *reason,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  const HopsoCourseAct what = {
    .type = HOPSO_COURSE_POSTPONE, .reason = reason, .start = start, .end = end
  };
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_postpone_async);
  act (self, meeting_id, &what, task);
}

/**
 * hopso_workspace_cancel_async:
 * @meeting_id: a published meeting
 * @reason: why
 *
 * It does not take place. Finished by hopso_workspace_course_finish().
 */
void
hopso_workspace_cancel_async (HopsoWorkspace *self,
                              const char *meeting_id,
                              const char *reason,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  const HopsoCourseAct what = { .type = HOPSO_COURSE_CANCEL, .reason = reason };
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_cancel_async);
  act (self, meeting_id, &what, task);
}

/**
 * hopso_workspace_course_finish:
 *
 * Returns: (transfer full): the id of the meeting that is meant now: the published one, or the
 *   change that was begun; %NULL with @error
 */
char *
hopso_workspace_course_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- copies ----------------------------------------------------------------------------------- */

static gpointer
store_copy (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Copying *copying = data;
  const HopsoCopyWish wish = { .id = copying->id,
                               .name = copying->name,
                               .start = copying->start,
                               .with_papers = copying->with_papers,
                               .as_template = copying->as_template };
  g_autoptr (GPtrArray) tree = hopso_composing_list_tree (session, copying->source, error);
  g_autoptr (GPtrArray) copies = tree != NULL ? hopso_meeting_copy (tree, &wish) : NULL;
  g_autoptr (HopsoStep) step = NULL;

  if (copies == NULL)
    return NULL;
  step = hopso_step_new (copying->id, copying->title);
  for (guint i = 0; i < copies->len; i++)
    hopso_step_add (step, NULL, copies->pdata[i]);
  return hopso_composing_do (session, step, error);
}

/**
 * hopso_workspace_copy_meeting_async:
 * @source_id: a meeting or a template
 * @copy: what of it is wanted; read at once
 *
 * Makes a draft, or a template, after another meeting, in one step. Finished by
 * hopso_workspace_course_finish(), with the id of the copy.
 */
void
hopso_workspace_copy_meeting_async (HopsoWorkspace *self,
                                    const char *source_id,
                                    const HopsoMeetingCopy *copy,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && source_id != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  Copying *copying = g_new0 (Copying, 1);
  const HopsoStoreJob job = {
    .func = store_copy, .data = copying, .data_free = copying_free, .result_free = step_free
  };

  g_task_set_source_tag (task, hopso_workspace_copy_meeting_async);
  copying->source = g_strdup (source_id);
  copying->id = g_uuid_string_random ();
  copying->name = g_strdup (copy->name);
  copying->title = g_strdup (_ ("Copy meeting"));
  copying->start = copy->start;
  copying->with_papers = copy->with_papers;
  copying->as_template = copy->as_template;
  write_job (self, &job, task);
}

/**
 * hopso_workspace_discard_draft_async:
 * @meeting_id: a draft, a template, or a change of a published meeting
 *
 * Removes it with all that belongs to it; one step. Finished by hopso_workspace_do_step_finish().
 */
void
hopso_workspace_discard_draft_async (HopsoWorkspace *self,
                                     const char *meeting_id,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  HopsoComposeStep *step = hopso_compose_step_new (meeting_id, _ ("Discard draft"));

  hopso_compose_step_remove (step, HOPSO_KIND_MEETING, meeting_id);
  hopso_workspace_do_step_async (self, step, callback, user_data);
}

/* --- approvals, and who has time -------------------------------------------------------------- */

typedef struct
{
  char *paper; /* owned */
  HopsoReviewAct act;
  char *person;   /* owned */
  char *reviewer; /* owned, nullable */
  char *reason;   /* owned, nullable */
} Reviewing;

static void
reviewing_free (gpointer data)
{
  Reviewing *self = data;

  g_free (self->paper);
  g_free (self->person);
  g_free (self->reviewer);
  g_free (self->reason);
  g_free (self);
}

static gpointer
store_review (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Reviewing *reviewing = data;

  return hopso_composing_review (session, reviewing->paper, &reviewing->act, error);
}

/**
 * hopso_workspace_review_paper_async:
 * @paper_id: a paper of a draft
 * @act: "ask", "approve", "return" or "withdraw"
 * @reviewer_id: (nullable): with "ask", who is asked
 * @reason: (nullable): a remark; "return" needs one
 *
 * Asks for the approval of a paper, gives it or refuses it. Finished by
 * hopso_workspace_course_finish(), with the id of the paper.
 */
void
hopso_workspace_review_paper_async (HopsoWorkspace *self,
                                    const char *paper_id,
                                    const char *act_name,
                                    const char *reviewer_id,
                                    const char *reason,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && paper_id != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, paper_id);
  HopsoRecord *meeting = paper != NULL
                             ? hopso_workspace_lookup_record (self, HOPSO_KIND_MEETING,
                                                              hopso_paper_get_meeting (paper))
                             : NULL;
  Reviewing *reviewing = g_new0 (Reviewing, 1);
  const HopsoStoreJob job = {
    .func = store_review, .data = reviewing, .data_free = reviewing_free, .result_free = step_free
  };

  g_task_set_source_tag (task, hopso_workspace_review_paper_async);
  reviewing->paper = g_strdup (paper_id);
  reviewing->person = g_strdup (hopso_account_get_person_id (self->account));
  reviewing->reviewer = g_strdup (reviewer_id);
  reviewing->reason = g_strdup (reason);
  reviewing->act =
      (HopsoReviewAct){ .person = reviewing->person,
                        .prepares = meeting != NULL &&
                                    hopso_workspace_prepares (self, HOPSO_MEETING (meeting)),
                        .reviewer = reviewing->reviewer,
                        .reason = reviewing->reason };
  g_return_if_fail (hopso_review_act_parse (act_name, &reviewing->act.type));
  write_job (self, &job, task);
}

static void
availability_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **busy = hopso_remote_ask_availability_finish (HOPSO_REMOTE (source), result, &error);

  if (busy != NULL)
    g_task_return_pointer (task, busy, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_workspace_ask_availability_async:
 * @person_ids: (array zero-terminated=1): whose time is asked for
 * @start: from when, Unix seconds
 * @end: until when, Unix seconds
 * @except_meeting: (nullable): the meeting that is meant itself
 *
 * Asks the server who takes part in another meeting then. Without a network nobody knows: the error
 * says so.
 */
void
hopso_workspace_ask_availability_async (HopsoWorkspace *self,
                                        const char *const *person_ids,
                                        gint64 start,
                                        gint64 end,
                                        const char *except_meeting,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  const HopsoWireAvailability question = {
    .persons = (char **) person_ids, .start = start, .end = end, .except = (char *) except_meeting
  };
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_ask_availability_async);
  if (self->remote == NULL)
    {
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND, "%s",
                               _ ("The account was closed"));
      g_object_unref (task);
      return;
    }
  hopso_remote_ask_availability_async (HOPSO_REMOTE (self->remote), &question, NULL,
                                       availability_cb, task);
}

/**
 * hopso_workspace_ask_availability_finish:
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of those who have not got time, or
 *   %NULL with @error
 */
char **
hopso_workspace_ask_availability_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
