/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop program: language first, then the application. */

#include "hopso-application.h"
#include "hopso-hardening.h"
#include "hopso-language.h"

#include <signal.h>

int
main (int argc, char **argv)
{
  g_autoptr (HopsoApplication) application = NULL;

  hopso_hardening_begin ();
  /* A process that went away is an error to be told, not a reason to die. */
  signal (SIGPIPE, SIG_IGN);
  hopso_language_init ();
  application = hopso_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
