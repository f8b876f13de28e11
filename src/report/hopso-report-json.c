/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A verification as JSON, exactly as data/report/hopso-verification-1.schema.json describes it:
 * names and words that stay the same in every language and version. What is not known is left
 * out. Pure functions of the report. */

#include "hopso-report-json.h"

#include <string.h>

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

/* Names in files are not always UTF-8; JSON is. */
static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *sound = value != NULL ? g_utf8_make_valid (value, -1) : NULL;

  if (sound == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, sound);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autoptr (GDateTime) utc = time != 0 ? g_date_time_new_from_unix_utc (time) : NULL;
  g_autofree char *text = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  add_string (builder, name, text);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

static void
add_reasons (JsonBuilder *builder, HopsoSignatureResult *result)
{
  begin_array (builder, "reasons");
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      const HopsoSignatureReason reason = hopso_signature_result_get_reason (result, i);

      json_builder_begin_object (builder);
      add_string (builder, "reason", hopso_signature_reason_get_name (reason));
      add_string (builder, "subIndication", hopso_signature_reason_get_sub_indication (reason));
      add_string (builder, "detail", hopso_signature_result_get_detail (result, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_notes (JsonBuilder *builder, HopsoSignatureResult *result)
{
  begin_array (builder, "notes");
  for (guint i = 0; i < hopso_signature_result_get_n_notes (result); i++)
    {
      const HopsoSignatureNote note = hopso_signature_result_get_note (result, i);

      json_builder_begin_object (builder);
      add_string (builder, "note", hopso_signature_note_get_name (note));
      add_string (builder, "detail", hopso_signature_result_get_note_detail (result, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_changes (JsonBuilder *builder, HopsoSignatureResult *result)
{
  begin_array (builder, "changes");
  for (guint i = 0; i < hopso_signature_result_get_n_changes (result); i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (result, i);

      json_builder_begin_object (builder);
      add_string (builder, "kind", hopso_change_kind_get_name (change->kind));
      if (change->page > 0)
        add_integer (builder, "page", change->page);
      add_string (builder, "field", change->field);
      add_boolean (builder, "allowed", change->is_allowed);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_signer (JsonBuilder *builder, const HopsoSignatureFacts *facts)
{
  add_string (builder, "field", facts->field_name);
  add_string (builder, "signer", facts->signer_name);
  add_string (builder, "title", facts->signer_title);
  add_string (builder, "organization", facts->signer_organization);
  add_string (builder, "issuer", facts->issuer_name);
  add_string (builder, "serial", facts->serial);
  add_time (builder, "notBefore", facts->not_before);
  add_time (builder, "notAfter", facts->not_after);
  add_string (builder, "revocation", facts->revocation);
}

static void
add_signature (JsonBuilder *builder, const HopsoSignatureFacts *facts)
{
  add_boolean (builder, "documentTimestamp", facts->is_document_timestamp);
  add_string (builder, "subFilter", facts->sub_filter);
  add_boolean (builder, "legacy", facts->is_legacy);
  if (facts->level != HOPSO_SIGNATURE_LEVEL_NONE)
    add_string (builder, "level", hopso_signature_level_get_name (facts->level));
  add_string (builder, "digestAlgorithm", facts->digest_algorithm);
  add_string (builder, "signatureAlgorithm", facts->signature_algorithm);
  add_time (builder, "claimedTime", facts->claimed_time);
  add_time (builder, "provenTime", facts->proven_time);
  add_string (builder, "provenBy", facts->proven_by);
  if (facts->claimed_ahead > 0)
    add_integer (builder, "claimedAhead", facts->claimed_ahead);
  add_integer (builder, "page", facts->page);
  add_boolean (builder, "intact", facts->is_intact);
  add_boolean (builder, "coversWholeFile", facts->covers_whole_file);
  if (facts->signed_length > 0 && facts->signed_length <= G_MAXINT64)
    add_integer (builder, "signedLength", (gint64) facts->signed_length);
  add_string (builder, "changesAfter", name_changes (facts->changes));
}

static void
add_result (JsonBuilder *builder, HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  const HopsoVerdict verdict = hopso_signature_result_get_verdict (result);

  json_builder_begin_object (builder);
  add_integer (builder, "number", facts->revision);
  add_string (builder, "verdict", hopso_verdict_get_name (verdict));
  add_string (builder, "indication", hopso_verdict_get_indication (verdict));
  add_string (builder, "subIndication", hopso_signature_result_get_sub_indication (result));
  add_signer (builder, facts);
  add_signature (builder, facts);
  add_reasons (builder, result);
  add_notes (builder, result);
  add_changes (builder, result);
  json_builder_end_object (builder);
}

/**
 * hopso_report_json_add:
 * @file: what people call the file
 * @report: (transfer none): what was found
 *
 * Adds one value.
 */
void
hopso_report_json_add (JsonBuilder *builder, const char *file, HopsoSignatureReport *report)
{
  const HopsoVerdict verdict = hopso_signature_report_get_verdict (report);

  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_string (builder, "sha256", hopso_signature_report_get_digest (report));
  add_time (builder, "checkedAt", hopso_signature_report_get_checked_at (report));
  add_string (builder, "verdict", hopso_verdict_get_name (verdict));
  add_string (builder, "indication", hopso_verdict_get_indication (verdict));
  add_string (builder, "subIndication", hopso_signature_report_get_sub_indication (report));
  begin_array (builder, "signatures");
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    add_result (builder, hopso_signature_report_get_result (report, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * hopso_report_json_add_failure:
 * @file: what people call the file
 * @error: why there is no report
 *
 * Adds one value.
 */
void
hopso_report_json_add_failure (JsonBuilder *builder, const char *file, const GError *error)
{
  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_string (builder, "error", error->message);
  json_builder_end_object (builder);
}

/**
 * hopso_report_json_write:
 * @file: what people call the file
 * @report: (transfer none): what was found
 *
 * Returns: (transfer full): a file of its own
 */
GBytes *
hopso_report_json_write (const char *file, HopsoSignatureReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  char *whole;

  hopso_report_json_add (builder, file, report);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  whole = g_strconcat (text, "\n", NULL);
  return g_bytes_new_take (whole, strlen (whole));
}
