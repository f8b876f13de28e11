/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HopsoVerdict:
 * @HOPSO_VERDICT_VALID: everything was checked and holds (TOTAL-PASSED of EN 319 102-1)
 * @HOPSO_VERDICT_INVALID: something is proven wrong (TOTAL-FAILED)
 * @HOPSO_VERDICT_UNDETERMINED: something could not be checked (INDETERMINATE)
 * @HOPSO_VERDICT_UNSIGNED: there is no signature
 */
typedef enum
{
  HOPSO_VERDICT_VALID,
  HOPSO_VERDICT_INVALID,
  HOPSO_VERDICT_UNDETERMINED,
  HOPSO_VERDICT_UNSIGNED
} HopsoVerdict;

/**
 * HopsoChangesAfter:
 * @HOPSO_CHANGES_AFTER_NONE: the signature covers the file to its end
 * @HOPSO_CHANGES_AFTER_SIGNATURES: only further signatures, timestamps and validation data came
 * @HOPSO_CHANGES_AFTER_ALLOWED: form fields or annotations that the signer left open were filled,
 *   such as number, date and seal
 * @HOPSO_CHANGES_AFTER_ALTERED: the document was changed in another way
 * @HOPSO_CHANGES_AFTER_UNKNOWN: it could not be told what was changed
 *
 * What was done to the document after a signature.
 */
typedef enum
{
  HOPSO_CHANGES_AFTER_NONE,
  HOPSO_CHANGES_AFTER_SIGNATURES,
  HOPSO_CHANGES_AFTER_ALLOWED,
  HOPSO_CHANGES_AFTER_ALTERED,
  HOPSO_CHANGES_AFTER_UNKNOWN
} HopsoChangesAfter;

/**
 * HopsoSignatureReason:
 *
 * Why a signature is not simply valid. The order is that of the checks.
 */
typedef enum
{
  HOPSO_SIGNATURE_REASON_STRUCTURE,          /* the file hides or contradicts what is signed */
  HOPSO_SIGNATURE_REASON_FORMAT,             /* the signature itself cannot be read */
  HOPSO_SIGNATURE_REASON_DIGEST,             /* the signed bytes were changed */
  HOPSO_SIGNATURE_REASON_VALUE,              /* the signature value does not fit its certificate */
  HOPSO_SIGNATURE_REASON_BINDING,            /* another certificate was put in the place */
  HOPSO_SIGNATURE_REASON_ALGORITHM,          /* an algorithm that is no longer strong enough */
  HOPSO_SIGNATURE_REASON_ALTERED,            /* the document was changed after signing */
  HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN,    /* it cannot be told what was changed after it */
  HOPSO_SIGNATURE_REASON_UNTRUSTED,          /* no path to a trusted authority */
  HOPSO_SIGNATURE_REASON_NOT_YET_VALID,      /* signed before the certificate was valid */
  HOPSO_SIGNATURE_REASON_EXPIRED,            /* signed after the certificate had expired */
  HOPSO_SIGNATURE_REASON_REVOKED,            /* the certificate was revoked before signing */
  HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN, /* whether it was revoked cannot be checked */
  HOPSO_SIGNATURE_REASON_USAGE,              /* the certificate is not meant for signing */
  HOPSO_SIGNATURE_REASON_UNSUPPORTED,        /* a kind of signature that we do not check */
  HOPSO_N_SIGNATURE_REASONS
} HopsoSignatureReason;

HopsoVerdict hopso_signature_reason_get_verdict (HopsoSignatureReason reason);
const char *hopso_signature_reason_get_name (HopsoSignatureReason reason);
const char *hopso_signature_reason_get_sub_indication (HopsoSignatureReason reason);
char *hopso_signature_reason_dup_text (HopsoSignatureReason reason);

const char *hopso_verdict_get_name (HopsoVerdict verdict);
const char *hopso_verdict_get_indication (HopsoVerdict verdict);
char *hopso_verdict_dup_text (HopsoVerdict verdict);

