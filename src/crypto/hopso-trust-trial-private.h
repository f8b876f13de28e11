/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-evidence-private.h"
#include "hopso-trust-judge.h"

G_BEGIN_DECLS

/* One path under one question, on the way to a decision. @control is the control time of ETSI EN
 * 319 102-1, 5.6.2.2: until then the links that were looked at can be relied on. */
typedef struct
{
  HopsoTrustList *trust;              /* borrowed */
  HopsoValidationMaterial *material;  /* borrowed */
  HopsoEvidence *evidence;            /* borrowed */
  const HopsoTrustQuestion *question; /* borrowed */
  GPtrArray *path;                    /* borrowed */
  HopsoTrustDecision *decision;       /* borrowed: what is found goes there */
  gint64 now;
  gint64 control;
  guint64 limit; /* only what these first bytes of the document hold counts; 0 everything */
} HopsoTrustTrial;

HopsoTrustDecision *hopso_trust_decision_new (void);
void hopso_trust_decision_add (HopsoTrustDecision *self,
                               HopsoTrustDoubt doubt,
                               guint link,
                               const char *why);
void hopso_trust_decision_want (HopsoTrustDecision *self, HopsoValidationWant *want);

void hopso_trust_trial_run (HopsoTrustTrial *self);

/* The link can be relied on until then; if that is before the proven time, it speaks against it. */
void hopso_trust_trial_limit (
    HopsoTrustTrial *self, HopsoTrustDoubt doubt, guint link, gint64 until, const char *why);
void hopso_trust_trial_check_revocation (HopsoTrustTrial *self, guint link);

G_END_DECLS
