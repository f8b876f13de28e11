/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-job.h"

G_BEGIN_DECLS

/**
 * HopsoSignAction:
 * @HOPSO_SIGN_ACTION_NONE: as the caller says: place, picture and lines
 * @HOPSO_SIGN_ACTION_INITIAL: ký nháy: unseen, or a small mark where the caller wants one
 * @HOPSO_SIGN_ACTION_APPROVE: ký duyệt: the person's picture; in the place beside the seal's when
 *   that was reserved
 * @HOPSO_SIGN_ACTION_ISSUE: phát hành: number and date in their reserved places and the agency's
 *   seal, in one revision; needs an authority's signature before it
 * @HOPSO_SIGN_ACTION_ATTACHMENT: ký phụ lục: a file that goes with a document: number, symbol and
 *   time on the first page, no picture
 * @HOPSO_SIGN_ACTION_COPY: sao y, sao lục, trích sao: form of the copy, agency and time on the
 * first page, no picture
 * @HOPSO_SIGN_ACTION_INCOMING: ký văn bản đến: number and date of arrival; seen only where nobody
 *   signed before
 *
 * What an official does with a signature (Decree 30/2020, articles 12 to 25 and annex I). It
 * decides what the mark looks like and, where the caller gives no place, where it stands.
 */
typedef enum
{
  HOPSO_SIGN_ACTION_NONE,
  HOPSO_SIGN_ACTION_INITIAL,
  HOPSO_SIGN_ACTION_APPROVE,
  HOPSO_SIGN_ACTION_ISSUE,
  HOPSO_SIGN_ACTION_ATTACHMENT,
  HOPSO_SIGN_ACTION_COPY,
  HOPSO_SIGN_ACTION_INCOMING,
} HopsoSignAction;

/**
 * HopsoSignCopyForm:
 * @HOPSO_SIGN_COPY_WHOLE: SAO Y, of an original
 * @HOPSO_SIGN_COPY_AGAIN: SAO LỤC, of a copy
 * @HOPSO_SIGN_COPY_EXTRACT: TRÍCH SAO, of a part
 */
typedef enum
{
  HOPSO_SIGN_COPY_WHOLE,
  HOPSO_SIGN_COPY_AGAIN,
  HOPSO_SIGN_COPY_EXTRACT,
} HopsoSignCopyForm;

/* Of the seals of provincial agencies, in millimetres. */
#define HOPSO_SIGN_SEAL_DIAMETER 36.0

const char *hopso_sign_action_get_name (HopsoSignAction action);
gboolean hopso_sign_action_read (const char *name, HopsoSignAction *action);
gboolean hopso_sign_action_needs_agency (HopsoSignAction action);
const char *hopso_sign_copy_form_get_name (HopsoSignCopyForm form);
const char *hopso_sign_copy_form_get_words (HopsoSignCopyForm form);
gboolean hopso_sign_copy_form_read (const char *name, HopsoSignCopyForm *form);

void hopso_sign_job_set_action (HopsoSignJob *self, HopsoSignAction action);
HopsoSignAction hopso_sign_job_get_action (HopsoSignJob *self);
void hopso_sign_job_set_number (HopsoSignJob *self, const char *number);
gboolean hopso_sign_job_set_date (HopsoSignJob *self, int day, int month, int year);
void hopso_sign_job_clear_date (HopsoSignJob *self);
void hopso_sign_job_set_copy_form (HopsoSignJob *self, HopsoSignCopyForm form);
void hopso_sign_job_set_organization (HopsoSignJob *self, const char *organization);
void hopso_sign_job_set_seal_diameter (HopsoSignJob *self, double millimetres);
void hopso_sign_job_set_has_information (HopsoSignJob *self, gboolean has_information);

G_END_DECLS
