/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-revocation.h"

G_BEGIN_DECLS

HopsoRevocationStatus
hopso_revocation_doubt (HopsoRevocationFinding *finding, HopsoRevocationDoubt why);

/* What evidence of that freshness says of a certificate that it names as good, or does not name
 * as revoked. */
HopsoRevocationStatus hopso_revocation_judge_good (HopsoRevocationFinding *finding,
                                                   HopsoCertificate *certificate,
                                                   gint64 at_time);

/* What it says of one that was revoked at @finding->revoked_at. */
HopsoRevocationStatus
hopso_revocation_judge_revoked (const HopsoRevocationFinding *finding, gint64 at_time);

G_END_DECLS
