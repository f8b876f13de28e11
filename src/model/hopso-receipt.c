/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a meeting's papers has arrived at one person, and what was opened. An immutable record.
 */

#include "hopso-receipt.h"

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
