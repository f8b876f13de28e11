/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-load PORT CA-FILE [--resume] MODE …: many clients of a server on this machine, in one
 * thread. Prints a name and a number on each line; times are in milliseconds. */

#include "load.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/**
 * load_figures_add:
 * @microseconds: how long something took
 */
void
load_figures_add (LoadFigures *self, gint64 microseconds)
{
  const double value = (double) microseconds / 1000;

  if (self->values == NULL)
    self->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (self->values, value);
}

static int
compare (const void *a, const void *b)
{
  const double left = *(const double *) a;
  const double right = *(const double *) b;

  return (left > right) - (left < right);
}

/**
 * load_figures_print:
 * @name: of what
 *
 * The half, nearly all, and the last.
 */
void
load_figures_print (LoadFigures *self, const char *name)
{
  const guint n = self->values == NULL ? 0 : self->values->len;

  if (n == 0)
    return;
  g_array_sort (self->values, compare);
  printf ("%s-p50 %.2f\n%s-p99 %.2f\n%s-max %.2f\n", name,
          g_array_index (self->values, double, n / 2), name,
          g_array_index (self->values, double, MIN (n * 99 / 100, n - 1)), name,
          g_array_index (self->values, double, n - 1));
}

/**
 * load_read_lines:
 *
 * Returns: (transfer full): the first word of each line of a file
 */
GPtrArray *
load_read_lines (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  for (char *at = text; *at != '\0'; at += strcspn (at, "\n") + (strchr (at, '\n') != NULL))
    g_ptr_array_add (lines, g_strndup (at, strcspn (at, " \n")));
  return lines;
}

static void
raise_file_limit (void)
{
  struct rlimit limit;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    const LoadHandlers *handlers;
    LoadMode run;
    int n_arguments;
  } modes[] = {
    { "requests", &load_requests_handlers, load_requests_run, 4 },
    { "events", &load_events_handlers, load_events_run, 5 },
    { "writes", &load_writes_handlers, load_writes_run, 5 },
  };
  const gboolean resumes = argc > 3 && strcmp (argv[3], "--resume") == 0;
  const int first = resumes ? 4 : 3;

  raise_file_limit ();
  /* A server that was cut off is what some of them wait for. */
  signal (SIGPIPE, SIG_IGN);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      if (argc <= first || strcmp (argv[first], modes[i].name) != 0 ||
          argc - first - 1 < modes[i].n_arguments)
        continue;
      LoadLoop *loop =
          load_loop_new ("localhost", (guint16) atoi (argv[1]), argv[2], modes[i].handlers);
      loop->resumes_tls = resumes;
      const int status = modes[i].run (loop, argc - first - 1, argv + first + 1);
      load_loop_free (loop);
      return status;
    }
  g_printerr ("bench-load PORT CA-FILE [--resume] requests|events|writes …\n");
  return 2;
}
