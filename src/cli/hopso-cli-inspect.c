/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl inspect: what is asked of a paper before it goes out: no state secret, no virus. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-paper-inspector.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
get_words (const char *code)
{
  static const char *const words[][2] = {
    { HOPSO_INSPECTION_SECRET_MARKING, N_ ("bears the mark of a state secret") },
    { HOPSO_INSPECTION_SECRET_WORDS, N_ ("says that it is a state secret") },
    { HOPSO_INSPECTION_INFECTED, N_ ("is infected, says the virus scanner") },
    { HOPSO_INSPECTION_CLEAN, N_ ("is clean, says the virus scanner") },
    { HOPSO_INSPECTION_SCANNER_DOWN,
      N_ ("could not be checked: the virus scanner does not answer") },
    { HOPSO_INSPECTION_NO_SCANNER, N_ ("was not checked by a virus scanner: none is configured") },
    { HOPSO_INSPECTION_UNREADABLE, N_ ("has no text that could be looked at") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i][0], code) == 0)
      return _ (words[i][1]);
  return code;
}

static char **
inspect (int fd, GError **error)
{
  g_autoptr (HopsoPdfClient) pdf = hopso_pdf_client_new_background ();
  g_autoptr (HopsoPaperInspector) inspector = hopso_paper_inspector_new (pdf);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_paper_inspector_run_async (inspector, fd, hopso_cli_call_get_cancellable (call),
                                   hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_paper_inspector_run_finish (inspector, result, error);
}

static void
print (char **codes, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (char **code = codes; *code != NULL; code++)
    {
      json_builder_add_string_value (builder, *code);
      if (!as_json)
        g_print ("%s\n", get_words (*code));
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
}

/**
 * hopso_cli_run_inspect:
 *
 * Returns: %HOPSO_CLI_YES when the paper may go out, %HOPSO_CLI_NO when it may not be in the system
 */
int
hopso_cli_run_inspect (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Look for state secrets and viruses in a paper"),
                                1, 1 };
  g_autoptr (GError) error = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;

  g_auto (HopsoFd) fd = hopso_cli_open_file (argv[1], &error);
  g_auto (GStrv) codes = fd < 0 ? NULL : inspect (fd, &error);
  if (codes == NULL)
    return hopso_cli_fail (error);
  print (codes, as_json);
  return hopso_inspection_forbids ((const char *const *) codes) ? HOPSO_CLI_NO : HOPSO_CLI_YES;
}
