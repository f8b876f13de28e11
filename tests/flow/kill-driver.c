/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that is there to be killed: opens the only account of this machine and does what the
 * lines on its input say, telling when it begins ("+ line"), when the person would hear that it is
 * done ("= line"), and when nothing waits for the server any more ("~ line"). */

#include "hopso-flow.h"
#include "hopso-meeting.h"
#include "hopso-workspace-requests.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <unistd.h>

static void
tell (char mark, const char *line)
{
  printf ("%c %s\n", mark, line);
  fflush (stdout);
}

static gboolean
has_arrived (HopsoWorkspace *workspace)
{
  return hopso_workspace_get_sync_state (workspace) == HOPSO_SYNC_IDLE &&
         hopso_workspace_get_n_waiting (workspace) == 0 &&
         hopso_workspace_get_person (workspace) != NULL;
}

/* "answer MEETING": declined, with the meeting as the reason. */
static void
answer (HopsoWorkspace *workspace, char **words)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_answer_async (workspace, words[1], "declined", NULL, words[1], hopso_flow_done_cb,
                                &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_answer_finish (workspace, result, &error);
  g_assert_no_error (error);
}

static HopsoFd
open_paper (HopsoWorkspace *workspace, const char *id)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoFd fd;

  hopso_workspace_open_paper_async (workspace, id, NULL, NULL, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  fd = hopso_workspace_open_paper_finish (workspace, result, &error);
  g_assert_no_error (error);
  return fd;
}

/* "sign PAPER REQUEST": for the server a version is what goes on where the current one ends. */
static void
sign (HopsoWorkspace *workspace, char **words)
{
  g_auto (HopsoFd) current = open_paper (workspace, words[1]);
  g_autoptr (GBytes) bytes = hopso_fd_read_all (current, G_MAXUINT32, NULL);
  g_autoptr (GByteArray) whole = g_bytes_unref_to_array (g_steal_pointer (&bytes));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;

  g_byte_array_append (whole, (const guint8 *) words[1], (guint) strlen (words[1]));
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("version", whole->data, whole->len, &error);
  g_assert_no_error (error);
  hopso_workspace_add_signed_version_async (workspace, words[1], fd, words[2], NULL,
                                            hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_add_signed_version_finish (workspace, result, &error);
  g_assert_no_error (error);
}

/* "return REQUEST" */
static void
return_request (HopsoWorkspace *workspace, char **words)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;

  hopso_workspace_return_request_async (workspace, words[1], "Sai số liệu", hopso_flow_done_cb,
                                        &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_act_finish (workspace, result, &error);
  g_assert_no_error (error);
}

/* Whether all papers of a meeting have at least this version, and its bytes if wanted. */
static gboolean
has_papers (HopsoWorkspace *workspace, char **words, gboolean with_bytes)
{
  g_autoptr (GListModel) papers = hopso_workspace_list_papers_of_meeting (workspace, words[1]);
  gint64 version = g_ascii_strtoll (words[2], NULL, 10);

  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (papers, i);
      const char *id = hopso_record_get_id (HOPSO_RECORD (paper));

      if (hopso_paper_get_version (paper) < version ||
          (with_bytes &&
           hopso_workspace_get_paper_state (workspace, id, NULL) != HOPSO_PAPER_READY))
        return FALSE;
    }
  return TRUE;
}

/* "download MEETING VERSION": all its papers, once they have come to that version. */
static void
download (HopsoWorkspace *workspace, char **words)
{
  hopso_workspace_sync_now (workspace);
  hopso_flow_wait_until (has_papers (workspace, words, FALSE));
  hopso_workspace_download_meeting (workspace, words[1]);
  hopso_flow_wait_until (has_papers (workspace, words, TRUE));
}

static gboolean
is_called (HopsoWorkspace *workspace, const char *meeting, const char *name)
{
  HopsoRecord *found = hopso_workspace_lookup_record (workspace, HOPSO_KIND_MEETING, meeting);

  return found != NULL && g_strcmp0 (hopso_meeting_get_name (HOPSO_MEETING (found)), name) == 0;
}

/* "sync MEETING NAME": until the meeting is called so. */
static void
sync_until (HopsoWorkspace *workspace, char **words)
{
  hopso_workspace_sync_now (workspace);
  hopso_flow_wait_until (is_called (workspace, words[1], words[2]));
}

/* "dump": what this machine knows. */
static void
dump (HopsoWorkspace *workspace, char **words)
{
  for (HopsoKindId kind = 0; kind < HOPSO_N_KINDS; kind++)
    {
      g_autoptr (GListModel) all = hopso_workspace_list_records (workspace, kind);

      for (guint i = 0; i < g_list_model_get_n_items (all); i++)
        {
          g_autoptr (HopsoRecord) record = g_list_model_get_item (all, i);

          printf ("%s %s %s\n", hopso_kind_get (kind)->name, hopso_record_get_id (record),
                  hopso_record_get_etag (record));
        }
    }
}

static void
carry_out (HopsoWorkspace *workspace, const char *line)
{
  static const struct
  {
    const char *name;
    void (*func) (HopsoWorkspace *workspace, char **words);
  } commands[] = {
    { "answer", answer },     { "sign", sign },       { "return", return_request },
    { "download", download }, { "sync", sync_until }, { "dump", dump },
    { "settle", NULL },
  };
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  tell ('+', line);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, words[0]) && commands[i].func != NULL)
      commands[i].func (workspace, words);
  tell ('=', line);
  hopso_flow_wait_until (has_arrived (workspace));
  tell ('~', line);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **line = user_data;

  *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  if (*line == NULL)
    *line = g_strdup ("");
}

/* The rounds go on while nothing is asked for. */
static char *
read_line (GDataInputStream *lines)
{
  char *line = NULL;

  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_cb, &line);
  while (line == NULL)
    g_main_context_iteration (NULL, TRUE);
  return line;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) accounts = hopso_workspace_list_accounts ();
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (accounts->len, ==, 1);
  HopsoWorkspace *workspace = hopso_flow_open (accounts->pdata[0], &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (hopso_workspace_get_person (workspace) != NULL);
  tell ('!', "ready");
  for (;;)
    {
      g_autofree char *line = read_line (lines);

      if (*line == '\0')
        break;
      carry_out (workspace, line);
    }
  hopso_flow_close (workspace);
  return 0;
}
