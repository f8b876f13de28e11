/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopso-server: the document server's program. The first word says which command. */

#include "hopso-hardening.h"
#include "hopso-server-command.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} commands[] = {
  { "init", hopso_server_command_init, N_ ("make the data of a new server") },
  { "serve", hopso_server_command_serve, N_ ("answer requests until told to stop") },
  { "user", hopso_server_command_user, N_ ("add, list and change accounts") },
  { "check", hopso_server_command_check, N_ ("look whether the data are whole") },
  { "backup", hopso_server_command_backup, N_ ("write all data to one file") },
  { "restore", hopso_server_command_restore, N_ ("put a backup into an empty folder") },
  { "routes", hopso_server_command_routes, N_ ("list what can be asked for") },
};

static int
print_usage (void)
{
  g_printerr ("%s\n\n", _ ("Usage: hopso-server COMMAND [OPTION…]"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_printerr ("  %-8s %s\n", commands[i].name, _ (commands[i].summary));
  return HOPSO_SERVER_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  hopso_hardening_begin ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("hopso-server %s\n", HOPSO_VERSION);
      return HOPSO_SERVER_EXIT_DONE;
    }
  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].run (argc - 1, argv + 1);
  return print_usage ();
}
