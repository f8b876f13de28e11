/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoRevocationStatus:
 * @HOPSO_REVOCATION_GOOD: the certificate was not revoked at the asked time
 * @HOPSO_REVOCATION_REVOKED: it was
 * @HOPSO_REVOCATION_UNKNOWN: the evidence does not tell; never to be read as good
 */
typedef enum
{
  HOPSO_REVOCATION_GOOD,
  HOPSO_REVOCATION_REVOKED,
  HOPSO_REVOCATION_UNKNOWN,
} HopsoRevocationStatus;

/**
 * HopsoRevocationDoubt:
 *
 * Why a status is unknown.
 */
typedef enum
{
  HOPSO_REVOCATION_DOUBT_NONE,
  HOPSO_REVOCATION_DOUBT_MALFORMED,
  HOPSO_REVOCATION_DOUBT_WRONG_ISSUER,
  HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE,
  HOPSO_REVOCATION_DOUBT_STALE,
  HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE,
  HOPSO_REVOCATION_DOUBT_DELTA,
  HOPSO_REVOCATION_DOUBT_INDIRECT,
  HOPSO_REVOCATION_DOUBT_WEAK,
  HOPSO_REVOCATION_DOUBT_RESPONDER,
} HopsoRevocationDoubt;

/**
 * HopsoRevocationFinding:
 * @doubt: why the status is unknown
 * @this_update: when the evidence was made, 0 if unreadable
 * @next_update: until when it is fresh, 0 if it does not say
 * @revoked_at: when the certificate was revoked, even if after the asked time; 0 if it was not
 * @reason: CRLReason of RFC 5280, 5.3.1; -1 if not given
 */
typedef struct
{
  HopsoRevocationDoubt doubt;
  gint64 this_update;
  gint64 next_update;
  gint64 revoked_at;
  int reason;
} HopsoRevocationFinding;

const char *hopso_revocation_doubt_describe (HopsoRevocationDoubt doubt);

HopsoRevocationStatus hopso_revocation_check_crl (GBytes *crl,
                                                  HopsoCertificate *certificate,
                                                  HopsoCertificate *issuer,
                                                  gint64 at_time,
                                                  HopsoRevocationFinding *finding);

HopsoRevocationStatus hopso_revocation_check_ocsp (GBytes *response,
                                                   HopsoCertificate *certificate,
                                                   HopsoCertificate *issuer,
                                                   gint64 at_time,
                                                   HopsoRevocationFinding *finding);

G_END_DECLS
