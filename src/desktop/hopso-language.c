/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which language the windows speak: the one the machine was set to, and Vietnamese where none was
 * chosen, as on machines without any locale installed. Called once, before GTK, with one thread. */

#include "hopso-language.h"

#include <libintl.h>
#include <locale.h>

/* "C", "C.UTF-8" and "POSIX" are the absence of a choice. */
static gboolean
is_chosen (const char *locale)
{
  return locale != NULL && !g_str_equal (locale, "POSIX") && !g_str_equal (locale, "C") &&
         !g_str_has_prefix (locale, "C.");
}

/**
 * hopso_language_init:
 *
 * Sets locale and message catalogue. gettext translates nothing in the plain "C" locale, but in
 * "C.UTF-8", which every Debian has, it heeds LANGUAGE.
 */
void
hopso_language_init (void)
{
  const char *catalogues = g_getenv ("HOPSO_LOCALEDIR");

  if (setlocale (LC_ALL, "") == NULL || !is_chosen (setlocale (LC_MESSAGES, NULL)))
    {
      if (setlocale (LC_ALL, "vi_VN.UTF-8") == NULL)
        setlocale (LC_ALL, "C.UTF-8");
      g_setenv ("LANGUAGE", "vi", FALSE);
    }
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : HOPSO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
