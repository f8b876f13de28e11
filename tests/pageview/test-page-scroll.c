/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-test-frames.h"
#include "hopso-test-scans.h"
#include "hopso-test-soak.h"
#include "page-world.h"

/* The main loop may not be away for longer, in milliseconds. */
#define LONGEST 50.0

typedef struct
{
  PageWorld *world;
  double speed; /* logical pixels per frame */
  guint n_frames;
  guint n_bare; /* frames in which something that is seen has no picture at all */
} Ride;

static gboolean
is_bare (HopsoPageView *view)
{
  guint first;
  guint last;

  if (!hopso_page_view_get_shown (view, &first, &last))
    return FALSE;
  for (guint page = first; page <= last; page++)
    {
      if (hopso_page_pictures_get_page (view->pictures, page, NULL) == NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
ride_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Ride *ride = user_data;

  if (ride->n_frames == 0)
    return G_SOURCE_REMOVE;
  ride->n_frames--;
  ride->n_bare += is_bare (ride->world->view);
  hopso_page_view_scroll_by (ride->world->view, 0, ride->speed);
  return G_SOURCE_CONTINUE;
}

static void
test_scans_pass_without_a_stall (void)
{
  const guint n_pages = hopso_test_soak_rounds (20, 200);
  g_autoptr (GBytes) bytes = hopso_test_scans_new (n_pages);
  PageWorld world = page_world_new (bytes);
  Ride ride = { &world, 60, 6 * n_pages, 0 };
  HopsoTestFigures work;

  hopso_test_window_wait (page_world_is_sharp, world.view);
  g_autoptr (HopsoTestFrames) frames = hopso_test_frames_new (GTK_WIDGET (world.view));
  gtk_widget_add_tick_callback (GTK_WIDGET (world.view), ride_cb, &ride, NULL);
  /* As long as it takes: the meson timeout is patience enough. */
  while (ride.n_frames > 0)
    g_main_context_iteration (NULL, TRUE);
  hopso_test_frames_get_work (frames, &work);
  g_test_message ("p50 %.1f, p95 %.1f, worst %.1f ms of %u; bare in %u frames", work.p50, work.p95,
                  work.max, work.n, ride.n_bare);
  hopso_test_soak_report ("scanned pages scrolled through", n_pages, work.max < LONGEST ? 0 : 1);
  g_assert_cmpfloat (work.max, <, LONGEST);
  g_assert_cmpuint (hopso_page_view_get_page (world.view), >, 3);
  page_world_clear (&world);
}

/* More pages than there is room for are drawn; what was seen first is not blank when somebody comes
 * back to it. */
static void
test_what_was_seen_is_known_again (void)
{
  const guint n_pages = 40;
  PageWorld world = page_world_of_pages (n_pages);
  HopsoPdfView view;

  hopso_page_view_set_zoom (world.view, 4);
  hopso_test_window_wait (page_world_is_sharp, world.view);
  hopso_page_pictures_get_page (world.view->pictures, 0, &view);
  const guint sharp = view.part.width;
  for (guint page = 1; page < n_pages; page++)
    {
      hopso_page_view_go_to_page (world.view, page);
      hopso_test_window_wait (page_world_is_sharp, world.view);
    }
  g_assert_nonnull (hopso_page_pictures_get_page (world.view->pictures, 0, &view));
  g_assert_cmpuint (view.part.width, <, sharp);

  hopso_page_view_go_to_page (world.view, 0);
  g_assert_nonnull (hopso_page_pictures_get_page (world.view->pictures, 0, NULL));
  hopso_test_window_wait (page_world_is_sharp, world.view);
  hopso_page_pictures_get_page (world.view->pictures, 0, &view);
  g_assert_cmpuint (view.part.width, ==, sharp);
  page_world_clear (&world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/pageview/scroll/scans-pass-without-a-stall", test_scans_pass_without_a_stall);
  g_test_add_func ("/pageview/scroll/what-was-seen-is-known-again",
                   test_what_was_seen_is_known_again);
  return hopso_test_window_run ();
}
