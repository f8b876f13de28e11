/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl requests: sign requests on this machine, and what this person does to them. Signing
 * itself is done by the application, which shows what is signed. */

#include "hopso-cli-requests.h"

#include "hopso-cli-commands.h"
#include "hopso-cli.h"

#include <glib/gi18n.h>

/* --- list ------------------------------------------------------------------------------------ */

static const char *
get_name (HopsoWorkspace *workspace, const char *person)
{
  HopsoPerson *found = hopso_workspace_lookup_person (workspace, person);

  return found != NULL ? hopso_person_get_name (found) : "-";
}

static const char *
get_paper_name (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  HopsoPaper *paper =
      hopso_workspace_lookup_paper (workspace, hopso_sign_request_get_paper (request));

  return paper != NULL ? hopso_paper_get_name (paper) : "-";
}

/* Whose turn it is; "*" when the server does not know it yet. */
static void
print_request (HopsoWorkspace *workspace, HopsoSignRequest *request)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (request));
  gint64 deadline = hopso_sign_request_get_deadline (request);
  g_autofree char *time = deadline != 0 ? hopso_cli_account_format_time (deadline) : g_strdup ("-");
  gboolean is_waiting = hopso_workspace_is_waiting (workspace, HOPSO_KIND_SIGN_REQUEST, id);

  g_print ("%.8s%s %-9s  %-16s  %s  %s\n", id, is_waiting ? "*" : " ",
           hopso_sign_request_get_state (request), time,
           hopso_sign_request_is_waiting (request)
               ? get_name (workspace, hopso_sign_request_get_signer (request))
               : "-",
           get_paper_name (workspace, request));
}

static GListModel *
choose_list (HopsoWorkspace *workspace, const char *which)
{
  if (which == NULL || g_str_equal (which, "all"))
    return hopso_workspace_list_records (workspace, HOPSO_KIND_SIGN_REQUEST);
  if (g_str_equal (which, "to-sign"))
    return hopso_workspace_list_sign_requests (workspace);
  if (g_str_equal (which, "elsewhere"))
    return hopso_workspace_list_requests_elsewhere (workspace);
  if (g_str_equal (which, "submitted"))
    return hopso_workspace_list_requests_submitted (workspace);
  if (g_str_equal (which, "done"))
    return hopso_workspace_list_requests_done (workspace);
  return NULL;
}

static void
print_list (HopsoWorkspace *workspace, GListModel *list, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (list, i);

      if (as_json)
        hopso_cli_account_add_record (builder, record);
      else
        print_request (workspace, HOPSO_SIGN_REQUEST (record));
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
}

static int
run_list (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("[all|to-sign|elsewhere|submitted|done]"),
                                N_ ("List the sign requests on this machine"), 0, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  const GOptionEntry entries[] = { HOPSO_CLI_ACCOUNT_ENTRIES (options), { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) list = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  list = choose_list (workspace, argc > 1 ? argv[1] : NULL);
  if (list != NULL)
    print_list (workspace, list, options.as_json);
  hopso_cli_account_close (workspace);
  return list != NULL ? HOPSO_CLI_YES : hopso_cli_fail_usage (_ ("There is no such list"));
}

/* --- show ------------------------------------------------------------------------------------ */

static void
print_step (HopsoWorkspace *workspace, HopsoSignStep *step)
{
  gint64 acted = hopso_sign_step_get_acted (step);
  g_autofree char *time = acted != 0 ? hopso_cli_account_format_time (acted) : g_strdup ("-");
  const char *reason = hopso_sign_step_get_reason (step);

  g_print ("%2" G_GINT64_FORMAT "  %-9s  %-8s  %-16s  %s", hopso_sign_step_get_number (step),
           hopso_sign_step_get_state (step), hopso_sign_step_get_action (step), time,
           get_name (workspace, hopso_sign_step_get_signer (step)));
  g_print (reason != NULL ? "  (%s)\n" : "\n", reason);
}

static void
add_member (JsonBuilder *builder, const char *name, HopsoRecord *record)
{
  json_builder_set_member_name (builder, name);
  hopso_cli_account_add_record (builder, record);
}

static void
print_as_json (HopsoWorkspace *workspace, HopsoRecord *request, GListModel *steps)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  HopsoPaper *paper = hopso_workspace_lookup_paper (
      workspace, hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (request)));

  json_builder_begin_object (builder);
  add_member (builder, "request", request);
  if (paper != NULL)
    add_member (builder, "paper", HOPSO_RECORD (paper));
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (HopsoRecord) step = g_list_model_get_item (steps, i);

      hopso_cli_account_add_record (builder, step);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_boolean_value (builder,
                                  !hopso_workspace_is_waiting (workspace, HOPSO_KIND_SIGN_REQUEST,
                                                               hopso_record_get_id (request)));
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

