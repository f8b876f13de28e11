/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The course of a meeting: what is published, changed, postponed and cancelled, what of it is told
 * and to whom; copies; approvals of papers. */

#include "hopso-agenda-item.h"
#include "hopso-agenda.h"
#include "hopso-derived-id.h"
#include "hopso-meeting-copy.h"
#include "hopso-meeting-course.h"
#include "hopso-meeting-difference.h"
#include "hopso-meeting.h"
#include "hopso-paper-review.h"
#include "hopso-participant.h"
#include "hopso-publication.h"

#include <string.h>

#define NOW   1800000000
#define START 1900000000
#define HOUR  3600

static void
add (GPtrArray *records, HopsoRecordBuilder *builder)
{
  g_ptr_array_add (records, hopso_record_builder_end (builder));
  hopso_record_builder_free (builder);
}

static void
add_meeting (GPtrArray *records, const char *state)
{
  HopsoRecordBuilder *b = hopso_record_builder_new (HOPSO_KIND_MEETING, "m");

  hopso_record_builder_set_string (b, HOPSO_MEETING_NAME, "Phiên họp");
  hopso_record_builder_set_string (b, HOPSO_MEETING_STATE, state);
  hopso_record_builder_set_time (b, HOPSO_MEETING_START, START);
  hopso_record_builder_set_time (b, HOPSO_MEETING_END, START + 3 * HOUR);
  hopso_record_builder_set_integer (b, HOPSO_MEETING_VERSION,
                                    strcmp (state, HOPSO_MEETING_STATE_DRAFT) == 0 ? 0 : 1);
  add (records, b);
}

static void
add_item (GPtrArray *records, const char *id, const char *parent, const char *order)
{
  HopsoRecordBuilder *b = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);
  g_autofree char *name = g_strconcat ("Nội dung ", id, NULL);

  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_MEETING, "m");
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_PARENT, parent);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_NAME, name);
  hopso_record_builder_set_time (b, HOPSO_AGENDA_ITEM_START, START);
  add (records, b);
}

static void
add_paper (GPtrArray *records, const char *id, const char *item, const char *const *readers)
{
  HopsoRecordBuilder *b = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  g_autofree char *name = g_strconcat ("Tài liệu ", id, NULL);

  hopso_record_builder_set_string (b, HOPSO_PAPER_MEETING, "m");
  hopso_record_builder_set_string (b, HOPSO_PAPER_AGENDA_ITEM, item);
  hopso_record_builder_set_string (b, HOPSO_PAPER_NAME, name);
  hopso_record_builder_set_string (b, HOPSO_PAPER_ORDER_KEY, id);
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, id);
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, 4);
  hopso_record_builder_set_strings (b, HOPSO_PAPER_READERS, readers);
  hopso_record_builder_set_string (b, HOPSO_PAPER_ACCESS,
                                   readers != NULL ? HOPSO_PAPER_ACCESS_RESTRICTED : NULL);
  add (records, b);
}

static void
add_participant (GPtrArray *records, const char *id, const char *person)
{
  HopsoRecordBuilder *b = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_MEETING, "m");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PERSON, person);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "accepted");
  hopso_record_builder_set_integer (b, HOPSO_PARTICIPANT_SEQUENCE, 3);
  add (records, b);
}

/* Two items, one with a part; three papers, one of them for a few; one person. */
static GPtrArray *
make_meeting (const char *state)
{
  static const char *const readers[] = { "an", NULL };
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  add_meeting (records, state);
  add_item (records, "i1", NULL, "a");
  add_item (records, "i2", NULL, "b");
  add_item (records, "i3", "i2", "a");
  add_paper (records, "p1", "i1", NULL);
  add_paper (records, "p2", "i3", NULL);
  add_paper (records, "p0", "i3", readers);
  add_participant (records, "t1", "an");
  return records;
}

static HopsoRecord *
find (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (hopso_record_get_id (records->pdata[i]), id) == 0)
      return records->pdata[i];
  return NULL;
}

