/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Composing a meeting: a step changes records, and with them go what is to be sent and the line in
 * the journal by which the step is taken back, also after a crash or a restart. Taking back and
 * doing again are the same thing in two directions, and are themselves nothing but changes that are
 * sent: where another clerk has changed meanwhile what a step had made, it is not touched. Inside a
 * transaction of the store. */

#include "hopso-composing.h"

#include "hopso-agenda-item.h"
#include "hopso-local-change.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (hopso - composing - error - quark, hopso_composing_error)

/* --- what belongs to what --------------------------------------------------------------------- */

static gboolean
add_listed (HopsoStoreSession *session,
            HopsoKindId kind,
            const char *column,
            const char *id,
            GPtrArray *parts,
            GError **error)
{
  g_autoptr (GPtrArray) found = hopso_store_session_list (session, kind, column, id, error);

  if (found == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (parts, g_steal_pointer (&found));
  return TRUE;
}

/**
 * hopso_composing_list_parts:
 * @session: a transaction
 * @whole: a meeting or an agenda item, or a record that has no parts
 *
 * Returns: (transfer full) (element-type HopsoRecord): what directly belongs to it, or %NULL with
 *   @error
 */
GPtrArray *
hopso_composing_list_parts (HopsoStoreSession *session, HopsoRecord *whole, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);
  const char *id = hopso_record_get_id (whole);

  if (HOPSO_IS_AGENDA_ITEM (whole) &&
      (!add_listed (session, HOPSO_KIND_PAPER, "agenda_item", id, parts, error) ||
       !add_listed (session, HOPSO_KIND_AGENDA_ITEM, "parent", id, parts, error)))
    return NULL;
  if (HOPSO_IS_MEETING (whole) &&
      (!add_listed (session, HOPSO_KIND_PAPER, "meeting", id, parts, error) ||
       !add_listed (session, HOPSO_KIND_PARTICIPANT, "meeting", id, parts, error) ||
       !add_listed (session, HOPSO_KIND_AGENDA_ITEM, "meeting", id, parts, error)))
    return NULL;
  return g_steal_pointer (&parts);
}

/* Who is not there names nothing. */
static gboolean
is_there (HopsoStoreSession *session, HopsoKindId kind, const char *id)
{
  g_autoptr (HopsoRecord) found =
      id != NULL ? hopso_store_session_get (session, kind, id, NULL) : NULL;

  return id == NULL || found != NULL;
}

/* Whether what @record belongs to is there. */
static gboolean
has_its_place (HopsoStoreSession *session, HopsoRecord *record)
{
  switch (hopso_record_get_kind (record)->id)
    {
    case HOPSO_KIND_AGENDA_ITEM:
      return is_there (session, HOPSO_KIND_MEETING,
                       hopso_record_get_string (record, HOPSO_AGENDA_ITEM_MEETING)) &&
             is_there (session, HOPSO_KIND_AGENDA_ITEM,
                       hopso_record_get_string (record, HOPSO_AGENDA_ITEM_PARENT));
    case HOPSO_KIND_PARTICIPANT:
      return is_there (session, HOPSO_KIND_MEETING,
                       hopso_record_get_string (record, HOPSO_PARTICIPANT_MEETING));
    case HOPSO_KIND_PAPER:
      return is_there (session, HOPSO_KIND_MEETING,
                       hopso_record_get_string (record, HOPSO_PAPER_MEETING)) &&
             is_there (session, HOPSO_KIND_AGENDA_ITEM,
                       hopso_record_get_string (record, HOPSO_PAPER_AGENDA_ITEM));
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
    case HOPSO_KIND_MEETING:
    case HOPSO_KIND_SIGN_REQUEST:
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_GROUP:
    case HOPSO_KIND_RECEIPT:
    case HOPSO_N_KINDS:
    default:
      return TRUE;
    }
}

/* --- one change ------------------------------------------------------------------------------- */

static HopsoRecord *
find_now (HopsoStoreSession *session, HopsoRecord *like, GError **error)
{
  return hopso_store_session_get (session, hopso_record_get_kind (like)->id,
                                  hopso_record_get_id (like), error);
}

/* @now with what differs between @from and @to as it is in @to. */
static HopsoRecord *
merge (HopsoRecord *now, HopsoRecord *from, HopsoRecord *to)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (now);

  for (guint i = 0; i < hopso_record_get_kind (now)->n_fields; i++)
    if (!hopso_record_field_equal (from, to, i))
      hopso_record_builder_copy_field (builder, to, i);
  return hopso_record_builder_end (builder);
}

/* What belongs to a record goes before it. What this step has made itself is as if it had never
 * been; all else goes when the journal names it, so that bytes are kept for taking it back. @seen:
 * two clerks may have made items part of each other. */
