/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in memory, looked up and listed: which records belong into each list, and in which order.
 * Main thread. */

#include "hopso-workspace-private.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-workspace-requests.h"

static int
compare_numbers (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

static int
by_start (HopsoRecord *a, HopsoRecord *b)
{
  return compare_numbers (hopso_record_get_time (a, HOPSO_MEETING_START),
                          hopso_record_get_time (b, HOPSO_MEETING_START));
}

/* No deadline is the latest of all. */
static int
by_deadline (HopsoRecord *a, HopsoRecord *b)
{
  guint64 one = (guint64) hopso_record_get_time (a, HOPSO_SIGN_REQUEST_DEADLINE) - 1;
  guint64 two = (guint64) hopso_record_get_time (b, HOPSO_SIGN_REQUEST_DEADLINE) - 1;

  if (one != two)
    return one < two ? -1 : 1;
  return compare_numbers (hopso_record_get_time (a, HOPSO_SIGN_REQUEST_CREATED),
                          hopso_record_get_time (b, HOPSO_SIGN_REQUEST_CREATED));
}

static int
by_newest (HopsoRecord *a, HopsoRecord *b)
{
  return compare_numbers (hopso_record_get_time (b, HOPSO_SIGN_REQUEST_CREATED),
                          hopso_record_get_time (a, HOPSO_SIGN_REQUEST_CREATED));
}

static int
by_agenda_order (HopsoRecord *a, HopsoRecord *b)
{
  return g_strcmp0 (hopso_record_get_string (a, HOPSO_AGENDA_ITEM_ORDER_KEY),
                    hopso_record_get_string (b, HOPSO_AGENDA_ITEM_ORDER_KEY));
}

static int
by_paper_order (HopsoRecord *a, HopsoRecord *b)
{
  int order = g_strcmp0 (hopso_record_get_string (a, HOPSO_PAPER_ORDER_KEY),
                         hopso_record_get_string (b, HOPSO_PAPER_ORDER_KEY));

  return order != 0 ? order
                    : g_strcmp0 (hopso_record_get_string (a, HOPSO_PAPER_NAME),
                                 hopso_record_get_string (b, HOPSO_PAPER_NAME));
}

static int
by_protocol (HopsoRecord *a, HopsoRecord *b)
{
  return g_strcmp0 (hopso_record_get_string (a, HOPSO_PARTICIPANT_ORDER_KEY),
                    hopso_record_get_string (b, HOPSO_PARTICIPANT_ORDER_KEY));
}

static int
by_person_order (HopsoRecord *a, HopsoRecord *b)
{
  int order = g_strcmp0 (hopso_record_get_string (a, HOPSO_PERSON_ORDER_KEY),
                         hopso_record_get_string (b, HOPSO_PERSON_ORDER_KEY));

  return order != 0 ? order
                    : g_strcmp0 (hopso_record_get_string (a, HOPSO_PERSON_NAME),
                                 hopso_record_get_string (b, HOPSO_PERSON_NAME));
}

static gboolean
waits_for (HopsoRecord *record, const char *person)
{
  return hopso_sign_request_awaits (HOPSO_SIGN_REQUEST (record), person);
}

static gboolean
was_signed_by (HopsoRecord *record, const char *person)
{
  return hopso_sign_request_was_signed_by (HOPSO_SIGN_REQUEST (record), person);
}

static gboolean
waits_for_others (HopsoRecord *record, const char *person)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (record);

  return hopso_sign_request_is_waiting (request) && hopso_sign_request_concerns (request, person) &&
         !hopso_sign_request_awaits (request, person);
}

static gboolean
was_submitted_by (HopsoRecord *record, const char *person)
{
  return g_strcmp0 (hopso_sign_request_get_requester (HOPSO_SIGN_REQUEST (record)), person) == 0;
}

static gboolean
is_done_for (HopsoRecord *record, const char *person)
{
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (record);

  return !hopso_sign_request_is_waiting (request) && hopso_sign_request_concerns (request, person);
}

static gboolean
is_step_of (HopsoRecord *record, const char *request)
{
  return g_strcmp0 (hopso_sign_step_get_request (HOPSO_SIGN_STEP (record)), request) == 0;
}

/* A delegate's step stands after the one that it took the place of. */
static int
by_number (HopsoRecord *a, HopsoRecord *b)
{
  int order = compare_numbers (hopso_record_get_integer (a, HOPSO_SIGN_STEP_NUMBER),
                               hopso_record_get_integer (b, HOPSO_SIGN_STEP_NUMBER));
  gboolean is_left_a = hopso_sign_step_is_in (HOPSO_SIGN_STEP (a), HOPSO_SIGN_STEP_DELEGATED);
  gboolean is_left_b = hopso_sign_step_is_in (HOPSO_SIGN_STEP (b), HOPSO_SIGN_STEP_DELEGATED);

  if (order != 0)
    return order;
  if (is_left_a != is_left_b)
    return is_left_a ? -1 : 1;
  return compare_numbers (hopso_record_get_time (a, HOPSO_SIGN_STEP_ACTED),
                          hopso_record_get_time (b, HOPSO_SIGN_STEP_ACTED));
}

