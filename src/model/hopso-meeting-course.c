/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a meeting and all that belongs to it by one act of who prepares it. The server
 * decides by it, and the client shows by it what the server has yet to say. Pure: records in,
 * changed records out, nothing is stored; who may act, and whether a draft is fit to be published,
 * is asked elsewhere. Any thread. */

#include "hopso-meeting-course-private.h"

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-derived-id.h"
#include "hopso-meeting-copy.h"
#include "hopso-meeting-merge.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-publication.h"
#include "hopso-substitution.h"

#include <string.h>

/**
 * hopso_course_outcome_free:
 * @self: (transfer full): an outcome
 */
void
hopso_course_outcome_free (HopsoCourseOutcome *self)
{
  g_ptr_array_unref (self->put);
  g_ptr_array_unref (self->removed);
  g_free (self);
}

static HopsoCourseOutcome *
outcome_new (void)
{
  HopsoCourseOutcome *self = g_new0 (HopsoCourseOutcome, 1);

  self->put = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/**
 * hopso_meeting_course_make_change_id:
 * @meeting: a published meeting
 *
 * Returns: (transfer full): the id of the change of this version of it; the same for everybody who
 *   begins one
 */
char *
hopso_meeting_course_make_change_id (HopsoMeeting *meeting)
{
  g_autofree char *version =
      g_strdup_printf ("%" G_GINT64_FORMAT, hopso_meeting_get_version (meeting));

  return hopso_derived_id_make ("revise", hopso_record_get_id (HOPSO_RECORD (meeting)), version,
                                NULL);
}

/* --- The acts ------------------------------------------------------------------------------- */

static HopsoRecordBuilder *
begin_version (HopsoMeeting *meeting, const char *state, const char *reason)
{
  HopsoRecordBuilder *b = hopso_record_builder_new_from (HOPSO_RECORD (meeting));

  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_integer (b, HOPSO_MEETING_VERSION,
                                    hopso_meeting_get_version (meeting) + 1);
  hopso_record_builder_set_string (b, HOPSO_MEETING_REASON, reason);
  return b;
}

static void
count_sequence (HopsoRecordBuilder *b, HopsoMeeting *meeting)
{
  hopso_record_builder_set_integer (b, HOPSO_MEETING_SEQUENCE,
                                    hopso_meeting_get_sequence (meeting) + 1);
}

/* Papers of a draft count their versions from here. */
static void
freeze_paper (HopsoCourseOutcome *outcome, HopsoRecord *paper)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (paper);

  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, 1);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEW_REASON, NULL);
  g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
}

static HopsoCourseOutcome *
publish (GPtrArray *records, HopsoMeeting *meeting, const HopsoCourseAct *act)
{
  HopsoCourseOutcome *outcome = outcome_new ();
  g_autoptr (HopsoRecordBuilder) b = begin_version (meeting, HOPSO_MEETING_STATE_PUBLISHED, NULL);
  HopsoRecord *published = hopso_record_builder_end (b);
  g_autoptr (GPtrArray) after = g_ptr_array_new ();

  g_ptr_array_add (outcome->put, published);
  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_PAPER (records->pdata[i]))
      freeze_paper (outcome, records->pdata[i]);
  /* What is shown for the first time differs from nothing that anybody knows. */
  g_ptr_array_add (after, published);
  hopso_meeting_course_tell (outcome, after, after, act, "publish");
  return outcome;
}

static gboolean
has_same_fields (HopsoRecord *a, HopsoRecord *b)
{
  const HopsoKind *kind = hopso_record_get_kind (a);

  for (guint i = 0; i < kind->n_fields; i++)
    if (!hopso_record_field_equal (a, b, i))
      return FALSE;
  return TRUE;
}

static GHashTable *
index_records (GPtrArray *records)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (index, (char *) hopso_record_get_id (records->pdata[i]),
                         records->pdata[i]);
  return index;
}

static gboolean
matters_to_calendars (HopsoRecord *before, HopsoRecord *after)
{
  return !hopso_record_field_equal (before, after, HOPSO_MEETING_START) ||
         !hopso_record_field_equal (before, after, HOPSO_MEETING_END) ||
         !hopso_record_field_equal (before, after, HOPSO_MEETING_LOCATION) ||
         !hopso_record_field_equal (before, after, HOPSO_MEETING_ONLINE) ||
         !hopso_record_field_equal (before, after, HOPSO_MEETING_NAME);
}

/* What is different or new; the ids of papers that are restricted from now on go to @hidden. */
static void
put_differences (HopsoCourseOutcome *outcome,
                 GPtrArray *merged,
                 GHashTable *known,
                 GHashTable *hidden)
{
  for (guint i = 1; i < merged->len; i++)
    {
      HopsoRecord *record = merged->pdata[i];
      HopsoRecord *old = g_hash_table_lookup (known, hopso_record_get_id (record));

      if (old == NULL || !has_same_fields (old, record))
        g_ptr_array_add (outcome->put, g_object_ref (record));
      if (HOPSO_IS_PAPER (record) && hopso_paper_is_restricted (HOPSO_PAPER (record)))
        g_hash_table_add (hidden, (char *) hopso_record_get_id (record));
    }
}

