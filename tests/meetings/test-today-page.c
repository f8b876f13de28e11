/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page answers its three questions, keeps current, and adapts. */

#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-today-page.h"

#include <glib/gi18n.h>

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
  world_show (world, hopso_today_page_new (world->workspace, world->clock));
}

static void
test_answers_three_questions (World *world, gconstpointer data)
{
  g_assert_true (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 11"));
  g_assert_true (world_says (world, "08:00"));
  g_assert_true (world_says (world, "Họp giao ban khối kinh tế"));
  g_assert_true (world_says (world, "Thông báo kết luận phiên họp tháng 10"));
  g_assert_false (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 10"));
  g_assert_false (world_says (world, "Họp Ban Chỉ đạo chuyển đổi số"));
  hopso_test_window_save (GTK_WIDGET (world->window), "today");
}

static void
test_asks_the_window (World *world, gconstpointer data)
{
  g_signal_emit_by_name (hopso_test_window_find_button (world->page, _ ("Enter the meeting")),
                         "clicked");
  g_assert_cmpstr (world->log->str, ==, "open-meeting('m-1')");
  g_string_truncate (world->log, 0);
  g_signal_emit_by_name (hopso_test_window_find_button (world->page, _ ("Report absence")),
                         "clicked");
  g_assert_cmpstr (world->log->str, ==, "decline('m-2')");
}

static void
test_follows_the_clock (World *world, gconstpointer data)
{
  hopso_clock_advance (world->clock, 6 * 60 * 60);
  hopso_page_refresh (HOPSO_PAGE (world->page));
  g_assert_nonnull (hopso_test_window_find_button (world->page, _ ("Enter the meeting")));
  /* The morning's meeting was not closed by anybody; the afternoon's has begun. */
  hopso_test_window_settle ();
  g_assert_false (world_says (world, _ ("Nothing for you in the next seven days")));
  hopso_clock_advance (world->clock, 8 * 24 * 60 * 60);
  hopso_page_refresh (HOPSO_PAGE (world->page));
  g_assert_false (world_says (world, "Họp giao ban khối kinh tế"));
}

static void
test_follows_answers (World *world, gconstpointer data)
{
  hopso_workspace_answer_async (world->workspace, "m-2", "accepted", NULL, NULL, NULL, NULL);
  hopso_test_window_settle ();
  g_assert_true (gtk_widget_has_css_class (
      hopso_test_window_find_button (world->page, _ ("Attend")), "chosen"));
}

static void
test_narrow (World *world, gconstpointer data)
{
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (world->window, 480, 713);
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
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "answers-three-questions", test_answers_three_questions },
    { "asks-the-window", test_asks_the_window },
    { "follows-the-clock", test_follows_the_clock },
    { "follows-answers", test_follows_answers },
    { "narrow", test_narrow },
    { "dark", test_dark },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/meetings/today-page/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, world_tear_down);
    }
  return hopso_test_window_run ();
}
