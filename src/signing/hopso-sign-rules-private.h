/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-action.h"
#include "hopso-sign-batch.h"
#include "hopso-signature-report.h"

G_BEGIN_DECLS

/* hopso-sign-rules.c: who may do what with which document. */
gboolean hopso_sign_rules_allow_batch (HopsoSignBatch *batch, GError **error);
gboolean hopso_sign_rules_need_report (HopsoSignAction action);
gboolean hopso_sign_rules_allow_document (HopsoSignatureReport *report, GError **error);
gboolean hopso_sign_rules_keep_signatures (HopsoSignatureReport *report, GError **error);
gboolean hopso_sign_rules_explain (const GError *refused, GError **error);

G_END_DECLS