static void
print_in_words (HopsoWorkspace *workspace, HopsoRecord *record, GListModel *steps)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (record);
  const char *remarks = hopso_sign_request_get_remarks (request);

  print_request (workspace, request);
  g_print (_ ("Submitted by: %s\n"),
           get_name (workspace, hopso_sign_request_get_requester (request)));
  if (remarks != NULL)
    g_print (_ ("Remarks: %s\n"), remarks);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (HopsoSignStep) step = g_list_model_get_item (steps, i);

      print_step (workspace, step);
    }
}

static int
run_show (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("REQUEST"), N_ ("Show where a sign request stands"), 1, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  const GOptionEntry entries[] = { HOPSO_CLI_ACCOUNT_ENTRIES (options), { NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) request = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  request = hopso_cli_account_find (workspace, HOPSO_KIND_SIGN_REQUEST, argv[1], &error);
  if (request != NULL)
    {
      g_autoptr (GListModel) steps =
          hopso_workspace_list_sign_steps (workspace, hopso_record_get_id (request));

      if (options.as_json)
        print_as_json (workspace, request, steps);
      else
        print_in_words (workspace, request, steps);
    }
  return hopso_cli_requests_end (workspace, HOPSO_CLI_YES, error);
}

/* --- common to all --------------------------------------------------------------------------- */

/* A person by id, its beginning, or the name of the account; until the next change. */
HopsoPerson *
hopso_cli_requests_find_person (HopsoWorkspace *workspace, const char *who, GError **error)
{
  g_autoptr (GListModel) all = hopso_workspace_list_persons (workspace);
  g_autoptr (HopsoRecord) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoPerson) person = g_list_model_get_item (all, i);

      if (g_strcmp0 (hopso_person_get_login (person), who) == 0)
        return person; /* the list of the workspace holds it */
    }
  found = hopso_cli_account_find (workspace, HOPSO_KIND_PERSON, who, error);
  return (HopsoPerson *) found;
}

/* After something was done: sends it, and says what became of it. */
int
hopso_cli_requests_tell (HopsoWorkspace *workspace, const char *request_id, gboolean as_json)
{
  g_autoptr (GError) offline = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean is_sent = hopso_cli_account_wait_in_sync (workspace, &offline);
  GPtrArray *refused = hopso_workspace_get_refused (workspace);

  for (guint i = 0; i < refused->len; i++)
    {
      const HopsoSyncRefusal *refusal = refused->pdata[i];

      if (!g_str_equal (refusal->id, request_id))
        continue;
      g_printerr ("hopsoctl: %s\n", refusal->reason);
      return HOPSO_CLI_NO;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "request");
  json_builder_add_string_value (builder, request_id);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_boolean_value (builder, is_sent);
  json_builder_end_object (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  else
    g_print ("%.8s%s%s\n", request_id, is_sent ? "" : "  ",
             is_sent ? "" : _ ("The server cannot be reached: this is kept and goes out later."));
  return HOPSO_CLI_YES;
}

/* Closes the account. */
int
hopso_cli_requests_end (HopsoWorkspace *workspace, int code, const GError *error)
{
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : code;
}

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
} commands[] = {
  { "list", run_list },
  { "show", run_show },
  { "submit", hopso_cli_run_requests_submit },
  { "return", hopso_cli_run_requests_return },
  { "withdraw", hopso_cli_run_requests_withdraw },
  { "delegate", hopso_cli_run_requests_delegate },
};

/**
 * hopso_cli_run_requests:
 *
 * Returns: %HOPSO_CLI_NO when the server did not take what was asked for
 */
int
hopso_cli_run_requests (int argc, char **argv)
{
  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      {
        g_autofree char *name = g_strconcat ("requests ", commands[i].name, NULL);

        argv[1] = name;
        return commands[i].run (argc - 1, argv + 1);
      }
  g_printerr ("%s\n", _ ("Usage: hopsoctl requests list|show|submit|return|withdraw|delegate"
                         " [OPTION…] [ARGUMENT]"));
  return argc > 1 && g_str_equal (argv[1], "--help") ? HOPSO_CLI_YES : HOPSO_CLI_USAGE;
}
