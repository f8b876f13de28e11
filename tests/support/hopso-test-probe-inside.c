/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is loaded into a real program, before its main(), to answer a probe: a handler of a signal
 * that tries rows of the table and tells the results through shared memory. It runs in whichever
 * thread the signal was sent to, so that threads that escaped the lock are found; only raw system
 * calls happen in it. GLib's own threads block all signals; this one is kept out of that. */

#include "hopso-test-probe-private.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static HopsoTestProbeArea *area;

static void
try_all (guint thread)
{
  /* The filter does not let a thread ask for it. */
  const gboolean is_locked = syscall (SYS_prctl, PR_GET_SECCOMP, 0, 0, 0, 0) != 0;

  syscall (SYS_prctl, PR_GET_NAME, area->names[thread], 0, 0, 0);
  for (guint i = 0; i < hopso_test_n_attempts; i++)
    {
      if (hopso_test_attempts[i].expected != HOPSO_TEST_FATAL &&
          (is_locked || !hopso_test_attempts[i].only_locked))
        area->results[thread][i] = hopso_test_attempt (i, area->asker);
    }
}

static void
look_at_oneself (void)
{
  guint n_open = 0;

  area->is_dumpable = (int) syscall (SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
  if (syscall (SYS_prctl, PR_GET_PDEATHSIG, &area->death_signal, 0, 0, 0) != 0)
    area->death_signal = -1;
  for (int fd = 0; fd < 1024; fd++)
    n_open += syscall (SYS_fcntl, fd, F_GETFD, 0) >= 0;
  area->n_open = n_open;
  for (int fd = 0; fd < 3; fd++)
    {
      struct stat status;

      if (syscall (SYS_newfstatat, fd, "", &status, AT_EMPTY_PATH) == 0)
        area->standard[fd] = status.st_rdev;
    }
}

static void
answer_cb (int signal_number)
{
  const int kept_errno = errno;
  const guint thread = atomic_load (&area->done);

  look_at_oneself ();
  if (area->fatal_row > 0)
    area->results[0][area->fatal_row - 1] = hopso_test_attempt (area->fatal_row - 1, area->asker);
  else if (thread < HOPSO_TEST_MAX_THREADS)
    try_all (thread);
  atomic_fetch_add (&area->done, 1);
  syscall (SYS_futex, &area->done, FUTEX_WAKE, 1, NULL, NULL, 0);
  errno = kept_errno;
}

/**
 * pthread_sigmask:
 *
 * Takes the place of the C library's, for programs that this is loaded into.
 */
int
pthread_sigmask (int how, const sigset_t *set, sigset_t *old)
{
  int (*real) (int, const sigset_t *, sigset_t *);
  sigset_t less;

  *(void **) &real = dlsym (RTLD_NEXT, "pthread_sigmask");
  if (set == NULL || how == SIG_UNBLOCK)
    return real (how, set, old);
  less = *set;
  sigdelset (&less, HOPSO_TEST_PROBE_SIGNAL);
  return real (how, &less, old);
}

__attribute__ ((constructor)) static void
install (void)
{
  const char *path = getenv (HOPSO_TEST_PROBE_VARIABLE);
  struct sigaction answer = { .sa_handler = answer_cb, .sa_flags = SA_RESTART };
  int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;

  if (fd < 0)
    return;
  area = mmap (NULL, sizeof *area, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (area == MAP_FAILED || sigaction (HOPSO_TEST_PROBE_SIGNAL, &answer, NULL) != 0)
    abort ();
}
