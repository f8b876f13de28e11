/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an official does with a signature, typed as options of hopsoctl sign. Main thread. */

#include "hopso-cli-sign-action.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define MAX_SEAL 200.0

static gboolean
read_date (const char *text, int *year, int *month, int *day)
{
  char rest;

  return sscanf (text, "%4d-%2d-%2d%c", year, month, day, &rest) == 3 && *year > 0 && *month > 0 &&
         *month <= 12 && *day > 0 && *day <= 31 &&
         g_date_valid_dmy ((GDateDay) *day, (GDateMonth) *month, (GDateYear) *year);
}

/**
 * hopso_cli_sign_action_find_problem:
 *
 * Returns: (transfer none) (nullable): what is wrong with what was typed
 */
const char *
hopso_cli_sign_action_find_problem (const HopsoCliSignAction *self)
{
  HopsoSignAction action = HOPSO_SIGN_ACTION_NONE;
  HopsoSignCopyForm form;
  int year, month, day;

  if (self->name != NULL &&
      (!hopso_sign_action_read (self->name, &action) || action == HOPSO_SIGN_ACTION_NONE))
    return _ ("--as takes initial, approve, seal, attachment, copy or incoming");
  if (self->name == NULL &&
      (self->number != NULL || self->date != NULL || self->copy_form != NULL ||
       self->organization != NULL || self->seal_size > 0 || self->has_information))
    return _ ("--number, --date, --copy-form, --organization, --seal-size and --info need --as");
  if (self->date != NULL && !read_date (self->date, &year, &month, &day))
    return _ ("--date takes a day that exists: YYYY-MM-DD");
  if (self->copy_form != NULL && !hopso_sign_copy_form_read (self->copy_form, &form))
    return _ ("--copy-form takes copy, copy-of-copy or extract");
  if (!(self->seal_size >= 0 && self->seal_size <= MAX_SEAL))
    return _ ("--seal-size takes millimetres");
  return NULL;
}

/**
 * hopso_cli_sign_action_apply:
 * @self: without problem
 * @job: what is signed
 */
void
hopso_cli_sign_action_apply (const HopsoCliSignAction *self, HopsoSignJob *job)
{
  HopsoSignAction action = HOPSO_SIGN_ACTION_NONE;
  HopsoSignCopyForm form = HOPSO_SIGN_COPY_WHOLE;
  int year, month, day;

  if (self->name == NULL)
    return;
  hopso_sign_action_read (self->name, &action);
  hopso_sign_job_set_action (job, action);
  hopso_sign_job_set_number (job, self->number);
  hopso_sign_job_set_organization (job, self->organization);
  hopso_sign_job_set_seal_diameter (job, self->seal_size);
  hopso_sign_job_set_has_information (job, self->has_information);
  if (self->copy_form != NULL)
    hopso_sign_copy_form_read (self->copy_form, &form);
  hopso_sign_job_set_copy_form (job, form);
  if (self->date != NULL && read_date (self->date, &year, &month, &day))
    hopso_sign_job_set_date (job, day, month, year);
}

/**
 * hopso_cli_sign_action_clear:
 *
 * Frees what was typed.
 */
void
hopso_cli_sign_action_clear (HopsoCliSignAction *self)
{
  g_free (self->name);
  g_free (self->number);
  g_free (self->date);
  g_free (self->copy_form);
  g_free (self->organization);
}
