/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The process that PDF processes of one kind grow from: it has loaded and warmed up everything once
 * and then forks for each that is asked for, which takes a small part of the time of starting a
 * program. It never sees a document and is told what to do by the application alone; each process
 * that grows from it locks itself, serves one document and is never used again. It has one thread.
 */

#include "hopso-pdf-growth.h"

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-order.h"
#include "hopso-pdf-process.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nobody asks how they ended; the application sees it on the bus. */
static void
bury_cb (int number)
{
  const int before = errno;

  while (waitpid (-1, NULL, WNOHANG) > 0)
    ;
  errno = before;
}

/* In the new process: it ends with the seed, and the bus takes the place of the line to it. */
static int
grow (pid_t seed, int bus, int niceness, int (*serve) (void))
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid () != seed || dup2 (bus, HOPSO_PDF_BUS_FD) < 0)
    return 1;
  close (bus);
  signal (SIGCHLD, SIG_DFL);
  /* Where it may not, it does not stand back. */
  (void) setpriority (PRIO_PROCESS, 0, niceness);
  return serve ();
}

/* Its number is of no use once it has ended; a descriptor of it stays its own. */
static gboolean
tell (pid_t process, GError **error)
{
  g_auto (HopsoFd) fd = process > 0 ? (int) syscall (SYS_pidfd_open, process, 0) : -1;

  return hopso_pdf_order_send (HOPSO_PDF_BUS_FD, process, fd, error);
}

/**
 * hopso_pdf_growth_is_asked_for:
 *
 * Returns: whether the program was started to make processes
 */
gboolean
hopso_pdf_growth_is_asked_for (int argc, char **argv)
{
  return argc == 2 && g_str_equal (argv[1], HOPSO_PDF_SEED_WORD);
}

/**
 * hopso_pdf_growth_run:
 * @serve: locks the new process, serves one document, and gives its exit status
 *
 * Makes processes until the application hangs up. Returns in each of them, too, when it has ended.
 *
 * Returns: the exit status of the process
 */
int
hopso_pdf_growth_run (int (*serve) (void))
{
  const struct sigaction bury = { .sa_handler = bury_cb, .sa_flags = SA_RESTART | SA_NOCLDSTOP };
  g_autoptr (GError) error = NULL;
  gint32 niceness;
  int bus;

  sigaction (SIGCHLD, &bury, NULL);
  while (hopso_pdf_order_receive (HOPSO_PDF_BUS_FD, &niceness, &bus, &error))
    {
      const pid_t seed = getpid ();
      const pid_t process = fork ();

      if (process == 0)
        return grow (seed, bus, niceness, serve);
      hopso_fd_close (bus);
      if (!tell (process, &error))
        break;
    }
  /* The application may end before it has heard. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    g_clear_error (&error);
  return error != NULL ? hopso_pdf_process_fail (error) : 0;
}
