/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done to a meeting as a whole: published, changed, postponed, cancelled. What becomes of
 * its records is worked out as the server does it and shown at once; the act goes out behind all
 * that was composed before. Inside a transaction of the store. */

#include "hopso-composing.h"

#include "hopso-local-change.h"
#include "hopso-paper.h"
#include "hopso-wire-course.h"

#include <glib/gi18n-lib.h>

static const char *
get_operation (HopsoCourseActType type)
{
  switch (type)
    {
    case HOPSO_COURSE_PUBLISH:
      return HOPSO_CHANGE_PUBLISH;
    case HOPSO_COURSE_REVISE:
      return HOPSO_CHANGE_REVISE;
    case HOPSO_COURSE_POSTPONE:
      return HOPSO_CHANGE_POSTPONE;
    case HOPSO_COURSE_CANCEL:
    default:
      return HOPSO_CHANGE_CANCEL;
    }
}

static gboolean
add_kind (HopsoStoreSession *session,
          HopsoKindId kind,
          const char *meeting,
          GPtrArray *tree,
          GError **error)
{
  g_autoptr (GPtrArray) found = hopso_store_session_list (session, kind, "meeting", meeting, error);

  if (found == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (tree, g_steal_pointer (&found));
  return TRUE;
}

/**
 * hopso_composing_list_tree:
 * @session: a transaction
 * @meeting: the id of a meeting
 *
 * Returns: (transfer full) (element-type HopsoRecord): the meeting and all that belongs to it, or
 *   %NULL with @error
 */
GPtrArray *
hopso_composing_list_tree (HopsoStoreSession *session, const char *meeting, GError **error)
{
  static const HopsoKindId kinds[] = { HOPSO_KIND_AGENDA_ITEM, HOPSO_KIND_PARTICIPANT,
                                       HOPSO_KIND_PAPER, HOPSO_KIND_PUBLICATION };
  g_autoptr (GPtrArray) tree = g_ptr_array_new_with_free_func (g_object_unref);
  GError *local = NULL;
  HopsoRecord *record = hopso_store_session_get (session, HOPSO_KIND_MEETING, meeting, &local);

  if (record == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, local);
      else
        g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_GONE,
                             _ ("The meeting is not there any more"));
      return NULL;
    }
  g_ptr_array_add (tree, record);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!add_kind (session, kinds[i], meeting, tree, error))
      return NULL;
  return g_steal_pointer (&tree);
}

static void
set_verdict (GError **error, HopsoCourseVerdict verdict)
{
  const char *words = _ ("This cannot be done with the meeting any more");

  if (verdict == HOPSO_COURSE_INVALID)
    words = _ ("Check when the meeting begins and ends");
  else if (verdict == HOPSO_COURSE_NO_REASON)
    words = _ ("Say why");
  g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_FORBIDDEN, words);
}

/* Whose changes the act waits for: the draft's that it publishes or begins. */
static const char *
choose_scope (const HopsoCourseOutcome *outcome, const char *meeting, HopsoCourseActType type)
{
  return type == HOPSO_COURSE_REVISE ? hopso_record_get_id (outcome->put->pdata[0]) : meeting;
}

