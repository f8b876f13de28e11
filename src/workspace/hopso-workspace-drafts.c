/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What composing begins with: a new draft, a paper from a file or from an earlier meeting, people
 * who are invited; and the lists of it. Everything ends in a step. Main thread. */

#include "hopso-workspace-compose-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (hopso_workspace_do_step_finish (HOPSO_WORKSPACE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The id of what was made. */
static char *
finish (HopsoWorkspace *self, GAsyncResult *result, const char *id, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_boolean (G_TASK (result), error) ? g_strdup (id) : NULL;
}

/* --- drafts ----------------------------------------------------------------------------------- */

static HopsoRecord *
make_draft (HopsoWorkspace *self, const HopsoDraft *draft)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, id);
  HopsoPerson *me = hopso_workspace_get_person (self);

  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, draft->name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE,
                                   draft->is_template ? "template" : "draft");
  hopso_record_builder_set_string (builder, HOPSO_MEETING_KIND, draft->kind);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, draft->start);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_END, draft->end);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_LOCATION, draft->location);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_SECRETARY,
                                   hopso_account_get_person_id (self->account));
  if (me != NULL)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_ORGANIZATION,
                                     hopso_person_get_organization (me));
  return hopso_record_builder_end (builder);
}

/**
 * hopso_workspace_create_draft_async:
 * @draft: read at once
 *
 * Begins to prepare a meeting, or a template for meetings.
 */
void
hopso_workspace_create_draft_async (HopsoWorkspace *self,
                                    const HopsoDraft *draft,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && draft->name != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HopsoRecord) meeting = make_draft (self, draft);
  HopsoComposeStep *step = hopso_compose_step_new (
      hopso_record_get_id (meeting), draft->is_template ? _ ("New template") : _ ("New meeting"));

  g_task_set_source_tag (task, hopso_workspace_create_draft_async);
  g_task_set_task_data (task, g_strdup (hopso_record_get_id (meeting)), g_free);
  hopso_compose_step_put (step, meeting);
  hopso_workspace_do_step_async (self, step, done_cb, task);
}

/**
 * hopso_workspace_create_draft_finish:
 *
 * Returns: (transfer full): the id of the draft, else %NULL with @error
 */
char *
hopso_workspace_create_draft_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, g_task_get_task_data (G_TASK (result)), error);
}

/* --- papers ----------------------------------------------------------------------------------- */

typedef struct
{
  HopsoRecordBuilder *builder; /* owned, nullable: built */
  char *meeting;               /* owned */
  char *id;                    /* owned */
  int fd;                      /* owned */
  int original_fd;             /* owned */
} Adding;

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_clear_pointer (&adding->builder, hopso_record_builder_free);
  g_free (adding->meeting);
  g_free (adding->id);
  hopso_fd_close (adding->fd);
  hopso_fd_close (adding->original_fd);
  g_free (adding);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *digest = hopso_blob_cache_import_finish (HOPSO_BLOB_CACHE (source), result, &error);

  if (digest != NULL)
    g_task_return_pointer (task, digest, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * hopso_workspace_keep_file_async:
 * @fd: a file, complete; kept open until the end of the call
 *
 * Keeps the bytes, encrypted, until a record names them; what none names within a day goes.
 */
void
hopso_workspace_keep_file_async (HopsoWorkspace *self,
                                 int fd,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_keep_file_async);
  if (self->store == NULL)
    {
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND, "%s",
                               _ ("The account was closed"));
      g_object_unref (task);
      return;
    }
  hopso_blob_cache_import_async (hopso_store_get_blobs (self->store), fd, cancellable, kept_cb,
                                 task);
}

/**
 * hopso_workspace_keep_file_finish:
 *
 * Returns: (transfer full): the digest by which a record names it, else %NULL with @error
 */
char *
hopso_workspace_keep_file_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* "bao-cao_quy 3.pdf" → "bao-cao quy 3" */
static char *
make_title (const char *file_name)
{
  g_autofree char *valid = g_utf8_make_valid (file_name, -1);
  const char *dot = strrchr (valid, '.');
  char *title =
      g_strndup (valid, dot != NULL && dot != valid ? (gsize) (dot - valid) : strlen (valid));

  return g_strdelimit (title, "_", ' ');
}

