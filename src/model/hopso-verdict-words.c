/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a verification says to people about the whole file: the verdict first, then who and when or
 * why not, and what to do. The same words stand in the window, on the banner, in the report and in
 * the terminal. Pure functions of the report. */

#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More pages than this are only counted. */
#define MAX_PAGES 6

static guint
get_rank (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

  return facts->is_document_timestamp ? 0 : facts->is_of_agency ? 1 : 2;
}

/**
 * hopso_verdict_words_find_telling:
 * @report: what was found
 *
 * Returns: (transfer none) (nullable): the signature that the verdict on the whole file rests on:
 *   the last one of a person that has it, since that is whom a reader asks for, else of an agency,
 *   else a timestamp; %NULL when there is none
 */
HopsoSignatureResult *
hopso_verdict_words_find_telling (HopsoSignatureReport *report)
{
  const HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  HopsoSignatureResult *telling = NULL;

  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      if (hopso_signature_result_get_verdict (result) != verdict)
        continue;
      if (telling == NULL || get_rank (result) >= get_rank (telling))
        telling = result;
    }
  return telling;
}

/**
 * hopso_verdict_words_is_first:
 * @result: a signature
 * @position: of one of its reasons
 *
 * Returns: whether people have not been told this reason already: the same may hold for several
 *   certificates of a path
 */
gboolean
hopso_verdict_words_is_first (HopsoSignatureResult *result, guint position)
{
  for (guint i = 0; i < position; i++)
    if (hopso_signature_result_get_reason (result, i) ==
        hopso_signature_result_get_reason (result, position))
      return FALSE;
  return TRUE;
}

static gboolean
is_altered (HopsoSignatureResult *result)
{
  return result != NULL &&
         hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_ALTERED);
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;

  return (first > second) - (first < second);
}

static GArray *
list_altered_pages (HopsoSignatureResult *result)
{
  GArray *pages = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < hopso_signature_result_get_n_changes (result); i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (result, i);
      gboolean is_known = change->page == 0 || change->is_allowed;

      for (guint j = 0; j < pages->len && !is_known; j++)
        is_known = g_array_index (pages, guint, j) == change->page;
      if (!is_known)
        g_array_append_val (pages, change->page);
    }
  g_array_sort (pages, compare_pages);
  return pages;
}

/**
 * hopso_verdict_words_pages:
 * @result: a signature
 *
 * Returns: (transfer full) (nullable): the pages that were altered after it, such as "pages 3 and
 *   5"; %NULL when none is known
 */
char *
hopso_verdict_words_pages (HopsoSignatureResult *result)
{
  g_autoptr (GArray) pages = list_altered_pages (result);
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *all = NULL;

  if (pages->len == 0)
    return NULL;
  if (pages->len > MAX_PAGES)
    return g_strdup_printf (ngettext ("%u page", "%u pages", pages->len), pages->len);
  for (guint i = 0; i + 1 < pages->len; i++)
    g_string_append_printf (list, i > 0 ? ", %u" : "%u", g_array_index (pages, guint, i));
  /* Translators: the pages of a list, such as "1, 3 and 5". */
  all = pages->len == 1 ? g_strdup_printf ("%u", g_array_index (pages, guint, 0))
                        : g_strdup_printf (_ ("%s and %u"), list->str,
                                           g_array_index (pages, guint, pages->len - 1));
  return g_strdup_printf (ngettext ("page %s", "pages %s", pages->len), all);
}

/**
 * hopso_verdict_words_headline:
 * @report: what was found
 *
 * Returns: (transfer full): the verdict on the whole file, in the law's words
 */
char *
hopso_verdict_words_headline (HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (report);
  g_autofree char *pages = NULL;

  if (!is_altered (telling))
    return hopso_verdict_dup_text (hopso_signature_report_get_verdict (report));
  pages = hopso_verdict_words_pages (telling);
  if (pages == NULL)
    return g_strdup (_ ("Invalid: the document was altered after signing"));
  return g_strdup_printf (_ ("Invalid: the document was altered after signing (%s)"), pages);
}

static char *
describe_valid (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_autofree char *who = hopso_verdict_words_signer (result);
  const gint64 time = facts->proven_time != 0 ? facts->proven_time : facts->claimed_time;
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (time);
  g_autofree char *moment =
      time != 0 && when != NULL ? g_date_time_format (when, _ ("%H:%M on %d/%m/%Y")) : NULL;

  if (moment == NULL)
    return g_strdup_printf (_ ("%s signed it; it was not changed after signing"), who);
  if (facts->changes == HOPSO_CHANGES_AFTER_ALLOWED)
    return g_strdup_printf (
        _ ("%s signed it at %s; after that only number, date and seal were added"), who, moment);
  if (hopso_verdict_words_has_successor (result))
    return g_strdup_printf (_ ("%s signed it at %s; after that only others have signed"), who,
                            moment);
  return g_strdup_printf (_ ("%s signed it at %s; it was not changed after signing"), who, moment);
}

static char *
describe_altered (HopsoSignatureResult *result)
{
  g_autofree char *who = hopso_verdict_words_signer (result);
  g_autofree char *pages = hopso_verdict_words_pages (result);

  if (pages == NULL)
    return g_strdup_printf (_ ("The document is not the one that %s signed"), who);
  return g_strdup_printf (_ ("What %s shows is not what %s signed"), pages, who);
}

/* The sentence without what would stand twice before the advice. */
static char *
cut_stop (char *sentence)
{
  if (g_str_has_suffix (sentence, "."))
    sentence[strlen (sentence) - 1] = '\0';
  return sentence;
}

/**
 * hopso_verdict_words_sentence:
 * @report: what was found
 *
 * Returns: (transfer full): who, when, or why not, in one sentence without a full stop
 */
char *
hopso_verdict_words_sentence (HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (report);

  if (telling == NULL)
    return g_strdup (_ ("This document has no digital signature"));
  if (hopso_signature_result_get_n_reasons (telling) == 0)
    return describe_valid (telling);
  if (is_altered (telling))
    return describe_altered (telling);
  return cut_stop (
      hopso_signature_reason_dup_text (hopso_signature_result_get_reason (telling, 0)));
}

/**
 * hopso_verdict_words_advice:
 * @report: what was found
 *
 * Returns: (transfer full) (nullable): what to do next; %NULL when there is nothing to do
 */
char *
hopso_verdict_words_advice (HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = hopso_verdict_words_find_telling (report);

  if (telling == NULL || hopso_signature_result_get_n_reasons (telling) == 0)
    return NULL;
  if (is_altered (telling))
    return g_strdup (_ ("Do not use this document; ask the sender to send it again."));
  return hopso_signature_reason_dup_advice (hopso_signature_result_get_reason (telling, 0));
}
