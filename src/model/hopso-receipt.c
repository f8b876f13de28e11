/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a meeting's papers has arrived at one person, and what was opened. An immutable record.
 */

#include "hopso-receipt.h"

#include "hopso-derived-id.h"
#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoReceipt, hopso_receipt, HOPSO_KIND_RECEIPT)

/**
 * hopso_receipt_get_meeting:
 *
 * Returns: (transfer none): the id of the meeting
 */
const char *
hopso_receipt_get_meeting (HopsoReceipt *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_RECEIPT_MEETING);
}

/**
 * hopso_receipt_get_person:
 *
 * Returns: (transfer none): the id of the person
 */
const char *
hopso_receipt_get_person (HopsoReceipt *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_RECEIPT_PERSON);
}

/**
 * hopso_receipt_get_received:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): SHA-256 of the papers that are on
 * a machine of the person
 */
const char *const *
hopso_receipt_get_received (HopsoReceipt *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_RECEIPT_RECEIVED);
}

/**
 * hopso_receipt_get_read:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): SHA-256 of the papers that the
 * person has opened
 */
const char *const *
hopso_receipt_get_read (HopsoReceipt *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_RECEIPT_READ);
}

/**
 * hopso_receipt_get_state:
 * @self: (nullable): what is known of a person and a meeting; %NULL: nothing
 * @digest: (nullable): of a version of a paper of the meeting
 *
 * Returns: what became of it there
 */
HopsoReceiptState
hopso_receipt_get_state (HopsoReceipt *self, const char *digest)
{
  const char *const *received = self != NULL ? hopso_receipt_get_received (self) : NULL;
  const char *const *read = self != NULL ? hopso_receipt_get_read (self) : NULL;

  if (digest == NULL)
    return HOPSO_RECEIPT_IS_MISSING;
  if (read != NULL && g_strv_contains (read, digest))
    return HOPSO_RECEIPT_IS_READ;
  return received != NULL && g_strv_contains (received, digest) ? HOPSO_RECEIPT_IS_RECEIVED
                                                                : HOPSO_RECEIPT_IS_MISSING;
}

/**
 * hopso_receipt_make_id:
 * @meeting: the id of a meeting
 * @person: the id of a person
 *
 * Returns: (transfer full): the id of the only record for both; the same each time
 */
char *
hopso_receipt_make_id (const char *meeting, const char *person)
{
  return hopso_derived_id_make ("receipt", meeting, person, NULL);
}
