/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From starting a program to its page on the screen, whatever the program: a part of the screen
 * is looked at every few milliseconds until it has shown the same for a while, and the page was
 * there when it first looked like that. Usage: bench-launch COMMAND…; prints "visible MS". The
 * program is ended afterwards. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* One sample of so many pixels each way, in this part of the screen. */
#define STEP       3
#define PART_LEFT  0.10
#define PART_RIGHT 0.45
#define PART_UP    0.20
#define PART_DOWN  0.65

#define LOOK_MS   5
#define STABLE_MS 1500
#define MOST_MS   40000

/* Letters and paper, not an empty window. */
#define LEAST_DARK  0.003
#define LEAST_LIGHT 0.30

/* Samples of a hundred that may differ: a pointer, a line. */
#define MOST_OTHER 0.01

typedef struct
{
  double ms;
  GBytes *samples;
} Look;

static void
look_clear (gpointer data)
{
  g_bytes_unref (((Look *) data)->samples);
}

static GBytes *
take_samples (Display *display)
{
  const int width = DisplayWidth (display, DefaultScreen (display));
  const int height = DisplayHeight (display, DefaultScreen (display));
  const int wide = (int) (width * (PART_RIGHT - PART_LEFT));
  const int high = (int) (height * (PART_DOWN - PART_UP));
  XImage *image =
      XGetImage (display, DefaultRootWindow (display), (int) (width * PART_LEFT),
                 (int) (height * PART_UP), (unsigned) wide, (unsigned) high, AllPlanes, ZPixmap);
  GByteArray *samples = g_byte_array_new ();

  if (image == NULL)
    g_error ("The screen cannot be looked at");
  for (int y = 0; y < high; y += STEP)
    {
      for (int x = 0; x < wide; x += STEP)
        {
          const guint8 green = (guint8) (XGetPixel (image, x, y) >> 8);

          g_byte_array_append (samples, &green, 1);
        }
    }
  XDestroyImage (image);
  return g_byte_array_free_to_bytes (samples);
}

static gboolean
is_page (GBytes *samples)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (samples, &size);
  gsize dark = 0;
  gsize light = 0;

  for (gsize i = 0; i < size; i++)
    {
      dark += bytes[i] < 160;
      light += bytes[i] > 240;
    }
  return (double) dark > LEAST_DARK * (double) size && (double) light > LEAST_LIGHT * (double) size;
}

static gboolean
is_alike (GBytes *one, GBytes *other)
{
  gsize size;
  const guint8 *a = g_bytes_get_data (one, &size);
  const guint8 *b = g_bytes_get_data (other, NULL);
  gsize n_other = 0;

  for (gsize i = 0; i < size; i++)
    n_other += ABS (a[i] - b[i]) > 48;
  return (double) n_other <= MOST_OTHER * (double) size;
}

/* When the last change was that made it look as it does now. */
static const Look *
find_first_like_last (GArray *looks)
{
  const Look *last = &g_array_index (looks, Look, looks->len - 1);
  guint i = looks->len - 1;

  while (i > 0 && is_alike (g_array_index (looks, Look, i - 1).samples, last->samples))
    i--;
  return &g_array_index (looks, Look, i);
}

static double
wait_for_page (Display *display, gint64 begin)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (Look));

  g_array_set_clear_func (looks, look_clear);
  for (;;)
    {
      Look look = { (double) (g_get_monotonic_time () - begin) / 1000, take_samples (display) };

      /* What has not changed is not kept. */
      if (looks->len > 0 &&
          g_bytes_equal (g_array_index (looks, Look, looks->len - 1).samples, look.samples))
        g_bytes_unref (look.samples);
      else
        g_array_append_val (looks, look);
      const Look *first = find_first_like_last (looks);
      if (look.ms - first->ms > STABLE_MS && is_page (first->samples))
        return first->ms;
      if (look.ms > MOST_MS)
        g_error ("No page was shown");
      g_usleep (LOOK_MS * 1000);
    }
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);

  if (argc < 2 || display == NULL)
    return 2;

  const gint64 begin = g_get_monotonic_time ();
  const pid_t child = fork ();
  if (child == 0)
    {
      /* It ends with us, however that is. */
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  printf ("visible %.1f\n", wait_for_page (display, begin));
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);
  return 0;
}
