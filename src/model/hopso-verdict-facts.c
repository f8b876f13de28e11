/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told about one signature: who and for whom, when and how that is known, integrity,
 * certificate, and what was done to the document afterwards (the facts that circular 15/2025
 * demands, and some more). Pure functions of the result. */

#include "hopso-verdict-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)

/**
 * hopso_verdict_fact_free:
 * @self: (transfer full): a fact
 */
void
hopso_verdict_fact_free (HopsoVerdictFact *self)
{
  g_free (self->value);
  g_free (self);
}

/**
 * hopso_verdict_words_moment:
 * @time: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full) (nullable): such as "14:05 · 20/11/2026"; %NULL for 0 and for times that
 *   no calendar has
 */
char *
hopso_verdict_words_moment (gint64 time)
{
  g_autoptr (GDateTime) local = time != 0 ? g_date_time_new_from_unix_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%H:%M · %d/%m/%Y") : NULL;
}

/**
 * hopso_verdict_words_name:
 * @result: a signature
 *
 * Returns: (transfer none): the holder of the certificate
 */
const char *
hopso_verdict_words_name (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

  if (facts->signer_name != NULL)
    return facts->signer_name;
  return facts->is_document_timestamp ? _ ("Document timestamp") : _ ("Somebody unknown");
}

/* "Chánh Văn phòng" of "Văn phòng UBND tỉnh" is one office, said once. */
static char *
join_title (const char *title, const char *organization)
{
  for (const char *tail = title; tail != NULL; tail = strchr (tail, ' '))
    {
      tail += *tail == ' ' ? 1 : 0;
      gsize size = strlen (tail);

      if (strncmp (tail, organization, size) == 0 && strchr (" ", organization[size]) != NULL)
        return g_strdup_printf ("%.*s%s", (int) (tail - title), title, organization);
    }
  return g_strdup_printf ("%s %s", title, organization);
}

/**
 * hopso_verdict_words_signer:
 * @result: a signature
 *
 * Returns: (transfer full): who signed, as people say it: the position and the unit, or the name
 */
char *
hopso_verdict_words_signer (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);

  if (facts->signer_title != NULL && facts->signer_organization != NULL)
    return join_title (facts->signer_title, facts->signer_organization);
  return g_strdup (hopso_verdict_words_name (result));
}

/**
 * hopso_verdict_words_state:
 * @result: a signature
 *
 * Returns: (transfer full): the verdict on it alone, or that the document was altered after it
 */
char *
hopso_verdict_words_state (HopsoSignatureResult *result)
{
  if (hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_ALTERED))
    return g_strdup (_ ("Altered after signing"));
  return hopso_verdict_dup_text (hopso_signature_result_get_verdict (result));
}

/**
 * hopso_verdict_words_time:
 * @result: a signature
 *
 * Returns: (transfer full): when it was made, and whether that is proven or only claimed
 */
char *
hopso_verdict_words_time (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_autofree char *proven = hopso_verdict_words_moment (facts->proven_time);
  g_autofree char *claimed = hopso_verdict_words_moment (facts->claimed_time);

  if (proven != NULL)
    return g_strdup_printf (_ ("%s (proven by a timestamp)"), proven);
  if (claimed != NULL)
    return g_strdup_printf (_ ("%s (by the signer's own clock)"), claimed);
  return g_strdup (_ ("Unknown"));
}

/**
 * hopso_verdict_words_has_successor:
 * @result: a signature
 *
 * Returns: whether somebody else has signed after it; evidence and timestamps that were added are
 *   nobody's signature
 */
gboolean
hopso_verdict_words_has_successor (HopsoSignatureResult *result)
{
  const guint n = hopso_signature_result_get_n_changes (result);

  for (guint i = 0; i < n; i++)
    if (hopso_signature_result_get_change (result, i)->kind == HOPSO_CHANGE_SIGNATURE)
      return TRUE;
  return n == 0 &&
         hopso_signature_result_get_facts (result)->changes == HOPSO_CHANGES_AFTER_SIGNATURES;
}

static gboolean
has_only_reserved (HopsoSignatureResult *result)
{
  guint n = hopso_signature_result_get_n_changes (result);

  for (guint i = 0; i < n; i++)
    if (hopso_signature_result_get_change (result, i)->kind != HOPSO_CHANGE_RESERVED_PLACE)
      return FALSE;
  return n > 0;
}

/**
 * hopso_verdict_words_changes:
 * @result: a signature
 *
 * Returns: (transfer full): what was done to the document after it, in one line
 */
