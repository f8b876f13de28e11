/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may change what in which record, and what the server writes itself. Pure: no database, no
 * network, any thread. */

#include "hopso-server-rights.h"

#include "hopso-agenda-item.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-sign-request.h"
#include "hopso-substitution.h"

#include <string.h>

#define MAX_FIELDS 32

/* The fields that the server keeps itself: a wish for them is passed over. */
static const gboolean kept[HOPSO_N_KINDS][MAX_FIELDS] = {
  [HOPSO_KIND_PERSON] = { [HOPSO_PERSON_LOGIN] = TRUE },
  [HOPSO_KIND_MEETING] = { [HOPSO_MEETING_VERSION] = TRUE,
                           [HOPSO_MEETING_REVISES] = TRUE,
                           [HOPSO_MEETING_SEQUENCE] = TRUE,
                           [HOPSO_MEETING_REASON] = TRUE },
  [HOPSO_KIND_PARTICIPANT] = { [HOPSO_PARTICIPANT_MEETING] = TRUE,
                               [HOPSO_PARTICIPANT_PERSON] = TRUE,
                               [HOPSO_PARTICIPANT_SEQUENCE] = TRUE,
                               [HOPSO_PARTICIPANT_ANSWERED] = TRUE,
                               [HOPSO_PARTICIPANT_ANSWERED_BY] = TRUE,
                               [HOPSO_PARTICIPANT_SUBSTITUTE] = TRUE,
                               [HOPSO_PARTICIPANT_SUBSTITUTE_STATE] = TRUE,
                               [HOPSO_PARTICIPANT_SUBSTITUTE_REASON] = TRUE,
                               [HOPSO_PARTICIPANT_REVISES] = TRUE },
  [HOPSO_KIND_AGENDA_ITEM] = { [HOPSO_AGENDA_ITEM_MEETING] = TRUE,
                               [HOPSO_AGENDA_ITEM_REVISES] = TRUE },
  [HOPSO_KIND_PAPER] = { [HOPSO_PAPER_MEETING] = TRUE,
                         [HOPSO_PAPER_DIGEST] = TRUE,
                         [HOPSO_PAPER_SIZE] = TRUE,
                         [HOPSO_PAPER_PAGES] = TRUE,
                         [HOPSO_PAPER_VERSION] = TRUE,
                         [HOPSO_PAPER_SIGNATURES] = TRUE,
                         [HOPSO_PAPER_REVISES] = TRUE,
                         [HOPSO_PAPER_REVIEW] = TRUE,
                         [HOPSO_PAPER_REVIEWER] = TRUE,
                         [HOPSO_PAPER_REVIEW_REASON] = TRUE,
                         [HOPSO_PAPER_ORIGINAL] = TRUE },
  [HOPSO_KIND_GROUP] = { [HOPSO_GROUP_ORGANIZATION] = TRUE },
  [HOPSO_KIND_SIGN_REQUEST] = { [HOPSO_SIGN_REQUEST_PAPER] = TRUE,
                                [HOPSO_SIGN_REQUEST_SIGNER] = TRUE,
                                [HOPSO_SIGN_REQUEST_REQUESTER] = TRUE,
                                [HOPSO_SIGN_REQUEST_CREATED] = TRUE,
                                [HOPSO_SIGN_REQUEST_MODE] = TRUE,
                                [HOPSO_SIGN_REQUEST_SIGNERS] = TRUE,
                                [HOPSO_SIGN_REQUEST_AWAITED] = TRUE,
                                [HOPSO_SIGN_REQUEST_SIGNED] = TRUE,
                                [HOPSO_SIGN_REQUEST_DIGEST] = TRUE,
                                [HOPSO_SIGN_REQUEST_REASON] = TRUE,
                                [HOPSO_SIGN_REQUEST_ENDED] = TRUE,
                                [HOPSO_SIGN_REQUEST_PREVIOUS] = TRUE },
};

static gboolean
is_one_of (const char *string, const char *const *words)
{
  return string != NULL && g_strv_contains (words, string);
}

/* Whether every field that differs is one of @fields. */
static gboolean
changes_only (HopsoRecord *old, HopsoRecord *wanted, const guint *fields, guint n_fields)
{
  const HopsoKind *kind = hopso_record_get_kind (old);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      gboolean is_listed = kept[kind->id][i];

      for (guint n = 0; n < n_fields; n++)
        is_listed = is_listed || fields[n] == i;
      if (!is_listed && !hopso_record_field_equal (old, wanted, i))
        return FALSE;
    }
  return TRUE;
}

