/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_SIGN_STEP_WAITING   "waiting"   /* others come first */
#define HOPSO_SIGN_STEP_ACTIVE    "active"    /* it is the signer's turn */
#define HOPSO_SIGN_STEP_SIGNED    "signed"    /* done */
#define HOPSO_SIGN_STEP_RETURNED  "returned"  /* the signer did not sign, and said why */
#define HOPSO_SIGN_STEP_DELEGATED "delegated" /* another step has its number now */
#define HOPSO_SIGN_STEP_WITHDRAWN "withdrawn" /* the request was over before */

#define HOPSO_SIGN_ASK_INITIAL "initial" /* ký nháy */
#define HOPSO_SIGN_ASK_APPROVE "approve" /* ký duyệt */
#define HOPSO_SIGN_ASK_AGENCY  "agency"  /* the records clerk signs for the agency */

/**
 * HopsoSignStepField:
 *
 * The numbers of the fields of a #HopsoSignStep.
 */
typedef enum
{
  HOPSO_SIGN_STEP_REQUEST, /* the id of the request */
  HOPSO_SIGN_STEP_NUMBER,  /* its place in the order, from 1 */
  HOPSO_SIGN_STEP_SIGNER,  /* the id of the person who shall sign */
  HOPSO_SIGN_STEP_ACTION,  /* what is asked: "initial", "approve" or "agency" */
  HOPSO_SIGN_STEP_STATE, /* "waiting", "active", "signed", "returned", "delegated" or "withdrawn" */
  HOPSO_SIGN_STEP_ACTED, /* when the signer acted, 0: not yet */
  HOPSO_SIGN_STEP_REASON,         /* why it was returned or delegated */
  HOPSO_SIGN_STEP_DELEGATED_FROM, /* the id of the person who handed it on */
  HOPSO_SIGN_STEP_PLACE,          /* where the mark shall stand, as in a request */
  HOPSO_SIGN_STEP_DIGEST          /* SHA-256 of the version that this signature made */
} HopsoSignStepField;

/**
 * HopsoSignStep:
 *
 * What one person is asked to do for one #HopsoSignRequest, and what became of it.
 */
#define HOPSO_TYPE_SIGN_STEP (hopso_sign_step_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignStep, hopso_sign_step, HOPSO, SIGN_STEP, HopsoRecord)

const char *hopso_sign_step_get_request (HopsoSignStep *self);
gint64 hopso_sign_step_get_number (HopsoSignStep *self);
const char *hopso_sign_step_get_signer (HopsoSignStep *self);
const char *hopso_sign_step_get_action (HopsoSignStep *self);
const char *hopso_sign_step_get_state (HopsoSignStep *self);
gint64 hopso_sign_step_get_acted (HopsoSignStep *self);
const char *hopso_sign_step_get_reason (HopsoSignStep *self);
const char *hopso_sign_step_get_delegated_from (HopsoSignStep *self);
const char *hopso_sign_step_get_place (HopsoSignStep *self);
const char *hopso_sign_step_get_digest (HopsoSignStep *self);

gboolean hopso_sign_step_is_in (HopsoSignStep *self, const char *state);

G_END_DECLS