char *
hopso_verdict_words_changes (HopsoSignatureResult *result)
{
  g_autofree char *pages = NULL;

  if (hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_DIGEST))
    return g_strdup (_ ("The signed content was altered"));
  switch (hopso_signature_result_get_facts (result)->changes)
    {
    case HOPSO_CHANGES_AFTER_NONE:
      return g_strdup (_ ("Not changed since"));
    case HOPSO_CHANGES_AFTER_SIGNATURES:
      return g_strdup (hopso_verdict_words_has_successor (result) ? _ ("Only further signatures")
                                                                  : _ ("Not changed since"));
    case HOPSO_CHANGES_AFTER_ALLOWED:
      return g_strdup (has_only_reserved (result) ? _ ("Only number, date and seal")
                                                  : _ ("Only what the signer left open"));
    case HOPSO_CHANGES_AFTER_ALTERED:
      pages = hopso_verdict_words_pages (result);
      return pages != NULL ? g_strdup_printf (_ ("Altered: %s"), pages)
                           : g_strdup (_ ("Altered after signing"));
    case HOPSO_CHANGES_AFTER_UNKNOWN:
    default:
      return g_strdup (_ ("Cannot be told"));
    }
}

/**
 * hopso_verdict_words_change:
 * @change: what was done after a signature
 *
 * Returns: (transfer full): what, where, and whether that was left open
 */
char *
hopso_verdict_words_change (const HopsoSignatureChange *change)
{
  g_autofree char *kind = hopso_change_kind_dup_text (change->kind);
  g_autofree char *what = NULL;

  if (g_str_has_suffix (kind, "."))
    kind[strlen (kind) - 1] = '\0';
  if (change->page > 0 && change->field != NULL)
    what = g_strdup_printf (_ ("%s (page %u, field “%s”)"), kind, change->page, change->field);
  else if (change->page > 0)
    what = g_strdup_printf (_ ("%s (page %u)"), kind, change->page);
  else if (change->field != NULL)
    what = g_strdup_printf (_ ("%s (field “%s”)"), kind, change->field);
  else
    what = g_strdup (kind);
  return g_strdup_printf (change->is_allowed ? _ ("%s: allowed") : _ ("%s: not allowed"), what);
}

/* --- the facts ------------------------------------------------------------------------------- */

/* Takes @value; nothing is said about what is not known. */
static void
add (GPtrArray *facts, const char *label, char *value)
{
  HopsoVerdictFact *fact;

  if (value == NULL)
    return;
  fact = g_new (HopsoVerdictFact, 1);
  *fact = (HopsoVerdictFact){ label, value };
  g_ptr_array_add (facts, fact);
}

static char *
format_validity (const HopsoSignatureFacts *facts)
{
  g_autoptr (GDateTime) from = g_date_time_new_from_unix_local (facts->not_before);
  g_autoptr (GDateTime) until = g_date_time_new_from_unix_local (facts->not_after);

  if (facts->not_after == 0 || from == NULL || until == NULL)
    return NULL;

  g_autofree char *first = g_date_time_format (from, "%d/%m/%Y");
  g_autofree char *last = g_date_time_format (until, "%d/%m/%Y");
  return g_strdup_printf (_ ("from %s until %s"), first, last);
}

/* Whether the certificate was valid when it was used: at the proven time, else at the claimed. */
static char *
format_certificate (const HopsoSignatureFacts *facts)
{
  const gint64 time = facts->proven_time != 0 ? facts->proven_time : facts->claimed_time;

  if (facts->not_after == 0)
    return NULL;
  if (time == 0)
    return format_validity (facts);
  if (time < facts->not_before)
    return g_strdup (_ ("Not valid yet when signed"));
  return g_strdup (time > facts->not_after ? _ ("Expired when signed") : _ ("Valid when signed"));
}

static char *
format_timestamp (const HopsoSignatureFacts *facts)
{
  g_autofree char *moment = hopso_verdict_words_moment (facts->proven_time);

  if (moment == NULL)
    return g_strdup (_ ("None: the time is the signer's own"));
  if (facts->proven_by == NULL)
    return g_strdup_printf (_ ("%s, valid"), moment);
  return g_strdup_printf (_ ("%s, valid, by %s"), moment, facts->proven_by);
}

static char *
format_ahead (const HopsoSignatureFacts *facts)
{
  if (facts->claimed_ahead <= 0)
    return NULL;
  return g_strdup_printf (_ ("The claimed time is %d hours %d minutes after the proven one"),
                          (int) (facts->claimed_ahead / HOUR),
                          (int) (facts->claimed_ahead % HOUR / MINUTE));
}

