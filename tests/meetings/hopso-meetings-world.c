/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The world of the page tests. */

#include "hopso-meetings-world.h"

#include "hopso-test-province.h"
#include "hopso-test-window.h"

static const char *const window_actions[] = {
  "open-meeting s",   "open-paper s", "sign as", "show-section s",
  "open-found (sis)", "compose s",    NULL
};
static const char *const answer_actions[] = { "accept s",
                                              "decline s",
                                              "substitute s",
                                              "accept-asked s",
                                              "decline-asked s",
                                              "approve-substitute s",
                                              "refuse-substitute s",
                                              "answer-for (ss)",
                                              NULL };

void
world_set_up (World *world)
{
  world->workspace = hopso_test_province_new ();
  world->clock = hopso_clock_new_fixed (HOPSO_TEST_MONDAY);
  world->log = g_string_new (NULL);
}

void
world_show (World *world, GtkWidget *page)
{
  world->page = page;
  hopso_test_window_watch_actions (page, "win", window_actions, world->log);
  hopso_test_window_watch_actions (page, "answers", answer_actions, world->log);
  world->window = hopso_test_window_show (page, 1133, 721);
}

void
world_tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_clear_object (&world->workspace);
  g_clear_object (&world->clock);
  g_string_free (world->log, TRUE);
}

gboolean
world_says (World *world, const char *text)
{
  return hopso_test_window_find_label (world->page, text) != NULL;
}
