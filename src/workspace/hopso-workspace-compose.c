/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Composing meetings: each step goes into the store with what is to be sent and with the journal,
 * in one transaction, and shows when it is written; nothing is kept here that is not there, but the
 * names of the steps that can be taken back. Main thread; the functions of the store run on its
 * own. */

#include "hopso-workspace-compose-private.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  DO,
  UNDO,
  REDO,
  LOOK
} Way;

/* One transaction of composing. */
typedef struct
{
  Way way;
  HopsoStep *step; /* owned: what is done; otherwise only whose */
} Composing;

/* What became of it. */
typedef struct
{
  HopsoStep *done; /* owned, nullable: nothing was asked */
  char *undo_name; /* owned, nullable */
  char *redo_name; /* owned, nullable */
} Outcome;

typedef struct
{
  char *undo_name; /* owned, nullable */
  char *redo_name; /* owned, nullable */
} StepNames;

static void
composing_free (gpointer data)
{
  Composing *self = data;

  hopso_step_free (self->step);
  g_free (self);
}

static void
outcome_free (gpointer data)
{
  Outcome *self = data;

  g_clear_pointer (&self->done, hopso_step_free);
  g_free (self->undo_name);
  g_free (self->redo_name);
  g_free (self);
}

static void
step_names_free (gpointer data)
{
  StepNames *names = data;

  if (names == NULL)
    return; /* asked for, not known yet */
  g_free (names->undo_name);
  g_free (names->redo_name);
  g_free (names);
}

static void
note_names (HopsoWorkspace *self, const char *meeting, Outcome *outcome)
{
  StepNames *names = g_new0 (StepNames, 1);

  names->undo_name = g_steal_pointer (&outcome->undo_name);
  names->redo_name = g_steal_pointer (&outcome->redo_name);
  if (self->step_names == NULL)
    self->step_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, step_names_free);
  g_hash_table_replace (self->step_names, g_strdup (meeting), names);
  g_signal_emit_by_name (self, "steps-changed", meeting);
}

static HopsoStep *
carry_out (HopsoStoreSession *session, const Composing *composing, GError **error)
{
  const char *meeting = composing->step->meeting;

  switch (composing->way)
    {
    case DO:
      return hopso_composing_do (session, composing->step, error);
    case UNDO:
      return hopso_composing_undo (session, meeting, error);
    case REDO:
      return hopso_composing_redo (session, meeting, error);
    case LOOK:
    default:
      return hopso_step_new (meeting, "");
    }
}

static gboolean
read_name (HopsoStoreSession *session,
           const char *meeting,
           gboolean is_undone,
           char **name,
           GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoStepRow) row =
      hopso_store_session_step_peek (session, meeting, is_undone, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *name = row != NULL ? g_strdup (row->name) : NULL;
  return TRUE;
}

static gpointer
compose (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Composing *composing = data;
  const char *meeting = composing->step->meeting;
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->done = carry_out (session, composing, error);
  if (outcome->done != NULL && read_name (session, meeting, FALSE, &outcome->undo_name, error) &&
      read_name (session, meeting, TRUE, &outcome->redo_name, error))
    return outcome;
  outcome_free (outcome);
  return NULL;
}

/* The records are in the lists before anybody hears of it. */
void
hopso_workspace_show_step (HopsoWorkspace *self, const HopsoStep *done)
{
  for (guint i = 0; i < done->changes->len && self->engine != NULL; i++)
    {
      const HopsoStepChange *change = done->changes->pdata[i];

      if (change->after != NULL)
        hopso_workspace_take_record (self, change->after);
      else
        hopso_workspace_drop_record (self, hopso_record_get_kind (change->before)->id,
                                     hopso_record_get_id (change->before));
    }
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;
  Outcome *outcome = hopso_store_run_finish (HOPSO_STORE (source), result, &error);

  if (outcome == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_workspace_show_step (self, outcome->done);
  note_names (self, outcome->done->meeting, outcome);
  if (outcome->done->changes->len > 0 && self->engine != NULL)
    hopso_sync_engine_note_local_change (self->engine);
  outcome_free (outcome);
  g_task_return_boolean (task, TRUE);
}

/* Takes @step and @task. */
static void
start (HopsoWorkspace *self, Way way, HopsoStep *step, GAsyncReadyCallback callback, GTask *task)
{
  Composing *composing = g_new0 (Composing, 1);
  const HopsoStoreJob job = {
    .func = compose, .data = composing, .data_free = composing_free, .result_free = outcome_free
  };

  composing->way = way;
  composing->step = step;
  if (self->store == NULL)
    {
      composing_free (composing);
      g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND, "%s",
                               _ ("The account was closed"));
      g_object_unref (task);
    }
  else if (way == LOOK)
    hopso_store_read_async (self->store, &job, NULL, callback, task);
  else
    hopso_store_write_async (self->store, &job, NULL, callback, task);
}