static void
set_new_paper (HopsoWorkspace *self, HopsoRecordBuilder *builder, const HopsoNewPaper *paper)
{
  HopsoPerson *me = hopso_workspace_get_person (self);
  g_autofree char *title =
      paper->name != NULL ? g_strdup (paper->name) : make_title (paper->file_name);

  hopso_compose_set_paper_place (self, builder, paper->meeting, paper->agenda_item);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, title);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
  hopso_record_builder_set_time (builder, HOPSO_PAPER_DATE, hopso_clock_now (self->clock));
  if (me != NULL)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_ORGANIZATION,
                                     hopso_person_get_organization (me));
}

/* What was said of the bytes before is not said of these. */
static void
set_replaced_paper (HopsoRecordBuilder *builder, HopsoPaper *old)
{
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION,
                                    hopso_paper_get_version (old) + 1);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_PAGES, 0);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIGNATURES, 0);
  hopso_record_builder_set_strings (builder, HOPSO_PAPER_INSPECTION, NULL);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ORIGINAL, NULL);
}

static Adding *
begin_paper (HopsoWorkspace *self, const HopsoNewPaper *paper, guint64 size)
{
  Adding *adding = g_new0 (Adding, 1);
  HopsoPaper *old = hopso_workspace_lookup_paper (self, paper->replaces);

  adding->id = old != NULL ? g_strdup (paper->replaces) : g_uuid_string_random ();
  adding->meeting = g_strdup (paper->meeting);
  adding->original_fd = -1;
  adding->builder = old != NULL ? hopso_record_builder_new_from (HOPSO_RECORD (old))
                                : hopso_record_builder_new (HOPSO_KIND_PAPER, adding->id);
  if (old != NULL)
    set_replaced_paper (adding->builder, old);
  else
    set_new_paper (self, adding->builder, paper);
  hopso_record_builder_set_string (adding->builder, HOPSO_PAPER_FILE_NAME, paper->file_name);
  hopso_record_builder_set_string (adding->builder, HOPSO_PAPER_ORIGINAL_NAME,
                                   paper->original_name);
  hopso_record_builder_set_integer (adding->builder, HOPSO_PAPER_SIZE, (gint64) size);
  return adding;
}

static void
put_paper (GTask *task)
{
  Adding *adding = g_task_get_task_data (task);
  g_autoptr (HopsoRecord) record = hopso_record_builder_end (adding->builder);
  HopsoComposeStep *step = hopso_compose_step_new (adding->meeting, _ ("Add paper"));

  hopso_compose_step_put (step, record);
  hopso_workspace_do_step_async (g_task_get_source_object (task), step, done_cb, task);
}

