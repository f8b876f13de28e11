/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verifications as a table for spreadsheets (RFC 4180), one line per file, in the person's
 * language. It begins with a byte order mark, without which spreadsheets spoil Vietnamese letters;
 * and no cell is ever taken for a formula, whatever a signer calls himself. Pure functions. */

#include "hopso-report-csv.h"

#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define LINE_END        "\r\n"

static void
add_cell (GString *table, const char *value, gboolean is_last)
{
  g_autofree char *sound = g_utf8_make_valid (value != NULL ? value : "", -1);

  g_string_append_c (table, '"');
  if (*sound != '\0' && strchr ("=+-@\t\r", *sound) != NULL)
    g_string_append_c (table, '\'');
  for (const char *c = sound; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *c);
    }
  g_string_append (table, is_last ? "\"" LINE_END : "\",");
}

static void
add_line (GString *table, const char *const *cells, guint n_cells)
{
  for (guint i = 0; i < n_cells; i++)
    add_cell (table, cells[i], i + 1 == n_cells);
}

/**
 * hopso_report_csv_new:
 *
 * Returns: (transfer full): a table with its heading
 */
GString *
hopso_report_csv_new (void)
{
  const char *const cells[] = {
    _ ("File"),      _ ("Verdict"),   _ ("Signed by"),  _ ("Managed by"),
    _ ("Issued by"), _ ("Signed at"), _ ("Afterwards"), _ ("Number of signatures"),
    _ ("Reason"),    "EN 319 102-1",  "SHA-256",
  };
  GString *table = g_string_new (BYTE_ORDER_MARK);

  add_line (table, cells, G_N_ELEMENTS (cells));
  return table;
}

/**
 * hopso_report_csv_add:
 * @file: what people call the file
 * @report: (transfer none): what was found
 *
 * Adds a line: of several signatures, that which the verdict rests on.
 */
void
hopso_report_csv_add (GString *table, const char *file, HopsoSignatureReport *report)
{
  const HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (report);
  const HopsoSignatureFacts *facts =
      telling != NULL ? hopso_signature_result_get_facts (telling) : NULL;
  g_autofree char *words = hopso_verdict_dup_text (verdict);
  g_autofree char *when = telling != NULL ? hopso_verdict_words_time (telling) : NULL;
  g_autofree char *changes = telling != NULL ? hopso_verdict_words_changes (telling) : NULL;
  g_autofree char *sentence =
      verdict != HOPSO_VERDICT_VALID ? hopso_verdict_words_sentence (report) : NULL;
  g_autofree char *count = g_strdup_printf ("%u", hopso_signature_report_get_n_results (report));
  const char *sub_indication = hopso_signature_report_get_sub_indication (report);
  g_autofree char *indication =
      sub_indication != NULL
          ? g_strdup_printf ("%s %s", hopso_verdict_get_indication (verdict), sub_indication)
          : g_strdup (hopso_verdict_get_indication (verdict));
  const char *const cells[] = {
    file,
    words,
    telling != NULL ? hopso_verdict_words_name (telling) : NULL,
    facts != NULL ? facts->signer_organization : NULL,
    facts != NULL ? facts->issuer_name : NULL,
    when,
    changes,
    count,
    sentence,
    indication,
    hopso_signature_report_get_digest (report),
  };

  add_line (table, cells, G_N_ELEMENTS (cells));
}

/**
 * hopso_report_csv_add_failure:
 * @file: what people call the file
 * @words: why there is no report, for people
 *
 * Adds a line.
 */
void
hopso_report_csv_add_failure (GString *table, const char *file, const char *words)
{
  const char *const cells[] = {
    file, _ ("Not checked"), NULL, NULL, NULL, NULL, NULL, NULL, words, NULL, NULL
  };

  add_line (table, cells, G_N_ELEMENTS (cells));
}
