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
  /* Who has windows drawn without OpenGL does not wait until it is loaded. */
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  application = hopso_application_new ();
  if (argc > 1 && argv[argc - 1][0] != '-')
    hopso_application_expect_files (application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
