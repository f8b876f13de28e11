/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an authority's answer may be used (RFC 3161, 2.2 and 2.4.2): it must have granted what
 * was asked, for these bytes and this nonce, with a certificate that may do nothing else, at a time
 * that this computer can believe. Pure; any thread. */

#include "hopso-timestamp-check-private.h"

#include "hopso-crypto-error.h"
#include "hopso-signing-error.h"

#define MAX_AHEAD  300 /* as a verification allows */
#define MAX_BEHIND 600

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_AUTHORITY, words);
  return FALSE;
}

static gboolean
is_plausible (const HopsoTimestampQuestion *question, gint64 time, GError **error)
{
  gint64 ahead = time - question->answered_at;
  gint64 behind = question->sent_at - time;

  if (ahead <= MAX_AHEAD && behind <= MAX_BEHIND)
    return TRUE;
  g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_AUTHORITY,
               "The authority's clock and this computer's differ by %" G_GINT64_FORMAT
               " minutes; one of them is wrong",
               MAX (ahead, behind) / 60);
  return FALSE;
}

static gboolean
check_token (const HopsoTimestampQuestion *question, HopsoTimestamp *timestamp, GError **error)
{
  HopsoTimestampFindings findings = { 0 };
  gboolean holds;

  if (!hopso_timestamp_has_nonce (timestamp, question->nonce))
    return refuse (error, "The answer is one to another question (nonce)");
  if (hopso_timestamp_get_hash (timestamp) != question->hash)
    return refuse (error, "The timestamp is over something else (hash)");
  holds = hopso_timestamp_verify (timestamp, question->digest, &findings);
  if (findings.imprint != HOPSO_CHECK_PASSED)
    return refuse (error, "The timestamp is over something else (imprint)");
  if (findings.purpose == HOPSO_CHECK_ABSENT)
    return refuse (error, "The authority did not send its certificate");
  if (findings.purpose != HOPSO_CHECK_PASSED)
    return refuse (error, "The authority's certificate is not for timestamps alone");
  if (!holds)
    return refuse (error, "The signature of the timestamp is wrong");
  if (hopso_timestamp_get_strength_end (timestamp) < question->answered_at)
    return refuse (error, "The timestamp relies on algorithms that are too weak");
  return is_plausible (question, hopso_timestamp_get_time (timestamp), error);
}

HopsoTimestamp *
hopso_timestamp_check_answer (const HopsoTimestampQuestion *question,
                              GBytes *answer,
                              GBytes **token,
                              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) der = hopso_timestamp_dup_token (answer, &local);
  g_autoptr (HopsoTimestamp) timestamp = NULL;

  if (g_error_matches (local, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED))
    {
      refuse (error, "The authority refused");
      return NULL;
    }
  if (der != NULL)
    timestamp = hopso_timestamp_parse (der, NULL);
  if (timestamp == NULL)
    {
      refuse (error, "This is no answer of a timestamp authority");
      return NULL;
    }
  if (!check_token (question, timestamp, error))
    return NULL;
  *token = g_steal_pointer (&der);
  return g_steal_pointer (&timestamp);
}

gboolean
hopso_timestamp_check_trust (const HopsoTrustDecision *decision, GError **error)
{
  static const char *const words[] = {
    [HOPSO_TRUST_DOUBT_NO_PATH] = "The authority is not trusted here",
    [HOPSO_TRUST_DOUBT_CHAIN] = "The authority's certificate breaks a rule of its issuer",
    [HOPSO_TRUST_DOUBT_USAGE] = "The authority's certificate is not for timestamps",
    [HOPSO_TRUST_DOUBT_NOT_YET_VALID] = "The authority's certificate is not valid yet",
    [HOPSO_TRUST_DOUBT_EXPIRED] = "The authority's certificate has expired",
    [HOPSO_TRUST_DOUBT_REVOKED] = "The authority's certificate was revoked",
    [HOPSO_TRUST_DOUBT_UNKNOWN] = NULL,
    [HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE] = NULL,
    [HOPSO_TRUST_DOUBT_NO_POE] = "The authority's certificate has expired",
    [HOPSO_TRUST_DOUBT_WEAK] = "The authority uses algorithms that are too weak",
  };

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const HopsoTrustFinding *finding = &g_array_index (decision->findings, HopsoTrustFinding, i);

      if (words[finding->doubt] != NULL)
        return refuse (error, words[finding->doubt]);
    }
  return TRUE;
}
