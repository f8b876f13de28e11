/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what with which document: an agency's key signs what somebody in authority signed
 * before, and copies that the agency makes (Decree 30/2020, article 32.2d). The batch is looked at
 * on the main thread, reports on any. */

#include "hopso-sign-rules-private.h"

#include "hopso-agency-certificate.h"
#include "hopso-pdf-client.h"
#include "hopso-sign-batch-private.h"
#include "hopso-signing-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE, message);
  return FALSE;
}

/* Whether the certificate may do what is asked of it; said before the PIN is asked for. */
gboolean
hopso_sign_rules_allow_batch (HopsoSignBatch *batch, GError **error)
{
  HopsoCertificate *certificate =
      hopso_token_certificate_get_certificate (hopso_sign_batch_get_certificate (batch));
  GListModel *jobs = hopso_sign_batch_get_jobs (batch);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (HopsoSignJob) job = g_list_model_get_item (jobs, i);

      if (hopso_sign_action_needs_agency (hopso_sign_job_get_action (job)) &&
          !hopso_certificate_is_of_agency (certificate))
        return fail (error,
                     _ ("Only an agency's certificate can do this. Choose the one of the agency."));
    }
  return TRUE;
}

/* Whether the signatures that are there must be known. */
gboolean
hopso_sign_rules_need_report (HopsoSignAction action)
{
  return action == HOPSO_SIGN_ACTION_ISSUE;
}

/* Whether a document may be issued: somebody who is no agency signed it, and no signature of it is
 * broken. Without a network much stays undetermined; that is no reason to refuse. */
gboolean
hopso_sign_rules_allow_document (HopsoSignatureReport *report, GError **error)
{
  gboolean is_approved = FALSE;

  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);
      const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

      if (hopso_signature_result_get_verdict (result) == HOPSO_VERDICT_INVALID)
        return fail (error, _ ("A signature of this document is not valid, so it cannot be issued. "
                               "Check the document and have it signed again."));
      if (!facts->is_document_timestamp && facts->is_intact && !facts->is_of_agency)
        is_approved = TRUE;
    }
  return is_approved ||
         fail (error, _ ("Nobody in authority has signed this document yet. The agency signs after "
                         "that."));
}

/* Whether everybody who signed before counts as before. */
gboolean
hopso_sign_rules_keep_signatures (HopsoSignatureReport *report, GError **error)
{
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      if (hopso_signature_result_get_verdict (result) == HOPSO_VERDICT_INVALID)
        {
          g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CHECK,
                               "The signed file did not pass its own verification");
          return FALSE;
        }
    }
  return TRUE;
}

/* Whether the inspector refused because somebody who signed before would count as having signed
 * something else; then @error says so for people. */
gboolean
hopso_sign_rules_explain (const GError *refused, GError **error)
{
  if (refused->domain != HOPSO_PDF_CLIENT_ERROR ||
      strstr (refused->message, "would see a change") == NULL)
    return FALSE;
  fail (error, _ ("This document keeps places for number, date and seal, and somebody has signed "
                  "it. A mark elsewhere would break that signature: sign without a mark, or in the "
                  "place that is kept for it."));
  return TRUE;
}
