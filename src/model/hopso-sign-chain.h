/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-request.h"
#include "hopso-sign-step.h"

G_BEGIN_DECLS

#define HOPSO_SIGN_CHAIN_MAX_STEPS 32

/**
 * HopsoSignActType:
 * @HOPSO_SIGN_ACT_SIGN: a signer has signed
 * @HOPSO_SIGN_ACT_RETURN: a signer gives the paper back, and says why
 * @HOPSO_SIGN_ACT_DELEGATE: a signer asks another person to do it
 * @HOPSO_SIGN_ACT_WITHDRAW: the requester takes the request back
 * @HOPSO_SIGN_ACT_STOP: the paper got another version that no signature made
 */
typedef enum
{
  HOPSO_SIGN_ACT_SIGN,
  HOPSO_SIGN_ACT_RETURN,
  HOPSO_SIGN_ACT_DELEGATE,
  HOPSO_SIGN_ACT_WITHDRAW,
  HOPSO_SIGN_ACT_STOP
} HopsoSignActType;

/**
 * HopsoSignAct:
 * @type: what is done
 * @person: by whom
 * @reason: (nullable): why
 * @delegate: (nullable): who shall do it instead
 * @step: (nullable): the id of the delegate's step
 * @digest: (nullable): SHA-256 of the version that a signature made
 * @now: when, seconds since 1970-01-01T00:00:00Z
 */
typedef struct
{
  HopsoSignActType type;
  const char *person;
  const char *reason;
  const char *delegate;
  const char *step;
  const char *digest;
  gint64 now;
} HopsoSignAct;

/**
 * HopsoSignVerdict:
 * @HOPSO_SIGN_VERDICT_DONE: it is done
 * @HOPSO_SIGN_VERDICT_FORBIDDEN: it is not this person's to do
 * @HOPSO_SIGN_VERDICT_NOT_YOUR_TURN: others come first
 * @HOPSO_SIGN_VERDICT_OVER: the request, or this person's part in it, is over
 * @HOPSO_SIGN_VERDICT_INVALID: a reason or a delegate is missing, or has a part in it already
 */
typedef enum
{
  HOPSO_SIGN_VERDICT_DONE,
  HOPSO_SIGN_VERDICT_FORBIDDEN,
  HOPSO_SIGN_VERDICT_NOT_YOUR_TURN,
  HOPSO_SIGN_VERDICT_OVER,
  HOPSO_SIGN_VERDICT_INVALID
} HopsoSignVerdict;

gboolean hopso_sign_chain_is_valid (GPtrArray *steps, gboolean is_signed);
GPtrArray *hopso_sign_chain_begin (HopsoRecord *request, GPtrArray *steps);
HopsoRecord *hopso_sign_chain_make_step (HopsoSignRequest *request);
GPtrArray *hopso_sign_chain_act (HopsoRecord *request,
                                 GPtrArray *steps,
                                 const HopsoSignAct *act,
                                 HopsoSignVerdict *verdict);
HopsoSignStep *hopso_sign_chain_find_active (GPtrArray *steps, const char *person);
HopsoRecord *hopso_sign_chain_move (HopsoRecord *request, const char *digest);

G_END_DECLS