static HopsoCourseOutcome *
act (GPtrArray *records, GPtrArray *originals, HopsoCourseAct wish, HopsoCourseVerdict expected)
{
  HopsoCourseVerdict verdict;

  wish.person = "clerk";
  wish.now = NOW;
  HopsoCourseOutcome *outcome = hopso_meeting_course_act (records, originals, &wish, &verdict);
  g_assert_cmpint (verdict, ==, expected);
  g_assert_cmpint (outcome != NULL, ==, expected == HOPSO_COURSE_DONE);
  return outcome;
}

/* What became of @records, with what was not touched. */
static GPtrArray *
carry_out (GPtrArray *records, const HopsoCourseOutcome *outcome)
{
  GPtrArray *after = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < outcome->put->len; i++)
    g_ptr_array_add (after, g_object_ref (outcome->put->pdata[i]));
  for (guint i = 0; i < records->len; i++)
    {
      const char *id = hopso_record_get_id (records->pdata[i]);

      if (find (outcome->put, id) == NULL && find (outcome->removed, id) == NULL)
        g_ptr_array_add (after, g_object_ref (records->pdata[i]));
    }
  return after;
}

static void
set_string (GPtrArray *records, const char *original, guint field, const char *value)
{
  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = records->pdata[i];
      int revises = hopso_kind_find_field (hopso_record_get_kind (record), "x-revises");

      if (g_strcmp0 (hopso_record_get_string (record, (guint) revises), original) != 0)
        continue;
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (record);
      hopso_record_builder_set_string (b, field, value);
      records->pdata[i] = hopso_record_builder_end (b);
      g_object_unref (record);
      return;
    }
  g_assert_not_reached ();
}

static void
remove_copy (GPtrArray *records, const char *original)
{
  for (guint i = 0; i < records->len; i++)
    {
      int revises = hopso_kind_find_field (hopso_record_get_kind (records->pdata[i]), "x-revises");

      if (g_strcmp0 (hopso_record_get_string (records->pdata[i], (guint) revises), original) == 0)
        {
          g_ptr_array_remove_index (records, i);
          return;
        }
    }
  g_assert_not_reached ();
}

static GPtrArray *
revise (GPtrArray *originals)
{
  const HopsoCourseAct wish = { .type = HOPSO_COURSE_REVISE };
  g_autoptr (HopsoCourseOutcome) outcome = act (originals, NULL, wish, HOPSO_COURSE_DONE);

  g_assert_cmpuint (outcome->removed->len, ==, 0);
  return g_ptr_array_ref (outcome->put);
}

