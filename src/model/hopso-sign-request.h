/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_SIGN_REQUEST_WAITING   "waiting"
#define HOPSO_SIGN_REQUEST_DONE      "signed"
#define HOPSO_SIGN_REQUEST_RETURNED  "returned"
#define HOPSO_SIGN_REQUEST_WITHDRAWN "withdrawn"
#define HOPSO_SIGN_REQUEST_STOPPED   "stopped"

#define HOPSO_SIGN_REQUEST_ORDERED "ordered"
#define HOPSO_SIGN_REQUEST_ANY     "any"

/**
 * HopsoSignRequestField:
 *
 * The numbers of the fields of a #HopsoSignRequest.
 */
typedef enum
{
  HOPSO_SIGN_REQUEST_PAPER,     /* the id of the paper */
  HOPSO_SIGN_REQUEST_SIGNER,    /* whose turn it is; of several the first; over: who acted last */
  HOPSO_SIGN_REQUEST_REQUESTER, /* the id of the person who submitted it */
  HOPSO_SIGN_REQUEST_DEADLINE,  /* by when */
  HOPSO_SIGN_REQUEST_STATE,     /* "waiting", "signed", "returned", "withdrawn" or "stopped" */
  HOPSO_SIGN_REQUEST_REMARKS,   /* what the requester wants to say */
  HOPSO_SIGN_REQUEST_PLACE,     /* where the mark shall stand: page from 1, then x, y, width, height
                                   in points from the page's upper left corner, with commas */
  HOPSO_SIGN_REQUEST_CREATED,   /* when it was submitted */
  HOPSO_SIGN_REQUEST_MODE,      /* "ordered", or "any": in any order, one at a time */
  HOPSO_SIGN_REQUEST_SIGNERS,   /* ids of all persons who have or had a step */
  HOPSO_SIGN_REQUEST_AWAITED,   /* ids of those whose signature is awaited now */
  HOPSO_SIGN_REQUEST_SIGNED,    /* ids of those who have signed */
  HOPSO_SIGN_REQUEST_DIGEST,    /* SHA-256 of the version that is to be signed now */
  HOPSO_SIGN_REQUEST_REASON,    /* why it was returned, withdrawn or stopped */
  HOPSO_SIGN_REQUEST_ENDED,     /* when it was over */
  HOPSO_SIGN_REQUEST_PREVIOUS   /* the id of the request that this one submits again */
} HopsoSignRequestField;

/**
 * HopsoSignRequest:
 *
 * A request that one or several persons sign one paper; each of them has a #HopsoSignStep.
 */
#define HOPSO_TYPE_SIGN_REQUEST (hopso_sign_request_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignRequest, hopso_sign_request, HOPSO, SIGN_REQUEST, HopsoRecord)

const char *hopso_sign_request_get_paper (HopsoSignRequest *self);
const char *hopso_sign_request_get_signer (HopsoSignRequest *self);
const char *hopso_sign_request_get_requester (HopsoSignRequest *self);
gint64 hopso_sign_request_get_deadline (HopsoSignRequest *self);
const char *hopso_sign_request_get_state (HopsoSignRequest *self);
const char *hopso_sign_request_get_remarks (HopsoSignRequest *self);
const char *hopso_sign_request_get_place (HopsoSignRequest *self);
gint64 hopso_sign_request_get_created (HopsoSignRequest *self);
const char *hopso_sign_request_get_mode (HopsoSignRequest *self);
const char *const *hopso_sign_request_get_signers (HopsoSignRequest *self);
const char *const *hopso_sign_request_get_awaited (HopsoSignRequest *self);
const char *const *hopso_sign_request_get_signed (HopsoSignRequest *self);
const char *hopso_sign_request_get_digest (HopsoSignRequest *self);
const char *hopso_sign_request_get_reason (HopsoSignRequest *self);
gint64 hopso_sign_request_get_ended (HopsoSignRequest *self);
const char *hopso_sign_request_get_previous (HopsoSignRequest *self);

gboolean hopso_sign_request_is_waiting (HopsoSignRequest *self);
gboolean hopso_sign_request_awaits (HopsoSignRequest *self, const char *person);
gboolean hopso_sign_request_was_signed_by (HopsoSignRequest *self, const char *person);
gboolean hopso_sign_request_concerns (HopsoSignRequest *self, const char *person);

G_END_DECLS
