/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of kinds: every object that client and server exchange, field by field. Names follow
 * OParl 1.1, Popolo and iCalendar; our own begin with "x-". Constant data. */

#include "hopso-record-private.h"

#include "hopso-agenda-item.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-publication.h"
#include "hopso-receipt.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

static const HopsoField organization_fields[] = {
  [HOPSO_ORGANIZATION_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_ORGANIZATION_SHORT_NAME] = { "shortName", "short_name", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_ORGANIZATION_CLASSIFICATION] = { "classification", "classification", HOPSO_FIELD_STRING,
                                          TRUE },
  [HOPSO_ORGANIZATION_PARENT] = { "subOrganizationOf", "parent", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_ORGANIZATION_IDENTIFIER] = { "x-identifier", "identifier", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_ORGANIZATION_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField person_fields[] = {
  [HOPSO_PERSON_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PERSON_LOGIN] = { "x-login", "login", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PERSON_POSITION] = { "x-position", "position", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PERSON_ORGANIZATION] = { "organization", "organization", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PERSON_ROLES] = { "x-roles", "roles", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_PERSON_EMAIL] = { "email", "email", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PERSON_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField meeting_fields[] = {
  [HOPSO_MEETING_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_MEETING_STATE] = { "meetingState", "state", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_MEETING_START] = { "start", "start", HOPSO_FIELD_TIME, TRUE },
  [HOPSO_MEETING_END] = { "end", "end", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_MEETING_LOCATION] = { "location", "location", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_ORGANIZATION] = { "organization", "organization", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_CHAIR] = { "x-chair", "chair", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_SECRETARY] = { "x-secretary", "secretary", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_VERSION] = { "x-version", "version", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_MEETING_RSVP_UNTIL] = { "x-rsvp-until", "rsvp_until", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_MEETING_CURRENT_ITEM] = { "x-current-item", "current_item", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_DESCRIPTION] = { "description", "description", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_KIND] = { "x-kind", "kind", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_ONLINE] = { "x-online", "online", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_REVISES] = { "x-revises", "revises", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_SEQUENCE] = { "x-sequence", "sequence", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_MEETING_REASON] = { "x-reason", "reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_MEETING_SUBSTITUTE_APPROVAL] = { "x-substitute-approval", "substitute_approval",
                                          HOPSO_FIELD_BOOLEAN, FALSE },
};

static const HopsoField agenda_item_fields[] = {
  [HOPSO_AGENDA_ITEM_MEETING] = { "meeting", "meeting", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_AGENDA_ITEM_PARENT] = { "x-parent", "parent", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_NUMBER] = { "number", "number", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_AGENDA_ITEM_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_AGENDA_ITEM_PRESENTER] = { "x-presenter", "presenter", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_START] = { "start", "start", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_AGENDA_ITEM_DURATION] = { "x-duration", "duration", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_AGENDA_ITEM_STATE] = { "x-state", "state", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_KIND] = { "x-kind", "kind", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_REVISES] = { "x-revises", "revises", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_AGENDA_ITEM_EXPECTS_PAPERS] = { "x-expects-papers", "expects_papers", HOPSO_FIELD_BOOLEAN,
                                         FALSE },
  [HOPSO_AGENDA_ITEM_PROMISED] = { "x-promised", "promised", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_AGENDA_ITEM_PROMISED_BY] = { "x-promised-by", "promised_by", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField participant_fields[] = {
  [HOPSO_PARTICIPANT_MEETING] = { "meeting", "meeting", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PARTICIPANT_PERSON] = { "person", "person", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_ROLE] = { "x-role", "role", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PARTICIPANT_PARTSTAT] = { "partstat", "partstat", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PARTICIPANT_SUBSTITUTE] = { "x-substitute", "substitute", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_REASON] = { "x-reason", "reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_SEQUENCE] = { "sequence", "sequence", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_PARTICIPANT_ANSWERED] = { "x-answered", "answered", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_PARTICIPANT_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_GUEST_NAME] = { "x-guest-name", "guest_name", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_GUEST_POSITION] = { "x-guest-position", "guest_position", HOPSO_FIELD_STRING,
                                         FALSE },
  [HOPSO_PARTICIPANT_EMAIL] = { "email", "email", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_SEAT] = { "x-seat", "seat", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_REVISES] = { "x-revises", "revises", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_SUBSTITUTE_STATE] = { "x-substitute-state", "substitute_state",
                                           HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_GROUP] = { "x-group", "group_id", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_SUBSTITUTE_REASON] = { "x-substitute-reason", "substitute_reason",
                                            HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PARTICIPANT_ANSWERED_BY] = { "x-answered-by", "answered_by", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField paper_fields[] = {
  [HOPSO_PAPER_MEETING] = { "meeting", "meeting", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_AGENDA_ITEM] = { "agendaItem", "agenda_item", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PAPER_REFERENCE] = { "reference", "reference", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_PAPER_TYPE] = { "paperType", "paper_type", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_DATE] = { "date", "date", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_PAPER_ORGANIZATION] = { "organization", "organization", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_FILE_NAME] = { "fileName", "file_name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PAPER_DIGEST] = { "x-digest", "digest", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PAPER_SIZE] = { "size", "size", HOPSO_FIELD_INTEGER, TRUE },
  [HOPSO_PAPER_PAGES] = { "x-pages", "pages", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_PAPER_VERSION] = { "x-version", "version", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_PAPER_SIGNATURES] = { "x-signatures", "signatures", HOPSO_FIELD_INTEGER, FALSE },
  [HOPSO_PAPER_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_REVISES] = { "x-revises", "revises", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_ACCESS] = { "x-access", "access", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_READERS] = { "x-readers", "readers", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_PAPER_NO_EXPORT] = { "x-no-export", "no_export", HOPSO_FIELD_BOOLEAN, FALSE },
  [HOPSO_PAPER_NO_PRINT] = { "x-no-print", "no_print", HOPSO_FIELD_BOOLEAN, FALSE },
  [HOPSO_PAPER_RECALL_AFTER] = { "x-recall-after", "recall_after", HOPSO_FIELD_BOOLEAN, FALSE },
  [HOPSO_PAPER_REVIEW] = { "x-review", "review", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_REVIEWER] = { "x-reviewer", "reviewer", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_REVIEW_REASON] = { "x-review-reason", "review_reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_ORIGINAL] = { "x-original", "original", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_ORIGINAL_NAME] = { "x-original-name", "original_name", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PAPER_INSPECTION] = { "x-inspection", "inspection", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_PAPER_CLASSIFICATION] = { "x-classification", "classification", HOPSO_FIELD_STRING,
                                   FALSE },
};

static const HopsoField sign_request_fields[] = {
  [HOPSO_SIGN_REQUEST_PAPER] = { "paper", "paper", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_REQUEST_SIGNER] = { "x-signer", "signer", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_REQUEST_REQUESTER] = { "x-requester", "requester", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_DEADLINE] = { "x-deadline", "deadline", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_SIGN_REQUEST_STATE] = { "x-state", "state", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_REQUEST_REMARKS] = { "x-remarks", "remarks", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_PLACE] = { "x-place", "place", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_CREATED] = { "created", "created", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_SIGN_REQUEST_MODE] = { "x-mode", "mode", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_SIGNERS] = { "x-signers", "signers", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_SIGN_REQUEST_AWAITED] = { "x-awaited", "awaited", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_SIGN_REQUEST_SIGNED] = { "x-signed", "signed", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_SIGN_REQUEST_DIGEST] = { "x-digest", "digest", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_REASON] = { "x-reason", "reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_REQUEST_ENDED] = { "x-ended", "ended", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_SIGN_REQUEST_PREVIOUS] = { "x-previous", "previous", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField sign_step_fields[] = {
  [HOPSO_SIGN_STEP_REQUEST] = { "request", "request", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_STEP_NUMBER] = { "x-number", "number", HOPSO_FIELD_INTEGER, TRUE },
  [HOPSO_SIGN_STEP_SIGNER] = { "x-signer", "signer", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_STEP_ACTION] = { "x-action", "action", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_STEP_STATE] = { "x-state", "state", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_SIGN_STEP_ACTED] = { "x-acted", "acted", HOPSO_FIELD_TIME, FALSE },
  [HOPSO_SIGN_STEP_REASON] = { "x-reason", "reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_STEP_DELEGATED_FROM] = { "x-delegated-from", "delegated_from", HOPSO_FIELD_STRING,
                                       FALSE },
  [HOPSO_SIGN_STEP_PLACE] = { "x-place", "place", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_SIGN_STEP_DIGEST] = { "x-digest", "digest", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField publication_fields[] = {
  [HOPSO_PUBLICATION_MEETING] = { "meeting", "meeting", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PUBLICATION_VERSION] = { "x-version", "version", HOPSO_FIELD_INTEGER, TRUE },
  [HOPSO_PUBLICATION_CREATED] = { "created", "created", HOPSO_FIELD_TIME, TRUE },
  [HOPSO_PUBLICATION_PERSON] = { "x-person", "person", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PUBLICATION_KIND] = { "x-kind", "kind", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_PUBLICATION_REASON] = { "x-reason", "reason", HOPSO_FIELD_STRING, FALSE },
  [HOPSO_PUBLICATION_CHANGES] = { "x-changes", "changes", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_PUBLICATION_READERS] = { "x-readers", "readers", HOPSO_FIELD_STRINGS, FALSE },
};

static const HopsoField group_fields[] = {
  [HOPSO_GROUP_NAME] = { "name", "name", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_GROUP_ORGANIZATION] = { "organization", "organization", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_GROUP_MEMBERS] = { "members", "members", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_GROUP_ORDER_KEY] = { "x-order", "order_key", HOPSO_FIELD_STRING, FALSE },
};

static const HopsoField receipt_fields[] = {
  [HOPSO_RECEIPT_MEETING] = { "meeting", "meeting", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_RECEIPT_PERSON] = { "person", "person", HOPSO_FIELD_STRING, TRUE },
  [HOPSO_RECEIPT_RECEIVED] = { "x-received", "received", HOPSO_FIELD_STRINGS, FALSE },
  [HOPSO_RECEIPT_READ] = { "x-read", "read", HOPSO_FIELD_STRINGS, FALSE },
};

const HopsoKind hopso_kinds[HOPSO_N_KINDS] = {
  [HOPSO_KIND_ORGANIZATION] = { HOPSO_KIND_ORGANIZATION, "organizations", "organization",
                                organization_fields, G_N_ELEMENTS (organization_fields) },
  [HOPSO_KIND_PERSON] = { HOPSO_KIND_PERSON, "persons", "person", person_fields,
                          G_N_ELEMENTS (person_fields) },
  [HOPSO_KIND_MEETING] = { HOPSO_KIND_MEETING, "meetings", "meeting", meeting_fields,
                           G_N_ELEMENTS (meeting_fields) },
  [HOPSO_KIND_AGENDA_ITEM] = { HOPSO_KIND_AGENDA_ITEM, "agendaItems", "agenda_item",
                               agenda_item_fields, G_N_ELEMENTS (agenda_item_fields) },
  [HOPSO_KIND_PARTICIPANT] = { HOPSO_KIND_PARTICIPANT, "participants", "participant",
                               participant_fields, G_N_ELEMENTS (participant_fields) },
  [HOPSO_KIND_PAPER] = { HOPSO_KIND_PAPER, "papers", "paper", paper_fields,
                         G_N_ELEMENTS (paper_fields) },
  [HOPSO_KIND_SIGN_REQUEST] = { HOPSO_KIND_SIGN_REQUEST, "signRequests", "sign_request",
                                sign_request_fields, G_N_ELEMENTS (sign_request_fields) },
  [HOPSO_KIND_SIGN_STEP] = { HOPSO_KIND_SIGN_STEP, "signSteps", "sign_step", sign_step_fields,
                             G_N_ELEMENTS (sign_step_fields) },
  [HOPSO_KIND_PUBLICATION] = { HOPSO_KIND_PUBLICATION, "publications", "publication",
                               publication_fields, G_N_ELEMENTS (publication_fields) },
  [HOPSO_KIND_GROUP] = { HOPSO_KIND_GROUP, "groups", "person_group", group_fields,
                         G_N_ELEMENTS (group_fields) },
  [HOPSO_KIND_RECEIPT] = { HOPSO_KIND_RECEIPT, "receipts", "receipt", receipt_fields,
                           G_N_ELEMENTS (receipt_fields) },
};

/* The type of the records of one kind. */
GType
hopso_kind_get_record_type (HopsoKindId id)
{
  switch (id)
    {
    case HOPSO_KIND_ORGANIZATION:
      return HOPSO_TYPE_ORGANIZATION;
    case HOPSO_KIND_PERSON:
      return HOPSO_TYPE_PERSON;
    case HOPSO_KIND_MEETING:
      return HOPSO_TYPE_MEETING;
    case HOPSO_KIND_AGENDA_ITEM:
      return HOPSO_TYPE_AGENDA_ITEM;
    case HOPSO_KIND_PARTICIPANT:
      return HOPSO_TYPE_PARTICIPANT;
    case HOPSO_KIND_PAPER:
      return HOPSO_TYPE_PAPER;
    case HOPSO_KIND_SIGN_REQUEST:
      return HOPSO_TYPE_SIGN_REQUEST;
    case HOPSO_KIND_SIGN_STEP:
      return HOPSO_TYPE_SIGN_STEP;
    case HOPSO_KIND_PUBLICATION:
      return HOPSO_TYPE_PUBLICATION;
    case HOPSO_KIND_GROUP:
      return HOPSO_TYPE_GROUP;
    case HOPSO_KIND_RECEIPT:
      return HOPSO_TYPE_RECEIPT;
    case HOPSO_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}
