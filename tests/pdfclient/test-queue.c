/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-pdf-job-private.h"

typedef struct
{
  HopsoPdfQueue queue;
  guint n_cancelled;
  guint n_failed;
} Fixture;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (g_task_propagate_pointer (G_TASK (result), &error));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fixture->n_cancelled++;
  else
    fixture->n_failed++;
}

static void
push (Fixture *fixture, guint lane, guint page, GCancellable *cancellable)
{
  static const HopsoPdfQuestion text = { "Text", "(s)" };
  HopsoPdfWish wish = { .lane = lane, .fd = -1 };

  hopso_pdf_view_init (&wish.view, page, 10, 10);
  if (lane == HOPSO_PDF_LANE_TEXT)
    {
      wish.question = &text;
      wish.arguments = g_variant_new ("(u)", page);
    }
  hopso_pdf_queue_push (&fixture->queue, &wish,
                        g_task_new (NULL, cancellable, answered_cb, fixture));
}

static int
pop (Fixture *fixture, guint last_lane)
{
  g_autoptr (HopsoPdfJob) job = hopso_pdf_queue_pop (&fixture->queue, last_lane);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Done");
  int page = -1;

  if (job != NULL)
    {
      page = (int) job->wish.view.page;
      hopso_pdf_job_fail (job, error);
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  return page;
}

static void
test_what_is_visible_comes_first (void)
{
  Fixture fixture = { 0 };

  push (&fixture, HOPSO_PDF_LANE_TEXT, 1, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_THUMBNAIL, 2, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_DETAILS, 6, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_NEIGHBOUR, 3, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_PREVIEW, 7, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 4, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 5, NULL);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_PRIORITY_VISIBLE), ==, 4);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_PRIORITY_VISIBLE), ==, 5);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_PRIORITY_VISIBLE), ==, -1);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 7);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 3);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 6);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 2);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 1);
}

static void
test_two_who_want_the_same_wait_together (void)
{
  Fixture fixture = { 0 };

  push (&fixture, HOPSO_PDF_PRIORITY_NEIGHBOUR, 1, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_NEIGHBOUR, 2, NULL);
  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 2, NULL);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 2);
  g_assert_cmpuint (fixture.n_failed, ==, 2);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 1);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, -1);
}

static void
test_text_is_not_a_picture (void)
{
  Fixture fixture = { 0 };

  push (&fixture, HOPSO_PDF_PRIORITY_NEIGHBOUR, 1, NULL);
  push (&fixture, HOPSO_PDF_LANE_TEXT, 1, NULL);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 1);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 1);
}

static void
test_what_nobody_wants_is_left_out (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 1, cancellable);
  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 2, cancellable);
  push (&fixture, HOPSO_PDF_PRIORITY_VISIBLE, 2, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, 2);
  g_assert_cmpuint (fixture.n_cancelled, ==, 2);
  g_assert_cmpuint (fixture.n_failed, ==, 1);
}

static void
test_all_can_be_failed (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Gone");

  for (guint i = 0; i < 5; i++)
    push (&fixture, i % HOPSO_PDF_N_LANES, i, NULL);
  hopso_pdf_queue_fail (&fixture.queue, error);
  g_assert_cmpint (pop (&fixture, HOPSO_PDF_LANE_TEXT), ==, -1);
  g_assert_cmpuint (fixture.n_failed, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/queue/what-is-visible-comes-first",
                   test_what_is_visible_comes_first);
  g_test_add_func ("/pdfclient/queue/two-who-want-the-same-wait-together",
                   test_two_who_want_the_same_wait_together);
  g_test_add_func ("/pdfclient/queue/text-is-not-a-picture", test_text_is_not_a_picture);
  g_test_add_func ("/pdfclient/queue/what-nobody-wants-is-left-out",
                   test_what_nobody_wants_is_left_out);
  g_test_add_func ("/pdfclient/queue/all-can-be-failed", test_all_can_be_failed);
  return g_test_run ();
}
