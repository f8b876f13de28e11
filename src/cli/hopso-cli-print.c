/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hopsoctl says on a terminal: names and texts come from others, and a terminal obeys what it
 * is shown. Into a file or a pipe everything goes as it is. Main thread. */

#include "hopso-cli.h"

#include "hopso-name.h"

#include <stdio.h>
#include <unistd.h>

static void
print_to (FILE *file, const char *text)
{
  g_autofree char *shown = isatty (fileno (file)) ? hopso_name_clean (text) : g_strdup (text);
  g_autofree char *local = NULL;
  const char *charset;

  if (!g_get_console_charset (&charset))
    local = g_convert_with_fallback (shown, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (local != NULL ? local : shown, file);
  fflush (file);
}

static void
print_cb (const char *text)
{
  print_to (stdout, text);
}

static void
print_error_cb (const char *text)
{
  print_to (stderr, text);
}

/**
 * hopso_cli_guard_terminal:
 *
 * From now on a terminal is shown nothing that it would obey.
 */
void
hopso_cli_guard_terminal (void)
{
  g_set_print_handler (print_cb);
  g_set_printerr_handler (print_error_cb);
}
