/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl requests submit, return, withdraw and delegate. Without a network each waits on this
 * machine. */

#include "hopso-cli-requests.h"

#include "hopso-cli.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>

/* --- submit ---------------------------------------------------------------------------------- */

typedef struct
{
  char **steps;   /* owned, nullable */
  char *deadline; /* owned, nullable */
  char *remarks;  /* owned, nullable */
  char *name;     /* owned, nullable */
  char *again;    /* owned, nullable */
  gboolean in_any;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_strfreev (self->steps);
  g_free (self->deadline);
  g_free (self->remarks);
  g_free (self->name);
  g_free (self->again);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static gboolean
fail (GError **error, const char *format, const char *what)
{
  g_autofree char *message = NULL;

  message = g_strconcat (format, ": ", what, NULL);
  g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, message);
  return FALSE;
}

/* "ACTION:PERSON" or "ACTION:PERSON:PLACE"; the words live as long as @parts. */
static gboolean
read_step (HopsoWorkspace *workspace,
           const char *wish,
           GPtrArray *parts,
           HopsoSubmissionStep *step,
           GError **error)
{
  char **words = g_strsplit (wish, ":", 3);
  HopsoPerson *person;

  g_ptr_array_add (parts, words);
  if (g_strv_length (words) < 2)
    return fail (error, _ ("A step is ACTION:PERSON or ACTION:PERSON:PLACE"), wish);
  person = hopso_cli_requests_find_person (workspace, words[1], error);
  if (person == NULL)
    return FALSE;
  step->action = words[0];
  step->signer = hopso_record_get_id (HOPSO_RECORD (person));
  step->place = words[2];
  return TRUE;
}

/* A day is meant to its end. */
static gboolean
read_deadline (const char *text, gint64 *deadline, GError **error)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *whole =
      strchr (text, 'T') == NULL ? g_strconcat (text, "T23:59:59", NULL) : g_strdup (text);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, here);

  if (time == NULL)
    return fail (error, _ ("Not a time like 2026-11-30 or 2026-11-30T17:00"), text);
  *deadline = g_date_time_to_unix (time);
  return TRUE;
}

