/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl verify: the truth about the signatures of PDF files. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli-words.h"
#include "hopso-cli.h"
#include "hopso-fd.h"
#include "hopso-http.h"
#include "hopso-trust-folders.h"
#include "hopso-verifier.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>

static const char *
name_changes (HopsoChangesAfter changes)
{
  static const char *const names[] = {
    [HOPSO_CHANGES_AFTER_NONE] = "none",       [HOPSO_CHANGES_AFTER_SIGNATURES] = "signatures",
    [HOPSO_CHANGES_AFTER_ALLOWED] = "allowed", [HOPSO_CHANGES_AFTER_ALTERED] = "altered",
    [HOPSO_CHANGES_AFTER_UNKNOWN] = "unknown",
  };

  return names[changes];
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);

  return time == 0 ? NULL : g_date_time_format_iso8601 (local);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = format_time (time);

  add_string (builder, name, text);
}

static void
add_reasons (JsonBuilder *builder, HopsoSignatureResult *result)
{
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      HopsoSignatureReason reason = hopso_signature_result_get_reason (result, i);

      json_builder_begin_object (builder);
      add_string (builder, "reason", hopso_signature_reason_get_name (reason));
      add_string (builder, "subIndication", hopso_signature_reason_get_sub_indication (reason));
      add_string (builder, "detail", hopso_signature_result_get_detail (result, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_result (JsonBuilder *builder, HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  HopsoVerdict verdict = hopso_signature_result_get_verdict (result);

  json_builder_begin_object (builder);
  add_string (builder, "verdict", hopso_verdict_get_name (verdict));
  add_string (builder, "indication", hopso_verdict_get_indication (verdict));
  add_string (builder, "field", facts->field_name);
  add_string (builder, "signer", facts->signer_name);
  add_string (builder, "title", facts->signer_title);
  add_string (builder, "organization", facts->signer_organization);
  add_string (builder, "issuer", facts->issuer_name);
  add_string (builder, "serial", facts->serial);
  add_string (builder, "subFilter", facts->sub_filter);
  add_string (builder, "digestAlgorithm", facts->digest_algorithm);
  add_string (builder, "signatureAlgorithm", facts->signature_algorithm);
  add_time (builder, "claimedTime", facts->claimed_time);
  add_time (builder, "notBefore", facts->not_before);
  add_time (builder, "notAfter", facts->not_after);
  add_string (builder, "changesAfter", name_changes (facts->changes));
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, facts->page);
  json_builder_set_member_name (builder, "intact");
  json_builder_add_boolean_value (builder, facts->is_intact);
  json_builder_set_member_name (builder, "coversWholeFile");
  json_builder_add_boolean_value (builder, facts->covers_whole_file);
  add_reasons (builder, result);
  json_builder_end_object (builder);
}

static void
add_report (JsonBuilder *builder, const char *file, HopsoSignatureReport *report)
{
  HopsoVerdict verdict = hopso_signature_report_get_verdict (report);

  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_string (builder, "sha256", hopso_signature_report_get_digest (report));
  add_time (builder, "checkedAt", hopso_signature_report_get_checked_at (report));
  add_string (builder, "verdict", hopso_verdict_get_name (verdict));
  add_string (builder, "indication", hopso_verdict_get_indication (verdict));
  json_builder_set_member_name (builder, "signatures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    add_result (builder, hopso_signature_report_get_result (report, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_failure (JsonBuilder *builder, const char *file, const GError *error)
{
  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_string (builder, "error", error->message);
  json_builder_end_object (builder);
}

/* What was done after the signature, when it was allowed; else a reason says it. */
static const char *
describe_changes (HopsoChangesAfter changes)
{
  if (changes == HOPSO_CHANGES_AFTER_SIGNATURES)
    return _ ("after it only others have signed");
  if (changes == HOPSO_CHANGES_AFTER_ALLOWED)
    return _ ("after it places were filled in that it had left open");
  return NULL;
}

static void
print_result (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_autofree char *verdict = hopso_verdict_dup_text (hopso_signature_result_get_verdict (result));
  g_autofree char *when = format_time (facts->claimed_time);

  g_print ("  %u. %s: %s\n", facts->revision,
           facts->signer_name != NULL ? facts->signer_name : _ ("unknown signer"), verdict);
  if (facts->signer_organization != NULL)
    g_print ("     %s\n", facts->signer_organization);
  if (facts->issuer_name != NULL)
    g_print (_ ("     issued by %s\n"), facts->issuer_name);
  if (when != NULL)
    g_print (_ ("     signing time as claimed: %s\n"), when);
  if (describe_changes (facts->changes) != NULL)
    g_print ("     %s\n", describe_changes (facts->changes));
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      g_autofree char *text =
          hopso_signature_reason_dup_text (hopso_signature_result_get_reason (result, i));
      const char *detail = hopso_signature_result_get_detail (result, i);

      g_print ("     - %s%s%s%s\n", text, detail != NULL ? " (" : "", detail != NULL ? detail : "",
               detail != NULL ? ")" : "");
    }
}

static void
print_report (const char *file, HopsoSignatureReport *report)
{
  g_autofree char *verdict = hopso_verdict_dup_text (hopso_signature_report_get_verdict (report));

  g_print ("%s: %s\n", file, verdict);
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    print_result (hopso_signature_report_get_result (report, i));
}

static HopsoSignatureReport *
verify_file (HopsoVerifier *verifier, const char *file, HopsoVerifyFlags flags, GError **error)
{
  g_auto (HopsoFd) fd = hopso_cli_open_file (file, error);
  g_autoptr (HopsoCliCall) call = NULL;

  if (fd < 0)
    return NULL;
  call = hopso_cli_call_new ();
  hopso_verifier_verify_async (verifier, fd, flags, hopso_cli_call_get_cancellable (call),
                               hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_verifier_verify_finish (verifier, result, error);
}

/* The status of several files is that of the worst: failed, no, undetermined, yes. */
static int
worse_status (int a, int b)
{
  static const int order[] = { HOPSO_CLI_FAILED, HOPSO_CLI_NO, HOPSO_CLI_UNDETERMINED };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return HOPSO_CLI_YES;
}

static int
status_of (HopsoSignatureReport *report)
{
  switch (hopso_signature_report_get_verdict (report))
    {
    case HOPSO_VERDICT_VALID:
      return HOPSO_CLI_YES;
    case HOPSO_VERDICT_UNDETERMINED:
      return HOPSO_CLI_UNDETERMINED;
    case HOPSO_VERDICT_INVALID:
    case HOPSO_VERDICT_UNSIGNED:
    default:
      return HOPSO_CLI_NO;
    }
}

static int
verify_files (HopsoVerifier *verifier, char **files, HopsoVerifyFlags flags, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  int status = HOPSO_CLI_YES;

  json_builder_begin_array (builder);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoSignatureReport) report = verify_file (verifier, files[i], flags, &error);

      if (report == NULL)
        {
          g_autofree char *words = hopso_cli_dup_words (error);

          if (g_str_has_prefix (words, files[i]))
            g_printerr ("hopsoctl: %s\n", words);
          else
            g_printerr ("hopsoctl: %s: %s\n", files[i], words);
          add_failure (builder, files[i], error);
          status = worse_status (status, HOPSO_CLI_FAILED);
          continue;
        }
      status = worse_status (status, status_of (report));
      add_report (builder, files[i], report);
      if (!as_json)
        print_report (files[i], report);
    }
  json_builder_end_array (builder);
  if (as_json)
    hopso_cli_print_json (builder);
  return status;
}

/* hopsoctl verify: 0 all valid, 1 one is invalid or unsigned, 4 one cannot be determined. */
int
hopso_cli_run_verify (int argc, char **argv)
{
  g_auto (GStrv) trusted = NULL;
  gboolean is_offline = FALSE;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "trust", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &trusted,
      N_ ("Trust the authorities in this file as well"), N_ ("PEM") },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &is_offline, N_ ("Fetch nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE…"), N_ ("Verify the signatures of PDF files"), 1,
                                G_MAXINT };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;

  g_autoptr (HopsoTrustList) trust = hopso_trust_list_load_configured (&error);
  if (trust == NULL)
    return hopso_cli_fail (error);
  for (guint i = 0; trusted != NULL && trusted[i] != NULL; i++)
    if (!hopso_trust_list_add_pem_file (trust, trusted[i], &error))
      {
        if (error->domain != G_FILE_ERROR)
          g_prefix_error (&error, "%s: ", trusted[i]);
        return hopso_cli_fail (error);
      }

  g_autoptr (HopsoHttp) http = hopso_http_new (NULL, &error);
  if (http == NULL)
    return hopso_cli_fail (error);
  g_autoptr (HopsoPdfClient) pdf_client = hopso_pdf_client_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier = hopso_verifier_new (pdf_client, http, trust, clock);
  return verify_files (verifier, argv + 1, is_offline ? HOPSO_VERIFY_OFFLINE : HOPSO_VERIFY_NORMAL,
                       as_json);
}
