/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Composing in a workspace without a store behind it: steps are done at once and taken back from
 * memory. Another clerk's change that forbids it is what the test says. */

#include "hopso-test-workspace.h"

#include "hopso-workspace-compose.h"

#include <string.h>

typedef struct
{
  HopsoKindId kind;
  char *id;            /* owned */
  HopsoRecord *before; /* owned, nullable */
  HopsoRecord *after;  /* owned, nullable */
} Change;

typedef struct
{
  char *meeting;      /* owned */
  char *name;         /* owned */
  char *merge_key;    /* owned, nullable */
  GPtrArray *changes; /* owned: of Change */
} Done;

typedef struct
{
  GPtrArray *done;   /* owned: of Done, all meetings' */
  GPtrArray *undone; /* owned: of Done */
  char *forbidden;   /* owned, nullable: undoing fails with this */
} Journal;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->id);
  g_clear_object (&change->before);
  g_clear_object (&change->after);
  g_free (change);
}

static void
done_free (gpointer data)
{
  Done *done = data;

  g_free (done->meeting);
  g_free (done->name);
  g_free (done->merge_key);
  g_ptr_array_unref (done->changes);
  g_free (done);
}

static void
journal_free (gpointer data)
{
  Journal *journal = data;

  g_ptr_array_unref (journal->done);
  g_ptr_array_unref (journal->undone);
  g_free (journal->forbidden);
  g_free (journal);
}

static Journal *
get_journal (HopsoWorkspace *self)
{
  Journal *journal = g_object_get_data (G_OBJECT (self), "journal");

  if (journal == NULL)
    {
      journal = g_new0 (Journal, 1);
      journal->done = g_ptr_array_new_with_free_func (done_free);
      journal->undone = g_ptr_array_new_with_free_func (done_free);
      g_object_set_data_full (G_OBJECT (self), "journal", journal, journal_free);
    }
  return journal;
}

/* The last of @steps that is one of the meeting's; -1: none. */
static int
find_last (GPtrArray *steps, const char *meeting)
{
  for (int i = (int) steps->len - 1; i >= 0; i--)
    if (g_str_equal (((Done *) steps->pdata[i])->meeting, meeting))
      return i;
  return -1;
}

static void
show (HopsoWorkspace *self, HopsoKindId kind, const char *id, HopsoRecord *record)
{
  if (record != NULL)
    hopso_test_workspace_put (self, g_object_ref (record));
  else
    hopso_test_workspace_remove (self, kind, id);
}

static void
apply (HopsoWorkspace *self, Done *done, HopsoKindId kind, const char *id, HopsoRecord *after)
{
  HopsoRecord *before = hopso_workspace_lookup_record (self, kind, id);
  Change *change;

  if (before == NULL && after == NULL)
    return;
  change = g_new0 (Change, 1);
  change->kind = kind;
  change->id = g_strdup (id);
  g_set_object (&change->before, before);
  g_set_object (&change->after, after);
  g_ptr_array_add (done->changes, change);
  show (self, kind, id, after);
}

static void remove_listed (HopsoWorkspace *self, Done *done, GListModel *parts);

/* What belongs to an item goes before it. */
static void
remove_whole (HopsoWorkspace *self, Done *done, HopsoKindId kind, const char *id)
{
  if (kind == HOPSO_KIND_AGENDA_ITEM)
    {
      g_autoptr (GListModel) papers = hopso_workspace_list_papers_of_item (self, id);
      g_autoptr (GListModel) parts = hopso_workspace_list_agenda_children (self, id);

      remove_listed (self, done, papers);
      remove_listed (self, done, parts);
    }
  apply (self, done, kind, id, NULL);
}

static void
remove_listed (HopsoWorkspace *self, Done *done, GListModel *parts)
{
  while (g_list_model_get_n_items (parts) > 0)
    {
      g_autoptr (HopsoRecord) part = g_list_model_get_item (parts, 0);

      remove_whole (self, done, hopso_record_get_kind (part)->id, hopso_record_get_id (part));
    }
}

static void
remember (Journal *journal, Done *done)
{
  int last = find_last (journal->done, done->meeting);
  Done *before = last >= 0 ? journal->done->pdata[last] : NULL;

  g_ptr_array_set_size (journal->undone, 0);
  if (before != NULL && done->merge_key != NULL &&
      g_strcmp0 (before->merge_key, done->merge_key) == 0)
    {
      g_ptr_array_extend_and_steal (before->changes, g_steal_pointer (&done->changes));
      done->changes = g_ptr_array_new ();
      done_free (done);
    }
  else
    g_ptr_array_add (journal->done, done);
}

void
hopso_workspace_do_step_async (HopsoWorkspace *self,
                               HopsoComposeStep *step,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (HopsoComposeStep) wished = step;
  Done *done = g_new0 (Done, 1);

  done->meeting = g_strdup (hopso_compose_step_get_meeting (wished));
  done->name = g_strdup (hopso_compose_step_get_name (wished));
  done->merge_key = g_strdup (hopso_compose_step_get_merge_key (wished));
  done->changes = g_ptr_array_new_with_free_func (change_free);
  for (guint i = 0; i < hopso_compose_step_get_size (wished); i++)
    {
      HopsoKindId kind;
      const char *id;
      HopsoRecord *after = hopso_compose_step_get (wished, i, &kind, &id);

      if (after != NULL)
        apply (self, done, kind, id, after);
      else
        remove_whole (self, done, kind, id);
    }
  remember (get_journal (self), done);
  g_signal_emit_by_name (self, "steps-changed", hopso_compose_step_get_meeting (wished));
  g_task_return_boolean (task, TRUE);
}