/* What the change stood for and has no more, then what the change itself was made of. */
static void
remove_rest (HopsoCourseOutcome *outcome,
             GPtrArray *originals,
             GPtrArray *records,
             GPtrArray *merged)
{
  g_autoptr (GHashTable) kept = index_records (merged);
  GPtrArray *sides[] = { originals, records };

  for (gsize s = 0; s < G_N_ELEMENTS (sides); s++)
    for (guint i = 0; i < sides[s]->len; i++)
      if (!HOPSO_IS_PUBLICATION (sides[s]->pdata[i]) &&
          !g_hash_table_contains (kept, hopso_record_get_id (sides[s]->pdata[i])))
        g_ptr_array_add (outcome->removed, g_object_ref (sides[s]->pdata[i]));
}

static HopsoCourseOutcome *
publish_change (GPtrArray *records, GPtrArray *originals, const HopsoCourseAct *act)
{
  HopsoCourseOutcome *outcome = outcome_new ();
  HopsoRecord *original = hopso_agenda_find_meeting (originals);
  g_autoptr (GPtrArray) merged = hopso_meeting_merge (originals, records);
  g_autoptr (GHashTable) known = index_records (originals);
  g_autoptr (GHashTable) hidden = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (HopsoRecordBuilder) b =
      begin_version (merged->pdata[0], hopso_meeting_get_state (HOPSO_MEETING (original)),
                     hopso_meeting_get_reason (HOPSO_MEETING (original)));

  if (matters_to_calendars (original, merged->pdata[0]))
    count_sequence (b, HOPSO_MEETING (original));
  g_object_unref (merged->pdata[0]);
  merged->pdata[0] = hopso_record_builder_end (b);
  g_ptr_array_add (outcome->put, g_object_ref (merged->pdata[0]));
  put_differences (outcome, merged, known, hidden);
  remove_rest (outcome, originals, records, merged);
  hopso_meeting_course_hide (outcome, originals, hidden);
  hopso_meeting_course_tell (outcome, originals, merged, act, "change");
  return outcome;
}

static HopsoCourseOutcome *
revise (GPtrArray *records, HopsoMeeting *meeting)
{
  HopsoCourseOutcome *outcome = outcome_new ();
  g_autofree char *id = hopso_meeting_course_make_change_id (meeting);
  const HopsoCopyWish wish = { .id = id, .revises = TRUE };

  g_ptr_array_unref (outcome->put);
  outcome->put = hopso_meeting_copy (records, &wish);
  return outcome;
}

/* Who was free then need not be free now. */
static void
ask_again (HopsoCourseOutcome *outcome, HopsoRecord *participant)
{
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (participant);

  hopso_substitution_end (b);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_REASON, NULL);
  hopso_record_builder_set_time (b, HOPSO_PARTICIPANT_ANSWERED, 0);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ANSWERED_BY, NULL);
  g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
}

static void
move_item (HopsoCourseOutcome *outcome, HopsoRecord *item, gint64 by)
{
  gint64 start = hopso_agenda_item_get_start (HOPSO_AGENDA_ITEM (item));
  g_autoptr (HopsoRecordBuilder) b = NULL;

  if (start == 0)
    return;
  b = hopso_record_builder_new_from (item);
  hopso_record_builder_set_time (b, HOPSO_AGENDA_ITEM_START, start + by);
  g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
}

static HopsoCourseOutcome *
postpone (GPtrArray *records, HopsoMeeting *meeting, const HopsoCourseAct *act)
{
  HopsoCourseOutcome *outcome = outcome_new ();
  gint64 by = act->start - hopso_meeting_get_start (meeting);
  gint64 end = hopso_meeting_get_end (meeting);
  gint64 rsvp_until = hopso_meeting_get_rsvp_until (meeting);
  g_autoptr (HopsoRecordBuilder) b =
      begin_version (meeting, HOPSO_MEETING_STATE_PUBLISHED, act->reason);
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  g_autoptr (GPtrArray) after = g_ptr_array_new ();

  hopso_record_builder_set_time (b, HOPSO_MEETING_START, act->start);
  hopso_record_builder_set_time (b, HOPSO_MEETING_END,
                                 act->end != 0 ? act->end
                                 : end != 0    ? end + by
                                               : 0);
  hopso_record_builder_set_time (b, HOPSO_MEETING_RSVP_UNTIL,
                                 rsvp_until != 0 ? rsvp_until + by : 0);
  count_sequence (b, meeting);
  g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_PARTICIPANT (records->pdata[i]))
      ask_again (outcome, records->pdata[i]);
    else if (HOPSO_IS_AGENDA_ITEM (records->pdata[i]))
      move_item (outcome, records->pdata[i], by);
  g_ptr_array_add (before, meeting);
  g_ptr_array_add (after, outcome->put->pdata[0]);
  hopso_meeting_course_tell (outcome, before, after, act, "postpone");
  return outcome;
}

