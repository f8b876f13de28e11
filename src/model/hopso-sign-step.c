/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One step of a sign request: one person, one thing to do, and what became of it. An immutable
 * record. */

#include "hopso-sign-step.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoSignStep, hopso_sign_step, HOPSO_KIND_SIGN_STEP)

/**
 * hopso_sign_step_get_request:
 *
 * Returns: (transfer none): the id of the request
 */
const char *
hopso_sign_step_get_request (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_REQUEST);
}

/**
 * hopso_sign_step_get_number:
 *
 * Returns: its place in the order, from 1
 */
gint64
hopso_sign_step_get_number (HopsoSignStep *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_SIGN_STEP_NUMBER);
}

/**
 * hopso_sign_step_get_signer:
 *
 * Returns: (transfer none): the id of the person who shall sign
 */
const char *
hopso_sign_step_get_signer (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_SIGNER);
}

/**
 * hopso_sign_step_get_action:
 *
 * Returns: (transfer none): what is asked: "initial", "approve" or "agency"
 */
const char *
hopso_sign_step_get_action (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_ACTION);
}

/**
 * hopso_sign_step_get_state:
 *
 * Returns: (transfer none): "waiting", "active", "signed", "returned", "delegated" or "withdrawn"
 */
const char *
hopso_sign_step_get_state (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_STATE);
}

/**
 * hopso_sign_step_get_acted:
 *
 * Returns: when the signer acted, 0: not yet
 */
gint64
hopso_sign_step_get_acted (HopsoSignStep *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_SIGN_STEP_ACTED);
}

/**
 * hopso_sign_step_get_reason:
 *
 * Returns: (transfer none) (nullable): why it was returned or delegated
 */
const char *
hopso_sign_step_get_reason (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_REASON);
}

/**
 * hopso_sign_step_get_delegated_from:
 *
 * Returns: (transfer none) (nullable): the id of the person who handed it on
 */
const char *
hopso_sign_step_get_delegated_from (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_DELEGATED_FROM);
}

/**
 * hopso_sign_step_get_place:
 *
 * Returns: (transfer none) (nullable): where the mark shall stand, as in a request
 */
const char *
hopso_sign_step_get_place (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_PLACE);
}

/**
 * hopso_sign_step_get_digest:
 *
 * Returns: (transfer none) (nullable): SHA-256 of the version that this signature made
 */
const char *
hopso_sign_step_get_digest (HopsoSignStep *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_SIGN_STEP_DIGEST);
}

/**
 * hopso_sign_step_is_in:
 * @state: one of the states
 *
 * Returns: whether the step is in it
 */
gboolean
hopso_sign_step_is_in (HopsoSignStep *self, const char *state)
{
  return g_strcmp0 (hopso_sign_step_get_state (self), state) == 0;
}
