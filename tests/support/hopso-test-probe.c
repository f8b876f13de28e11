/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A signal handler that tries what a locked process must not be able to do, and tells the results
 * through shared memory. It runs in whichever thread the signal was sent to, so that threads that
 * escaped the lock are found; only raw system calls happen in it. */

#include "hopso-test-probe.h"
#include "hopso-test-attempt.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_THREADS  16
#define WAIT_SECONDS 20

typedef struct
{
  atomic_uint done; /* how many threads have answered; a futex */
  pid_t asker;
  char names[MAX_THREADS][17];
  int results[MAX_THREADS][HOPSO_TEST_N_ATTEMPTS]; /* errno, or 0 for success */
} Area;

struct _HopsoTestProbe
{
  int fd;
  Area *area;
};

static Area *installed_area;

static void
probe_cb (int signal_number)
{
  static atomic_uint next;
  const int kept_errno = errno;
  const guint thread = atomic_fetch_add (&next, 1);
  Area *area = installed_area;

  if (thread < MAX_THREADS)
    {
      syscall (SYS_prctl, PR_GET_NAME, area->names[thread], 0, 0, 0);
      for (guint i = 0; i < HOPSO_TEST_N_ATTEMPTS; i++)
        area->results[thread][i] = hopso_test_attempt (i, area->asker);
    }
  atomic_fetch_add (&area->done, 1);
  syscall (SYS_futex, &area->done, FUTEX_WAKE, 1, NULL, NULL, 0);
  errno = kept_errno;
}

static Area *
map_area (int fd)
{
  Area *area = mmap (NULL, sizeof *area, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  g_assert_true (area != MAP_FAILED);
  return area;
}

/**
 * hopso_test_probe_install:
 * @fd: the probe's descriptor, handed over by the asking process
 *
 * Makes this process answer.
 */
void
hopso_test_probe_install (int fd)
{
  struct sigaction action = { .sa_handler = probe_cb, .sa_flags = SA_RESTART };

  installed_area = map_area (fd);
  g_assert_cmpint (sigaction (SIGUSR1, &action, NULL), ==, 0);
}

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
  g_assert_cmpint (ftruncate (self->fd, sizeof (Area)), ==, 0);
  self->area = map_area (self->fd);
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
 * hopso_test_probe_get_fd:
 *
 * Returns: what the asked process needs
 */
int
hopso_test_probe_get_fd (HopsoTestProbe *self)
{
  return self->fd;
}

/* Waits until @n threads have answered. */
static void
wait_for_answers (HopsoTestProbe *self, guint n)
{
  const gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  guint done;

  while ((done = atomic_load (&self->area->done)) < n)
    {
      struct timespec second = { .tv_sec = 1 };

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      syscall (SYS_futex, &self->area->done, FUTEX_WAIT, done, &second, NULL, 0);
    }
}

static gboolean
is_called (const char *folder, const char *thread, const char *wanted)
{
  g_autofree char *path = g_build_filename (folder, thread, "comm", NULL);
  g_autofree char *called = NULL;

  g_assert_true (g_file_get_contents (path, &called, NULL, NULL));
  return g_str_equal (g_strchomp (called), wanted);
}

static gboolean
blocks_now (const char *folder, const char *thread)
{
  g_autofree char *path = g_build_filename (folder, thread, "status", NULL);
  g_autofree char *status = NULL;
  const char *blocked;

  g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
  blocked = strstr (status, "SigBlk:");
  g_assert_nonnull (blocked);
  return (g_ascii_strtoull (blocked + strlen ("SigBlk:"), NULL, 16) & (1u << (SIGUSR1 - 1))) != 0;
}

/* GLib's own worker thread takes no signals. What the kernel says of it has to be enough: under a
 * filter and without new privileges, or neither, as the thread that did answer. Any other thread
 * blocks them only while it is being born. */
static gboolean
blocks_the_signal (const char *folder, const char *thread)
{
  const gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (blocks_now (folder, thread))
    {
      if (is_called (folder, thread, "gmain"))
        return TRUE;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
  return FALSE;
}

static void
assert_kernel_says_locked (pid_t process)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", process);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, "status", NULL);
      g_autofree char *status = NULL;

      g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
      g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
      g_assert_nonnull (strstr (status, "\nSeccomp:\t2\n"));
    }
}

/**
 * hopso_test_probe_ask:
 * @process: whom; it has installed the probe and reads nothing from signals
 *
 * Asks every thread of @process that does not block the signal.
 *
 * Returns: how many answered
 */
guint
hopso_test_probe_ask (HopsoTestProbe *self, pid_t process)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%d/task", process);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (threads);
  while ((name = g_dir_read_name (threads)) != NULL)
    {
      if (blocks_the_signal (folder, name))
        continue;
      g_assert_cmpint (syscall (SYS_tgkill, process, atoi (name), SIGUSR1), ==, 0);
      wait_for_answers (self, ++n);
    }
  g_assert_cmpuint (n, <=, MAX_THREADS);
  return n;
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
 * hopso_test_probe_assert_locked:
 * @process: whom
 * @min_threads: how many there are at least
 *
 * Asks and expects that every thread was refused everything.
 */
void
hopso_test_probe_assert_locked (HopsoTestProbe *self, pid_t process, guint min_threads)
{
  const guint n = hopso_test_probe_ask (self, process);

  g_assert_cmpuint (n, >=, min_threads);
  assert_kernel_says_locked (process);
  for (guint thread = 0; thread < n; thread++)
    {
      for (guint i = 0; i < HOPSO_TEST_N_ATTEMPTS; i++)
        {
          const int result = self->area->results[thread][i];

          if (result != EPERM && result != EACCES && result != ENOSYS)
            g_error ("Thread “%s” could %s (%d)", self->area->names[thread],
                     hopso_test_attempt_get_name (i), result);
        }
    }
}
