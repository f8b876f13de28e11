/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Substitutes on the pages: who is asked sees it on Today and on the meeting's page, who is invited
 * sees what became of it, and who prepares the meeting may enter answers. */

#include "hopso-answers.h"
#include "hopso-change-words.h"
#include "hopso-meeting-difference.h"
#include "hopso-meeting-page.h"
#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-receipt.h"
#include "hopso-substitution.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-today-page.h"

#include <glib/gi18n.h>

#define ASKED "r-90"

/* Somebody of a meeting sends a substitute, and it stands so. */
static void
delegate (World *world,
          const char *meeting,
          const char *person,
          const char *substitute,
          const char *state)
{
  hopso_test_workspace_put (
      world->workspace,
      hopso_test_province_make (HOPSO_KIND_PARTICIPANT, ASKED, "meeting", meeting, "person", person,
                                "x-role", "delegate", "partstat", "delegated", "x-substitute",
                                substitute, "x-substitute-state", state, "x-reason", "Đi công tác",
                                "x-order", "r-90", NULL));
}

/* Tomorrow, with this chair. */
static void
add_meeting (World *world, const char *chair)
{
  g_autofree char *start =
      g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) HOPSO_TEST_MONDAY + 90000);

  hopso_test_workspace_put (
      world->workspace,
      hopso_test_province_make (HOPSO_KIND_MEETING, "m-9", "name", "Họp bàn chuẩn bị khai trương",
                                "meetingState", "published", "start", start, "x-chair", chair,
                                "location", "Phòng họp số 4", NULL));
}

static void
show (World *world, const char *meeting_id)
{
  HopsoRecord *meeting =
      hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_MEETING, meeting_id);

  world_show (world,
              hopso_meeting_page_new (world->workspace, world->clock, HOPSO_MEETING (meeting)));
}

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
}

static void
press (World *world, const char *label)
{
  GtkWidget *button = hopso_test_window_find_button (world->page, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static void
test_who_is_asked_answers_on_the_page (World *world, gconstpointer data)
{
  add_meeting (world, "p-pct");
  delegate (world, "m-9", "p-stc", "p-me", HOPSO_SUBSTITUTE_PROPOSED);
  show (world, "m-9");
  g_assert_true (world_says (world, "Lý do: Đi công tác"));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-asked");
  press (world, _ ("Agree to attend"));
  press (world, _ ("Cannot come…"));
  g_assert_cmpstr (world->log->str, ==, "accept-asked('r-90')decline-asked('r-90')");
  delegate (world, "m-9", "p-stc", "p-me", HOPSO_SUBSTITUTE_APPROVED);
  hopso_test_window_settle ();
  g_assert_null (hopso_test_window_find_button (world->page, _ ("Agree to attend")));
}

static void
test_a_chair_approves (World *world, gconstpointer data)
{
  add_meeting (world, "p-me");
  delegate (world, "m-9", "p-stc", "p-th", HOPSO_SUBSTITUTE_ACCEPTED);
  show (world, "m-9");
  hopso_test_window_save (GTK_WIDGET (world->window), "people-chair");
  g_assert_true (world_says (world, _ ("Awaiting the chair")));
  press (world, _ ("Approve"));
  g_assert_cmpstr (world->log->str, ==, "approve-substitute('r-90')");
}

static void
test_today_names_the_meeting (World *world, gconstpointer data)
{
  add_meeting (world, "p-pct");
  delegate (world, "m-9", "p-stc", "p-me", HOPSO_SUBSTITUTE_PROPOSED);
  world_show (world, hopso_today_page_new (world->workspace, world->clock));
  g_assert_true (world_says (world, _ ("You are asked")));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-today");
  press (world, _ ("Agree to attend"));
  g_assert_cmpstr (world->log->str, ==, "accept-asked('r-90')");
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (world->window, 480, 713);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
  hopso_test_window_save (GTK_WIDGET (world->window), "people-today-narrow");
}

static void
test_a_no_asks_again (World *world, gconstpointer data)
{
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (world->workspace, "m-2");
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (HOPSO_RECORD (mine));

  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_PARTSTAT, "delegated");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE, "p-th");
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE_STATE,
                                   HOPSO_SUBSTITUTE_DECLINED);
  hopso_record_builder_set_string (b, HOPSO_PARTICIPANT_SUBSTITUTE_REASON, "Trùng lịch");
  hopso_test_workspace_put (world->workspace, hopso_record_builder_end (b));
  show (world, "m-2");
  g_assert_true (world_says (world, _ ("Will you attend this meeting?")));
  g_assert_true (world_says (world, "Đặng Thị Thanh Vân không dự thay được. Đề nghị đồng chí trả "
                                    "lời lại. Lý do: Trùng lịch"));
  g_assert_true (world_says (world, _ ("Substitute cannot come")));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-no");
}

