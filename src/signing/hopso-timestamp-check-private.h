/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-timestamp.h"
#include "hopso-trust-judge.h"

G_BEGIN_DECLS

/* What was asked, and when. */
typedef struct
{
  HopsoHash hash;
  GBytes *digest; /* borrowed */
  GBytes *nonce;  /* borrowed */
  gint64 sent_at;
  gint64 answered_at;
} HopsoTimestampQuestion;

/* Whether the answer is one to this very question: everything but whether the authority is
 * trusted. Gives the token; %NULL with HOPSO_SIGNING_ERROR_AUTHORITY. */
HopsoTimestamp *hopso_timestamp_check_answer (const HopsoTimestampQuestion *question,
                                              GBytes *answer,
                                              GBytes **token,
                                              GError **error);

/* Whether its authority leads to a trusted one; that revocation is not known is no obstacle yet. */
gboolean hopso_timestamp_check_trust (const HopsoTrustDecision *decision, GError **error);

G_END_DECLS
