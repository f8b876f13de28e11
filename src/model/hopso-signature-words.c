/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for verdicts and reasons: stable names for programs, the indications of
 * ETSI EN 319 102-1 §5 for other verifiers, sentences for people. Constant data. */

#include "hopso-signature-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *sub_indication;
  const char *text;
  const char *advice;
  HopsoVerdict verdict;
} Reason;

static const Reason reasons[HOPSO_N_SIGNATURE_REASONS] = {
  [HOPSO_SIGNATURE_REASON_STRUCTURE] = { "structure", "FORMAT_FAILURE",
                                         N_ ("The file is built so that what is signed is not what "
                                             "is shown."),
                                         N_ ("Do not rely on this file. Ask the sender for the "
                                             "original."),
                                         HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_FORMAT] = { "format", "FORMAT_FAILURE",
                                      N_ ("The signature is damaged and cannot be read."),
                                      N_ ("Ask the sender to send the file again."),
                                      HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_DIGEST] = { "digest", "HASH_FAILURE",
                                      N_ ("The signed content was changed."),
                                      N_ ("Do not rely on this file. Ask the sender for the "
                                          "original."),
                                      HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_NO_CERTIFICATE] = { "no-certificate", "NO_SIGNING_CERTIFICATE_FOUND",
                                              N_ ("The certificate of the signer is not in the "
                                                  "file."),
                                              N_ ("Ask the signer to sign again with software that "
                                                  "adds the "
                                                  "certificate."),
                                              HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_VALUE] = { "value", "SIG_CRYPTO_FAILURE",
                                     N_ ("The signature was not made with the key of this "
                                         "certificate."),
                                     N_ ("Do not rely on this file. Ask the sender for the "
                                         "original."),
                                     HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_BINDING] = { "binding", "SIG_CRYPTO_FAILURE",
                                       N_ ("The certificate in the file is not the one that the "
                                           "signer bound "
                                           "to the signature."),
                                       N_ ("Do not rely on this file. Ask the sender for the "
                                           "original."),
                                       HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_ATTRIBUTES] = { "attributes", "SIG_CONSTRAINTS_FAILURE",
                                          N_ ("The signature lacks something that its format "
                                              "demands."),
                                          N_ ("Ask the signer to sign again with software that "
                                              "follows the "
                                              "standard."),
                                          HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_ALGORITHM] = { "algorithm", "CRYPTO_CONSTRAINTS_FAILURE",
                                         N_ ("The signature uses an algorithm that is no longer "
                                             "strong enough."),
                                         N_ ("Ask the signer to sign again with a stronger "
                                             "algorithm."),
                                         HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE] = { "algorithm-no-poe",
                                                "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                                                N_ ("The signature uses an algorithm that is not "
                                                    "strong enough today, "
                                                    "and nothing proves that the signature is "
                                                    "older."),
                                                N_ ("Ask the signer to sign again with a stronger "
                                                    "algorithm."),
                                                HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_ALTERED] = { "altered", "FORMAT_FAILURE",
                                       N_ ("The document was altered after signing."),
                                       N_ ("Look at the signed version, and ask the sender for the "
                                           "original."),
                                       HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN] = { "changes-unknown", "SIGNED_DATA_NOT_FOUND",
                                               N_ ("It cannot be told what was changed after "
                                                   "signing."),
                                               N_ ("Look at the signed version, and ask the sender "
                                                   "for the original."),
                                               HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_UNTRUSTED] = { "untrusted", "NO_CERTIFICATE_CHAIN_FOUND",
                                         N_ ("No trust path leads from the certificate to an "
                                             "authority that this "
                                             "machine trusts."),
                                         N_ ("If you know this authority, have its root "
                                             "certificate added to the "
                                             "trusted authorities."),
                                         HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_CHAIN] = { "chain", "CHAIN_CONSTRAINTS_FAILURE",
                                     N_ ("An authority on the trust path did what it was not "
                                         "entitled to do."),
                                     N_ ("Report this to the authority that issued the "
                                         "certificate."),
                                     HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_NOT_YET_VALID] = { "not-yet-valid", "NOT_YET_VALID",
                                             N_ ("The certificate was not yet valid when it was "
                                                 "used."),
                                             N_ ("Ask the signer to sign again with a valid "
                                                 "certificate."),
                                             HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_EXPIRED] = { "expired", "OUT_OF_BOUNDS_NO_POE",
                                       N_ ("The certificate has expired, and nothing proves that "
                                           "the signature "
                                           "is older."),
                                       N_ ("Ask the sender for a version with a timestamp, or ask "
                                           "the signer "
                                           "to sign again."),
                                       HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_EXPIRED_NOT_REVOKED] = { "expired-not-revoked",
                                                   "OUT_OF_BOUNDS_NOT_REVOKED",
                                                   N_ ("The certificate has expired without having "
                                                       "been revoked, but "
                                                       "nothing proves that the signature is "
                                                       "older."),
                                                   N_ ("Ask the sender for a version with a "
                                                       "timestamp, or ask the signer "
                                                       "to sign again."),
                                                   HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_REVOKED] = { "revoked", "REVOKED",
                                       N_ ("The certificate was revoked before signing."),
                                       N_ ("Do not rely on this signature. Ask the signer to sign "
                                           "again with a "
                                           "valid certificate."),
                                       HOPSO_VERDICT_INVALID },
  [HOPSO_SIGNATURE_REASON_REVOKED_NO_POE] = { "revoked-no-poe", "REVOKED_NO_POE",
                                              N_ ("The certificate is revoked, and nothing proves "
                                                  "that the signature "
                                                  "is older."),
                                              N_ ("Ask the sender for a version with a timestamp, "
                                                  "or ask the signer "
                                                  "to sign again."),
                                              HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_REVOKED_AUTHORITY] = { "revoked-authority", "REVOKED_CA_NO_POE",
                                                 N_ ("An authority on the trust path is revoked, "
                                                     "and nothing proves that "
                                                     "the signature is older."),
                                                 N_ ("Ask the sender for a version with a "
                                                     "timestamp, or ask the signer "
                                                     "to sign again."),
                                                 HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN] = { "revocation-unknown", "TRY_LATER",
                                                  N_ ("Whether the certificate was revoked could "
                                                      "not be checked."),
                                                  N_ ("Verify again when the network and the "
                                                      "authority can be reached."),
                                                  HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_REVOCATION_NO_POE] = { "revocation-no-poe",
                                                 "REVOCATION_OUT_OF_BOUNDS_NO_POE",
                                                 N_ ("Nothing proves that the answer about "
                                                     "revocation is as old as it "
                                                     "says."),
                                                 N_ ("Ask the sender for a version with an archive "
                                                     "timestamp."),
                                                 HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_USAGE] = { "usage", "CHAIN_CONSTRAINTS_FAILURE",
                                     N_ ("The certificate is not meant for signing documents."),
                                     N_ ("Ask the signer to sign again with a certificate for "
                                         "signing."),
                                     HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_TIMESTAMP] = { "timestamp", "SIG_CONSTRAINTS_FAILURE",
                                         N_ ("The timestamp was not made for this signature, or "
                                             "was damaged."),
                                         N_ ("Do not rely on the time. Ask the sender for the "
                                             "original."),
                                         HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER] = { "timestamp-order", "TIMESTAMP_ORDER_FAILURE",
                                               N_ ("The timestamps contradict each other."),
                                               N_ ("Do not rely on the time. Ask the sender for "
                                                   "the original."),
                                               HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_NO_POE] = { "no-poe", "NO_POE",
                                      N_ ("Nothing proves when the certificates of the trust path "
                                          "existed."),
                                      N_ ("Ask the sender for a version with an archive "
                                          "timestamp."),
                                      HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_UNSUPPORTED] = { "unsupported", "FORMAT_FAILURE",
                                           N_ ("This kind of signature cannot be checked here."),
                                           N_ ("Verify the file with the software that made the "
                                               "signature."),
                                           HOPSO_VERDICT_UNDETERMINED },
  [HOPSO_SIGNATURE_REASON_TIMED_OUT] = { "timed-out", "TRY_LATER",
                                         N_ ("The verification took too long and was stopped."),
                                         N_ ("Verify again later."), HOPSO_VERDICT_UNDETERMINED },
};

