/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How smoothly a window moves. A stall is the time from when the main loop wakes to when it sleeps
 * again: nothing that people do is noticed meanwhile. It is counted twice, by the clock on the wall
 * and as work of this thread, since a busy machine stalls what works well. One at a time; main
 * thread. */

#include "hopso-test-frames.h"

#include <stdlib.h>
#include <time.h>

struct _HopsoTestFrames
{
  GdkFrameClock *clock; /* owned */
  gulong handler;
  gint64 last_frame;
  GArray *intervals; /* owned: of double, milliseconds */
  GArray *stalls;    /* owned: the same */
  GArray *work;      /* owned: the same */
  double woke;
  double woke_work;
};

static HopsoTestFrames *watching;
static GPollFunc real_poll;

static double
now (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1e6;
}

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  HopsoTestFrames *self = watching;
  int result;

  if (self->woke > 0)
    {
      const double stall = now (CLOCK_MONOTONIC) - self->woke;
      const double work = now (CLOCK_THREAD_CPUTIME_ID) - self->woke_work;

      g_array_append_val (self->stalls, stall);
      g_array_append_val (self->work, work);
    }
  result = real_poll (fds, n_fds, timeout);
  self->woke = now (CLOCK_MONOTONIC);
  self->woke_work = now (CLOCK_THREAD_CPUTIME_ID);
  return result;
}

static void
painted_cb (GdkFrameClock *clock, HopsoTestFrames *self)
{
  const gint64 time = g_get_monotonic_time ();
  const double interval = (double) (time - self->last_frame) / 1000;

  if (self->last_frame > 0)
    g_array_append_val (self->intervals, interval);
  self->last_frame = time;
}

/* Begins to watch; @widget must be on the screen. */
HopsoTestFrames *
hopso_test_frames_new (GtkWidget *widget)
{
  HopsoTestFrames *self = g_new0 (HopsoTestFrames, 1);

  g_assert_null (watching);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  self->handler = g_signal_connect (self->clock, "after-paint", G_CALLBACK (painted_cb), self);
  self->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  self->stalls = g_array_new (FALSE, FALSE, sizeof (double));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  watching = self;
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  return self;
}

/* Watches no more. */
void
hopso_test_frames_free (HopsoTestFrames *self)
{
  g_main_context_set_poll_func (NULL, real_poll);
  watching = NULL;
  /* A window that has gone has taken it along. */
  if (g_signal_handler_is_connected (self->clock, self->handler))
    g_signal_handler_disconnect (self->clock, self->handler);
  g_object_unref (self->clock);
  g_array_unref (self->intervals);
  g_array_unref (self->stalls);
  g_array_unref (self->work);
  g_free (self);
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
count (GArray *times, HopsoTestFigures *figures)
{
  const double *sorted = (const double *) (gconstpointer) times->data;

  *figures = (HopsoTestFigures){ .n = times->len };
  if (times->len == 0)
    return;
  qsort (times->data, times->len, sizeof (double), compare);
  figures->p50 = sorted[times->len / 2];
  figures->p95 = sorted[times->len * 19 / 20];
  figures->max = sorted[times->len - 1];
}

/* From one frame to the next. */
void
hopso_test_frames_get_intervals (HopsoTestFrames *self, HopsoTestFigures *figures)
{
  count (self->intervals, figures);
}

/* How long the main loop was away, by the clock on the wall. */
void
hopso_test_frames_get_stalls (HopsoTestFrames *self, HopsoTestFigures *figures)
{
  count (self->stalls, figures);
}

/* How long it worked meanwhile. */
void
hopso_test_frames_get_work (HopsoTestFrames *self, HopsoTestFigures *figures)
{
  count (self->work, figures);
}
