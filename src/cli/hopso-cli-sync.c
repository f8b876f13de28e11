/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sync: agrees with the server once, and fetches papers where that is wanted. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"

#include <glib/gi18n.h>

static guint
count_papers (HopsoWorkspace *workspace, HopsoPaperState state)
{
  g_autoptr (GListModel) papers = hopso_workspace_list_records (workspace, HOPSO_KIND_PAPER);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (papers, i);

      if (hopso_workspace_get_paper_state (workspace, hopso_record_get_id (paper), NULL) == state)
        count++;
    }
  return count;
}

static void
paper_changed_cb (HopsoWorkspace *workspace, const char *id, GHashTable *coming)
{
  HopsoPaperState state = hopso_workspace_get_paper_state (workspace, id, NULL);

  if (state == HOPSO_PAPER_WAITING || state == HOPSO_PAPER_DOWNLOADING)
    g_hash_table_add (coming, g_strdup (id));
  else
    g_hash_table_remove (coming, id);
}

static void
fetch_papers (HopsoWorkspace *workspace)
{
  g_autoptr (GListModel) meetings = hopso_workspace_list_meetings (workspace);
  g_autoptr (GListModel) papers = hopso_workspace_list_records (workspace, HOPSO_KIND_PAPER);
  g_autoptr (GHashTable) coming = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gulong handler =
      g_signal_connect (workspace, "paper-changed", G_CALLBACK (paper_changed_cb), coming);

  for (guint i = 0; i < g_list_model_get_n_items (meetings); i++)
    {
      g_autoptr (HopsoRecord) meeting = g_list_model_get_item (meetings, i);

      hopso_workspace_download_meeting (workspace, hopso_record_get_id (meeting));
    }
  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (papers, i);

      paper_changed_cb (workspace, hopso_record_get_id (paper), coming);
    }
  while (hopso_workspace_get_sync_state (workspace) == HOPSO_SYNC_IDLE &&
         g_hash_table_size (coming) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (workspace, handler);
}

static void
add_number (JsonBuilder *builder, const char *name, guint number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static const char *
get_name (HopsoWorkspace *workspace, const HopsoSyncRefusal *refusal)
{
  HopsoPaper *paper = refusal->kind == HOPSO_KIND_PAPER
                          ? hopso_workspace_lookup_paper (workspace, refusal->id)
                          : NULL;

  return paper != NULL ? hopso_paper_get_name (paper) : hopso_kind_get (refusal->kind)->name;
}

static void
print_refused (HopsoWorkspace *workspace)
{
  GPtrArray *refused = hopso_workspace_get_refused (workspace);
  const char *message = hopso_workspace_get_sync_message (workspace);

  if (message != NULL)
    g_print ("%s\n", message);
  for (guint i = 0; refused != NULL && i < refused->len; i++)
    {
      const HopsoSyncRefusal *refusal = refused->pdata[i];

      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, refusal->entry);

      /* Translators: a number for --discard, the name of a paper, and why. */
      g_print (_ ("Not accepted (%s): %s: %s\n"), number, get_name (workspace, refusal),
               refusal->reason);
    }
  if (refused != NULL && refused->len > 0)
    g_print (_ ("Sign again or make the change again; forget one with --discard NUMBER\n"));
}

static void
add_refused (JsonBuilder *builder, HopsoWorkspace *workspace)
{
  GPtrArray *refused = hopso_workspace_get_refused (workspace);

  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint i = 0; refused != NULL && i < refused->len; i++)
    {
      const HopsoSyncRefusal *refusal = refused->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "number");
      json_builder_add_int_value (builder, refusal->entry);
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, hopso_kind_get (refusal->kind)->name);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, refusal->id);
      json_builder_set_member_name (builder, "reason");
      json_builder_add_string_value (builder, refusal->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
discard (HopsoWorkspace *workspace, gint64 number, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_discard_refused_async (workspace, number, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_discard_refused_finish (workspace, result, error);
}

static void
report (HopsoWorkspace *workspace, gboolean as_json)
{
  g_autoptr (GListModel) meetings = hopso_workspace_list_meetings (workspace);
  g_autoptr (GListModel) papers = hopso_workspace_list_records (workspace, HOPSO_KIND_PAPER);
  guint n_meetings = g_list_model_get_n_items (meetings);
  guint n_papers = g_list_model_get_n_items (papers);
  guint n_here = count_papers (workspace, HOPSO_PAPER_READY);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!as_json)
    {
      g_print (_ ("In sync: %u meetings, %u papers, %u of them on this machine\n"), n_meetings,
               n_papers, n_here);
      print_refused (workspace);
      return;
    }
  json_builder_begin_object (builder);
  add_number (builder, "meetings", n_meetings);
  add_number (builder, "papers", n_papers);
  add_number (builder, "papersHere", n_here);
  add_refused (builder, workspace);
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

/**
 * hopso_cli_run_sync:
 *
 * Returns: %HOPSO_CLI_YES when this machine and the server agree
 */
int
hopso_cli_run_sync (int argc, char **argv)
{
  const HopsoCliUsage usage = { NULL, N_ ("Agree with the server"), 0, 0 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  gboolean with_papers = FALSE;
  gint64 discarded = 0;
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "papers", 0, 0, G_OPTION_ARG_NONE, &with_papers, N_ ("Fetch all papers too"), NULL },
    { "discard", 0, 0, G_OPTION_ARG_INT64, &discarded,
      N_ ("Forget a change that the server did not accept"), N_ ("NUMBER") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  if (hopso_cli_account_wait_in_sync (workspace, &error))
    {
      if (with_papers)
        fetch_papers (workspace);
      if (discarded > 0)
        discard (workspace, discarded, &error);
      report (workspace, options.as_json);
    }
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}