/* Sending a substitute is a route of its own. */
static gboolean
is_answer_valid (HopsoRecord *old, HopsoRecord *wanted)
{
  static const char *const answers[] = { "needs-action", "accepted", "declined", NULL };

  return hopso_record_field_equal (old, wanted, HOPSO_PARTICIPANT_PARTSTAT) ||
         is_one_of (hopso_participant_get_partstat (HOPSO_PARTICIPANT (wanted)), answers);
}

/* Not where somebody sits, or in which order they are named. */
static gboolean
is_answer (HopsoRecord *old, HopsoRecord *wanted)
{
  return !hopso_record_field_equal (old, wanted, HOPSO_PARTICIPANT_PARTSTAT) ||
         !hopso_record_field_equal (old, wanted, HOPSO_PARTICIPANT_REASON);
}

static HopsoServerVerdict
judge_participant (const HopsoServerRights *rights,
                   HopsoRecord *old,
                   HopsoRecord *wanted,
                   HopsoRecord *meeting)
{
  static const guint answer[] = { HOPSO_PARTICIPANT_PARTSTAT, HOPSO_PARTICIPANT_REASON };
  static const char *const over[] = { "ended", "cancelled", NULL };
  const char *person = hopso_participant_get_person (HOPSO_PARTICIPANT (old));
  gboolean is_own = g_strcmp0 (person, rights->person) == 0 &&
                    changes_only (old, wanted, answer, G_N_ELEMENTS (answer));

  if (!is_own && rights->standing == HOPSO_SERVER_STANDING_NONE)
    return HOPSO_SERVER_VERDICT_FORBIDDEN;
  if (!is_answer_valid (old, wanted))
    return HOPSO_SERVER_VERDICT_INVALID;
  if (is_one_of (hopso_meeting_get_state (HOPSO_MEETING (meeting)), over))
    return HOPSO_SERVER_VERDICT_CLOSED;
  return is_own || !is_answer (old, wanted) ? HOPSO_SERVER_VERDICT_ALLOWED
                                            : HOPSO_SERVER_VERDICT_OVERRIDE;
}

/* What is told to people, or taken back from them, has routes of its own, which check it. */
static gboolean
may_become (HopsoMeeting *old, HopsoMeeting *wanted)
{
  const char *state = hopso_meeting_get_state (wanted);

  if (hopso_meeting_is_in (old, state))
    return TRUE;
  if (hopso_meeting_is_in (wanted, HOPSO_MEETING_STATE_IN_PROGRESS))
    return hopso_meeting_is_in (old, HOPSO_MEETING_STATE_PUBLISHED);
  return hopso_meeting_is_in (wanted, HOPSO_MEETING_STATE_ENDED) &&
         hopso_meeting_is_in (old, HOPSO_MEETING_STATE_IN_PROGRESS);
}

static HopsoServerVerdict
judge_meeting (const HopsoServerRights *rights, HopsoRecord *old, HopsoRecord *wanted)
{
  if (rights->standing == HOPSO_SERVER_STANDING_NONE)
    return HOPSO_SERVER_VERDICT_FORBIDDEN;
  return may_become (HOPSO_MEETING (old), HOPSO_MEETING (wanted)) ? HOPSO_SERVER_VERDICT_ALLOWED
                                                                  : HOPSO_SERVER_VERDICT_INVALID;
}

/* Everything else is done by routes of its own. */
static HopsoServerVerdict
judge_sign_request (const HopsoServerRights *rights, HopsoRecord *old, HopsoRecord *wanted)
{
  static const guint free_fields[] = { HOPSO_SIGN_REQUEST_DEADLINE, HOPSO_SIGN_REQUEST_REMARKS };
  HopsoSignRequest *request = HOPSO_SIGN_REQUEST (old);

  if (g_strcmp0 (hopso_sign_request_get_requester (request), rights->person) != 0 ||
      !changes_only (old, wanted, free_fields, G_N_ELEMENTS (free_fields)))
    return HOPSO_SERVER_VERDICT_FORBIDDEN;
  return hopso_sign_request_is_waiting (request) ? HOPSO_SERVER_VERDICT_ALLOWED
                                                 : HOPSO_SERVER_VERDICT_CLOSED;
}