static HopsoCourseOutcome *
cancel (HopsoMeeting *meeting, const HopsoCourseAct *act)
{
  HopsoCourseOutcome *outcome = outcome_new ();
  g_autoptr (HopsoRecordBuilder) b =
      begin_version (meeting, HOPSO_MEETING_STATE_CANCELLED, act->reason);
  g_autoptr (GPtrArray) after = g_ptr_array_new ();

  count_sequence (b, meeting);
  g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
  g_ptr_array_add (after, outcome->put->pdata[0]);
  hopso_meeting_course_tell (outcome, after, after, act, "cancel");
  return outcome;
}

/* --- Whether it may be ---------------------------------------------------------------------- */

static gboolean
has_text (const char *text)
{
  return text != NULL && text[strspn (text, " \t\r\n")] != '\0';
}

static HopsoCourseVerdict
judge_times (HopsoMeeting *meeting, const HopsoCourseAct *act)
{
  if (act->start <= 0 || (act->end != 0 && act->end <= act->start) ||
      (act->start == hopso_meeting_get_start (meeting) &&
       (act->end == 0 || act->end == hopso_meeting_get_end (meeting))))
    return HOPSO_COURSE_INVALID;
  return has_text (act->reason) ? HOPSO_COURSE_DONE : HOPSO_COURSE_NO_REASON;
}

static HopsoCourseVerdict
judge_publication (HopsoMeeting *meeting, GPtrArray *originals)
{
  HopsoRecord *original = originals != NULL ? hopso_agenda_find_meeting (originals) : NULL;

  if (hopso_meeting_is_in (meeting, HOPSO_MEETING_STATE_TEMPLATE))
    return HOPSO_COURSE_INVALID;
  if (!hopso_meeting_is_in (meeting, HOPSO_MEETING_STATE_DRAFT))
    return HOPSO_COURSE_OVER;
  if (hopso_meeting_get_revises (meeting) == NULL)
    return HOPSO_COURSE_DONE;
  /* A change of a meeting that has ended, or is gone, has nothing to change. */
  return original != NULL &&
                 (hopso_meeting_is_in (HOPSO_MEETING (original), HOPSO_MEETING_STATE_PUBLISHED) ||
                  hopso_meeting_is_in (HOPSO_MEETING (original), HOPSO_MEETING_STATE_IN_PROGRESS))
             ? HOPSO_COURSE_DONE
             : HOPSO_COURSE_OVER;
}

static HopsoCourseVerdict
judge (HopsoMeeting *meeting, GPtrArray *originals, const HopsoCourseAct *act)
{
  gboolean is_published = hopso_meeting_is_in (meeting, HOPSO_MEETING_STATE_PUBLISHED);

  switch (act->type)
    {
    case HOPSO_COURSE_PUBLISH:
      return judge_publication (meeting, originals);
    case HOPSO_COURSE_REVISE:
      return is_published ? HOPSO_COURSE_DONE : HOPSO_COURSE_OVER;
    case HOPSO_COURSE_POSTPONE:
      return is_published ? judge_times (meeting, act) : HOPSO_COURSE_OVER;
    case HOPSO_COURSE_CANCEL:
      if (!is_published)
        return HOPSO_COURSE_OVER;
      return has_text (act->reason) ? HOPSO_COURSE_DONE : HOPSO_COURSE_NO_REASON;
    default:
      g_assert_not_reached ();
    }
}

/**
 * hopso_meeting_course_act:
 * @records: (element-type HopsoRecord): a meeting, its items, participants and papers
 * @originals: (nullable) (element-type HopsoRecord): to publish a change: the meeting that it
 *   changes, its items, participants, papers and publications
 * @act: what somebody does who may
 * @verdict: (out): whether that may be
 *
 * Returns: (transfer full) (nullable): what becomes of them; %NULL when @verdict is not
 *   %HOPSO_COURSE_DONE
 */
HopsoCourseOutcome *
hopso_meeting_course_act (GPtrArray *records,
                          GPtrArray *originals,
                          const HopsoCourseAct *act,
                          HopsoCourseVerdict *verdict)
{
  HopsoRecord *record = hopso_agenda_find_meeting (records);
  HopsoMeeting *meeting;

  g_return_val_if_fail (record != NULL, NULL);

  meeting = HOPSO_MEETING (record);
  *verdict = judge (meeting, originals, act);
  if (*verdict != HOPSO_COURSE_DONE)
    return NULL;
  switch (act->type)
    {
    case HOPSO_COURSE_PUBLISH:
      return hopso_meeting_get_revises (meeting) == NULL ? publish (records, meeting, act)
                                                         : publish_change (records, originals, act);
    case HOPSO_COURSE_REVISE:
      return revise (records, meeting);
    case HOPSO_COURSE_POSTPONE:
      return postpone (records, meeting, act);
    case HOPSO_COURSE_CANCEL:
      return cancel (meeting, act);
    default:
      g_assert_not_reached ();
    }
}
