/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"
#include "hopso-wire-json.h"

G_BEGIN_DECLS

/**
 * HopsoWireSubmission:
 * @request: (owned): the sign request
 * @steps: (owned) (element-type HopsoSignStep): its steps, in order
 * @paper: (owned) (nullable): the paper, when it is a new one whose bytes were uploaded before;
 *   %NULL: the request names one that is there
 *
 * The body of `POST /v1/signRequests`.
 */
typedef struct
{
  HopsoRecord *request;
  GPtrArray *steps;
  HopsoRecord *paper;
} HopsoWireSubmission;

void hopso_wire_submission_free (HopsoWireSubmission *self);
JsonObject *hopso_wire_submission_to_json (const HopsoWireSubmission *self);
HopsoWireSubmission *hopso_wire_submission_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireSubmission, hopso_wire_submission_free)

/**
 * HopsoWireSignAct:
 * @reason: (owned) (nullable): why
 * @person: (owned) (nullable): with a delegation: who shall sign instead
 * @step: (owned) (nullable): with a delegation: the id of the new step
 *
 * The body of `POST /v1/signRequests/{id}/return`, `…/delegate` and `…/withdraw`.
 */
typedef struct
{
  char *reason;
  char *person;
  char *step;
} HopsoWireSignAct;

void hopso_wire_sign_act_free (HopsoWireSignAct *self);
JsonObject *hopso_wire_sign_act_to_json (const HopsoWireSignAct *self);
HopsoWireSignAct *hopso_wire_sign_act_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireSignAct, hopso_wire_sign_act_free)

G_END_DECLS
