/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What officials do with signatures, by name, and the facts that a job needs for it. What follows
 * from them for the mark is decided elsewhere. Main thread, like the job. */

#include "hopso-sign-action-private.h"

static const char *const action_names[] = {
  [HOPSO_SIGN_ACTION_NONE] = "none",
  [HOPSO_SIGN_ACTION_INITIAL] = "initial",
  [HOPSO_SIGN_ACTION_APPROVE] = "approve",
  [HOPSO_SIGN_ACTION_ISSUE] = "seal",
  [HOPSO_SIGN_ACTION_ATTACHMENT] = "attachment",
  [HOPSO_SIGN_ACTION_COPY] = "copy",
  [HOPSO_SIGN_ACTION_INCOMING] = "incoming",
};

static const struct
{
  const char *name;
  const char *words; /* as the decree has them printed */
} copy_forms[] = {
  [HOPSO_SIGN_COPY_WHOLE] = { "copy", "SAO Y" },
  [HOPSO_SIGN_COPY_AGAIN] = { "copy-of-copy", "SAO LỤC" },
  [HOPSO_SIGN_COPY_EXTRACT] = { "extract", "TRÍCH SAO" },
};

/**
 * hopso_sign_action_get_name:
 *
 * Returns: (transfer none): a stable word for @action
 */
const char *
hopso_sign_action_get_name (HopsoSignAction action)
{
  return action_names[action];
}

/**
 * hopso_sign_action_read:
 * @name: as hopso_sign_action_get_name() says it
 * @action: (out): which one it is
 *
 * Returns: whether there is such an action
 */
gboolean
hopso_sign_action_read (const char *name, HopsoSignAction *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (action_names); i++)
    if (g_strcmp0 (name, action_names[i]) == 0)
      {
        *action = (HopsoSignAction) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * hopso_sign_action_needs_agency:
 *
 * Returns: whether only an agency's certificate may do it
 */
gboolean
hopso_sign_action_needs_agency (HopsoSignAction action)
{
  return action == HOPSO_SIGN_ACTION_ISSUE || action == HOPSO_SIGN_ACTION_ATTACHMENT ||
         action == HOPSO_SIGN_ACTION_COPY;
}

/**
 * hopso_sign_copy_form_get_name:
 *
 * Returns: (transfer none): a stable word for @form
 */
const char *
hopso_sign_copy_form_get_name (HopsoSignCopyForm form)
{
  return copy_forms[form].name;
}

/**
 * hopso_sign_copy_form_get_words:
 *
 * Returns: (transfer none): what is printed on the copy
 */
const char *
hopso_sign_copy_form_get_words (HopsoSignCopyForm form)
{
  return copy_forms[form].words;
}

/**
 * hopso_sign_copy_form_read:
 * @name: as hopso_sign_copy_form_get_name() says it
 * @form: (out): which one it is
 *
 * Returns: whether there is such a form
 */
gboolean
hopso_sign_copy_form_read (const char *name, HopsoSignCopyForm *form)
{
  for (guint i = 0; i < G_N_ELEMENTS (copy_forms); i++)
    if (g_strcmp0 (name, copy_forms[i].name) == 0)
      {
        *form = (HopsoSignCopyForm) i;
        return TRUE;
      }
  return FALSE;
}

/* Lets go of everything. */
void
hopso_sign_deed_clear (HopsoSignDeed *self)
{
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->organization, g_free);
}

/**
 * hopso_sign_job_set_action:
 * @action: what is done
 */
void
hopso_sign_job_set_action (HopsoSignJob *self, HopsoSignAction action)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  hopso_sign_job_get_deed (self)->action = action;
}

/**
 * hopso_sign_job_get_action:
 *
 * Returns: what is done
 */
HopsoSignAction
hopso_sign_job_get_action (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), HOPSO_SIGN_ACTION_NONE);

  return hopso_sign_job_get_deed (self)->action;
}

/**
 * hopso_sign_job_set_number:
 * @number: (nullable): issue: what comes into the number's place, "15"; attachment: number and
 *   symbol of the document that it goes with, "15/QĐ-UBND"; incoming: the number of arrival
 */
void
hopso_sign_job_set_number (HopsoSignJob *self, const char *number)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  HopsoSignDeed *deed = hopso_sign_job_get_deed (self);

  g_free (deed->number);
  deed->number = g_strdup (number);
}

/**
 * hopso_sign_job_set_date:
 * @day: 1 to 31
 * @month: 1 to 12
 * @year: the year
 *
 * When the document is issued, or arrived.
 *
 * Returns: %FALSE when there is no such day
 */
gboolean
hopso_sign_job_set_date (HopsoSignJob *self, int day, int month, int year)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), FALSE);

  HopsoSignDeed *deed = hopso_sign_job_get_deed (self);

  if (day < 1 || day > 31 || month < 1 || month > 12 || year < 1 || year > 9999 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  deed->day = day;
  deed->month = month;
  deed->year = year;
  return TRUE;
}

/**
 * hopso_sign_job_clear_date:
 *
 * It says no date.
 */
void
hopso_sign_job_clear_date (HopsoSignJob *self)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  hopso_sign_job_get_deed (self)->day = 0;
}

/**
 * hopso_sign_job_set_copy_form:
 * @form: which kind of copy it is
 */
void
hopso_sign_job_set_copy_form (HopsoSignJob *self, HopsoSignCopyForm form)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  hopso_sign_job_get_deed (self)->copy_form = form;
}

/**
 * hopso_sign_job_set_organization:
 * @organization: (nullable): the agency's name as it is printed; without it as the certificate has
 *   it
 */
void
hopso_sign_job_set_organization (HopsoSignJob *self, const char *organization)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  HopsoSignDeed *deed = hopso_sign_job_get_deed (self);

  g_free (deed->organization);
  deed->organization = g_strdup (organization);
}

/**
 * hopso_sign_job_set_seal_diameter:
 * @millimetres: of the seal whose picture the job has: it is shown in its real size
 */
void
hopso_sign_job_set_seal_diameter (HopsoSignJob *self, double millimetres)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));
  g_return_if_fail (millimetres >= 0 && millimetres < 1000);

  hopso_sign_job_get_deed (self)->seal_diameter = millimetres;
}

/**
 * hopso_sign_job_set_has_information:
 * @has_information: whether who signs, for whom and when stands beside the picture of an approval
 *   or initial
 */
void
hopso_sign_job_set_has_information (HopsoSignJob *self, gboolean has_information)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  hopso_sign_job_get_deed (self)->has_information = has_information;
}