/* The changes that were told, by whom they are for: "all: …; an: …". */
static char *
list_news (GPtrArray *put)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < put->len; i++)
    {
      const char *const *readers;
      const char *const *lines;

      if (!HOPSO_IS_PUBLICATION (put->pdata[i]))
        continue;
      readers = hopso_publication_get_readers (put->pdata[i]);
      lines = hopso_publication_get_changes (put->pdata[i]);
      g_string_append_printf (text, "%s%s:", text->len > 0 ? "; " : "",
                              readers != NULL ? readers[0] : "all");
      for (guint n = 0; lines != NULL && lines[n] != NULL; n++)
        {
          g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[n]);

          g_assert_nonnull (change);
          g_string_append_printf (text, " %s-%s", change->what, change->how);
          if (change->number != NULL)
            g_string_append_printf (text, "-%s", change->number);
          if (change->position != 0)
            g_string_append_printf (text, "/%u", change->position);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_a_draft_is_published (void)
{
  g_autoptr (GPtrArray) draft = make_meeting (HOPSO_MEETING_STATE_DRAFT);
  const HopsoCourseAct wish = { .type = HOPSO_COURSE_PUBLISH };
  g_autoptr (HopsoCourseOutcome) outcome = act (draft, NULL, wish, HOPSO_COURSE_DONE);
  HopsoMeeting *meeting = outcome->put->pdata[0];
  g_autofree char *news = list_news (outcome->put);

  g_assert_true (hopso_meeting_is_in (meeting, HOPSO_MEETING_STATE_PUBLISHED));
  g_assert_cmpint (hopso_meeting_get_version (meeting), ==, 1);
  g_assert_cmpint (hopso_paper_get_version (HOPSO_PAPER (find (outcome->put, "p1"))), ==, 1);
  g_assert_cmpstr (news, ==, "all:");
  g_assert_null (act (outcome->put, NULL, wish, HOPSO_COURSE_OVER));
}

static void
test_a_change_is_applied (void)
{
  g_autoptr (GPtrArray) originals = make_meeting (HOPSO_MEETING_STATE_PUBLISHED);
  g_autoptr (GPtrArray) change = revise (originals);
  g_autoptr (GPtrArray) same = revise (originals);
  const HopsoCourseAct wish = { .type = HOPSO_COURSE_PUBLISH };
  g_autofree char *shadow = g_strdup (hopso_record_get_id (change->pdata[0]));

  for (guint i = 0; i < change->len; i++)
    g_assert_cmpstr (hopso_record_get_id (change->pdata[i]), ==,
                     hopso_record_get_id (same->pdata[i]));
  set_string (change, "m", HOPSO_MEETING_LOCATION, "Phòng 2");
  set_string (change, "i1", HOPSO_AGENDA_ITEM_NAME, "Tên khác");
  set_string (change, "i3", HOPSO_AGENDA_ITEM_PARENT, NULL);
  set_string (change, "t1", HOPSO_PARTICIPANT_PARTSTAT, "declined");
  remove_copy (change, "p1");
  g_autoptr (HopsoCourseOutcome) outcome = act (change, originals, wish, HOPSO_COURSE_DONE);
  g_autoptr (GPtrArray) after = carry_out (originals, outcome);
  g_autofree char *news = list_news (outcome->put);

  g_assert_cmpint (hopso_meeting_get_version (outcome->put->pdata[0]), ==, 2);
  g_assert_cmpint (hopso_meeting_get_sequence (outcome->put->pdata[0]), ==, 1);
  g_assert_cmpstr (news, ==, "all: place-changed item-changed-1 item-moved-2 paper-removed-1/1");
  g_assert_null (find (after, "p1"));
  g_assert_nonnull (find (outcome->removed, shadow));
  g_assert_cmpuint (outcome->removed->len, ==, change->len + 1);
  g_assert_cmpstr (hopso_participant_get_partstat (HOPSO_PARTICIPANT (find (after, "t1"))), ==,
                   "accepted");
  g_assert_null (hopso_agenda_item_get_parent (HOPSO_AGENDA_ITEM (find (after, "i3"))));
  g_assert_cmpint (hopso_paper_get_version (HOPSO_PAPER (find (after, "p2"))), ==, 4);
}

/* What is signed while a change is prepared stays signed. */
static void
test_bytes_follow_the_original_unless_replaced (void)
{
  g_autoptr (GPtrArray) originals = make_meeting (HOPSO_MEETING_STATE_PUBLISHED);
  g_autoptr (GPtrArray) change = revise (originals);
  const HopsoCourseAct wish = { .type = HOPSO_COURSE_PUBLISH };
  guint i = 0;

  while (strcmp (hopso_record_get_id (originals->pdata[i]), "p1") != 0)
    i++;
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (originals->pdata[i]);
  hopso_record_builder_set_string (b, HOPSO_PAPER_DIGEST, "signed");
  hopso_record_builder_set_integer (b, HOPSO_PAPER_VERSION, 5);
  g_object_unref (originals->pdata[i]);
  originals->pdata[i] = hopso_record_builder_end (b);
  set_string (change, "p2", HOPSO_PAPER_DIGEST, "other");
  for (guint n = 0; n < change->len; n++)
    if (HOPSO_IS_PAPER (change->pdata[n]) &&
        g_strcmp0 (hopso_paper_get_revises (change->pdata[n]), "p2") == 0)
      {
        g_autoptr (HopsoRecordBuilder) c = hopso_record_builder_new_from (change->pdata[n]);
        hopso_record_builder_set_integer (c, HOPSO_PAPER_VERSION, 2);
        g_object_unref (change->pdata[n]);
        change->pdata[n] = hopso_record_builder_end (c);
      }
  g_autoptr (HopsoCourseOutcome) outcome = act (change, originals, wish, HOPSO_COURSE_DONE);
  g_autoptr (GPtrArray) after = carry_out (originals, outcome);

  g_assert_cmpstr (hopso_paper_get_digest (HOPSO_PAPER (find (after, "p1"))), ==, "signed");
  g_assert_cmpstr (hopso_paper_get_digest (HOPSO_PAPER (find (after, "p2"))), ==, "other");
  g_assert_cmpint (hopso_paper_get_version (HOPSO_PAPER (find (after, "p2"))), ==, 5);
}

static void
test_what_is_restricted_is_told_to_few (void)
{
  g_autoptr (GPtrArray) originals = make_meeting (HOPSO_MEETING_STATE_PUBLISHED);
  g_autoptr (GPtrArray) change = revise (originals);
  const HopsoCourseAct wish = { .type = HOPSO_COURSE_PUBLISH };

  set_string (change, "p0", HOPSO_PAPER_NAME, "Nhân sự");
  set_string (change, "p2", HOPSO_PAPER_NAME, "Ngân sách");
  g_autoptr (HopsoCourseOutcome) outcome = act (change, originals, wish, HOPSO_COURSE_DONE);
  g_autofree char *news = list_news (outcome->put);
  /* p0 stands before p2; those who do not see it count p2 as the first. */
  g_assert_cmpstr (news, ==, "all: paper-changed-2.1/1; an: paper-changed-2.1/1");

  g_autoptr (GPtrArray) after = carry_out (originals, outcome);
  g_autoptr (GPtrArray) again = revise (after);
  set_string (again, "p2", HOPSO_PAPER_ACCESS, HOPSO_PAPER_ACCESS_RESTRICTED);
  g_autoptr (HopsoCourseOutcome) second = act (again, after, wish, HOPSO_COURSE_DONE);
  for (guint i = 0; i < second->put->len; i++)
    if (HOPSO_IS_PUBLICATION (second->put->pdata[i]) &&
        hopso_publication_get_readers (second->put->pdata[i]) == NULL)
      g_assert_null (hopso_publication_get_changes (second->put->pdata[i]));
}

static void
test_postponing_moves_all_and_asks_again (void)
{
  g_autoptr (GPtrArray) records = make_meeting (HOPSO_MEETING_STATE_PUBLISHED);
  HopsoCourseAct wish = { .type = HOPSO_COURSE_POSTPONE, .start = START + 24 * HOUR };

  g_assert_null (act (records, NULL, wish, HOPSO_COURSE_NO_REASON));
  wish.reason = "Bão";
  wish.end = wish.start;
  g_assert_null (act (records, NULL, wish, HOPSO_COURSE_INVALID));
  wish.end = 0;
  g_autoptr (HopsoCourseOutcome) outcome = act (records, NULL, wish, HOPSO_COURSE_DONE);
  g_autofree char *news = list_news (outcome->put);

  g_assert_cmpint (hopso_meeting_get_end (outcome->put->pdata[0]), ==, START + 27 * HOUR);
  g_assert_cmpstr (hopso_participant_get_partstat (HOPSO_PARTICIPANT (find (outcome->put, "t1"))),
                   ==, "needs-action");
  g_assert_cmpint (hopso_agenda_item_get_start (HOPSO_AGENDA_ITEM (find (outcome->put, "i1"))), ==,
                   START + 24 * HOUR);
  g_assert_cmpstr (news, ==, "all: time-changed");
}

static void
test_a_cancelled_meeting_is_over (void)
{
  g_autoptr (GPtrArray) records = make_meeting (HOPSO_MEETING_STATE_PUBLISHED);
  g_autoptr (GPtrArray) change = revise (records);
  HopsoCourseAct wish = { .type = HOPSO_COURSE_CANCEL, .reason = " " };

  g_assert_null (act (records, NULL, wish, HOPSO_COURSE_NO_REASON));
  wish.reason = "Bão";
  g_autoptr (HopsoCourseOutcome) outcome = act (records, NULL, wish, HOPSO_COURSE_DONE);
  g_assert_true (hopso_meeting_is_in (outcome->put->pdata[0], HOPSO_MEETING_STATE_CANCELLED));
  g_assert_null (act (outcome->put, NULL, wish, HOPSO_COURSE_OVER));
  wish.type = HOPSO_COURSE_PUBLISH;
  g_assert_null (act (change, outcome->put, wish, HOPSO_COURSE_OVER));
  g_assert_null (act (change, NULL, wish, HOPSO_COURSE_OVER));
}

static void
test_a_copy_has_no_answers_and_new_dates (void)
{
  g_autoptr (GPtrArray) records = make_meeting (HOPSO_MEETING_STATE_ENDED);
  const HopsoCopyWish wish = { .id = "copy", .name = "Phiên sau", .start = START + 7 * HOUR };
  g_autoptr (GPtrArray) copies = hopso_meeting_copy (records, &wish);
  HopsoMeeting *meeting = copies->pdata[0];
  g_autofree char *i3 = hopso_meeting_copy_make_id ("copy", "i3");
  g_autofree char *i2 = hopso_meeting_copy_make_id ("copy", "i2");
  g_autofree char *t1 = hopso_meeting_copy_make_id ("copy", "t1");
  HopsoAgendaItem *item = HOPSO_AGENDA_ITEM (find (copies, i3));
  HopsoParticipant *part = HOPSO_PARTICIPANT (find (copies, t1));

  g_assert_cmpuint (copies->len, ==, 5); /* no papers */
  g_assert_true (hopso_meeting_is_in (meeting, HOPSO_MEETING_STATE_DRAFT));
  g_assert_cmpstr (hopso_meeting_get_name (meeting), ==, "Phiên sau");
  g_assert_cmpint (hopso_meeting_get_end (meeting), ==, START + 10 * HOUR);
  g_assert_null (hopso_meeting_get_revises (meeting));
  g_assert_cmpstr (hopso_agenda_item_get_parent (item), ==, i2);
  g_assert_cmpint (hopso_agenda_item_get_start (item), ==, START + 7 * HOUR);
  g_assert_cmpstr (hopso_participant_get_partstat (part), ==, "needs-action");
  g_assert_cmpint (hopso_participant_get_sequence (part), ==, 0);
}

static void
test_numbers_come_from_the_tree (void)
{
  g_autoptr (GPtrArray) records = make_meeting (HOPSO_MEETING_STATE_DRAFT);

  add_item (records, "a", "b", "c"); /* a circle */
  add_item (records, "b", "a", "c");
  add_item (records, "lost", "gone", "d");
  g_autoptr (GHashTable) numbers = hopso_agenda_number (records);

  g_assert_cmpstr (g_hash_table_lookup (numbers, "i1"), ==, "1");
  g_assert_cmpstr (g_hash_table_lookup (numbers, "i3"), ==, "2.1");
  g_assert_cmpstr (g_hash_table_lookup (numbers, "lost"), ==, "3");
  g_assert_null (g_hash_table_lookup (numbers, "a"));
}

static void
test_hostile_lines_are_no_changes (void)
{
  static const char *const lines[] = {
    "",
    "item",
    "item\tnew",
    "item\tnew\tid\t1\tx\tname",
    "\t\t\t\t\t",
    "item\tnew\tid\t1\t-1\tn",
    "item\tnew\tid\t1\t99999999999999999999\tn",
  };
  g_autoptr (HopsoMeetingChange) change =
      hopso_meeting_change_parse ("paper\tnew\tid\t2.1\t3\tname\twith\ttabs");
  g_autofree char *text = hopso_meeting_change_to_string (change);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_null (hopso_meeting_change_parse (lines[i]));
  g_assert_cmpstr (text, ==, "paper\tnew\tid\t2.1\t3\tname with tabs");
}

static void
review (HopsoReviewActType type,
        const char *person,
        const char *reason,
        const char *state,
        HopsoReviewVerdict expected)
{
  g_autoptr (GPtrArray) records = make_meeting (HOPSO_MEETING_STATE_DRAFT);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (find (records, "p1"));
  HopsoReviewVerdict verdict;

  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEW, state);
  hopso_record_builder_set_string (b, HOPSO_PAPER_REVIEWER, "chair");
  g_autoptr (HopsoRecord) paper = hopso_record_builder_end (b);
  const HopsoReviewAct wish = { .type = type,
                                .person = person,
                                .prepares = strcmp (person, "clerk") == 0,
                                .reviewer = "chair",
                                .reason = reason };
  g_autoptr (HopsoRecord) after =
      hopso_paper_review_act (HOPSO_PAPER (paper), records->pdata[0], &wish, &verdict);
  g_assert_cmpint (verdict, ==, expected);
}

