/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found in a draft before it is published: a sound one, and each fault alone. */

#include "hopso-agenda-item.h"
#include "hopso-inspection-codes.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-publish-check.h"

#define NOW   1795402800 /* Monday, 23 November 2026, 10:00 in Viet Nam */
#define HOUR  3600
#define START (NOW + 14 * 24 * HOUR)

typedef struct
{
  HopsoPublishRules *rules; /* owned */
  GPtrArray *records;       /* owned */
} Draft;

static void
draft_clear (Draft *draft)
{
  g_clear_pointer (&draft->rules, hopso_publish_rules_free);
  g_clear_pointer (&draft->records, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static HopsoRecordBuilder *
edit (Draft *draft, HopsoKindId kind, const char *id)
{
  for (guint i = 0; i < draft->records->len; i++)
    if (g_strcmp0 (hopso_record_get_id (draft->records->pdata[i]), id) == 0)
      return hopso_record_builder_new_from (draft->records->pdata[i]);
  return hopso_record_builder_new (kind, id);
}

static void
keep (Draft *draft, HopsoRecordBuilder *b)
{
  HopsoRecord *record = hopso_record_builder_end (b);
  guint i = 0;

  while (i < draft->records->len && g_strcmp0 (hopso_record_get_id (draft->records->pdata[i]),
                                               hopso_record_get_id (record)) != 0)
    i++;
  if (i < draft->records->len)
    g_ptr_array_remove_index (draft->records, i);
  g_ptr_array_add (draft->records, record);
}

static void
set (Draft *draft, HopsoKindId kind, const char *id, guint field, const char *value)
{
  g_autoptr (HopsoRecordBuilder) b = edit (draft, kind, id);

  hopso_record_builder_set_string (b, field, value);
  keep (draft, b);
}

static void
set_time (Draft *draft, guint field, gint64 value)
{
  g_autoptr (HopsoRecordBuilder) b = edit (draft, HOPSO_KIND_MEETING, "meeting");

  hopso_record_builder_set_time (b, field, value);
  keep (draft, b);
}

static void
add_item (Draft *draft, const char *id, const char *parent, gint64 minutes, gboolean expects)
{
  g_autoptr (HopsoRecordBuilder) b = edit (draft, HOPSO_KIND_AGENDA_ITEM, id);

  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_NAME, id);
  hopso_record_builder_set_string (b, HOPSO_AGENDA_ITEM_PARENT, parent);
  hopso_record_builder_set_integer (b, HOPSO_AGENDA_ITEM_DURATION, minutes);
  hopso_record_builder_set_boolean (b, HOPSO_AGENDA_ITEM_EXPECTS_PAPERS, expects);
  keep (draft, b);
}

static void
inspect (Draft *draft, const char *id, const char *code)
{
  g_autoptr (HopsoRecordBuilder) b = edit (draft, HOPSO_KIND_PAPER, id);
  const char *const codes[] = { code, NULL };

  hopso_record_builder_set_strings (b, HOPSO_PAPER_INSPECTION, codes);
  keep (draft, b);
}

/* Item 2 has a part with a paper. */
static void
draft_init (Draft *draft)
{
  draft->rules = hopso_publish_rules_new ();
  draft->records = g_ptr_array_new_with_free_func (g_object_unref);
  set (draft, HOPSO_KIND_MEETING, "meeting", HOPSO_MEETING_CHAIR, "chair");
  set (draft, HOPSO_KIND_MEETING, "meeting", HOPSO_MEETING_SECRETARY, "secretary");
  set_time (draft, HOPSO_MEETING_START, START);
  set_time (draft, HOPSO_MEETING_END, START + 3 * HOUR);
  add_item (draft, "one", NULL, 10, FALSE);
  add_item (draft, "two", NULL, 150, TRUE);
  add_item (draft, "two-one", "two", 150, TRUE);
  set (draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_AGENDA_ITEM, "two-one");
  set (draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_NAME, "Báo cáo bảo vệ bí mật nhà nước");
  set (draft, HOPSO_KIND_PARTICIPANT, "guest", HOPSO_PARTICIPANT_ROLE, "delegate");
}

static HopsoPublishCheck *
find (GPtrArray *checks, HopsoPublishCheckCode code)
{
  g_assert_cmpuint (checks->len, ==, HOPSO_PUBLISH_CHECK_N_CODES);
  g_assert_cmpint (hopso_publish_check_get_code (checks->pdata[code]), ==, code);
  return checks->pdata[code];
}

/* Only @code is wrong, so far, with these records; @said: their ids with spaces. */
static void
assert_only (Draft *draft,
             HopsoPublishCheckCode code,
             HopsoPublishSeverity severity,
             const char *said)
{
  g_autoptr (GPtrArray) checks = hopso_publish_check_run (draft->records, draft->rules, NOW);

  for (guint i = 0; i < checks->len; i++)
    {
      HopsoPublishCheck *check = find (checks, i);
      g_autofree char *records =
          g_strjoinv (" ", (char **) hopso_publish_check_get_records (check));

      g_assert_cmpstr (records, ==, i == code ? said : "");
      g_assert_cmpint (hopso_publish_check_get_severity (check), ==,
                       i == code ? severity : HOPSO_PUBLISH_GOOD);
    }
  g_assert_cmpint (hopso_publish_check_find_worst (checks), ==, severity);
}

static void
test_good (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_TIME, HOPSO_PUBLISH_GOOD, "");

  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) nothing = hopso_publish_check_run (none, draft.rules, NOW);

  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_time (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  set_time (&draft, HOPSO_MEETING_END, START);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_TIME, HOPSO_PUBLISH_BLOCKED, "");
  set_time (&draft, HOPSO_MEETING_END, 0);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_TIME, HOPSO_PUBLISH_GOOD, "");
  set_time (&draft, HOPSO_MEETING_START, NOW);
  g_assert_true (hopso_publish_rules_set (draft.rules, "notice=0", NULL));
  assert_only (&draft, HOPSO_PUBLISH_CHECK_TIME, HOPSO_PUBLISH_BLOCKED, "");
}

