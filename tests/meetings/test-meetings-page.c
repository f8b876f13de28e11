/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All meetings by day: to come or past, and found without diacritics. */

#include "hopso-meetings-page.h"
#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-test-window.h"

#include <glib/gi18n.h>

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
  world_show (world, hopso_meetings_page_new (world->workspace, world->clock));
}

static void
test_by_day (World *world, gconstpointer data)
{
  g_assert_true (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 11"));
  g_assert_false (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 10"));
  g_assert_true (world_says (world, _ ("Cancelled")));
  hopso_test_window_save (GTK_WIDGET (world->window), "meetings");
}

static void
test_past (World *world, gconstpointer data)
{
  GtkWidget *past = hopso_test_window_find_button (world->page, _ ("Past"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (past), TRUE);
  hopso_test_window_settle ();
  g_assert_true (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 10"));
  g_assert_false (world_says (world, "Phiên họp UBND tỉnh thường kỳ tháng 11"));
}

static void
search (World *world, const char *text)
{
  GtkWidget *entry = hopso_test_window_find (world->page, GTK_TYPE_SEARCH_ENTRY, NULL, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  hopso_test_window_settle ();
}

static void
test_search (World *world, gconstpointer data)
{
  search (world, "du an cham");
  g_assert_true (world_says (world, "Rà soát dự án chậm tiến độ"));
  g_assert_false (world_says (world, "Họp giao ban khối kinh tế"));
  search (world, "khong co cuoc hop nay");
  g_assert_true (world_says (world, _ ("No meeting found")));
  search (world, "");
  g_assert_true (world_says (world, "Họp giao ban khối kinh tế"));
}

int
main (int argc, char **argv)
{
  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  g_test_add ("/meetings/meetings-page/by-day", World, NULL, set_up, test_by_day, world_tear_down);
  g_test_add ("/meetings/meetings-page/past", World, NULL, set_up, test_past, world_tear_down);
  g_test_add ("/meetings/meetings-page/search", World, NULL, set_up, test_search, world_tear_down);
  return hopso_test_window_run ();
}