gboolean
hopso_workspace_do_step_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
travel (HopsoWorkspace *self, GPtrArray *from, GPtrArray *to, const char *meeting, GTask *task)
{
  Journal *journal = get_journal (self);
  gboolean is_back = from == journal->done;
  int last = find_last (from, meeting);
  Done *done;

  if (last < 0 || journal->forbidden != NULL)
    {
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_ALLOWED, "%s",
                               journal->forbidden != NULL ? journal->forbidden : "nothing");
      return;
    }
  done = g_ptr_array_steal_index (from, (guint) last);
  g_ptr_array_add (to, done);
  for (guint i = 0; i < done->changes->len; i++)
    {
      const Change *change = done->changes->pdata[is_back ? done->changes->len - 1 - i : i];

      show (self, change->kind, change->id, is_back ? change->before : change->after);
    }
  g_signal_emit_by_name (self, "steps-changed", meeting);
  g_task_return_boolean (task, TRUE);
}

void
hopso_workspace_undo_async (HopsoWorkspace *self,
                            const char *meeting_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Journal *journal = get_journal (self);

  travel (self, journal->done, journal->undone, meeting_id, task);
}

void
hopso_workspace_redo_async (HopsoWorkspace *self,
                            const char *meeting_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Journal *journal = get_journal (self);

  travel (self, journal->undone, journal->done, meeting_id, task);
}

gboolean
hopso_workspace_undo_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const char *
get_name (GPtrArray *steps, const char *meeting)
{
  int last = find_last (steps, meeting);

  return last >= 0 ? ((Done *) steps->pdata[last])->name : NULL;
}

const char *
hopso_workspace_get_undo_name (HopsoWorkspace *self, const char *meeting_id)
{
  return get_name (get_journal (self)->done, meeting_id);
}

const char *
hopso_workspace_get_redo_name (HopsoWorkspace *self, const char *meeting_id)
{
  return get_name (get_journal (self)->undone, meeting_id);
}

/* From now on undo and redo fail with @message; %NULL: they do not. */
void
hopso_test_workspace_forbid_undo (HopsoWorkspace *self, const char *message)
{
  Journal *journal = get_journal (self);

  g_free (journal->forbidden);
  journal->forbidden = g_strdup (message);
}

/* --- what composing begins with --------------------------------------------------------------- */

void
hopso_workspace_create_draft_async (HopsoWorkspace *self,
                                    const HopsoDraft *draft,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, id);
  g_autoptr (HopsoRecord) meeting = NULL;
  HopsoComposeStep *step = hopso_compose_step_new (id, "New meeting");

  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, draft->name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE,
                                   draft->is_template ? "template" : "draft");
  hopso_record_builder_set_string (builder, HOPSO_MEETING_KIND, draft->kind);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, draft->start);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_END, draft->end);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_LOCATION, draft->location);
  meeting = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, meeting);
  hopso_workspace_do_step_async (self, step, NULL, NULL);
  g_task_return_pointer (task, g_strdup (id), g_free);
}

char *
hopso_workspace_create_draft_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_keep_file_async (HopsoWorkspace *self,
                                 int fd,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (task, g_compute_checksum_for_string (G_CHECKSUM_SHA256, "kept", -1),
                         g_free);
}

char *
hopso_workspace_keep_file_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
hopso_workspace_add_paper_async (HopsoWorkspace *self,
                                 const HopsoNewPaper *paper,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);
  g_autoptr (HopsoRecord) record = NULL;
  HopsoComposeStep *step = hopso_compose_step_new (paper->meeting, "Add paper");
  guint64 size = 0;

  hopso_fd_get_size (paper->fd, &size, NULL);
  hopso_compose_set_paper_place (self, builder, paper->meeting, paper->agenda_item);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME,
                                   paper->name != NULL ? paper->name : paper->file_name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, paper->file_name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ORIGINAL_NAME, paper->original_name);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, digest);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, (gint64) size);
  record = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, record);
  hopso_workspace_do_step_async (self, step, NULL, NULL);
  g_task_return_pointer (task, g_strdup (id), g_free);
}

char *
hopso_workspace_add_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* From now on the paper's bytes are on their way like this; tells of it. */
void
hopso_test_workspace_set_upload (HopsoWorkspace *self,
                                 const char *paper_id,
                                 int state,
                                 double fraction)
{
  g_autofree char *key = g_strconcat ("upload/", paper_id, NULL);
  double *pair = g_new (double, 2);

  pair[0] = state;
  pair[1] = fraction;
  g_object_set_data_full (G_OBJECT (self), g_intern_string (key), pair, g_free);
  g_signal_emit_by_name (self, "paper-changed", paper_id);
}

HopsoUploadState
hopso_workspace_get_upload (HopsoWorkspace *self, const char *paper_id, double *fraction)
{
  g_autofree char *key = g_strconcat ("upload/", paper_id, NULL);
  const double *pair = g_object_get_data (G_OBJECT (self), key);

  if (fraction != NULL)
    *fraction = pair != NULL ? pair[1] : 0;
  return pair != NULL ? (HopsoUploadState) pair[0] : HOPSO_UPLOAD_NONE;
}

/* --- lists ------------------------------------------------------------------------------------ */

static gboolean
is_in_state (HopsoRecord *record, const char *state)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_MEETING_STATE), state) == 0;
}

static gboolean
is_any (HopsoRecord *record, const char *value)
{
  return TRUE;
}

GListModel *
hopso_workspace_list_groups (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_GROUP, is_any, NULL);
}

GListModel *
hopso_workspace_list_drafts (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_MEETING, is_in_state, "draft");
}

GListModel *
hopso_workspace_list_templates (HopsoWorkspace *self)
{
  return hopso_test_workspace_list_where (self, HOPSO_KIND_MEETING, is_in_state, "template");
}