/* Friday: Tuesday to Thursday lie between. Thursday is too near, unless fewer days are asked. */
static void
test_notice (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  set_time (&draft, HOPSO_MEETING_END, 0);
  set_time (&draft, HOPSO_MEETING_START, NOW + 4 * 24 * HOUR);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_NOTICE, HOPSO_PUBLISH_GOOD, "");
  set_time (&draft, HOPSO_MEETING_START, NOW + 3 * 24 * HOUR);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_NOTICE, HOPSO_PUBLISH_REASON, "");

  g_autoptr (GPtrArray) checks = hopso_publish_check_run (draft.records, draft.rules, NOW);
  HopsoPublishCheck *notice = find (checks, HOPSO_PUBLISH_CHECK_NOTICE);

  g_assert_cmpuint (hopso_publish_check_get_count (notice), ==, 2);
  g_assert_cmpint (hopso_publish_check_get_latest (notice), ==, NOW - 3 * 24 * HOUR - 10 * HOUR);
  g_assert_true (hopso_publish_rules_set (draft.rules, "notice=2", NULL));
  assert_only (&draft, HOPSO_PUBLISH_CHECK_NOTICE, HOPSO_PUBLISH_GOOD, "");
}

static void
test_secrets (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  inspect (&draft, "paper", HOPSO_INSPECTION_SECRET_MARKING);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_SECRETS, HOPSO_PUBLISH_BLOCKED, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_SECRET_WORDS);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_SECRETS, HOPSO_PUBLISH_BLOCKED, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_UNREADABLE);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_SECRETS, HOPSO_PUBLISH_NOTE, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_CLEAN);
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_FILE_NAME, "TỐI MẬT.pdf");
  assert_only (&draft, HOPSO_PUBLISH_CHECK_SECRETS, HOPSO_PUBLISH_BLOCKED, "paper");
}

static void
test_composition (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  set (&draft, HOPSO_KIND_MEETING, "meeting", HOPSO_MEETING_SECRETARY, NULL);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_COMPOSITION, HOPSO_PUBLISH_REASON, "");
  set (&draft, HOPSO_KIND_PARTICIPANT, "guest", HOPSO_PARTICIPANT_ROLE, "secretary");
  assert_only (&draft, HOPSO_PUBLISH_CHECK_COMPOSITION, HOPSO_PUBLISH_GOOD, "");
  set (&draft, HOPSO_KIND_MEETING, "meeting", HOPSO_MEETING_CHAIR, NULL);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_COMPOSITION, HOPSO_PUBLISH_BLOCKED, "");
}