static gboolean
plan_removal (HopsoStoreSession *session,
              HopsoStep *done,
              HopsoRecord *whole,
              GHashTable *seen,
              GError **error)
{
  g_autoptr (GPtrArray) parts = NULL;

  if (!g_hash_table_add (seen, g_strdup (hopso_record_get_id (whole))))
    return TRUE;
  parts = hopso_composing_list_parts (session, whole, error);
  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!plan_removal (session, done, parts->pdata[i], seen, error))
      return FALSE;
  if (hopso_step_makes (done, whole) &&
      !hopso_local_change_remove (session, done->meeting, whole, error))
    return FALSE;
  hopso_step_add (done, whole, NULL);
  return TRUE;
}

static gboolean
plan_removal_of (HopsoStoreSession *session, HopsoStep *done, HopsoRecord *whole, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return plan_removal (session, done, whole, seen, error);
}

static gboolean
remove_planned (HopsoStoreSession *session, const HopsoStep *done, GError **error)
{
  for (guint i = 0; i < done->changes->len; i++)
    {
      const HopsoStepChange *change = done->changes->pdata[i];

      if (change->after == NULL &&
          !hopso_local_change_remove (session, done->meeting, change->before, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fail_gone (GError **error)
{
  g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_GONE,
                       _ ("Somebody else has removed this meanwhile"));
  return FALSE;
}

static gboolean
do_change (HopsoStoreSession *session,
           const HopsoStepChange *change,
           HopsoStep *done,
           GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoRecord) now =
      find_now (session, change->before != NULL ? change->before : change->after, &local);
  g_autoptr (HopsoRecord) wanted = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (change->after == NULL)
    return now == NULL || plan_removal_of (session, done, now, error);
  if (now == NULL && change->before != NULL)
    return fail_gone (error);
  if (now == NULL)
    wanted = g_object_ref (change->after);
  else
    wanted = merge (now, change->before != NULL ? change->before : now, change->after);
  if (now != NULL && hopso_record_equal (now, wanted))
    return TRUE;
  hopso_step_add (done, now, wanted);
  return hopso_local_change_compose (session, done->meeting, wanted, error);
}

/* --- the journal ------------------------------------------------------------------------------ */

/* Whether the newest step goes on with @done; then it is part of that one. */
static gboolean
widen (HopsoStoreSession *session, const HopsoStep *done, gboolean *is_widened, GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoStepRow) row =
      done->merge_key != NULL
          ? hopso_store_session_step_peek (session, done->meeting, FALSE, &local)
          : NULL;
  g_autoptr (HopsoStep) whole = NULL;

  *is_widened = FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (row == NULL || g_strcmp0 (row->merge_key, done->merge_key) != 0)
    return TRUE;

  g_autoptr (GPtrArray) changes = hopso_step_read (row->body, error);
  if (changes == NULL)
    return FALSE;
  whole = hopso_step_new (done->meeting, row->name);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < (pass == 0 ? changes : done->changes)->len; i++)
      {
        const HopsoStepChange *change = (pass == 0 ? changes : done->changes)->pdata[i];

        hopso_step_add (whole, change->before, change->after);
      }
  g_free (row->body);
  row->body = hopso_step_write (whole);
  *is_widened = TRUE;
  return hopso_store_session_step_update (session, row, error);
}

static gboolean
note (HopsoStoreSession *session, const HopsoStep *done, GError **error)
{
  g_autoptr (HopsoStepRow) row = NULL;
  gboolean is_widened;

  if (!hopso_store_session_step_clear (session, done->meeting, TRUE, error) ||
      !widen (session, done, &is_widened, error))
    return FALSE;
  if (is_widened)
    return TRUE;
  row = g_new0 (HopsoStepRow, 1);
  row->meeting = g_strdup (done->meeting);
  row->name = g_strdup (done->name);
  row->merge_key = g_strdup (done->merge_key);
  row->body = hopso_step_write (done);
  return hopso_store_session_step_add (session, row, error);
}

/**
 * hopso_composing_do:
 * @session: a writing transaction
 * @step: what is done. Of a record that is changed, only the fields count that differ between
 *   before and after; with a meeting or an item goes what belongs to it
 *
 * Returns: (transfer full): what it did, with all that went along, or %NULL with @error
 */
HopsoStep *
hopso_composing_do (HopsoStoreSession *session, const HopsoStep *step, GError **error)
{
  g_autoptr (HopsoStep) done = hopso_step_new (step->meeting, step->name);

  done->merge_key = g_strdup (step->merge_key);
  for (guint i = 0; i < step->changes->len; i++)
    if (!do_change (session, step->changes->pdata[i], done, error))
      return NULL;
  if (done->changes->len > 0 &&
      (!note (session, done, error) || !remove_planned (session, done, error)))
    return NULL;
  return g_steal_pointer (&done);
}

/* --- taking back and doing again -------------------------------------------------------------- */

