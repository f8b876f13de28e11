/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-list.h"
#include "hopso-validation-material.h"

G_BEGIN_DECLS

/**
 * HopsoTrustDoubt:
 * @HOPSO_TRUST_DOUBT_NO_PATH: no chain leads to a trusted certificate
 * @HOPSO_TRUST_DOUBT_CHAIN: a chain, but one that breaks a constraint
 * @HOPSO_TRUST_DOUBT_USAGE: not meant for what it was used for
 * @HOPSO_TRUST_DOUBT_NOT_YET_VALID: used before it was valid
 * @HOPSO_TRUST_DOUBT_EXPIRED: ended before the proven time
 * @HOPSO_TRUST_DOUBT_REVOKED: revoked before the proven time
 * @HOPSO_TRUST_DOUBT_UNKNOWN: no evidence about revocation, or none that is fresh
 * @HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE: evidence, but it may have been made too late
 * @HOPSO_TRUST_DOUBT_NO_POE: a certificate that may have been made too late
 * @HOPSO_TRUST_DOUBT_WEAK: an algorithm was too weak at the proven time
 */
typedef enum
{
  HOPSO_TRUST_DOUBT_NO_PATH,
  HOPSO_TRUST_DOUBT_CHAIN,
  HOPSO_TRUST_DOUBT_USAGE,
  HOPSO_TRUST_DOUBT_NOT_YET_VALID,
  HOPSO_TRUST_DOUBT_EXPIRED,
  HOPSO_TRUST_DOUBT_REVOKED,
  HOPSO_TRUST_DOUBT_UNKNOWN,
  HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE,
  HOPSO_TRUST_DOUBT_NO_POE,
  HOPSO_TRUST_DOUBT_WEAK,
} HopsoTrustDoubt;

/**
 * HopsoTrustFinding:
 * @doubt: what speaks against it
 * @link: which certificate of the path, 0 being the signer's
 * @detail: for experts
 */
typedef struct
{
  HopsoTrustDoubt doubt;
  guint link;
  char *detail; /* owned */
} HopsoTrustFinding;

typedef enum
{
  HOPSO_CERTIFICATE_SIGNS_DOCUMENTS,
  HOPSO_CERTIFICATE_STAMPS_TIME,
} HopsoCertificateUse;

/**
 * HopsoTrustQuestion:
 * @certificate: the signer's
 * @use: what it was used for
 * @existed_at: when the signature is proven to have existed; the time of validation if nothing
 *   proves it
 * @made_at: when the signer says to have made it; counts only for a timestamp
 * @covered: how many bytes of the document a trusted document timestamp covers, 0 none
 */
typedef struct
{
  HopsoCertificate *certificate; /* borrowed */
  HopsoCertificateUse use;
  gint64 existed_at;
  gint64 made_at;
  guint64 covered;
} HopsoTrustQuestion;

/**
 * HopsoTrustDecision:
 * @path: (nullable) (element-type HopsoCertificate): from the signer to the anchor
 * @findings: (element-type HopsoTrustFinding): what speaks against it; trusted if empty
 * @wants: (element-type HopsoValidationWant): what might help
 * @revoked_at: when the signer's certificate was revoked, even if later than the proven time; 0
 *   if it was not
 * @is_known_good: whether there is evidence that it was not revoked until its end or today
 * @is_embedded: whether everything needed comes with the document
 * @is_covered: whether that is also under the document timestamp
 * @revocation: (nullable): where the evidence about the signer's certificate comes from
 */
typedef struct
{
  GPtrArray *path;  /* owned, nullable */
  GArray *findings; /* owned */
  GPtrArray *wants; /* owned */
  gint64 revoked_at;
  gboolean is_known_good;
  gboolean is_embedded;
  gboolean is_covered;
  char *revocation; /* owned, nullable */
} HopsoTrustDecision;

void hopso_trust_decision_free (HopsoTrustDecision *self);
gboolean hopso_trust_decision_is_good (const HopsoTrustDecision *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTrustDecision, hopso_trust_decision_free)

typedef struct _HopsoTrustJudge HopsoTrustJudge;

HopsoTrustJudge *
hopso_trust_judge_new (HopsoTrustList *trust, HopsoValidationMaterial *material, gint64 now);
void hopso_trust_judge_free (HopsoTrustJudge *self);
HopsoTrustDecision *
hopso_trust_judge_decide (HopsoTrustJudge *self, const HopsoTrustQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTrustJudge, hopso_trust_judge_free)

G_END_DECLS