static const struct
{
  const char *name;
  const char *indication;
  const char *text;
} verdicts[] = {
  [HOPSO_VERDICT_VALID] = { "valid", "TOTAL-PASSED", N_ ("Valid") },
  [HOPSO_VERDICT_INVALID] = { "invalid", "TOTAL-FAILED", N_ ("Invalid") },
  [HOPSO_VERDICT_UNDETERMINED] = { "undetermined", "INDETERMINATE", N_ ("Cannot be determined") },
  [HOPSO_VERDICT_UNSIGNED] = { "unsigned", "NO_SIGNATURE_FOUND", N_ ("No signature") },
};

/**
 * hopso_signature_reason_get_verdict:
 *
 * Returns: what this reason alone makes of a signature
 */
HopsoVerdict
hopso_signature_reason_get_verdict (HopsoSignatureReason reason)
{
  g_return_val_if_fail (reason < HOPSO_N_SIGNATURE_REASONS, HOPSO_VERDICT_INVALID);

  return reasons[reason].verdict;
}

/**
 * hopso_signature_reason_get_name:
 *
 * Returns: (transfer none): a stable name for programs, such as "revocation-unknown"
 */
const char *
hopso_signature_reason_get_name (HopsoSignatureReason reason)
{
  g_return_val_if_fail (reason < HOPSO_N_SIGNATURE_REASONS, NULL);

  return reasons[reason].name;
}