static void
test_who_prepares_sees_why_and_by_whom (World *world, gconstpointer data)
{
  add_meeting (world, "p-me");
  hopso_test_workspace_put (
      world->workspace,
      hopso_test_province_make (HOPSO_KIND_PARTICIPANT, ASKED, "meeting", "m-9", "person", "p-th",
                                "x-role", "delegate", "partstat", "declined", "x-reason", "Ốm",
                                "x-answered-by", "p-me", "x-seat", "A3", "x-order", "r-005", NULL));
  show (world, "m-9");
  g_assert_true (world_says (world, "Lý do: Ốm · Vũ Minh Khôi nhập thay"));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-entered");
}

static void
publish (World *world, const char *version, const char *kind, const char *changes)
{
  g_autofree char *id = g_strconcat ("pub-", version, NULL);

  hopso_test_workspace_put (world->workspace,
                            hopso_test_province_make (HOPSO_KIND_PUBLICATION, id, "meeting", "m-1",
                                                      "x-version", version, "created", "1795400000",
                                                      "x-person", "p-th", "x-kind", kind,
                                                      "x-changes", changes, NULL));
}

static void
assert_mark (World *world, const char *id, const char *expected)
{
  g_autofree char *mark = hopso_changes_get_mark (world->workspace, "m-1", id);

  g_assert_cmpstr (mark, ==, expected);
}

static void
test_changes_are_told_until_seen (World *world, gconstpointer data)
{
  publish (world, "1", "publish", NULL);
  publish (world, "2", "change",
           "item\tnew\ta-3\t3\t0\tĐề án\npaper\treplaced\td-2\t2.1\t2\tPhụ lục\n"
           "participant\tnew\tp-xx\t\t0\t\nnonsense");
  show (world, "m-1");
  g_assert_true (world_says (world, "Cuộc họp có thay đổi (bản 2)"));
  g_assert_true (world_says (world, "mục 3 mới, tài liệu 2 mục 2.1 thay, thêm 1 người"));
  assert_mark (world, "a-3", HOPSO_CHANGE_NEW);
  assert_mark (world, "d-2", HOPSO_CHANGE_REPLACED);
  assert_mark (world, "a-1", NULL);
  hopso_test_window_save (GTK_WIDGET (world->window), "people-changes");
  press (world, _ ("Seen"));
  g_assert_false (world_says (world, "Cuộc họp có thay đổi (bản 2)"));
  assert_mark (world, "a-3", NULL);
  publish (world, "3", "postpone", "time\tchanged\t\t\t0\t1795400000 0 1795486400 1795490000");
  hopso_test_window_settle ();
  g_assert_true (world_says (world, "Cuộc họp đã dời (bản 3)"));
  gtk_window_set_default_size (world->window, 480, 713);
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
  hopso_test_window_save (GTK_WIDGET (world->window), "people-moved-narrow");
}

static void
test_changes_from_before_the_invitation_are_none (World *world, gconstpointer data)
{
  publish (world, "1", "publish", NULL);
  publish (world, "2", "change", "item\tnew\ta-3\t3\t0\tĐề án");
  publish (world, "3", "change", "participant\tnew\tp-me\t\t0\t");
  world_show (world, hopso_today_page_new (world->workspace, world->clock));
  g_assert_false (world_says (world, _ ("What has changed")));
  publish (world, "4", "cancel", NULL);
  hopso_test_window_settle ();
  g_assert_true (world_says (world, _ ("What has changed")));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-today-changed");
}

