/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of a meeting with its agenda, participants and papers: a new draft like an old meeting, a
 * template, and the change of a published meeting, in which each part names what it stands for. Ids
 * follow from the copy's and the original's, so that whoever copies the same makes the same. Pure;
 * any thread. */

#include "hopso-meeting-copy.h"

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-derived-id.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-substitution.h"

/**
 * hopso_meeting_copy_make_id:
 * @copy: the id of the copy of a meeting
 * @original: the id of a part of the meeting that was copied
 *
 * Returns: (transfer full): the id of the part's copy
 */
char *
hopso_meeting_copy_make_id (const char *copy, const char *original)
{
  return hopso_derived_id_make ("copy", copy, original, NULL);
}

static HopsoRecordBuilder *
begin_copy (HopsoRecord *original, const char *id)
{
  const HopsoKind *kind = hopso_record_get_kind (original);
  HopsoRecordBuilder *builder = hopso_record_builder_new (kind->id, id);

  for (guint i = 0; i < kind->n_fields; i++)
    hopso_record_builder_copy_field (builder, original, i);
  return builder;
}

static gint64
move (gint64 time, gint64 by)
{
  return time != 0 ? time + by : 0;
}

static HopsoRecord *
copy_meeting (HopsoRecord *original, const HopsoCopyWish *wish, gint64 by)
{
  HopsoMeeting *meeting = HOPSO_MEETING (original);
  g_autoptr (HopsoRecordBuilder) b = begin_copy (original, wish->id);

  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE,
                                   wish->as_template ? HOPSO_MEETING_STATE_TEMPLATE
                                                     : HOPSO_MEETING_STATE_DRAFT);
  hopso_record_builder_set_integer (b, HOPSO_MEETING_VERSION, 0);
  hopso_record_builder_set_integer (b, HOPSO_MEETING_SEQUENCE, 0);
  hopso_record_builder_set_string (b, HOPSO_MEETING_CURRENT_ITEM, NULL);
  hopso_record_builder_set_string (b, HOPSO_MEETING_REASON, NULL);
  hopso_record_builder_set_string (b, HOPSO_MEETING_REVISES,
                                   wish->revises ? hopso_record_get_id (original) : NULL);
  if (wish->revises)
    return hopso_record_builder_end (b);
  if (wish->name != NULL)
    hopso_record_builder_set_string (b, HOPSO_MEETING_NAME, wish->name);
  hopso_record_builder_set_time (b, HOPSO_MEETING_START, hopso_meeting_get_start (meeting) + by);
  hopso_record_builder_set_time (b, HOPSO_MEETING_END, move (hopso_meeting_get_end (meeting), by));
  hopso_record_builder_set_time (b, HOPSO_MEETING_RSVP_UNTIL, 0);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
copy_item (HopsoRecord *original, const HopsoCopyWish *wish, gint64 by)
{
  HopsoAgendaItem *item = HOPSO_AGENDA_ITEM (original);
  const char *parent = hopso_agenda_item_get_parent (item);
  g_autofree char *id = hopso_meeting_copy_make_id (wish->id, hopso_record_get_id (original));
  g_autofree char *above = parent != NULL ? hopso_meeting_copy_make_id (wish->id, parent) : NULL;
  g_autoptr (HopsoRecordBuilder) b = begin_copy (original, id);

  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_MEETING, wish->id);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_PARENT, above);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_STATE, NULL);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_REVISES,
                                   wish->revises ? hopso_record_get_id (original) : NULL);
  if (wish->revises)
    return hopso_record_builder_end (b);
  hopso_record_builder_set_time (b, HOPSO_AGENDA_ITEM_START,
                                 move (hopso_agenda_item_get_start (item), by));
  hopso_record_builder_set_time (b, HOPSO_AGENDA_ITEM_PROMISED, 0);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_PROMISED_BY, NULL);
  return hopso_record_builder_end (b);
}

static HopsoRecord *
copy_participant (HopsoRecord *original, const HopsoCopyWish *wish)
{
  g_autofree char *id = hopso_meeting_copy_make_id (wish->id, hopso_record_get_id (original));
  g_autoptr (HopsoRecordBuilder) b = begin_copy (original, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, wish->id);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_REVISES,
                                   wish->revises ? hopso_record_get_id (original) : NULL);
  if (wish->revises)
    return hopso_record_builder_end (b);
  hopso_substitution_end (b);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_REASON, NULL);
  hopso_record_builder_set_integer (b, HOPSO_PARTICIPANT_SEQUENCE, 0);
  hopso_record_builder_set_time (b, HOPSO_PARTICIPANT_ANSWERED, 0);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_ANSWERED_BY, NULL);
  return hopso_record_builder_end (b);
}

/* In a change, a paper without a version has the bytes of what it stands for, also when these have
 * got a signature meanwhile. */
static HopsoRecord *
copy_paper (HopsoRecord *original, const HopsoCopyWish *wish)
{
  const char *item = hopso_paper_get_agenda_item (HOPSO_PAPER (original));
  g_autofree char *id = hopso_meeting_copy_make_id (wish->id, hopso_record_get_id (original));
  g_autofree char *below = item != NULL ? hopso_meeting_copy_make_id (wish->id, item) : NULL;
  g_autoptr (HopsoRecordBuilder) b = begin_copy (original, id);

  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING, wish->id);
  hopso_record_builder_set_string (b, HOPSO_PAPER_AGENDA_ITEM, below);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, wish->revises ? 0 : 1);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVISES,
                                   wish->revises ? hopso_record_get_id (original) : NULL);
  if (wish->revises)
    return hopso_record_builder_end (b);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEW, NULL);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEWER, NULL);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEW_REASON, NULL);
  return hopso_record_builder_end (b);
}

/**
 * hopso_meeting_copy:
 * @records: (element-type HopsoRecord): a meeting and what belongs to it
 * @wish: what of it is wanted
 *
 * Returns: (transfer full) (element-type HopsoRecord): the copies, the meeting first; empty when
 *   there is no meeting among @records
 */
GPtrArray *
hopso_meeting_copy (GPtrArray *records, const HopsoCopyWish *wish)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoRecord *meeting = hopso_agenda_find_meeting (records);
  gint64 by = 0;

  if (meeting == NULL)
    return copies;
  if (wish->start != 0)
    by = wish->start - hopso_meeting_get_start (HOPSO_MEETING (meeting));
  g_ptr_array_add (copies, copy_meeting (meeting, wish, by));
  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = records->pdata[i];

      if (HOPSO_IS_AGENDA_ITEM (record))
        g_ptr_array_add (copies, copy_item (record, wish, by));
      else if (HOPSO_IS_PARTICIPANT (record))
        g_ptr_array_add (copies, copy_participant (record, wish));
      else if (HOPSO_IS_PAPER (record) && (wish->revises || wish->with_papers))
        g_ptr_array_add (copies, copy_paper (record, wish));
    }
  return copies;
}
