/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl fetch: writes a paper into a file, from this machine or, if it is not here, from the
 * server. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"
#include "hopso-file-replace.h"
#include "hopso-name.h"

#include <glib/gi18n.h>

#define WINDOW_SIZE (1024 * 1024)

static HopsoFd
open_paper (HopsoWorkspace *workspace, HopsoRecord *paper, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_open_paper_async (workspace, hopso_record_get_id (paper), NULL, NULL,
                                    hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb,
                                    call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_open_paper_finish (workspace, result, error);
}

static gboolean
copy (int from, int to, guint64 size, GError **error)
{
  g_autofree guint8 *window = g_malloc (WINDOW_SIZE);

  for (guint64 at = 0; at < size; at += WINDOW_SIZE)
    {
      gsize part = (gsize) MIN (size - at, WINDOW_SIZE);

      if (!hopso_fd_read_at (from, at, window, part, error) ||
          !hopso_fd_write_at (to, at, window, part, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save (HopsoWorkspace *workspace, HopsoRecord *paper, const char *path, GError **error)
{
  g_auto (HopsoFd) fd = open_paper (workspace, paper, error);
  g_autoptr (HopsoFileReplace) file = NULL;
  guint64 size = 0;

  if (fd < 0 || !hopso_fd_get_size (fd, &size, error))
    return FALSE;
  file = hopso_file_replace_begin (path, 0600, error);
  return file != NULL && copy (fd, hopso_file_replace_get_fd (file), size, error) &&
         hopso_file_replace_commit (file, error);
}

static void
report (HopsoRecord *paper, const char *path)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, path);
  json_builder_set_member_name (builder, "paper");
  hopso_cli_account_add_record (builder, paper);
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

/**
 * hopso_cli_run_fetch:
 *
 * Returns: %HOPSO_CLI_YES when the file is there
 */
int
hopso_cli_run_fetch (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("PAPER"), N_ ("Write a paper into a file"), 1, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path,
      N_ ("Where to (else the paper’s own file name, here)"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) paper = NULL;
  HopsoWorkspace *workspace;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  paper = hopso_cli_account_find (workspace, HOPSO_KIND_PAPER, argv[1], &error);
  if (paper != NULL && path == NULL)
    path = hopso_name_for_file (hopso_paper_get_file_name (HOPSO_PAPER (paper)), "paper.pdf");
  if (paper != NULL && save (workspace, paper, path, &error) && options.as_json)
    report (paper, path);
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}
