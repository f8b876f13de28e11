/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-words.h"

G_BEGIN_DECLS

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
 * @is_of_agency: whether the certificate's names say that an agency holds it, and no person
 * @changes: what was done after it
 * @level: how much of PAdES it reaches
 * @proven_by: (nullable): who proves @proven_time
 * @is_legacy: whether its SubFilter is from before PAdES
 * @claimed_ahead: seconds by which the claimed time is after the proven one, 0 when it is not
 * @signed_length: how many bytes the signed revision has from the start of the file, 0 unknown
 * @revocation: (nullable): where the answer about revocation came from and from when it is, such
 *   as "ocsp, cache, 2025-01-31T08:00:00Z"; for experts
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
  gboolean is_of_agency;
  HopsoChangesAfter changes;
  HopsoSignatureLevel level;
  const char *proven_by;
  gboolean is_legacy;
  gint64 claimed_ahead;
  guint64 signed_length;
  const char *revocation;
} HopsoSignatureFacts;

/**
 * HopsoSignatureChange:
 * @kind: what it touched
 * @page: the page where it is seen, from 1; 0 none
 * @field: (nullable): the form field, in full
 * @is_allowed: whether the signers left it open
 *
 * One change after a signature.
 */
typedef struct
{
  HopsoChangeKind kind;
  guint page;
  const char *field;
  gboolean is_allowed;
} HopsoSignatureChange;

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
const char *hopso_signature_result_get_sub_indication (HopsoSignatureResult *self);

void hopso_signature_result_add_note (HopsoSignatureResult *self,
                                      HopsoSignatureNote note,
                                      const char *detail);
guint hopso_signature_result_get_n_notes (HopsoSignatureResult *self);
HopsoSignatureNote hopso_signature_result_get_note (HopsoSignatureResult *self, guint position);
const char *hopso_signature_result_get_note_detail (HopsoSignatureResult *self, guint position);
gboolean hopso_signature_result_has_note (HopsoSignatureResult *self, HopsoSignatureNote note);

void
hopso_signature_result_add_change (HopsoSignatureResult *self, const HopsoSignatureChange *change);
guint hopso_signature_result_get_n_changes (HopsoSignatureResult *self);
const HopsoSignatureChange *
hopso_signature_result_get_change (HopsoSignatureResult *self, guint position);

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
const char *hopso_signature_report_get_sub_indication (HopsoSignatureReport *self);

G_END_DECLS
