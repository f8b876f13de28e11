/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-due-list.h"
#include "hopso-pin-prompt.h"
#include "hopso-sign-job.h"
#include "hopso-signature-words.h"
#include "hopso-token-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoSignPadding:
 * @HOPSO_SIGN_PADDING_PSS: RSASSA-PSS, which the rules ask for; PKCS #1 v1.5 with tokens that
 *   cannot, or refuse
 * @HOPSO_SIGN_PADDING_PSS_ONLY: RSASSA-PSS or no signature
 * @HOPSO_SIGN_PADDING_PKCS1: RSASSA-PKCS1-v1_5, for receivers that cannot read the other
 *
 * How RSA keys sign.
 */
typedef enum
{
  HOPSO_SIGN_PADDING_PSS,
  HOPSO_SIGN_PADDING_PSS_ONLY,
  HOPSO_SIGN_PADDING_PKCS1,
} HopsoSignPadding;

/**
 * HopsoSignBatch:
 *
 * Documents that are signed with one certificate and one PIN. Main thread only.
 */
#define HOPSO_TYPE_SIGN_BATCH (hopso_sign_batch_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignBatch, hopso_sign_batch, HOPSO, SIGN_BATCH, GObject)

HopsoSignBatch *hopso_sign_batch_new (HopsoToken *token,
                                      HopsoTokenCertificate *certificate,
                                      HopsoPinPrompt *prompt);
void hopso_sign_batch_add_job (HopsoSignBatch *self, HopsoSignJob *job);
GListModel *hopso_sign_batch_get_jobs (HopsoSignBatch *self);
void hopso_sign_batch_add_chain_certificate (HopsoSignBatch *self, HopsoCertificate *certificate);
void hopso_sign_batch_set_padding (HopsoSignBatch *self, HopsoSignPadding padding);
void hopso_sign_batch_set_level (HopsoSignBatch *self, HopsoSignatureLevel level);
HopsoSignatureLevel hopso_sign_batch_get_level (HopsoSignBatch *self);
void hopso_sign_batch_set_tsa_url (HopsoSignBatch *self, const char *url);
const char *hopso_sign_batch_get_tsa_url (HopsoSignBatch *self);
void hopso_sign_batch_set_timestamp_later (HopsoSignBatch *self, gboolean may_come_later);
gboolean hopso_sign_batch_get_timestamp_later (HopsoSignBatch *self);
void hopso_sign_batch_stop_waiting (HopsoSignBatch *self);
void hopso_sign_batch_set_due_list (HopsoSignBatch *self, HopsoDueList *list);

G_END_DECLS
