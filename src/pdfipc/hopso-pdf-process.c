/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What both PDF processes do around their work: tie their life to the application's, drop what
 * they inherited, and keep quiet about documents. Called by the main thread before any other. */

#include "hopso-pdf-process.h"

#include "hopso-pdf-bus.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static int quiet = -1;

/**
 * hopso_pdf_process_begin:
 *
 * First of all: the process dies with the application, even while it draws, and keeps the bus only.
 */
void
hopso_pdf_process_begin (void)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  setlocale (LC_CTYPE, "C.UTF-8");
  close_range (HOPSO_PDF_BUS_FD + 1, ~0u, 0);
  quiet = open ("/dev/null", O_RDWR | O_CLOEXEC);
}

/**
 * hopso_pdf_process_silence:
 *
 * After the lock: what libraries say about a document goes nowhere, and a terminal that the
 * application was started from is out of reach.
 */
void
hopso_pdf_process_silence (void)
{
  dup2 (quiet, STDIN_FILENO);
#ifndef __SANITIZE_ADDRESS__
  dup2 (quiet, STDOUT_FILENO);
  dup2 (quiet, STDERR_FILENO);
#endif
}

/**
 * hopso_pdf_process_fail:
 * @error: why the process cannot work
 *
 * Returns: the exit status
 */
int
hopso_pdf_process_fail (const GError *error)
{
  g_printerr ("%s: %s\n", g_get_prgname (), error->message);
  return 1;
}
