/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl meetings create, copy, show and the rest: preparing a meeting in a terminal, with the
 * same steps as in the window. Without a network each waits on this machine. */

#include "hopso-cli-commands.h"

#include "hopso-cli-account.h"
#include "hopso-cli.h"
#include "hopso-workspace-compose.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>

/* All that can be said besides the meeting. */
typedef struct
{
  HopsoCliAccount account;
  char *name;      /* owned, nullable */
  char *kind;      /* owned, nullable */
  char *place;     /* owned, nullable */
  char *start;     /* owned, nullable */
  char *end;       /* owned, nullable */
  char *item;      /* owned, nullable */
  char *presenter; /* owned, nullable */
  char *reason;    /* owned, nullable */
  int minutes;
  gboolean with_papers;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  hopso_cli_account_clear (&self->account);
  g_free (self->name);
  g_free (self->kind);
  g_free (self->place);
  g_free (self->start);
  g_free (self->end);
  g_free (self->item);
  g_free (self->presenter);
  g_free (self->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

/* Does it; the id of what was made or meant, or NULL with @error. */
typedef char *(*Act) (HopsoWorkspace *workspace,
                      const Wishes *wishes,
                      char **words,
                      GError **error);

static gboolean
read_time (const char *text, gint64 *time, GError **error)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  gboolean has_seconds = text == NULL || strlen (text) != strlen ("2026-11-30T08:00");
  g_autofree char *whole = has_seconds ? g_strdup (text) : g_strconcat (text, ":00", NULL);
  g_autoptr (GDateTime) read = whole != NULL ? g_date_time_new_from_iso8601 (whole, here) : NULL;

  *time = read != NULL ? g_date_time_to_unix (read) : 0;
  if (read != NULL || text == NULL)
    return TRUE;
  g_set_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
               _ ("Not a time like 2026-11-30T08:00: %s"), text);
  return FALSE;
}

static char *
find_meeting (HopsoWorkspace *workspace, const char *word, GError **error)
{
  g_autoptr (HopsoRecord) meeting =
      hopso_cli_account_find (workspace, HOPSO_KIND_MEETING, word, error);

  return meeting != NULL ? g_strdup (hopso_record_get_id (meeting)) : NULL;
}

/* --- what is done ----------------------------------------------------------------------------- */

static char *
create (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  HopsoDraft draft = { .name = words[0], .kind = wishes->kind, .location = wishes->place };

  if (!read_time (wishes->start, &draft.start, error) ||
      !read_time (wishes->end, &draft.end, error))
    return NULL;
  if (draft.start == 0)
    {
      g_set_error_literal (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
                           _ ("Say with --start when the meeting begins"));
      return NULL;
    }
  hopso_workspace_create_draft_async (workspace, &draft, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_create_draft_finish (workspace, result, error);
}

static char *
end_course (HopsoWorkspace *workspace, HopsoCliCall *call, GError **error)
{
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);

  return hopso_workspace_course_finish (workspace, result, error);
}

static char *
copy (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *source = find_meeting (workspace, words[0], error);
  HopsoMeetingCopy wish = { .name = wishes->name, .with_papers = wishes->with_papers };

  if (source == NULL || !read_time (wishes->start, &wish.start, error))
    return NULL;
  hopso_workspace_copy_meeting_async (workspace, source, &wish, hopso_cli_call_done_cb, call);
  return end_course (workspace, call, error);
}

/* Behind the items that are there. */
static char *
make_order (HopsoWorkspace *workspace, const char *meeting)
{
  g_autoptr (GListModel) items = hopso_workspace_list_agenda (workspace, meeting);
  guint n = g_list_model_get_n_items (items);
  g_autoptr (HopsoAgendaItem) last = n > 0 ? g_list_model_get_item (items, n - 1) : NULL;

  return hopso_order_key_between (last != NULL ? hopso_agenda_item_get_order_key (last) : NULL,
                                  NULL);
}