/* What the server works out itself is nobody's change. */
static gboolean
is_computed (const HopsoField *field)
{
  static const char *const names[] = { "x-version",     "sequence", "x-sequence",   "x-answered",
                                       "x-answered-by", "x-pages",  "x-inspection", NULL };

  return g_strv_contains (names, field->name);
}

static gboolean
fail_changed (GError **error)
{
  g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_CHANGED,
                       _ ("Somebody else has changed this meanwhile, and that would be lost"));
  return FALSE;
}

static gboolean
remove_again (HopsoStoreSession *session,
              HopsoStep *done,
              HopsoRecord *now,
              HopsoRecord *from,
              GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (now);
  g_autoptr (GPtrArray) parts = hopso_composing_list_parts (session, now, error);

  if (parts == NULL)
    return FALSE;
  if (parts->len > 0)
    return fail_changed (error);
  for (guint i = 0; i < kind->n_fields; i++)
    if (!is_computed (&kind->fields[i]) && !hopso_record_field_equal (now, from, i))
      return fail_changed (error);
  hopso_step_add (done, now, NULL);
  return hopso_local_change_remove (session, done->meeting, now, error);
}

static gboolean
change_again (HopsoStoreSession *session,
              HopsoStep *done,
              HopsoRecord *now,
              const HopsoStepChange *way,
              GError **error)
{
  const HopsoKind *kind = hopso_record_get_kind (now);
  g_autoptr (HopsoRecord) wanted = merge (now, way->before, way->after);

  for (guint i = 0; i < kind->n_fields; i++)
    if (!hopso_record_field_equal (way->before, way->after, i) &&
        !hopso_record_field_equal (now, way->before, i) &&
        !hopso_record_field_equal (now, way->after, i))
      return fail_changed (error);
  if (hopso_record_equal (now, wanted))
    return TRUE;
  hopso_step_add (done, now, wanted);
  return hopso_local_change_compose (session, done->meeting, wanted, error);
}

/* @way: from what it was made to what it shall be. */
static gboolean
go (HopsoStoreSession *session, HopsoStep *done, const HopsoStepChange *way, GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoRecord) now =
      find_now (session, way->before != NULL ? way->before : way->after, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (way->after == NULL)
    return now == NULL || remove_again (session, done, now, way->before, error);
  if (now != NULL)
    return way->before == NULL || change_again (session, done, now, way, error);
  if (way->before != NULL || !has_its_place (session, way->after))
    return fail_gone (error);
  hopso_step_add (done, NULL, way->after);
  return hopso_local_change_compose (session, done->meeting, way->after, error);
}

static HopsoStep *
travel (HopsoStoreSession *session, const char *meeting, gboolean is_back, GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoStepRow) row = hopso_store_session_step_peek (session, meeting, !is_back, &local);
  g_autoptr (HopsoStep) done = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (row == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, local);
      else
        g_set_error_literal (error, HOPSO_COMPOSING_ERROR, HOPSO_COMPOSING_ERROR_EMPTY,
                             is_back ? _ ("There is nothing to undo")
                                     : _ ("There is nothing to redo"));
      return NULL;
    }
  changes = hopso_step_read (row->body, error);
  if (changes == NULL)
    return NULL;
  done = hopso_step_new (meeting, row->name);
  for (guint i = 0; i < changes->len; i++)
    {
      const HopsoStepChange *change = changes->pdata[is_back ? changes->len - 1 - i : i];
      const HopsoStepChange way = { is_back ? change->after : change->before,
                                    is_back ? change->before : change->after };

      if (!go (session, done, &way, error))
        return NULL;
    }
  row->is_undone = is_back;
  return hopso_store_session_step_update (session, row, error) ? g_steal_pointer (&done) : NULL;
}

/**
 * hopso_composing_undo:
 * @session: a writing transaction
 * @meeting: whose newest step is taken back
 *
 * Returns: (transfer full): what it did, or %NULL with @error: %HOPSO_COMPOSING_ERROR when there is
 *   no such step, or another person's change forbids it
 */
HopsoStep *
hopso_composing_undo (HopsoStoreSession *session, const char *meeting, GError **error)
{
  return travel (session, meeting, TRUE, error);
}

/**
 * hopso_composing_redo:
 * @session: a writing transaction
 * @meeting: whose step that was taken back last is done again
 *
 * Returns: (transfer full): as hopso_composing_undo()
 */
HopsoStep *
hopso_composing_redo (HopsoStoreSession *session, const char *meeting, GError **error)
{
  return travel (session, meeting, FALSE, error);
}

/**
 * hopso_composing_give_up:
 * @session: a writing transaction
 * @meeting: whose step
 * @is_undone: the one that would be done again, not the one that would be taken back
 *
 * Forgets a step that another person's change forbids, so that those below it can be reached.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_composing_give_up (HopsoStoreSession *session,
                         const char *meeting,
                         gboolean is_undone,
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
  return row == NULL || hopso_store_session_step_remove (session, row->id, error);
}
