/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl answer: answers an invitation. Without a network the answer waits on this machine. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"
#include "hopso-remote-error.h"

#include <glib/gi18n.h>

typedef struct
{
  char *substitute;
  char *reason;
} Words;

static void
clear_words (Words *words)
{
  g_free (words->substitute);
  g_free (words->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, clear_words)

static gboolean
answer (HopsoWorkspace *workspace,
        HopsoRecord *meeting,
        const char *partstat,
        const Words *words,
        GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_answer_async (workspace, hopso_record_get_id (meeting), partstat,
                                words->substitute, words->reason, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_answer_finish (workspace, result, error);
}

static void
report (gboolean is_sent, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_boolean_value (builder, is_sent);
  json_builder_end_object (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  else if (!is_sent)
    g_print ("%s\n", _ ("The server cannot be reached: the answer is kept and goes out later."));
}

/**
 * hopso_cli_run_answer:
 *
 * Returns: %HOPSO_CLI_YES when the answer is kept, sent or not
 */
int
hopso_cli_run_answer (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("MEETING accepted|declined|delegated"),
                                N_ ("Answer an invitation"), 2, 2 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  g_auto (Words) words = { NULL, NULL };
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "reason", 0, 0, G_OPTION_ARG_STRING, &words.reason, N_ ("Why, for the clerk"), N_ ("TEXT") },
    { "substitute", 0, 0, G_OPTION_ARG_STRING, &words.substitute, N_ ("Who comes instead"),
      N_ ("PERSON") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) offline = NULL;
  g_autoptr (HopsoRecord) meeting = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  meeting = hopso_cli_account_find (workspace, HOPSO_KIND_MEETING, argv[1], &error);
  if (meeting != NULL && answer (workspace, meeting, argv[2], &words, &error))
    report (hopso_cli_account_wait_in_sync (workspace, &offline), options.as_json);
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}