/* What is wished, held against what is here now. */
static HopsoStep *
make_step (HopsoWorkspace *self, const HopsoComposeStep *wished)
{
  HopsoStep *step = hopso_step_new (hopso_compose_step_get_meeting (wished),
                                    hopso_compose_step_get_name (wished));

  step->merge_key = g_strdup (hopso_compose_step_get_merge_key (wished));
  for (guint i = 0; i < hopso_compose_step_get_size (wished); i++)
    {
      HopsoKindId kind;
      const char *id;
      HopsoRecord *after = hopso_compose_step_get (wished, i, &kind, &id);
      HopsoRecord *before = hopso_workspace_lookup_record (self, kind, id);

      if (before != NULL || after != NULL)
        hopso_step_add (step, before, after);
    }
  return step;
}

/**
 * hopso_workspace_do_step_async:
 * @step: (transfer full): what is done
 *
 * Does it, here and soon at the server.
 */
void
hopso_workspace_do_step_async (HopsoWorkspace *self,
                               HopsoComposeStep *step,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && step != NULL);

  g_autoptr (HopsoComposeStep) wished = step;
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_do_step_async);
  start (self, DO, make_step (self, wished), composed_cb, task);
}

/**
 * hopso_workspace_do_step_finish:
 *
 * Returns: whether it is done and will be sent, else %FALSE with @error
 */
gboolean
hopso_workspace_do_step_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- taking back and doing again -------------------------------------------------------------- */

typedef struct
{
  char *meeting; /* owned */
  Way way;
} Travel;

static void
travel_free (gpointer data)
{
  Travel *travel = data;

  g_free (travel->meeting);
  g_free (travel);
}

static gpointer
give_up (HopsoStoreSession *session, gpointer data, GError **error)
{
  const Travel *travel = data;
  g_autoptr (GError) local = NULL;
  Outcome *outcome;

  if (!hopso_composing_give_up (session, travel->meeting, travel->way == REDO, error))
    return NULL;
  outcome = g_new0 (Outcome, 1);
  outcome->done = hopso_step_new (travel->meeting, "");
  if (read_name (session, travel->meeting, FALSE, &outcome->undo_name, error) &&
      read_name (session, travel->meeting, TRUE, &outcome->redo_name, error))
    return outcome;
  outcome_free (outcome);
  return NULL;
}

static void
given_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWorkspace) self = user_data;
  Outcome *outcome = hopso_store_run_finish (HOPSO_STORE (source), result, NULL);

  if (outcome == NULL)
    return;
  note_names (self, outcome->done->meeting, outcome);
  outcome_free (outcome);
}

/* A step that cannot be taken back any more must not bar those before it. */
static void
travelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  HopsoWorkspace *self = HOPSO_WORKSPACE (source);
  Travel *travel = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      if (self->store != NULL && error->domain == HOPSO_COMPOSING_ERROR &&
          error->code != HOPSO_COMPOSING_ERROR_EMPTY)
        {
          Travel *copy = g_new0 (Travel, 1);
          const HopsoStoreJob job = {
            .func = give_up, .data = copy, .data_free = travel_free, .result_free = outcome_free
          };

          copy->meeting = g_strdup (travel->meeting);
          copy->way = travel->way;
          hopso_store_write_async (self->store, &job, NULL, given_up_cb, g_object_ref (self));
        }
      g_task_return_error (task, error);
    }
  g_object_unref (task);
}

