/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an agency's signature says besides who signs: number, date, form of a copy, and what of that
 * a document still needs before it can be signed. No widget. */

#include "hopso-deed-facts.h"

#include <glib/gi18n.h>

/**
 * hopso_deed_facts_new:
 * @action: what is done
 * @today: proposed as the date
 * @organization: (nullable): proposed as the agency
 *
 * Returns: (transfer full): facts without a number
 */
HopsoDeedFacts *
hopso_deed_facts_new (HopsoSignAction action, GDateTime *today, const char *organization)
{
  HopsoDeedFacts *self = g_new0 (HopsoDeedFacts, 1);

  self->action = action;
  self->number = g_strdup ("");
  g_date_clear (&self->date, 1);
  g_date_set_dmy (&self->date, (GDateDay) g_date_time_get_day_of_month (today),
                  (GDateMonth) g_date_time_get_month (today),
                  (GDateYear) g_date_time_get_year (today));
  self->copy_form = HOPSO_SIGN_COPY_WHOLE;
  self->organization = g_strdup (organization != NULL ? organization : "");
  return self;
}

/**
 * hopso_deed_facts_free:
 * @self: (transfer full): facts
 */
void
hopso_deed_facts_free (HopsoDeedFacts *self)
{
  g_free (self->number);
  g_free (self->organization);
  g_free (self);
}

/**
 * hopso_deed_facts_are_asked:
 *
 * Returns: whether somebody has to say something for this action
 */
gboolean
hopso_deed_facts_are_asked (const HopsoDeedFacts *self)
{
  return self->action == HOPSO_SIGN_ACTION_ISSUE || self->action == HOPSO_SIGN_ACTION_ATTACHMENT ||
         self->action == HOPSO_SIGN_ACTION_COPY || self->action == HOPSO_SIGN_ACTION_INCOMING;
}

/**
 * hopso_deed_facts_want_number:
 * @preview: (nullable): what the document is like, if that is known
 *
 * Returns: whether a number is needed
 */
gboolean
hopso_deed_facts_want_number (const HopsoDeedFacts *self, const HopsoSignPreview *preview)
{
  if (self->action == HOPSO_SIGN_ACTION_ISSUE)
    return preview == NULL || preview->keeps_number;
  return self->action == HOPSO_SIGN_ACTION_ATTACHMENT || self->action == HOPSO_SIGN_ACTION_INCOMING;
}

/**
 * hopso_deed_facts_want_date:
 * @preview: (nullable): what the document is like, if that is known
 *
 * Returns: whether a date is needed
 */
gboolean
hopso_deed_facts_want_date (const HopsoDeedFacts *self, const HopsoSignPreview *preview)
{
  if (self->action == HOPSO_SIGN_ACTION_ISSUE)
    return preview == NULL || preview->keeps_date;
  return self->action == HOPSO_SIGN_ACTION_INCOMING;
}

/**
 * hopso_deed_facts_find_need:
 * @preview: (nullable): what the document is like, if that is known
 *
 * Returns: (transfer none) (nullable): what has still to be said, in a few words
 */
const char *
hopso_deed_facts_find_need (const HopsoDeedFacts *self, const HopsoSignPreview *preview)
{
  if (hopso_deed_facts_want_number (self, preview) && *self->number == '\0')
    {
      if (self->action == HOPSO_SIGN_ACTION_INCOMING)
        return _ ("Incoming number missing");
      return self->action == HOPSO_SIGN_ACTION_ATTACHMENT ? _ ("Number and symbol missing")
                                                          : _ ("Number missing");
    }
  if (hopso_deed_facts_want_date (self, preview) && !g_date_valid (&self->date))
    return _ ("Date missing");
  if (self->action == HOPSO_SIGN_ACTION_COPY && *self->organization == '\0')
    return _ ("Agency missing");
  return NULL;
}

/**
 * hopso_deed_facts_apply:
 * @preview: (nullable): what the document is like, if that is known
 * @job: what is signed
 *
 * Tells the job.
 */
void
hopso_deed_facts_apply (const HopsoDeedFacts *self,
                        const HopsoSignPreview *preview,
                        HopsoSignJob *job)
{
  gboolean has_number = hopso_deed_facts_want_number (self, preview) && *self->number != '\0';

  /* Numbers below ten have a zero before them (Decree 30/2020, annex I, part II, 3). */
  gboolean is_digit = self->action == HOPSO_SIGN_ACTION_ISSUE &&
                      g_ascii_isdigit (self->number[0]) && self->number[1] == '\0';
  g_autofree char *number = g_strconcat (is_digit ? "0" : "", self->number, NULL);

  hopso_sign_job_set_action (job, self->action);
  hopso_sign_job_set_number (job, has_number ? number : NULL);
  if (hopso_deed_facts_want_date (self, preview) && g_date_valid (&self->date))
    hopso_sign_job_set_date (job, g_date_get_day (&self->date),
                             (int) g_date_get_month (&self->date), g_date_get_year (&self->date));
  else
    hopso_sign_job_clear_date (job);
  hopso_sign_job_set_copy_form (job, self->copy_form);
  hopso_sign_job_set_organization (job, *self->organization != '\0' ? self->organization : NULL);
}

/**
 * hopso_deed_words_verb:
 * @n: how many documents
 *
 * Returns: (transfer full): what is done with them
 */
char *
hopso_deed_words_verb (HopsoSignAction action, guint n)
{
  switch (action)
    {
    case HOPSO_SIGN_ACTION_ISSUE:
      return g_strdup_printf (ngettext ("Issue %u document", "Issue %u documents", n), n);
    case HOPSO_SIGN_ACTION_ATTACHMENT:
      return g_strdup_printf (ngettext ("Sign %u attachment", "Sign %u attachments", n), n);
    case HOPSO_SIGN_ACTION_COPY:
      return g_strdup_printf (ngettext ("Certify %u copy", "Certify %u copies", n), n);
    case HOPSO_SIGN_ACTION_INCOMING:
      return g_strdup_printf (
          ngettext ("Sign %u incoming document", "Sign %u incoming documents", n), n);
    case HOPSO_SIGN_ACTION_NONE:
    case HOPSO_SIGN_ACTION_INITIAL:
    case HOPSO_SIGN_ACTION_APPROVE:
    default:
      return g_strdup_printf (ngettext ("Sign %u document", "Sign %u documents", n), n);
    }
}

/**
 * hopso_deed_words_suffix:
 *
 * Returns: (transfer none): what is put behind the name of the signed file
 */
const char *
hopso_deed_words_suffix (const HopsoDeedFacts *self)
{
  static const char *const forms[] = {
    [HOPSO_SIGN_COPY_WHOLE] = N_ ("certified copy"),
    [HOPSO_SIGN_COPY_AGAIN] = N_ ("copy of a copy"),
    [HOPSO_SIGN_COPY_EXTRACT] = N_ ("extract copy"),
  };

  switch (self->action)
    {
    case HOPSO_SIGN_ACTION_ISSUE:
      return _ ("issued");
    case HOPSO_SIGN_ACTION_COPY:
      return _ (forms[self->copy_form]);
    case HOPSO_SIGN_ACTION_INCOMING:
      return _ ("arrived");
    case HOPSO_SIGN_ACTION_NONE:
    case HOPSO_SIGN_ACTION_INITIAL:
    case HOPSO_SIGN_ACTION_APPROVE:
    case HOPSO_SIGN_ACTION_ATTACHMENT:
    default:
      return _ ("signed");
    }
}