/**
 * hopso_server_rights_judge:
 * @rights: what the person brings along
 * @old: the record as it is
 * @wanted: the record as the person wants it
 * @meeting: (nullable): the meeting it belongs to
 *
 * Returns: whether that may be
 */
HopsoServerVerdict
hopso_server_rights_judge (const HopsoServerRights *rights,
                           HopsoRecord *old,
                           HopsoRecord *wanted,
                           HopsoRecord *meeting)
{
  gboolean may_prepare = rights->standing != HOPSO_SERVER_STANDING_NONE;

  switch (hopso_record_get_kind (old)->id)
    {
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
      return rights->is_admin ? HOPSO_SERVER_VERDICT_ALLOWED : HOPSO_SERVER_VERDICT_FORBIDDEN;
    case HOPSO_KIND_MEETING:
      return judge_meeting (rights, old, wanted);
    case HOPSO_KIND_AGENDA_ITEM:
    case HOPSO_KIND_PAPER:
    case HOPSO_KIND_GROUP:
      return may_prepare ? HOPSO_SERVER_VERDICT_ALLOWED : HOPSO_SERVER_VERDICT_FORBIDDEN;
    case HOPSO_KIND_PARTICIPANT:
      return judge_participant (rights, old, wanted, meeting);
    case HOPSO_KIND_SIGN_REQUEST:
      return judge_sign_request (rights, old, wanted);
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_PUBLICATION:
    case HOPSO_KIND_RECEIPT:
      return HOPSO_SERVER_VERDICT_FORBIDDEN;
    case HOPSO_N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

/* In a draft other bytes may take the place of a paper's; an approval was for those before. */
static void
settle_draft_paper (HopsoRecord *old, HopsoRecord *wanted, HopsoRecordBuilder *builder)
{
  static const guint free_fields[] = { HOPSO_PAPER_DIGEST, HOPSO_PAPER_SIZE, HOPSO_PAPER_PAGES,
                                       HOPSO_PAPER_SIGNATURES, HOPSO_PAPER_ORIGINAL };
  const char *review = hopso_paper_get_review (HOPSO_PAPER (old));

  for (gsize i = 0; i < G_N_ELEMENTS (free_fields); i++)
    hopso_record_builder_copy_field (builder, wanted, free_fields[i]);
  if (!hopso_record_field_equal (old, wanted, HOPSO_PAPER_DIGEST) &&
      g_strcmp0 (review, HOPSO_PAPER_REVIEW_APPROVED) == 0)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_REVIEW, HOPSO_PAPER_REVIEW_ASKED);
}

/* The latest answer counts, and ends whatever was said of a substitute. */
static void
settle_answer (HopsoRecordBuilder *builder,
               HopsoRecord *old,
               HopsoRecord *wanted,
               const char *person,
               gint64 now)
{
  gint64 sequence = hopso_participant_get_sequence (HOPSO_PARTICIPANT (old));

  hopso_record_builder_set_integer (builder, HOPSO_PARTICIPANT_SEQUENCE, sequence + 1);
  hopso_record_builder_set_time (builder, HOPSO_PARTICIPANT_ANSWERED, now);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ANSWERED_BY, person);
  if (!hopso_record_field_equal (old, wanted, HOPSO_PARTICIPANT_PARTSTAT))
    hopso_substitution_end (builder);
}

/**
 * hopso_server_rights_settle:
 * @old: the record as it is
 * @wanted: what was asked for and allowed
 * @meeting: (nullable): the meeting it belongs to
 * @person: (nullable): by whom
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): @wanted with what the server keeps itself
 */
HopsoRecord *
hopso_server_rights_settle (
    HopsoRecord *old, HopsoRecord *wanted, HopsoRecord *meeting, const char *person, gint64 now)
{
  const HopsoKind *kind = hopso_record_get_kind (old);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (wanted);
  gboolean is_draft = meeting != NULL && hopso_meeting_is_draft (HOPSO_MEETING (meeting));

  for (guint i = 0; i < kind->n_fields; i++)
    if (kept[kind->id][i])
      hopso_record_builder_copy_field (builder, old, i);
  if (kind->id == HOPSO_KIND_PARTICIPANT && is_answer (old, wanted))
    settle_answer (builder, old, wanted, person, now);
  else if (kind->id == HOPSO_KIND_PAPER && is_draft)
    settle_draft_paper (old, wanted, builder);
  return hopso_record_builder_end (builder);
}
