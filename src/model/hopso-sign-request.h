/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoSignRequestField:
 *
 * The numbers of the fields of a #HopsoSignRequest.
 */
typedef enum
{
  HOPSO_SIGN_REQUEST_PAPER,     /* the id of the paper */
  HOPSO_SIGN_REQUEST_SIGNER,    /* the id of the person who shall sign */
  HOPSO_SIGN_REQUEST_REQUESTER, /* the id of the person who submitted it */
  HOPSO_SIGN_REQUEST_DEADLINE,  /* by when */
  HOPSO_SIGN_REQUEST_STATE,     /* "waiting", "signed", "returned" or "withdrawn" */
  HOPSO_SIGN_REQUEST_REMARKS,   /* what the requester wants to say */
  HOPSO_SIGN_REQUEST_PLACE,     /* where the mark shall stand: page from 1, then x, y, width, height
                                   in points from the page's upper left corner, with commas */
  HOPSO_SIGN_REQUEST_CREATED    /* when it was submitted */
} HopsoSignRequestField;

/**
 * HopsoSignRequest:
 *
 * A request that one person signs one paper.
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

G_END_DECLS