static void
test_agenda (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  add_item (&draft, "three", NULL, 20, FALSE);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_AGENDA, HOPSO_PUBLISH_GOOD, "");
  add_item (&draft, "three", NULL, 21, FALSE);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_AGENDA, HOPSO_PUBLISH_NOTE, "");
  g_ptr_array_set_size (draft.records, 0);
  set (&draft, HOPSO_KIND_MEETING, "meeting", HOPSO_MEETING_CHAIR, "chair");
  set (&draft, HOPSO_KIND_PARTICIPANT, "guest", HOPSO_PARTICIPANT_ROLE, "secretary");
  set_time (&draft, HOPSO_MEETING_START, START);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_AGENDA, HOPSO_PUBLISH_REASON, "");
}

static void
test_papers (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_AGENDA_ITEM, "two");
  assert_only (&draft, HOPSO_PUBLISH_CHECK_PAPERS, HOPSO_PUBLISH_REASON, "two-one");
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_AGENDA_ITEM, "gone");
  assert_only (&draft, HOPSO_PUBLISH_CHECK_PAPERS, HOPSO_PUBLISH_REASON, "two two-one");
  /* Items in a circle: two clerks moved each below the other. */
  add_item (&draft, "two", "two-one", 1, TRUE);
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_AGENDA_ITEM, "two");
  assert_only (&draft, HOPSO_PUBLISH_CHECK_PAPERS, HOPSO_PUBLISH_GOOD, "");
}

static void
test_review (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_ASKED);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_REVIEW, HOPSO_PUBLISH_BLOCKED, "paper");
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_RETURNED);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_REVIEW, HOPSO_PUBLISH_BLOCKED, "paper");
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_NONE);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_REVIEW, HOPSO_PUBLISH_GOOD, "");
  g_assert_true (hopso_publish_rules_set (draft.rules, "review=required", NULL));
  assert_only (&draft, HOPSO_PUBLISH_CHECK_REVIEW, HOPSO_PUBLISH_BLOCKED, "paper");
  set (&draft, HOPSO_KIND_PAPER, "paper", HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_APPROVED);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_REVIEW, HOPSO_PUBLISH_GOOD, "");
}

static void
test_files (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);
  inspect (&draft, "paper", HOPSO_INSPECTION_UNCONVERTED);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_FILES, HOPSO_PUBLISH_BLOCKED, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_INFECTED);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_VIRUSES, HOPSO_PUBLISH_BLOCKED, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_SCANNER_DOWN);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_VIRUSES, HOPSO_PUBLISH_REASON, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_NO_SCANNER);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_VIRUSES, HOPSO_PUBLISH_GOOD, "");
  g_assert_true (hopso_publish_rules_set (draft.rules, "scan=required", NULL));
  assert_only (&draft, HOPSO_PUBLISH_CHECK_VIRUSES, HOPSO_PUBLISH_BLOCKED, "paper");
  inspect (&draft, "paper", HOPSO_INSPECTION_CLEAN);
  assert_only (&draft, HOPSO_PUBLISH_CHECK_VIRUSES, HOPSO_PUBLISH_GOOD, "");
}

static void
test_equal (void)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft);

  g_autoptr (GPtrArray) one = hopso_publish_check_run (draft.records, draft.rules, NOW);
  g_autoptr (GPtrArray) two = hopso_publish_check_run (draft.records, draft.rules, NOW);

  inspect (&draft, "paper", HOPSO_INSPECTION_UNCONVERTED);

  g_autoptr (GPtrArray) three = hopso_publish_check_run (draft.records, draft.rules, NOW);

  for (guint i = 0; i < one->len; i++)
    {
      g_assert_true (hopso_publish_check_equal (one->pdata[i], two->pdata[i]));
      g_assert_cmpint (hopso_publish_check_equal (one->pdata[i], three->pdata[i]), ==,
                       i != HOPSO_PUBLISH_CHECK_FILES);
    }
  g_assert_cmpstr (hopso_publish_check_code_to_string (HOPSO_PUBLISH_CHECK_NOTICE), ==, "notice");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publish-check/good", test_good);
  g_test_add_func ("/publish-check/time", test_time);
  g_test_add_func ("/publish-check/notice", test_notice);
  g_test_add_func ("/publish-check/secrets", test_secrets);
  g_test_add_func ("/publish-check/composition", test_composition);
  g_test_add_func ("/publish-check/agenda", test_agenda);
  g_test_add_func ("/publish-check/papers", test_papers);
  g_test_add_func ("/publish-check/review", test_review);
  g_test_add_func ("/publish-check/files", test_files);
  g_test_add_func ("/publish-check/equal", test_equal);
  return g_test_run ();
}