static gboolean
is_top_item_of (HopsoRecord *record, const char *meeting)
{
  return !hopso_record_is_set (record, HOPSO_AGENDA_ITEM_PARENT) &&
         g_strcmp0 (hopso_record_get_string (record, HOPSO_AGENDA_ITEM_MEETING), meeting) == 0;
}

static gboolean
is_part_of (HopsoRecord *record, const char *item)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_AGENDA_ITEM_PARENT), item) == 0;
}

static gboolean
is_paper_of_item (HopsoRecord *record, const char *item)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_PAPER_AGENDA_ITEM), item) == 0;
}

static gboolean
is_paper_of_meeting (HopsoRecord *record, const char *meeting)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_PAPER_MEETING), meeting) == 0;
}

static gboolean
is_invited_to (HopsoRecord *record, const char *meeting)
{
  return g_strcmp0 (hopso_record_get_string (record, HOPSO_PARTICIPANT_MEETING), meeting) == 0;
}

static GListModel *
list (HopsoWorkspace *self, const HopsoRecordQuery *query)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  return hopso_record_table_list (self->table, query);
}

/**
 * hopso_workspace_list_meetings:
 *
 * Returns: (transfer full): all meetings that this person may see, by start
 */
GListModel *
hopso_workspace_list_meetings (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_MEETING, NULL, NULL, by_start };

  return list (self, &query);
}

/**
 * hopso_workspace_list_sign_requests:
 *
 * Returns: (transfer full): what waits for this person's signature, most urgent first
 */
GListModel *
hopso_workspace_list_sign_requests (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_SIGN_REQUEST, waits_for,
                                   hopso_account_get_person_id (self->account), by_deadline };

  return list (self, &query);
}

/**
 * hopso_workspace_list_signed_requests:
 *
 * Returns: (transfer full): what this person was asked to sign and has signed, newest first
 */
GListModel *
hopso_workspace_list_signed_requests (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_SIGN_REQUEST, was_signed_by,
                                   hopso_account_get_person_id (self->account), by_newest };

  return list (self, &query);
}

static GListModel *
list_requests (HopsoWorkspace *self, gboolean (*accepts) (HopsoRecord *, const char *))
{
  const HopsoRecordQuery query = { HOPSO_KIND_SIGN_REQUEST, accepts,
                                   hopso_account_get_person_id (self->account), by_newest };

  return list (self, &query);
}

/**
 * hopso_workspace_list_requests_elsewhere:
 *
 * Returns: (transfer full): sign requests that concern this person and wait for others, newest
 * first
 */
GListModel *
hopso_workspace_list_requests_elsewhere (HopsoWorkspace *self)
{
  return list_requests (self, waits_for_others);
}

/**
 * hopso_workspace_list_requests_submitted:
 *
 * Returns: (transfer full): all that this person submitted for signing, newest first
 */
GListModel *
hopso_workspace_list_requests_submitted (HopsoWorkspace *self)
{
  return list_requests (self, was_submitted_by);
}

/**
 * hopso_workspace_list_requests_done:
 *
 * Returns: (transfer full): sign requests that concern this person and are over, newest first
 */
GListModel *
hopso_workspace_list_requests_done (HopsoWorkspace *self)
{
  return list_requests (self, is_done_for);
}

/**
 * hopso_workspace_list_sign_steps:
 * @request_id: a sign request
 *
 * Returns: (transfer full): its steps, by number
 */
GListModel *
hopso_workspace_list_sign_steps (HopsoWorkspace *self, const char *request_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_SIGN_STEP, is_step_of, request_id, by_number };

  return list (self, &query);
}

/**
 * hopso_workspace_lookup_my_step:
 * @request_id: a sign request
 *
 * Returns: (transfer none) (nullable): the step in which it is this person's turn, until the next
 *   change
 */
HopsoSignStep *
hopso_workspace_lookup_my_step (HopsoWorkspace *self, const char *request_id)
{
  const char *me = hopso_account_get_person_id (self->account);
  GHashTableIter iter;
  gpointer record;

  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  hopso_record_table_iterate (self->table, HOPSO_KIND_SIGN_STEP, &iter);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (hopso_sign_step_is_in (record, HOPSO_SIGN_STEP_ACTIVE) &&
        g_strcmp0 (hopso_sign_step_get_request (record), request_id) == 0 &&
        g_strcmp0 (hopso_sign_step_get_signer (record), me) == 0)
      return record;
  return NULL;
}

/**
 * hopso_workspace_list_agenda:
 * @meeting_id: a meeting
 *
 * Returns: (transfer full): the items of its agenda, without their parts
 */
