/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl: the abilities of HopSo in a terminal. The table of commands. */

#include "hopso-cli.h"

#include "hopso-cli-commands.h"
#include "hopso-hardening.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

static const HopsoCliCommand commands[] = {
  { "answer", N_ ("Answer an invitation"), hopso_cli_run_answer },
  { "convert", N_ ("Convert an office file to PDF"), hopso_cli_run_convert },
  { "doctor", N_ ("Say what is missing on this machine"), hopso_cli_run_doctor },
  { "extend", N_ ("Bring signatures to a higher level"), hopso_cli_run_extend },
  { "fetch", N_ ("Write a paper into a file"), hopso_cli_run_fetch },
  { "fill", N_ ("Fill in the form of a document"), hopso_cli_run_fill },
  { "info", N_ ("Say what is known of a PDF document"), hopso_cli_run_info },
  { "inspect", N_ ("Look for state secrets and viruses in a paper"), hopso_cli_run_inspect },
  { "find", N_ ("Find words in meetings and papers"), hopso_cli_run_find },
  { "login", N_ ("Sign in to a server"), hopso_cli_run_login },
  { "logout", N_ ("Sign out"), hopso_cli_run_logout },
  { "meetings", N_ ("List the meetings on this machine"), hopso_cli_run_meetings },
  { "papers", N_ ("List the papers of a meeting"), hopso_cli_run_papers },
  { "render", N_ ("Draw pages of a PDF document"), hopso_cli_run_render },
  { "requests", N_ ("Submit documents for signing and follow them"), hopso_cli_run_requests },
  { "reserve", N_ ("Keep places for number, date and seal"), hopso_cli_run_reserve },
  { "search", N_ ("Find words in a PDF document"), hopso_cli_run_search },
  { "sign", N_ ("Sign PDF files with a token"), hopso_cli_run_sign },
  { "sync", N_ ("Agree with the server"), hopso_cli_run_sync },
  { "text", N_ ("Print the text of a PDF document"), hopso_cli_run_text },
  { "token", N_ ("Change the PIN of a token"), hopso_cli_run_token },
  { "tokens", N_ ("List tokens and their certificates"), hopso_cli_run_tokens },
  { "trust", N_ ("Choose the authorities that are relied on"), hopso_cli_run_trust },
  { "verify", N_ ("Verify the signatures of PDF files"), hopso_cli_run_verify },
  { NULL },
};

int
main (int argc, char **argv)
{
  const char *catalogues = g_getenv ("HOPSO_LOCALEDIR");

  hopso_hardening_begin ();
  /* A process or a reader that went away is an error to be told, not a reason to die. */
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : HOPSO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("HopSo");
  return hopso_cli_main (commands, argc, argv);
}
