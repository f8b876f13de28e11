/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hopsoctl verify says to people about one file: the verdict, what to do, and each signature
 * with its facts. */

#include "hopso-cli-verify-print.h"

#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>

/* Labels are padded by what is seen of them, not by their bytes. */
#define LABEL_WIDTH 22

static void
print_fact (const char *label, const char *value)
{
  const int width = MAX (LABEL_WIDTH - (int) g_utf8_strlen (label, -1), 1);

  g_print ("     %s%*s%s\n", label, width, "", value);
}

static void
print_reasons (HopsoSignatureResult *result)
{
  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    {
      const HopsoSignatureReason reason = hopso_signature_result_get_reason (result, i);
      g_autofree char *text = hopso_signature_reason_dup_text (reason);
      g_autofree char *advice = hopso_signature_reason_dup_advice (reason);
      const char *detail = hopso_signature_result_get_detail (result, i);

      if (!hopso_verdict_words_is_first (result, i))
        continue;
      g_print ("     - %s [%s]%s%s%s\n", text, hopso_signature_reason_get_sub_indication (reason),
               detail != NULL ? " (" : "", detail != NULL ? detail : "", detail != NULL ? ")" : "");
      if (advice != NULL)
        g_print ("       %s\n", advice);
    }
}

static void
print_result (HopsoSignatureResult *result)
{
  g_autofree char *state = hopso_verdict_words_state (result);
  g_autoptr (GPtrArray) facts = hopso_verdict_words_list_facts (result);

  g_print ("  %u. %s: %s\n", hopso_signature_result_get_facts (result)->revision,
           hopso_verdict_words_name (result), state);
  print_reasons (result);
  for (guint i = 0; i < facts->len; i++)
    {
      const HopsoVerdictFact *fact = g_ptr_array_index (facts, i);

      print_fact (fact->label, fact->value);
    }
  for (guint i = 0; i < hopso_signature_result_get_n_changes (result); i++)
    {
      g_autofree char *words =
          hopso_verdict_words_change (hopso_signature_result_get_change (result, i));

      print_fact (i == 0 ? _ ("Done afterwards") : "", words);
    }
  for (guint i = 0; i < hopso_signature_result_get_n_notes (result); i++)
    {
      g_autofree char *words =
          hopso_signature_note_dup_text (hopso_signature_result_get_note (result, i));

      print_fact (i == 0 ? _ ("Also worth knowing") : "", words);
    }
}

/**
 * hopso_cli_verify_print:
 * @file: as it was named on the command line
 * @report: (transfer none): what was found
 */
void
hopso_cli_verify_print (const char *file, HopsoSignatureReport *report)
{
  g_autofree char *headline = hopso_verdict_words_headline (report);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);

  g_print ("%s: %s\n  %s.\n", file, headline, sentence);
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    print_result (hopso_signature_report_get_result (report, i));
}