GListModel *
hopso_workspace_list_agenda (HopsoWorkspace *self, const char *meeting_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_AGENDA_ITEM, is_top_item_of, meeting_id,
                                   by_agenda_order };

  return list (self, &query);
}

/**
 * hopso_workspace_list_agenda_children:
 * @item_id: an agenda item
 *
 * Returns: (transfer full): its parts
 */
GListModel *
hopso_workspace_list_agenda_children (HopsoWorkspace *self, const char *item_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_AGENDA_ITEM, is_part_of, item_id, by_agenda_order };

  return list (self, &query);
}

/**
 * hopso_workspace_list_papers_of_item:
 * @item_id: an agenda item
 *
 * Returns: (transfer full): its papers
 */
GListModel *
hopso_workspace_list_papers_of_item (HopsoWorkspace *self, const char *item_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_PAPER, is_paper_of_item, item_id, by_paper_order };

  return list (self, &query);
}

/**
 * hopso_workspace_list_papers_of_meeting:
 * @meeting_id: a meeting
 *
 * Returns: (transfer full): all its papers
 */
GListModel *
hopso_workspace_list_papers_of_meeting (HopsoWorkspace *self, const char *meeting_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_PAPER, is_paper_of_meeting, meeting_id,
                                   by_paper_order };

  return list (self, &query);
}

/**
 * hopso_workspace_list_participants:
 * @meeting_id: a meeting
 *
 * Returns: (transfer full): who is invited, in protocol order
 */
GListModel *
hopso_workspace_list_participants (HopsoWorkspace *self, const char *meeting_id)
{
  const HopsoRecordQuery query = { HOPSO_KIND_PARTICIPANT, is_invited_to, meeting_id, by_protocol };

  return list (self, &query);
}

/**
 * hopso_workspace_list_persons:
 *
 * Returns: (transfer full): everybody in the directory
 */
GListModel *
hopso_workspace_list_persons (HopsoWorkspace *self)
{
  const HopsoRecordQuery query = { HOPSO_KIND_PERSON, NULL, NULL, by_person_order };

  return list (self, &query);
}

static int
in_no_order (HopsoRecord *a, HopsoRecord *b)
{
  return 0;
}

/**
 * hopso_workspace_list_records:
 * @kind: a kind of records
 *
 * Returns: (transfer full): all of the kind, by id
 */
GListModel *
hopso_workspace_list_records (HopsoWorkspace *self, HopsoKindId kind)
{
  const HopsoRecordQuery query = { kind, NULL, NULL, in_no_order };

  return list (self, &query);
}

/**
 * hopso_workspace_lookup_record:
 * @kind: of a record
 * @id: (nullable): of the record
 *
 * Returns: (transfer none) (nullable): the record, until the next change
 */
HopsoRecord *
hopso_workspace_lookup_record (HopsoWorkspace *self, HopsoKindId kind, const char *id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  return hopso_record_table_lookup (self->table, kind, id);
}

/**
 * hopso_workspace_get_person:
 *
 * Returns: (transfer none) (nullable): whose account it is, once the first sync has told
 */
HopsoPerson *
hopso_workspace_get_person (HopsoWorkspace *self)
{
  return hopso_workspace_lookup_person (self, hopso_account_get_person_id (self->account));
}

/**
 * hopso_workspace_lookup_person:
 * @id: (nullable): of a person
 *
 * Returns: (transfer none) (nullable): the person, until the next change
 */
HopsoPerson *
hopso_workspace_lookup_person (HopsoWorkspace *self, const char *id)
{
  return (HopsoPerson *) hopso_workspace_lookup_record (self, HOPSO_KIND_PERSON, id);
}

/**
 * hopso_workspace_lookup_organization:
 * @id: (nullable): of an organization
 *
 * Returns: (transfer none) (nullable): the organization, until the next change
 */
HopsoOrganization *
hopso_workspace_lookup_organization (HopsoWorkspace *self, const char *id)
{
  return (HopsoOrganization *) hopso_workspace_lookup_record (self, HOPSO_KIND_ORGANIZATION, id);
}

/**
 * hopso_workspace_lookup_paper:
 * @id: (nullable): of a paper
 *
 * Returns: (transfer none) (nullable): the paper, until the next change
 */
HopsoPaper *
hopso_workspace_lookup_paper (HopsoWorkspace *self, const char *id)
{
  return (HopsoPaper *) hopso_workspace_lookup_record (self, HOPSO_KIND_PAPER, id);
}

/**
 * hopso_workspace_lookup_my_participation:
 * @meeting_id: (nullable): a meeting
 *
 * Returns: (transfer none) (nullable): this person's invitation to it, until the next change
 */
HopsoParticipant *
hopso_workspace_lookup_my_participation (HopsoWorkspace *self, const char *meeting_id)
{
  const char *id = meeting_id != NULL ? g_hash_table_lookup (self->mine, meeting_id) : NULL;

  return (HopsoParticipant *) hopso_workspace_lookup_record (self, HOPSO_KIND_PARTICIPANT, id);
}
