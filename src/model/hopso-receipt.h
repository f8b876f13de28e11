/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoReceiptField:
 *
 * The numbers of the fields of a #HopsoReceipt.
 */
typedef enum
{
  HOPSO_RECEIPT_MEETING,  /* the id of the meeting */
  HOPSO_RECEIPT_PERSON,   /* the id of the person */
  HOPSO_RECEIPT_RECEIVED, /* SHA-256 of the papers that are on a machine of the person */
  HOPSO_RECEIPT_READ      /* SHA-256 of the papers that the person has opened */
} HopsoReceiptField;

/**
 * HopsoReceipt:
 *
 * What of a meeting's papers has arrived at one person, and what was opened.
 */
#define HOPSO_TYPE_RECEIPT (hopso_receipt_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReceipt, hopso_receipt, HOPSO, RECEIPT, HopsoRecord)

const char *hopso_receipt_get_meeting (HopsoReceipt *self);
const char *hopso_receipt_get_person (HopsoReceipt *self);
const char *const *hopso_receipt_get_received (HopsoReceipt *self);
const char *const *hopso_receipt_get_read (HopsoReceipt *self);

/**
 * HopsoReceiptState:
 * @HOPSO_RECEIPT_IS_MISSING: nothing is known
 * @HOPSO_RECEIPT_IS_RECEIVED: it is on a machine of the person
 * @HOPSO_RECEIPT_IS_READ: the person has opened it
 */
typedef enum
{
  HOPSO_RECEIPT_IS_MISSING,
  HOPSO_RECEIPT_IS_RECEIVED,
  HOPSO_RECEIPT_IS_READ
} HopsoReceiptState;

HopsoReceiptState hopso_receipt_get_state (HopsoReceipt *self, const char *digest);
char *hopso_receipt_make_id (const char *meeting, const char *person);

G_END_DECLS
