/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A request that one person signs one paper. An immutable record. */

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
 * Returns: (transfer none): the id of the person who shall sign
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
 * Returns: (transfer none): "waiting", "signed", "returned" or "withdrawn"
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