static char *
format_algorithm (const HopsoSignatureFacts *facts)
{
  if (facts->signature_algorithm == NULL)
    return NULL;
  if (facts->digest_algorithm == NULL)
    return g_strdup (facts->signature_algorithm);
  return g_strdup_printf ("%s, %s", facts->signature_algorithm, facts->digest_algorithm);
}

static char *
format_level (const HopsoSignatureFacts *facts)
{
  if (facts->is_legacy)
    return g_strdup (_ ("Older than PAdES"));
  if (facts->level == HOPSO_SIGNATURE_LEVEL_NONE)
    return NULL;
  return g_strdup_printf ("PAdES %s", hopso_signature_level_get_name (facts->level));
}

/* Where the answer came from is written for experts, such as "crl, dss, 2026-11-22T19:29:20Z". */
static char *
format_revocation (const HopsoSignatureFacts *facts)
{
  const char *answer = facts->revocation;
  const char *stamp = answer != NULL ? strrchr (answer, ' ') : NULL;
  g_autoptr (GDateTime) time =
      stamp != NULL ? g_date_time_new_from_iso8601 (stamp + 1, NULL) : NULL;
  g_autofree char *moment =
      time != NULL ? hopso_verdict_words_moment (g_date_time_to_unix (time)) : NULL;
  const char *kind;

  if (answer == NULL)
    return NULL;
  kind = strstr (answer, "ocsp") != NULL ? _ ("answer of the authority (OCSP)")
                                         : _ ("revocation list (CRL)");
  if (moment == NULL)
    return g_strdup_printf (_ ("By %s"), kind);
  if (strstr (answer, "dss") != NULL || strstr (answer, "cms") != NULL)
    return g_strdup_printf (_ ("By %s in the file, of %s"), kind, moment);
  return g_strdup_printf (_ ("By %s of %s"), kind, moment);
}

static const char *
format_integrity (HopsoSignatureResult *result)
{
  if (hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_DIGEST))
    return _ ("The signed content was altered");
  return hopso_signature_result_get_facts (result)->is_intact ? _ ("The signed content is whole")
                                                              : _ ("Not proven");
}

/**
 * hopso_verdict_words_list_facts:
 * @result: a signature
 *
 * Returns: (transfer full) (element-type HopsoVerdictFact): everything that is told about it
 */
GPtrArray *
hopso_verdict_words_list_facts (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_verdict_fact_free);

  add (list, _ ("Signed by"), g_strdup (hopso_verdict_words_name (result)));
  add (list, _ ("Position"), g_strdup (facts->signer_title));
  add (list, _ ("Managed by"), g_strdup (facts->signer_organization));
  add (list, _ ("Issued by"), g_strdup (facts->issuer_name));
  add (list, _ ("Signed at"), hopso_verdict_words_time (result));
  add (list, _ ("Timestamp"), format_timestamp (facts));
  add (list, _ ("Note"), format_ahead (facts));
  add (list, _ ("Integrity"), g_strdup (format_integrity (result)));
  add (list, _ ("Afterwards"), hopso_verdict_words_changes (result));
  add (list, _ ("The certificate"), format_certificate (facts));
  add (list, _ ("Certificate valid"), format_validity (facts));
  add (list, _ ("Status checked"), format_revocation (facts));
  add (list, _ ("Level"), format_level (facts));
  add (list, _ ("Algorithm"), format_algorithm (facts));
  add (list, _ ("Serial number"), g_strdup (facts->serial));
  add (list, _ ("Field"), g_strdup (facts->field_name));
  return list;
}

/**
 * hopso_verdict_words_list_brief_facts:
 * @result: a signature
 *
 * Returns: (transfer full) (element-type HopsoVerdictFact): what is told first, in short words
 */
GPtrArray *
hopso_verdict_words_list_brief_facts (HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  const gint64 time = facts->claimed_time != 0 ? facts->claimed_time : facts->proven_time;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_verdict_fact_free);

  add (list, _ ("Signed at"), hopso_verdict_words_moment (time));
  add (list, _ ("Timestamp"), g_strdup (facts->proven_time != 0 ? _ ("Yes, valid") : _ ("None")));
  add (list, _ ("The certificate"), format_certificate (facts));
  add (list, _ ("Content"),
       facts->is_intact ? hopso_verdict_words_changes (result)
                        : g_strdup (format_integrity (result)));
  return list;
}
