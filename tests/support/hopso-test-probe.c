/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The asking side of a probe: loads the answering library into a program, sends its signal to one
 * thread after another, and reads what they tell through shared memory. */

#include "hopso-test-probe.h"
#include "hopso-test-probe-private.h"

#include <errno.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WAIT_SECONDS 20

struct _HopsoTestProbe
{
  int fd;
  HopsoTestProbeArea *area;
};

/**
 * hopso_test_probe_new:
 *
 * Returns: (transfer full): a probe that has not been asked
 */
HopsoTestProbe *
hopso_test_probe_new (void)
{
  HopsoTestProbe *self = g_new0 (HopsoTestProbe, 1);

  self->fd = memfd_create ("probe", MFD_CLOEXEC);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_cmpint (ftruncate (self->fd, sizeof (HopsoTestProbeArea)), ==, 0);
  self->area =
      mmap (NULL, sizeof (HopsoTestProbeArea), PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
  g_assert_true (self->area != MAP_FAILED);
  self->area->asker = getpid ();
  return self;
}

/**
 * hopso_test_probe_free:
 * @self: (transfer full): a probe
 */
void
hopso_test_probe_free (HopsoTestProbe *self)
{
  munmap (self->area, sizeof *self->area);
  close (self->fd);
  g_free (self);
}

/**
 * hopso_test_probe_load_into:
 * @launcher: of the program that shall answer
 *
 * The leak checker cannot work in a process that may not look into itself.
 */
void
hopso_test_probe_load_into (HopsoTestProbe *self, GSubprocessLauncher *launcher)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd/%d", getpid (), self->fd);

  g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("HOPSO_TEST_PROBE_LIBRARY"),
                                TRUE);
  g_subprocess_launcher_setenv (launcher, HOPSO_TEST_PROBE_VARIABLE, path, TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS",
                                "detect_leaks=0:verify_asan_link_order=0:handle_sigill=0", TRUE);
}

/* Waits until @n threads have answered; %FALSE when the process died instead. */
static gboolean
wait_for_answers (HopsoTestProbe *self, pid_t process, guint n)
{
  const gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  guint done;

  while ((done = atomic_load (&self->area->done)) < n)
    {
      struct timespec moment = { .tv_nsec = 2 * 1000 * 1000 };

      if (kill (process, 0) != 0)
        return FALSE;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      syscall (SYS_futex, &self->area->done, FUTEX_WAIT, done, &moment, NULL, 0);
    }
  return TRUE;
}

static GArray *
list_threads (pid_t process)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", process);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (pid_t));
  const char *name;

  g_assert_nonnull (threads);
  while ((name = g_dir_read_name (threads)) != NULL)
    {
      const pid_t thread = atoi (name);

      g_array_append_val (list, thread);
    }
  return list;
}

/**
 * hopso_test_probe_ask:
 * @process: whom
 *
 * Tries every row that does not kill, in every thread of @process.
 *
 * Returns: how many threads answered
 */
guint
hopso_test_probe_ask (HopsoTestProbe *self, pid_t process)
{
  g_autoptr (GArray) threads = list_threads (process);

  g_assert_cmpuint (threads->len, <=, HOPSO_TEST_MAX_THREADS);
  self->area->fatal_row = 0;
  atomic_store (&self->area->done, 0);
  for (guint i = 0; i < threads->len; i++)
    {
      g_assert_cmpint (
          syscall (SYS_tgkill, process, g_array_index (threads, pid_t, i), HOPSO_TEST_PROBE_SIGNAL),
          ==, 0);
      g_assert_true (wait_for_answers (self, process, i + 1));
    }
  return threads->len;
}

/**
 * hopso_test_probe_ask_fatal:
 * @process: whom
 * @attempt: a row that kills
 *
 * Tries it in one of the threads, another one for each row.
 *
 * Returns: %TRUE when the process lives on; the result is then the first thread's
 */
gboolean
hopso_test_probe_ask_fatal (HopsoTestProbe *self, pid_t process, guint attempt)
{
  g_autoptr (GArray) threads = list_threads (process);
  const pid_t thread = g_array_index (threads, pid_t, attempt % threads->len);

  self->area->fatal_row = attempt + 1;
  atomic_store (&self->area->done, 0);
  g_assert_cmpint (syscall (SYS_tgkill, process, thread, HOPSO_TEST_PROBE_SIGNAL), ==, 0);
  return wait_for_answers (self, process, 1);
}

/**
 * hopso_test_probe_get_result:
 *
 * Returns: 0 when the attempt succeeded, or its errno
 */
int
hopso_test_probe_get_result (HopsoTestProbe *self, guint thread, guint attempt)
{
  return self->area->results[thread][attempt];
}

/**
 * hopso_test_probe_get_thread:
 *
 * Returns: the thread's name
 */
const char *
hopso_test_probe_get_thread (HopsoTestProbe *self, guint thread)
{
  return self->area->names[thread];
}

/**
 * hopso_test_probe_is_hidden:
 *
 * Returns: whether the kernel told the process that its memory is not for others
 */
gboolean
hopso_test_probe_is_hidden (HopsoTestProbe *self)
{
  return self->area->is_dumpable == 0;
}

/**
 * hopso_test_probe_get_death_signal:
 *
 * Returns: what the process gets when its parent ends, or -1 when it may not know
 */
int
hopso_test_probe_get_death_signal (HopsoTestProbe *self)
{
  return self->area->death_signal;
}

/**
 * hopso_test_probe_count_open:
 *
 * Returns: how many descriptors the process had open
 */
guint
hopso_test_probe_count_open (HopsoTestProbe *self)
{
  return self->area->n_open;
}

/**
 * hopso_test_probe_get_standard:
 * @fd: 0, 1 or 2
 *
 * Returns: which device it is
 */
guint64
hopso_test_probe_get_standard (HopsoTestProbe *self, guint fd)
{
  return self->area->standard[fd];
}