/**
 * HopsoSignatureFacts:
 * @field_name: the signature field, in full, such as "ChuKy.1"
 * @signer_name: the holder in the certificate
 * @signer_title: (nullable): position in the certificate
 * @signer_organization: (nullable): the unit that manages the certificate
 * @issuer_name: who issued the certificate
 * @serial: serial number, hexadecimal
 * @sub_filter: the PDF signature's SubFilter
 * @digest_algorithm: such as "SHA-256"
 * @signature_algorithm: such as "RSASSA-PSS 2048"
 * @claimed_time: the time that the file claims, 0 when it claims none
 * @proven_time: the time proven by a timestamp, 0 when there is none
 * @not_before: start of the certificate's validity
 * @not_after: end of the certificate's validity
 * @revision: which signature in order of signing, from 1
 * @page: the page that shows it, from 1; 0 when it is invisible
 * @covers_whole_file: whether nothing follows what it signed
 * @is_document_timestamp: whether it is a timestamp and not a person's signature
 * @is_intact: whether digest, value and binding hold
 * @changes: what was done after it
 */
typedef struct
{
  const char *field_name;
  const char *signer_name;
  const char *signer_title;
  const char *signer_organization;
  const char *issuer_name;
  const char *serial;
  const char *sub_filter;
  const char *digest_algorithm;
  const char *signature_algorithm;
  gint64 claimed_time;
  gint64 proven_time;
  gint64 not_before;
  gint64 not_after;
  guint revision;
  guint page;
  gboolean covers_whole_file;
  gboolean is_document_timestamp;
  gboolean is_intact;
  HopsoChangesAfter changes;
} HopsoSignatureFacts;

#define HOPSO_TYPE_SIGNATURE_RESULT (hopso_signature_result_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoSignatureResult, hopso_signature_result, HOPSO, SIGNATURE_RESULT, GObject)

HopsoSignatureResult *hopso_signature_result_new (const HopsoSignatureFacts *facts);
const HopsoSignatureFacts *hopso_signature_result_get_facts (HopsoSignatureResult *self);
void hopso_signature_result_add_reason (HopsoSignatureResult *self,
                                        HopsoSignatureReason reason,
                                        const char *detail);
guint hopso_signature_result_get_n_reasons (HopsoSignatureResult *self);
HopsoSignatureReason hopso_signature_result_get_reason (HopsoSignatureResult *self, guint position);
const char *hopso_signature_result_get_detail (HopsoSignatureResult *self, guint position);
gboolean
hopso_signature_result_has_reason (HopsoSignatureResult *self, HopsoSignatureReason reason);
HopsoVerdict hopso_signature_result_get_verdict (HopsoSignatureResult *self);

#define HOPSO_TYPE_SIGNATURE_REPORT (hopso_signature_report_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoSignatureReport, hopso_signature_report, HOPSO, SIGNATURE_REPORT, GObject)

HopsoSignatureReport *hopso_signature_report_new (const char *digest, gint64 checked_at);
void hopso_signature_report_add (HopsoSignatureReport *self, HopsoSignatureResult *result);
void hopso_signature_report_add_note (HopsoSignatureReport *self, const char *note);
const char *hopso_signature_report_get_digest (HopsoSignatureReport *self);
gint64 hopso_signature_report_get_checked_at (HopsoSignatureReport *self);
guint hopso_signature_report_get_n_results (HopsoSignatureReport *self);
HopsoSignatureResult *
hopso_signature_report_get_result (HopsoSignatureReport *self, guint position);
guint hopso_signature_report_get_n_notes (HopsoSignatureReport *self);
const char *hopso_signature_report_get_note (HopsoSignatureReport *self, guint position);
HopsoVerdict hopso_signature_report_get_verdict (HopsoSignatureReport *self);

G_END_DECLS
