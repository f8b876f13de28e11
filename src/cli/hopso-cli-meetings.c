/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl meetings and papers: what is on this machine, without asking the server; what prepares
 * meetings stands in hopso-cli-compose.c. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"
#include "hopso-meeting.h"

#include <glib/gi18n.h>

typedef void (*PrintRow) (HopsoWorkspace *workspace, HopsoRecord *record);

static void
print_meeting (HopsoWorkspace *workspace, HopsoRecord *record)
{
  HopsoMeeting *meeting = HOPSO_MEETING (record);
  g_autofree char *start = hopso_cli_account_format_time (hopso_meeting_get_start (meeting));
  HopsoParticipant *mine =
      hopso_workspace_lookup_my_participation (workspace, hopso_record_get_id (record));

  g_print ("%.8s  %s  %-12s %-12s %s\n", hopso_record_get_id (record), start,
           hopso_meeting_get_state (meeting),
           mine != NULL ? hopso_participant_get_partstat (mine) : "-",
           hopso_meeting_get_name (meeting));
}

static const char *
name_state (HopsoPaperState state)
{
  static const char *const names[] = {
    [HOPSO_PAPER_ABSENT] = "absent",           [HOPSO_PAPER_WAITING] = "waiting",
    [HOPSO_PAPER_DOWNLOADING] = "downloading", [HOPSO_PAPER_READY] = "here",
    [HOPSO_PAPER_FAILED] = "failed",
  };

  return names[state];
}

static void
print_paper (HopsoWorkspace *workspace, HopsoRecord *record)
{
  HopsoPaper *paper = HOPSO_PAPER (record);
  g_autofree char *size = g_format_size ((guint64) hopso_paper_get_size (paper));
  const char *id = hopso_record_get_id (record);

  g_print ("%.8s  %-7s %10s  %s\n", id,
           name_state (hopso_workspace_get_paper_state (workspace, id, NULL)), size,
           hopso_paper_get_name (paper));
}

static void
print_all (HopsoWorkspace *workspace, GListModel *records, gboolean as_json, PrintRow print_row)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (records, i);

      if (as_json)
        hopso_cli_account_add_record (builder, record);
      else
        print_row (workspace, record);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
}

/**
 * hopso_cli_run_meetings:
 *
 * Returns: %HOPSO_CLI_YES after listing the meetings
 */
int
hopso_cli_run_meetings (int argc, char **argv)
{
  const HopsoCliUsage usage = { NULL, N_ ("List the meetings on this machine"), 0, 0 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  const GOptionEntry entries[] = { HOPSO_CLI_ACCOUNT_ENTRIES (options), { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) meetings = NULL;
  HopsoWorkspace *workspace;
  int code;

  if (hopso_cli_run_compose (argc, argv, &code))
    return code;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  meetings = hopso_workspace_list_meetings (workspace);
  print_all (workspace, meetings, options.as_json, print_meeting);
  hopso_cli_account_close (workspace);
  return HOPSO_CLI_YES;
}

/**
 * hopso_cli_run_papers:
 *
 * Returns: %HOPSO_CLI_YES after listing the papers of a meeting
 */
int
hopso_cli_run_papers (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("MEETING"), N_ ("List the papers of a meeting"), 1, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  const GOptionEntry entries[] = { HOPSO_CLI_ACCOUNT_ENTRIES (options), { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) meeting = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  meeting = hopso_cli_account_find (workspace, HOPSO_KIND_MEETING, argv[1], &error);
  if (meeting != NULL)
    {
      g_autoptr (GListModel) papers =
          hopso_workspace_list_papers_of_meeting (workspace, hopso_record_get_id (meeting));

      print_all (workspace, papers, options.as_json, print_paper);
    }
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}