/**
 * hopso_signature_reason_get_sub_indication:
 *
 * Returns: (transfer none): the sub-indication of EN 319 102-1 §5.1.3
 */
const char *
hopso_signature_reason_get_sub_indication (HopsoSignatureReason reason)
{
  g_return_val_if_fail (reason < HOPSO_N_SIGNATURE_REASONS, NULL);

  return reasons[reason].sub_indication;
}

/**
 * hopso_signature_reason_dup_text:
 *
 * Returns: (transfer full): a sentence for people, in their language
 */
char *
hopso_signature_reason_dup_text (HopsoSignatureReason reason)
{
  g_return_val_if_fail (reason < HOPSO_N_SIGNATURE_REASONS, NULL);

  return g_strdup (_ (reasons[reason].text));
}

/**
 * hopso_signature_reason_dup_advice:
 *
 * Returns: (transfer full): what to do next, a sentence for people, in their language
 */
char *
hopso_signature_reason_dup_advice (HopsoSignatureReason reason)
{
  g_return_val_if_fail (reason < HOPSO_N_SIGNATURE_REASONS, NULL);

  return g_strdup (_ (reasons[reason].advice));
}

/**
 * hopso_verdict_get_name:
 *
 * Returns: (transfer none): a stable name for programs
 */
const char *
hopso_verdict_get_name (HopsoVerdict verdict)
{
  return verdicts[verdict].name;
}

/**
 * hopso_verdict_get_indication:
 *
 * Returns: (transfer none): the indication of EN 319 102-1 §5.1.2
 */
const char *
hopso_verdict_get_indication (HopsoVerdict verdict)
{
  return verdicts[verdict].indication;
}

/**
 * hopso_verdict_dup_text:
 *
 * Returns: (transfer full): the word that the law uses, in the person's language
 */
char *
hopso_verdict_dup_text (HopsoVerdict verdict)
{
  return g_strdup (_ (verdicts[verdict].text));
}
