/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page answers its three questions, keeps current, and adapts. */

#include "hopso-meetings.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-today-page.h"

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GtkWidget *page;
  GtkWindow *window;
  GString *log; /* owned */
} World;

static const char *const window_actions[] = { "open-meeting s", "open-paper s", "sign as",
                                              "show-section s", NULL };
static const char *const answer_actions[] = { "accept s", "decline s", "substitute s", NULL };

static void
set_up (World *world, gconstpointer data)
{
  world->workspace = hopso_test_province_new ();
  world->clock = hopso_clock_new_fixed (HOPSO_TEST_MONDAY);
  world->page = hopso_today_page_new (world->workspace, world->clock);
  world->log = g_string_new (NULL);
  hopso_test_window_watch_actions (world->page, "win", window_actions, world->log);
  hopso_test_window_watch_actions (world->page, "answers", answer_actions, world->log);
  world->window = hopso_test_window_show (world->page, 1133, 768);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_clear_object (&world->workspace);
  g_clear_object (&world->clock);
  g_string_free (world->log, TRUE);
}

static gboolean
says (World *world, const char *text)
{
  return hopso_test_window_find_label (world->page, text) != NULL;
}

static void
test_answers_three_questions (World *world, gconstpointer data)
{
  g_assert_true (says (world, "Phiên họp UBND tỉnh thường kỳ tháng 11"));
  g_assert_true (says (world, "08:00"));
  g_assert_true (says (world, "Họp giao ban khối kinh tế"));
  g_assert_true (says (world, "Thông báo kết luận phiên họp tháng 10"));
  g_assert_false (says (world, "Phiên họp UBND tỉnh thường kỳ tháng 10"));
  g_assert_false (says (world, "Họp Ban Chỉ đạo chuyển đổi số"));
  hopso_test_window_save (GTK_WIDGET (world->window), "today");
}

static void
test_narrow (World *world, gconstpointer data)
{
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (world->window, 480, 760);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
  hopso_test_window_save (GTK_WIDGET (world->window), "today-narrow");
}

static void
test_dark (World *world, gconstpointer data)
{
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (GTK_WIDGET (world->window), "today-dark");
  hopso_test_window_set_dark (FALSE);
}

int
main (int argc, char **argv)
{
  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  g_test_add ("/meetings/today-page/answers-three-questions", World, NULL, set_up,
              test_answers_three_questions, tear_down);
  g_test_add ("/meetings/today-page/narrow", World, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/meetings/today-page/dark", World, NULL, set_up, test_dark, tear_down);
  return hopso_test_window_run ();
}