static char *
add_item (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *meeting = find_meeting (workspace, words[0], error);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *order = meeting != NULL ? make_order (workspace, meeting) : NULL;
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_AGENDA_ITEM, id);
  g_autoptr (HopsoRecord) item = NULL;
  HopsoComposeStep *step;

  if (meeting == NULL)
    return NULL;
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_MEETING, meeting);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_NAME, words[1]);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_ORDER_KEY, order);
  hopso_record_builder_set_string (builder, HOPSO_AGENDA_ITEM_PRESENTER, wishes->presenter);
  hopso_record_builder_set_integer (builder, HOPSO_AGENDA_ITEM_DURATION, MAX (wishes->minutes, 0));
  item = hopso_record_builder_end (builder);
  step = hopso_compose_step_new (meeting, _ ("Add item"));
  hopso_compose_step_put (step, item);
  hopso_workspace_do_step_async (workspace, step, hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_do_step_finish (workspace, result, error) ? g_steal_pointer (&id) : NULL;
}

static char *
add_paper (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *meeting = find_meeting (workspace, words[0], error);
  g_autofree char *file_name = g_path_get_basename (words[1]);
  g_autoptr (HopsoRecord) item = NULL;
  g_auto (HopsoFd) fd = open (words[1], O_RDONLY | O_CLOEXEC);
  HopsoNewPaper paper = {
    .meeting = meeting, .name = wishes->name, .file_name = file_name, .fd = fd, .original_fd = -1
  };

  if (meeting == NULL)
    return NULL;
  if (fd < 0)
    {
      g_set_error (error, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                   _ ("This file cannot be read: %s"), words[1]);
      return NULL;
    }
  if (wishes->item != NULL)
    {
      item = hopso_cli_account_find (workspace, HOPSO_KIND_AGENDA_ITEM, wishes->item, error);
      if (item == NULL)
        return NULL;
      paper.agenda_item = hopso_record_get_id (item);
    }
  hopso_workspace_add_paper_async (workspace, &paper, hopso_cli_call_get_cancellable (call),
                                   hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_add_paper_finish (workspace, result, error);
}

static char *
publish (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *meeting = find_meeting (workspace, words[0], error);

  if (meeting == NULL)
    return NULL;
  hopso_workspace_publish_async (workspace, meeting, wishes->reason, hopso_cli_call_done_cb, call);
  return end_course (workspace, call, error);
}

static char *
revise (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *meeting = find_meeting (workspace, words[0], error);

  if (meeting == NULL)
    return NULL;
  hopso_workspace_revise_async (workspace, meeting, hopso_cli_call_done_cb, call);
  return end_course (workspace, call, error);
}

static char *
postpone (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *meeting = find_meeting (workspace, words[0], error);
  gint64 start;
  gint64 end;

  if (meeting == NULL || !read_time (wishes->start, &start, error) ||
      !read_time (wishes->end, &end, error))
    return NULL;
  hopso_workspace_postpone_async (workspace, meeting, start, end, wishes->reason,
                                  hopso_cli_call_done_cb, call);
  return end_course (workspace, call, error);
}

static char *
cancel (HopsoWorkspace *workspace, const Wishes *wishes, char **words, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autofree char *meeting = find_meeting (workspace, words[0], error);

  if (meeting == NULL)
    return NULL;
  hopso_workspace_cancel_async (workspace, meeting, wishes->reason, hopso_cli_call_done_cb, call);
  return end_course (workspace, call, error);
}

static const struct
{
  const char *name;
  const char *arguments;
  int n_words;
  Act act;
} commands[] = {
  { "create", N_ ("NAME"), 1, create },
  { "copy", N_ ("MEETING"), 1, copy },
  { "add-item", N_ ("MEETING NAME"), 2, add_item },
  { "add-paper", N_ ("MEETING FILE"), 2, add_paper },
  { "publish", N_ ("MEETING"), 1, publish },
  { "revise", N_ ("MEETING"), 1, revise },
  { "postpone", N_ ("MEETING"), 1, postpone },
  { "cancel", N_ ("MEETING"), 1, cancel },
};

/* --- what is said about it -------------------------------------------------------------------- */

static int
tell (HopsoWorkspace *workspace, const char *id, gboolean as_json)
{
  g_autoptr (GError) offline = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean is_sent = hopso_cli_account_wait_in_sync (workspace, &offline);
  GPtrArray *refused = hopso_workspace_get_refused (workspace);

  for (guint i = 0; refused != NULL && i < refused->len; i++)
    {
      const HopsoSyncRefusal *refusal = refused->pdata[i];

      if (!g_str_equal (refusal->id, id))
        continue;
      g_printerr ("hopsoctl: %s\n", refusal->reason);
      return HOPSO_CLI_NO;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, id);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_boolean_value (builder, is_sent);
  json_builder_end_object (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  else
    g_print ("%s%s%s\n", id, is_sent ? "" : "  ",
             is_sent ? "" : _ ("The server cannot be reached: this is kept and goes out later."));
  return HOPSO_CLI_YES;
}

static int
run_act (guint which, int argc, char **argv)
{
  const HopsoCliUsage usage = { commands[which].arguments, N_ ("Prepare a meeting"),
                                commands[which].n_words, commands[which].n_words };
  g_auto (Wishes) wishes = { .account = HOPSO_CLI_ACCOUNT_INIT };
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (wishes.account),
    { "name", 0, 0, G_OPTION_ARG_STRING, &wishes.name, N_ ("What it is called"), N_ ("TEXT") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &wishes.kind, N_ ("What kind of meeting"), N_ ("KIND") },
    { "place", 0, 0, G_OPTION_ARG_STRING, &wishes.place, N_ ("Where"), N_ ("TEXT") },
    { "start", 0, 0, G_OPTION_ARG_STRING, &wishes.start, N_ ("When it begins"), N_ ("TIME") },
    { "end", 0, 0, G_OPTION_ARG_STRING, &wishes.end, N_ ("When it ends"), N_ ("TIME") },
    { "item", 0, 0, G_OPTION_ARG_STRING, &wishes.item, N_ ("The agenda item"), N_ ("ITEM") },
    { "presenter", 0, 0, G_OPTION_ARG_STRING, &wishes.presenter, N_ ("Who presents it"),
      N_ ("TEXT") },
    { "minutes", 0, 0, G_OPTION_ARG_INT, &wishes.minutes, N_ ("The time allotted"), N_ ("NUMBER") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &wishes.reason, N_ ("Why"), N_ ("TEXT") },
    { "with-papers", 0, 0, G_OPTION_ARG_NONE, &wishes.with_papers, N_ ("Copy the papers, too"),
      NULL },
    { NULL }
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  HopsoWorkspace *workspace;
  int code = HOPSO_CLI_FAILED;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&wishes.account, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  id = commands[which].act (workspace, &wishes, argv + 1, &error);
  if (id != NULL)
    code = tell (workspace, id, wishes.account.as_json);
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : code;
}

/* --- show ------------------------------------------------------------------------------------- */

static void
add_list (JsonBuilder *builder, const char *name, GListModel *list)
{
  g_autoptr (GListModel) owned = list;

  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (owned); i++)
    {
      g_autoptr (HopsoRecord) record = g_list_model_get_item (owned, i);

      hopso_cli_account_add_record (builder, record);
    }
  json_builder_end_array (builder);
}

/* A program reads it, or a person who wants everything. */
static int
run_show (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("MEETING"), N_ ("Show a meeting and what belongs to it"), 1,
                                1 };
  g_auto (HopsoCliAccount) options = HOPSO_CLI_ACCOUNT_INIT;
  const GOptionEntry entries[] = { HOPSO_CLI_ACCOUNT_ENTRIES (options), { NULL } };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
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
      const char *id = hopso_record_get_id (meeting);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "meeting");
      hopso_cli_account_add_record (builder, meeting);
      add_list (builder, "agenda", hopso_workspace_list_agenda (workspace, id));
      add_list (builder, "participants", hopso_workspace_list_participants (workspace, id));
      add_list (builder, "papers", hopso_workspace_list_papers_of_meeting (workspace, id));
      json_builder_end_object (builder);
      hopso_cli_print_json (builder);
    }
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}

/* Runs the part of "hopsoctl meetings" that argv[1] names, if it names one. */
gboolean
hopso_cli_run_compose (int argc, char **argv, int *code)
{
  g_autofree char *name = argc > 1 ? g_strconcat ("meetings ", argv[1], NULL) : NULL;

  if (argc > 1 && g_str_equal (argv[1], "show"))
    {
      argv[1] = name;
      *code = run_show (argc - 1, argv + 1);
      return TRUE;
    }
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      {
        argv[1] = name;
        *code = run_act (i, argc - 1, argv + 1);
        return TRUE;
      }
  return FALSE;
}
