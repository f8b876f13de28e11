/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl find: words in the meetings and papers on this machine, without a network. Papers that
 * nobody has read yet are read first. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"
#include "hopso-workspace-find.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* What is being read, told where somebody watches. */
static void
tell_progress (const HopsoIndexState *state)
{
  if (isatty (STDERR_FILENO))
    {
      g_autofree char *words =
          g_strdup_printf (_ ("Reading papers: %u of %u"), state->n_read, state->n_papers);

      g_printerr ("\r%s", words);
    }
}

static gboolean
get_state (HopsoWorkspace *workspace, HopsoIndexState *state, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_workspace_get_index_state_async (workspace, hopso_cli_call_done_cb, call);
  return hopso_workspace_get_index_state_finish (workspace, hopso_cli_call_wait (call), state,
                                                 error);
}

static gboolean
read_papers (HopsoWorkspace *workspace, GError **error)
{
  HopsoIndexState state = { .is_busy = TRUE };

  hopso_workspace_start_indexing (workspace);
  while (state.is_busy)
    {
      if (!get_state (workspace, &state, error))
        return FALSE;
      tell_progress (&state);
      if (state.is_busy)
        g_main_context_iteration (NULL, TRUE);
    }
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
  return TRUE;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_found (JsonBuilder *builder, HopsoFound *found)
{
  HopsoRecord *record = hopso_found_get_record (found);

  json_builder_begin_object (builder);
  add_string (builder, "kind", hopso_record_get_kind (record)->name);
  add_string (builder, "id", hopso_record_get_id (record));
  if (hopso_found_get_page (found) != HOPSO_FOUND_NO_PAGE)
    {
      json_builder_set_member_name (builder, "page");
      json_builder_add_int_value (builder, hopso_found_get_page (found) + 1);
    }
  add_string (builder, "text", hopso_found_get_snippet (found));
  json_builder_end_object (builder);
}

static void
print_found (HopsoFound *found)
{
  HopsoRecord *record = hopso_found_get_record (found);
  int page = hopso_found_get_page (found);

  if (page == HOPSO_FOUND_NO_PAGE)
    g_print ("%.8s  %s\n", hopso_record_get_id (record), hopso_found_get_snippet (found));
  else
    g_print (_ ("%.8s  page %d: %s\n"), hopso_record_get_id (record), page + 1,
             hopso_found_get_snippet (found));
}

static void
print_all (GListModel *answers, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (answers); i++)
    {
      g_autoptr (HopsoFound) found = g_list_model_get_item (answers, i);

      if (as_json)
        add_found (builder, found);
      else
        print_found (found);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
}

static GListModel *
find (HopsoWorkspace *workspace, const HopsoFindQuery *query, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_workspace_find_async (workspace, query, hopso_cli_call_get_cancellable (call),
                              hopso_cli_call_done_cb, call);
  return hopso_workspace_find_finish (workspace, hopso_cli_call_wait (call), error);
}

/* The meeting's whole id for what was typed of it. */
static gboolean
choose_meeting (HopsoWorkspace *workspace, const char *typed, char **id, GError **error)
{
  g_autoptr (HopsoRecord) meeting = NULL;

  *id = NULL;
  if (typed == NULL)
    return TRUE;
  meeting = hopso_cli_account_find (workspace, HOPSO_KIND_MEETING, typed, error);
  if (meeting != NULL)
    *id = g_strdup (hopso_record_get_id (meeting));
  return meeting != NULL;
}

/**
 * hopso_cli_run_find:
 *
 * Returns: %HOPSO_CLI_YES after printing what was found, %HOPSO_CLI_NO when nothing was
 */
int
hopso_cli_run_find (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("WORDS"), N_ ("Find words in meetings and papers"), 1, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  g_autofree char *meeting = NULL;
  g_autofree char *meeting_id = NULL;
  gboolean names_only = FALSE;
  int limit = 20;
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "meeting", 0, 0, G_OPTION_ARG_STRING, &meeting, N_ ("Only in this meeting"), N_ ("MEETING") },
    { "names", 0, 0, G_OPTION_ARG_NONE, &names_only, N_ ("Only names, not texts"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("At most so many pages (20)"), N_ ("NUMBER") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) answers = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (limit < 1)
    return hopso_cli_fail_usage (_ ("--limit has to be at least 1"));
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  if (choose_meeting (workspace, meeting, &meeting_id, &error) &&
      (names_only || read_papers (workspace, &error)))
    {
      HopsoFindQuery query = { .words = argv[1],
                               .meeting = meeting_id,
                               .scope =
                                   names_only ? HOPSO_FIND_ALL & ~HOPSO_FIND_TEXTS : HOPSO_FIND_ALL,
                               .limit = (guint) limit };

      answers = find (workspace, &query, &error);
    }
  if (answers != NULL)
    print_all (answers, options.as_json);
  hopso_cli_account_close (workspace);
  if (error != NULL)
    return hopso_cli_fail (error);
  return g_list_model_get_n_items (answers) > 0 ? HOPSO_CLI_YES : HOPSO_CLI_NO;
}