static gboolean
put_all (HopsoStoreSession *session,
         HopsoOutboxEntry *entry,
         const HopsoCourseOutcome *outcome,
         HopsoStep *done,
         GError **error)
{
  for (guint i = 0; i < outcome->put->len; i++)
    {
      HopsoRecord *after = outcome->put->pdata[i];
      g_autoptr (HopsoRecord) before = hopso_store_session_get (
          session, hopso_record_get_kind (after)->id, hopso_record_get_id (after), NULL);

      hopso_local_effect_add (entry, before, after);
      hopso_step_add (done, before, after);
      if (!hopso_store_session_put (session, after, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_all (HopsoStoreSession *session,
            HopsoOutboxEntry *entry,
            const HopsoCourseOutcome *outcome,
            HopsoStep *done,
            GError **error)
{
  for (guint i = 0; i < outcome->removed->len; i++)
    {
      HopsoRecord *gone = outcome->removed->pdata[i];

      hopso_local_effect_add_removal (entry, gone);
      hopso_step_add (done, gone, NULL);
      if (!hopso_store_session_delete (session, hopso_record_get_kind (gone)->id,
                                       hopso_record_get_id (gone), FALSE, error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
list_originals (HopsoStoreSession *session, HopsoRecord *meeting, GError **error)
{
  const char *original = hopso_meeting_get_revises (HOPSO_MEETING (meeting));

  return original != NULL ? hopso_composing_list_tree (session, original, error)
                          : g_ptr_array_new_with_free_func (g_object_unref);
}

/* A change that was begun already, perhaps by another clerk, is gone on with. */
static HopsoStep *
find_change (HopsoStoreSession *session, HopsoRecord *meeting)
{
  g_autofree char *id = hopso_meeting_course_make_change_id (HOPSO_MEETING (meeting));
  g_autoptr (HopsoRecord) change = hopso_store_session_get (session, HOPSO_KIND_MEETING, id, NULL);
  HopsoStep *done = change != NULL ? hopso_step_new (id, "") : NULL;

  if (change != NULL)
    hopso_step_add (done, change, change);
  return done;
}

/**
 * hopso_composing_act:
 * @session: a writing transaction
 * @meeting: the id of a meeting
 * @act: what is done to it
 *
 * What was done before cannot be taken back after a publication.
 *
 * Returns: (transfer full): what it did; the first change is that of the meeting that was meant.
 *   %NULL with @error
 */
HopsoStep *
hopso_composing_act (HopsoStoreSession *session,
                     const char *meeting,
                     const HopsoCourseAct *act,
                     GError **error)
{
  g_autoptr (GPtrArray) tree = hopso_composing_list_tree (session, meeting, error);
  g_autoptr (GPtrArray) originals =
      tree != NULL ? list_originals (session, tree->pdata[0], error) : NULL;
  g_autoptr (HopsoCourseOutcome) outcome = NULL;
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  g_autoptr (HopsoStep) done = NULL;
  g_autoptr (JsonObject) content = NULL;
  HopsoCourseVerdict verdict;

  if (originals == NULL)
    return NULL;
  if (act->type == HOPSO_COURSE_REVISE)
    done = find_change (session, tree->pdata[0]);
  if (done != NULL)
    return g_steal_pointer (&done);
  outcome = hopso_meeting_course_act (tree, originals, act, &verdict);
  if (outcome == NULL)
    {
      set_verdict (error, verdict);
      return NULL;
    }
  content = hopso_wire_course_to_json (act);
  entry = hopso_local_change_new_act (tree->pdata[0], get_operation (act->type), content);
  entry->scope = g_strdup (choose_scope (outcome, meeting, act->type));
  done = hopso_step_new (meeting, "");
  if (!put_all (session, entry, outcome, done, error) ||
      !remove_all (session, entry, outcome, done, error) ||
      !hopso_store_session_outbox_add (session, entry, error) ||
      (act->type == HOPSO_COURSE_PUBLISH &&
       !hopso_store_session_step_clear (session, meeting, FALSE, error)))
    return NULL;
  return g_steal_pointer (&done);
}

static void
set_review_verdict (GError **error, HopsoReviewVerdict verdict)
{
  const char *words = _ ("You are not asked to approve this paper");

  if (verdict == HOPSO_REVIEW_OVER)
    words = _ ("Nobody is asked to approve this paper any more");
  else if (verdict == HOPSO_REVIEW_NO_REASON)
    words = _ ("Say why");
  g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_FORBIDDEN, words);
}

/* A reviewer sees the paper, not the draft. */
static HopsoRecord *
find_meeting_of (HopsoStoreSession *session, HopsoRecord *paper)
{
  const char *id = hopso_record_get_string (paper, HOPSO_PAPER_MEETING);

  return id != NULL ? hopso_store_session_get (session, HOPSO_KIND_MEETING, id, NULL) : NULL;
}

/**
 * hopso_composing_review:
 * @session: a writing transaction
 * @paper: the id of a paper of a draft
 * @act: what is done about its approval
 *
 * Returns: (transfer full): what it did, or %NULL with @error
 */
HopsoStep *
hopso_composing_review (HopsoStoreSession *session,
                        const char *paper,
                        const HopsoReviewAct *act,
                        GError **error)
{
  g_autoptr (HopsoRecord) before = hopso_store_session_get (session, HOPSO_KIND_PAPER, paper, NULL);
  g_autoptr (HopsoRecord) meeting = before != NULL ? find_meeting_of (session, before) : NULL;
  g_autoptr (HopsoRecord) after = NULL;
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  g_autoptr (JsonObject) content = NULL;
  g_autoptr (HopsoStep) done = NULL;
  HopsoReviewVerdict verdict = HOPSO_REVIEW_OVER;

  if (before != NULL)
    after = hopso_paper_review_act (HOPSO_PAPER (before), (HopsoMeeting *) meeting, act, &verdict);
  if (after == NULL)
    {
      set_review_verdict (error, verdict);
      return NULL;
    }
  content = hopso_wire_review_to_json (act);
  entry = hopso_local_change_new_act (before, HOPSO_CHANGE_REVIEW, content);
  entry->scope = g_strdup (hopso_record_get_string (before, HOPSO_PAPER_MEETING));
  hopso_local_effect_add (entry, before, after);
  done = hopso_step_new (paper, "");
  hopso_step_add (done, before, after);
  return hopso_store_session_put (session, after, error) &&
                 hopso_store_session_outbox_add (session, entry, error)
             ? g_steal_pointer (&done)
             : NULL;
}
