/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop program: language first, then the application. */

#include "hopso-application.h"
#include "hopso-hardening.h"
#include "hopso-language.h"

#include <signal.h>

/* GTK reads its own theme when it begins, which takes a while, and Adwaita puts another in its
 * place at once: it begins with Adwaita's. Before the first thread. */
static void
begin_gtk (void)
{
  if (g_getenv ("GTK_THEME") != NULL || !g_setenv ("GTK_THEME", "Adwaita-empty", FALSE))
    return;
  if (gtk_init_check ())
    gtk_settings_get_default ();
  g_unsetenv ("GTK_THEME");
}

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
  begin_gtk ();
  application = hopso_application_new ();
  if (argc > 1 && argv[argc - 1][0] != '-')
    hopso_application_expect_files (application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