static void
original_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *digest =
      hopso_workspace_keep_file_finish (HOPSO_WORKSPACE (source), result, &error);

  if (digest != NULL)
    {
      hopso_record_builder_set_string (adding->builder, HOPSO_PAPER_ORIGINAL, digest);
      put_paper (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
paper_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *digest =
      hopso_workspace_keep_file_finish (HOPSO_WORKSPACE (source), result, &error);

  if (digest == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  hopso_record_builder_set_string (adding->builder, HOPSO_PAPER_DIGEST, digest);
  if (adding->original_fd >= 0)
    hopso_workspace_keep_file_async (HOPSO_WORKSPACE (source), adding->original_fd,
                                     g_task_get_cancellable (task), original_kept_cb, task);
  else
    put_paper (task);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (GStrv) codes = hopso_workspace_inspect_finish (HOPSO_WORKSPACE (source), result, &error);

  if (codes == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  hopso_record_builder_set_strings (adding->builder, HOPSO_PAPER_INSPECTION,
                                    (const char *const *) codes);
  hopso_workspace_keep_file_async (HOPSO_WORKSPACE (source), adding->fd,
                                   g_task_get_cancellable (task), paper_kept_cb, task);
}

/**
 * hopso_workspace_add_paper_async:
 * @paper: read at once, but for its files
 *
 * Adds a paper to a draft, unless it may not be in this system: then the error has words for
 * people, and nothing was kept. Its bytes are sent in the background.
 */
void
hopso_workspace_add_paper_async (HopsoWorkspace *self,
                                 const HopsoNewPaper *paper,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && paper->meeting != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  guint64 size = 0;
  GError *error = NULL;
  Adding *adding;

  g_task_set_source_tag (task, hopso_workspace_add_paper_async);
  if (!hopso_fd_get_size (paper->fd, &size, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  adding = begin_paper (self, paper, size);
  adding->fd = fcntl (paper->fd, F_DUPFD_CLOEXEC, 3);
  if (paper->original_fd > 0)
    adding->original_fd = fcntl (paper->original_fd, F_DUPFD_CLOEXEC, 3);
  g_task_set_task_data (task, adding, adding_free);
  hopso_workspace_inspect_async (self, adding->fd, cancellable, inspected_cb, task);
}

/**
 * hopso_workspace_add_paper_finish:
 *
 * Returns: (transfer full): the id of the paper, else %NULL with @error
 */
char *
hopso_workspace_add_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  const Adding *adding = g_task_get_task_data (G_TASK (result));

  return finish (self, result, adding != NULL ? adding->id : NULL, error);
}

/**
 * hopso_workspace_get_upload:
 * @paper_id: a paper
 * @fraction: (out) (optional): how much has been sent, from 0 to 1
 *
 * Returns: how its bytes get to the server
 */
HopsoUploadState
hopso_workspace_get_upload (HopsoWorkspace *self, const char *paper_id, double *fraction)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), HOPSO_UPLOAD_NONE);

  double sent = 0;
  gboolean is_sending =
      self->engine != NULL &&
      g_strcmp0 (hopso_sync_engine_get_upload (self->engine, &sent), paper_id) == 0;

  if (fraction != NULL)
    *fraction = is_sending ? sent : 0;
  if (is_sending)
    return HOPSO_UPLOAD_SENDING;
  return hopso_workspace_is_waiting (self, HOPSO_KIND_PAPER, paper_id) ? HOPSO_UPLOAD_WAITING
                                                                       : HOPSO_UPLOAD_NONE;
}

/* --- lists ------------------------------------------------------------------------------------ */

static int
by_group_order (HopsoRecord *a, HopsoRecord *b)
{
  return g_strcmp0 (hopso_record_get_string (a, HOPSO_GROUP_ORDER_KEY),
                    hopso_record_get_string (b, HOPSO_GROUP_ORDER_KEY));
}

static int
by_start (HopsoRecord *a, HopsoRecord *b)
{
  gint64 one = hopso_record_get_time (a, HOPSO_MEETING_START);
  gint64 other = hopso_record_get_time (b, HOPSO_MEETING_START);

  return one < other ? -1 : one > other;
}

static gboolean
is_in_state (HopsoRecord *record, const char *state)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_MEETING_STATE), state) == 0;
}

/**
 * hopso_workspace_list_groups:
 *
 * Returns: (transfer full): the groups that this person may invite by
 */
GListModel *
hopso_workspace_list_groups (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_GROUP, NULL, NULL, by_group_order };

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);
  return hopso_record_table_list (self->table, &query);
}

/**
 * hopso_workspace_list_drafts:
 *
 * Returns: (transfer full): meetings that are prepared, and changes of published ones, by start
 */
GListModel *
hopso_workspace_list_drafts (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_MEETING, is_in_state, "draft", by_start };

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);
  return hopso_record_table_list (self->table, &query);
}

/**
 * hopso_workspace_list_templates:
 *
 * Returns: (transfer full): what meetings are made after
 */
GListModel *
hopso_workspace_list_templates (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_MEETING, is_in_state, "template", by_start };

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);
  return hopso_record_table_list (self->table, &query);
}