static void
test_who_presides_sees_receipts (World *world, gconstpointer data)
{
  static const char *const persons[] = { "p-stc", "p-sxd", "p-me" };

  add_meeting (world, "p-me");
  hopso_test_workspace_put (world->workspace,
                            hopso_test_province_make (HOPSO_KIND_PAPER, "d-90", "meeting", "m-9",
                                                      "name", "báo cáo tiến độ", "x-digest", "aa",
                                                      "size", "10", "x-order", "1", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
    {
      g_autofree char *id = g_strdup_printf ("r-8%u", i);
      g_autofree char *receipt = hopso_receipt_make_id ("m-9", persons[i]);

      hopso_test_workspace_put (
          world->workspace, hopso_test_province_make (HOPSO_KIND_PARTICIPANT, id, "meeting", "m-9",
                                                      "person", persons[i], "x-role", "delegate",
                                                      "partstat", "accepted", "x-order", id, NULL));
      if (i < 2)
        hopso_test_workspace_put (world->workspace,
                                  hopso_test_province_make (HOPSO_KIND_RECEIPT, receipt, "meeting",
                                                            "m-9", "person", persons[i],
                                                            "x-received", "aa", "x-read",
                                                            i == 0 ? "aa" : NULL, NULL));
    }
  show (world, "m-9");
  g_assert_true (world_says (world, "2/3 đã nhận, 1 đã đọc"));
  hopso_test_window_save (GTK_WIDGET (world->window), "people-receipts");
}

static void
test_answers_change_what_stands (World *world, gconstpointer data)
{
  g_autoptr (HopsoAnswers) answers = NULL;
  GtkWidget *toasts = adw_toast_overlay_new ();
  HopsoRecord *record;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), gtk_label_new ("page"));
  answers = hopso_answers_new (world->workspace, ADW_TOAST_OVERLAY (toasts));
  world->window = hopso_test_window_show (toasts, 900, 600);
  gtk_widget_insert_action_group (GTK_WIDGET (world->window), "answers",
                                  hopso_answers_get_actions (answers));
  add_meeting (world, "p-pct");
  delegate (world, "m-9", "p-stc", "p-me", HOPSO_SUBSTITUTE_PROPOSED);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (world->window), "answers.accept-asked", "s", ASKED));
  hopso_test_window_settle ();
  record = hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_PARTICIPANT, ASKED);
  g_assert_cmpstr (hopso_participant_get_substitute_state (HOPSO_PARTICIPANT (record)), ==,
                   HOPSO_SUBSTITUTE_APPROVED);
  g_assert_nonnull (
      hopso_test_window_find_label (toasts, _ ("You have agreed to attend instead.")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->window), "answers.answer-for",
                                             "(ss)", "r-05", "accepted"));
  hopso_test_window_settle ();
  record = hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_PARTICIPANT, "r-05");
  g_assert_cmpstr (hopso_participant_get_partstat (HOPSO_PARTICIPANT (record)), ==, "accepted");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "who-is-asked-answers-on-the-page", test_who_is_asked_answers_on_the_page },
    { "a-chair-approves", test_a_chair_approves },
    { "today-names-the-meeting", test_today_names_the_meeting },
    { "a-no-asks-again", test_a_no_asks_again },
    { "who-prepares-sees-why-and-by-whom", test_who_prepares_sees_why_and_by_whom },
    { "changes-are-told-until-seen", test_changes_are_told_until_seen },
    { "changes-from-before-the-invitation-are-none",
      test_changes_from_before_the_invitation_are_none },
    { "who-presides-sees-receipts", test_who_presides_sees_receipts },
    { "answers-change-what-stands", test_answers_change_what_stands },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/meetings/people/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, world_tear_down);
    }
  return hopso_test_window_run ();
}