static void
test_who_may_say_what_of_a_paper (void)
{
  review (HOPSO_REVIEW_ASK, "clerk", NULL, NULL, HOPSO_REVIEW_DONE);
  review (HOPSO_REVIEW_ASK, "chair", NULL, NULL, HOPSO_REVIEW_FORBIDDEN);
  review (HOPSO_REVIEW_APPROVE, "chair", NULL, "asked", HOPSO_REVIEW_DONE);
  review (HOPSO_REVIEW_APPROVE, "clerk", NULL, "asked", HOPSO_REVIEW_FORBIDDEN);
  review (HOPSO_REVIEW_APPROVE, "chair", NULL, "returned", HOPSO_REVIEW_OVER);
  review (HOPSO_REVIEW_RETURN, "chair", " ", "asked", HOPSO_REVIEW_NO_REASON);
  review (HOPSO_REVIEW_RETURN, "chair", "Sai", "asked", HOPSO_REVIEW_DONE);
  review (HOPSO_REVIEW_WITHDRAW, "clerk", NULL, "approved", HOPSO_REVIEW_DONE);
}

/* Ids that were made before must be made alike for ever. */
static void
test_derived_ids_stay (void)
{
  g_autofree char *id = hopso_derived_id_make ("receipt", "a", "b", NULL);

  g_assert_cmpstr (id, ==, "82623cce-5c44-8941-8865-18af8d440d78");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/course/a-draft-is-published", test_a_draft_is_published);
  g_test_add_func ("/model/course/a-change-is-applied", test_a_change_is_applied);
  g_test_add_func ("/model/course/bytes-follow-the-original-unless-replaced",
                   test_bytes_follow_the_original_unless_replaced);
  g_test_add_func ("/model/course/what-is-restricted-is-told-to-few",
                   test_what_is_restricted_is_told_to_few);
  g_test_add_func ("/model/course/postponing-moves-all-and-asks-again",
                   test_postponing_moves_all_and_asks_again);
  g_test_add_func ("/model/course/a-cancelled-meeting-is-over", test_a_cancelled_meeting_is_over);
  g_test_add_func ("/model/course/a-copy-has-no-answers-and-new-dates",
                   test_a_copy_has_no_answers_and_new_dates);
  g_test_add_func ("/model/course/numbers-come-from-the-tree", test_numbers_come_from_the_tree);
  g_test_add_func ("/model/course/hostile-lines-are-no-changes", test_hostile_lines_are_no_changes);
  g_test_add_func ("/model/course/who-may-say-what-of-a-paper", test_who_may_say_what_of_a_paper);
  g_test_add_func ("/model/course/derived-ids-stay", test_derived_ids_stay);
  return g_test_run ();
}