static char *
call_submit (HopsoWorkspace *workspace, const HopsoSubmission *submission, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_submit_async (workspace, submission, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_submit_finish (workspace, result, error);
}

/* A file of this machine, or a paper of the account. */
static char *
submit_document (HopsoWorkspace *workspace,
                 const char *document,
                 const Wishes *wishes,
                 HopsoSubmission *submission,
                 GError **error)
{
  g_autofree char *file_name = g_path_get_basename (document);
  g_auto (HopsoFd) fd = open (document, O_RDONLY | O_CLOEXEC);
  g_autoptr (HopsoRecord) paper = NULL;

  if (fd < 0)
    {
      paper = hopso_cli_account_find (workspace, HOPSO_KIND_PAPER, document, error);
      if (paper == NULL)
        return NULL;
      submission->paper_id = hopso_record_get_id (paper);
    }
  submission->fd = fd;
  submission->file_name = file_name;
  submission->name = wishes->name != NULL ? wishes->name : file_name;
  return call_submit (workspace, submission, error);
}

static char *
submit (HopsoWorkspace *workspace, const char *document, const Wishes *wishes, GError **error)
{
  guint n_steps = wishes->steps != NULL ? g_strv_length (wishes->steps) : 0;
  g_autofree HopsoSubmissionStep *steps = g_new0 (HopsoSubmissionStep, n_steps + 1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (HopsoRecord) previous = NULL;
  HopsoSubmission submission = { .remarks = wishes->remarks,
                                 .mode = wishes->in_any ? HOPSO_SIGN_REQUEST_ANY
                                                        : HOPSO_SIGN_REQUEST_ORDERED,
                                 .steps = steps,
                                 .n_steps = n_steps };

  for (guint i = 0; i < n_steps; i++)
    if (!read_step (workspace, wishes->steps[i], parts, &steps[i], error))
      return NULL;
  if (wishes->deadline != NULL && !read_deadline (wishes->deadline, &submission.deadline, error))
    return NULL;
  if (wishes->again != NULL)
    {
      previous = hopso_cli_account_find (workspace, HOPSO_KIND_SIGN_REQUEST, wishes->again, error);
      if (previous == NULL)
        return NULL;
      submission.previous = hopso_record_get_id (previous);
    }
  return submit_document (workspace, document, wishes, &submission, error);
}

int
hopso_cli_run_requests_submit (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE|PAPER"), N_ ("Submit a document for signing"), 1, 1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  g_auto (Wishes) wishes = { 0 };
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "step", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes.steps,
      N_ ("Who shall do what: initial, approve or agency; once for each signer, in order"),
      N_ ("ACTION:PERSON[:PLACE]") },
    { "any-order", 0, 0, G_OPTION_ARG_NONE, &wishes.in_any,
      N_ ("They may sign in any order, one at a time"), NULL },
    { "deadline", 0, 0, G_OPTION_ARG_STRING, &wishes.deadline, N_ ("By when"), N_ ("TIME") },
    { "remarks", 0, 0, G_OPTION_ARG_STRING, &wishes.remarks, N_ ("For the signers"), N_ ("TEXT") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &wishes.name, N_ ("What the file is called there"),
      N_ ("TEXT") },
    { "again", 0, 0, G_OPTION_ARG_STRING, &wishes.again,
      N_ ("The request that this one submits again"), N_ ("REQUEST") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  HopsoWorkspace *workspace;
  int code = HOPSO_CLI_FAILED;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (wishes.steps == NULL)
    return hopso_cli_fail_usage (_ ("Say with --step who shall sign"));
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  id = submit (workspace, argv[1], &wishes, &error);
  if (id != NULL)
    code = hopso_cli_requests_tell (workspace, id, options.as_json);
  return hopso_cli_requests_end (workspace, code, error);
}

/* --- return, withdraw, delegate -------------------------------------------------------------- */

typedef void (*Start) (HopsoWorkspace *workspace,
                       const char *request_id,
                       const char *person,
                       const char *reason,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

static void
start_return (HopsoWorkspace *workspace,
              const char *request_id,
              const char *person,
              const char *reason,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  hopso_workspace_return_request_async (workspace, request_id, reason, callback, user_data);
}

static void
start_withdraw (HopsoWorkspace *workspace,
                const char *request_id,
                const char *person,
                const char *reason,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  hopso_workspace_withdraw_request_async (workspace, request_id, reason, callback, user_data);
}

static gboolean
act (HopsoWorkspace *workspace,
     const char *request_id,
     const char *who,
     const char *reason,
     Start start,
     GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  HopsoPerson *person = NULL;

  if (who != NULL)
    {
      person = hopso_cli_requests_find_person (workspace, who, error);
      if (person == NULL)
        return FALSE;
    }
  start (workspace, request_id, person != NULL ? hopso_record_get_id (HOPSO_RECORD (person)) : NULL,
         reason, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_act_finish (workspace, result, error);
}

static int
run_act (const HopsoCliUsage *usage, int argc, char **argv, Start start)
{
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (options),
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), N_ ("TEXT") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) request = NULL;
  HopsoWorkspace *workspace;
  int code = HOPSO_CLI_FAILED;

  if (!hopso_cli_parse (usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  request = hopso_cli_account_find (workspace, HOPSO_KIND_SIGN_REQUEST, argv[1], &error);
  if (request != NULL && act (workspace, hopso_record_get_id (request), argc > 2 ? argv[2] : NULL,
                              reason, start, &error))
    code = hopso_cli_requests_tell (workspace, hopso_record_get_id (request), options.as_json);
  return hopso_cli_requests_end (workspace, code, error);
}

int
hopso_cli_run_requests_return (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("REQUEST"), N_ ("Give a document back unsigned, with --reason"),
                                1, 1 };

  return run_act (&usage, argc, argv, start_return);
}

int
hopso_cli_run_requests_withdraw (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("REQUEST"), N_ ("Take back what you submitted"), 1, 1 };

  return run_act (&usage, argc, argv, start_withdraw);
}

int
hopso_cli_run_requests_delegate (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("REQUEST PERSON"), N_ ("Let another person sign instead"), 2,
                                2 };

  return run_act (&usage, argc, argv, hopso_workspace_delegate_request_async);
}