static void
travel (HopsoWorkspace *self, Way way, const char *meeting, GTask *task)
{
  Travel *data = g_new0 (Travel, 1);
  GTask *inner = g_task_new (self, NULL, travelled_cb, task);

  data->meeting = g_strdup (meeting);
  data->way = way;
  g_task_set_task_data (task, data, travel_free);
  g_task_set_source_tag (inner, travel);
  start (self, way, hopso_step_new (meeting, ""), composed_cb, inner);
}

/**
 * hopso_workspace_undo_async:
 * @meeting_id: the meeting that is composed
 *
 * Takes back what was done to it last on this machine, by whatever process, before whatever
 * restart. Finished by hopso_workspace_undo_finish().
 */
void
hopso_workspace_undo_async (HopsoWorkspace *self,
                            const char *meeting_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_undo_async);
  travel (self, UNDO, meeting_id, task);
}

/**
 * hopso_workspace_redo_async:
 * @meeting_id: the meeting that is composed
 *
 * Does again what was taken back last. Finished by hopso_workspace_undo_finish().
 */
void
hopso_workspace_redo_async (HopsoWorkspace *self,
                            const char *meeting_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL);

  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_redo_async);
  travel (self, REDO, meeting_id, task);
}

/**
 * hopso_workspace_undo_finish:
 *
 * Returns: whether it is taken back or done again, else %FALSE with @error, which says why another
 *   person's change forbids it; then the step is passed over from now on
 */
gboolean
hopso_workspace_undo_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoWorkspace *self = g_task_get_source_object (task);
  Outcome *outcome = hopso_store_run_finish (HOPSO_STORE (source), result, NULL);

  if (outcome == NULL)
    return;
  if (!g_hash_table_contains (self->step_names, outcome->done->meeting) ||
      g_hash_table_lookup (self->step_names, outcome->done->meeting) == NULL)
    note_names (self, outcome->done->meeting, outcome);
  outcome_free (outcome);
}

/* Known from the first step on; before that it is read, and "steps-changed" tells. */
static const StepNames *
get_names (HopsoWorkspace *self, const char *meeting)
{
  if (self->step_names == NULL)
    self->step_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, step_names_free);
  if (!g_hash_table_contains (self->step_names, meeting) && self->store != NULL)
    {
      GTask *task = g_task_new (self, NULL, NULL, NULL);

      g_task_set_source_tag (task, get_names);
      g_hash_table_insert (self->step_names, g_strdup (meeting), NULL);
      start (self, LOOK, hopso_step_new (meeting, ""), looked_cb, task);
    }
  return g_hash_table_lookup (self->step_names, meeting);
}

/* They are read again when somebody asks. */
void
hopso_workspace_forget_step_names (HopsoWorkspace *self, const char *meeting)
{
  if (self->step_names != NULL && g_hash_table_remove (self->step_names, meeting))
    g_signal_emit_by_name (self, "steps-changed", meeting);
}

/**
 * hopso_workspace_get_undo_name:
 * @meeting_id: the meeting that is composed
 *
 * Returns: (transfer none) (nullable): the name of the step that would be taken back; %NULL: none,
 *   or not known yet, and then "steps-changed" tells
 */
const char *
hopso_workspace_get_undo_name (HopsoWorkspace *self, const char *meeting_id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL, NULL);

  const StepNames *names = get_names (self, meeting_id);
  return names != NULL ? names->undo_name : NULL;
}

/**
 * hopso_workspace_get_redo_name:
 * @meeting_id: the meeting that is composed
 *
 * Returns: (transfer none) (nullable): the name of the step that would be done again; %NULL: none,
 *   or not known yet, and then "steps-changed" tells
 */
const char *
hopso_workspace_get_redo_name (HopsoWorkspace *self, const char *meeting_id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self) && meeting_id != NULL, NULL);

  const StepNames *names = get_names (self, meeting_id);
  return names != NULL ? names->redo_name : NULL;
}
