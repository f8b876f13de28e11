/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A request that one or several persons sign one paper. An immutable record. What became of each of
 * them says its step; the lists of persons here are sums over the steps, so that a list of requests
 * needs no other record. */

#include "hopso-sign-request.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoSignRequest, hopso_sign_request, HOPSO_KIND_SIGN_REQUEST)

/**
 * hopso_sign_request_get_paper:
 *
 * Returns: (transfer none): the id of the paper
 */
const char *
hopso_sign_request_get_paper (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_PAPER);
}

/**
 * hopso_sign_request_get_signer:
 *
 * Returns: (transfer none): the id of the person whose turn it is; of several the first; when it is
 *   over, who acted last
 */
const char *
hopso_sign_request_get_signer (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_SIGNER);
}

/**
 * hopso_sign_request_get_requester:
 *
 * Returns: (transfer none) (nullable): the id of the person who submitted it
 */
const char *
hopso_sign_request_get_requester (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_REQUESTER);
}

/**
 * hopso_sign_request_get_deadline:
 *
 * Returns: by when
 */
gint64
hopso_sign_request_get_deadline (HopsoSignRequest *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_DEADLINE);
}

/**
 * hopso_sign_request_get_state:
 *
 * Returns: (transfer none): "waiting", "signed", "returned", "withdrawn" or "stopped"
 */
const char *
hopso_sign_request_get_state (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_STATE);
}

/**
 * hopso_sign_request_get_remarks:
 *
 * Returns: (transfer none) (nullable): what the requester wants to say
 */
const char *
hopso_sign_request_get_remarks (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_REMARKS);
}

/**
 * hopso_sign_request_get_place:
 *
 * Returns: (transfer none) (nullable): where the mark shall stand: page from 1, then x, y, width
 *   and height in points from the page's upper left corner, separated by commas
 */
const char *
hopso_sign_request_get_place (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_PLACE);
}

/**
 * hopso_sign_request_get_created:
 *
 * Returns: when it was submitted
 */
gint64
hopso_sign_request_get_created (HopsoSignRequest *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_CREATED);
}

/**
 * hopso_sign_request_get_mode:
 *
 * Returns: (transfer none) (nullable): "ordered" or "any"; %NULL is "ordered"
 */
const char *
hopso_sign_request_get_mode (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_MODE);
}

/**
 * hopso_sign_request_get_signers:
 *
 * Returns: (transfer none) (nullable): the ids of all who have or had a step
 */
const char *const *
hopso_sign_request_get_signers (HopsoSignRequest *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_SIGNERS);
}

/**
 * hopso_sign_request_get_awaited:
 *
 * Returns: (transfer none) (nullable): the ids of those whose signature is awaited now
 */
const char *const *
hopso_sign_request_get_awaited (HopsoSignRequest *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_AWAITED);
}

/**
 * hopso_sign_request_get_signed:
 *
 * Returns: (transfer none) (nullable): the ids of those who have signed
 */
const char *const *
hopso_sign_request_get_signed (HopsoSignRequest *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_SIGNED);
}

/**
 * hopso_sign_request_get_digest:
 *
 * Returns: (transfer none) (nullable): SHA-256 of the version that is to be signed now
 */
const char *
hopso_sign_request_get_digest (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_DIGEST);
}

/**
 * hopso_sign_request_get_reason:
 *
 * Returns: (transfer none) (nullable): why it was returned, withdrawn or stopped
 */
const char *
hopso_sign_request_get_reason (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_REASON);
}

/**
 * hopso_sign_request_get_ended:
 *
 * Returns: when it was over, 0: it is not
 */
gint64
hopso_sign_request_get_ended (HopsoSignRequest *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_ENDED);
}

/**
 * hopso_sign_request_get_previous:
 *
 * Returns: (transfer none) (nullable): the id of the request that this one submits again
 */
const char *
hopso_sign_request_get_previous (HopsoSignRequest *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_REQUEST_PREVIOUS);
}

static gboolean
contains (const char *const *persons, const char *person)
{
  return persons != NULL && person != NULL && g_strv_contains (persons, person);
}

static gboolean
is_signers (HopsoSignRequest *self, const char *person, const char *state)
{
  return person != NULL && g_strcmp0 (hopso_sign_request_get_signer (self), person) == 0 &&
         g_strcmp0 (hopso_sign_request_get_state (self), state) == 0;
}

/**
 * hopso_sign_request_is_waiting:
 *
 * Returns: whether somebody is still to sign
 */
gboolean
hopso_sign_request_is_waiting (HopsoSignRequest *self)
{
  return g_strcmp0 (hopso_sign_request_get_state (self), HOPSO_SIGN_REQUEST_WAITING) == 0;
}

/* What was written before requests had steps knows one signer only. */
static gboolean
has_steps (HopsoSignRequest *self)
{
  return hopso_sign_request_get_signers (self) != NULL;
}

/**
 * hopso_sign_request_awaits:
 * @person: (nullable): the id of a person
 *
 * Returns: whether it is this person's turn to sign
 */
gboolean
hopso_sign_request_awaits (HopsoSignRequest *self, const char *person)
{
  if (!has_steps (self))
    return is_signers (self, person, HOPSO_SIGN_REQUEST_WAITING);
  return hopso_sign_request_is_waiting (self) &&
         contains (hopso_sign_request_get_awaited (self), person);
}

/**
 * hopso_sign_request_was_signed_by:
 * @person: (nullable): the id of a person
 *
 * Returns: whether this person has signed
 */
gboolean
hopso_sign_request_was_signed_by (HopsoSignRequest *self, const char *person)
{
  if (!has_steps (self))
    return is_signers (self, person, HOPSO_SIGN_REQUEST_DONE);
  return contains (hopso_sign_request_get_signed (self), person);
}

/**
 * hopso_sign_request_concerns:
 * @person: (nullable): the id of a person
 *
 * Returns: whether this person submitted it, or has or had a step in it
 */
gboolean
hopso_sign_request_concerns (HopsoSignRequest *self, const char *person)
{
  return person != NULL && (g_strcmp0 (hopso_sign_request_get_requester (self), person) == 0 ||
                            g_strcmp0 (hopso_sign_request_get_signer (self), person) == 0 ||
                            contains (hopso_sign_request_get_signers (self), person));
}
