/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop program: language first, then the application. */

#include "hopso-application.h"
#include "hopso-hardening.h"
#include "hopso-language.h"

#include <signal.h>

/* What GTK finds when it begins; before the first thread, since nobody may look meanwhile. Its own
 * theme takes a while to read, and Adwaita puts another in its place at once: GTK begins with
 * Adwaita's. Who has windows drawn without OpenGL does not wait until it is loaded. */
static gboolean
prepare_gtk (void)
{
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  return g_getenv ("GTK_THEME") == NULL && g_setenv ("GTK_THEME", "Adwaita-empty", FALSE);
}

/* Taking a variable away moves others, but frees nothing that somebody may be looking at. */
static void
begin_gtk (gboolean has_theme)
{
  if (gtk_init_check ())
    gtk_settings_get_default ();
  if (has_theme)
    g_unsetenv ("GTK_THEME");
}

int
main (int argc, char **argv)
{
  g_autoptr (HopsoApplication) application = NULL;
  gboolean has_theme;

  hopso_hardening_begin ();
  /* A process that went away is an error to be told, not a reason to die. */
  signal (SIGPIPE, SIG_IGN);
  hopso_language_init ();
  has_theme = prepare_gtk ();
  application = hopso_application_new ();
  if (argc > 1 && argv[argc - 1][0] != '-')
    hopso_application_begin_opening (application, argv[argc - 1]);
  begin_gtk (has_theme);
  hopso_application_go_on_opening (application);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
