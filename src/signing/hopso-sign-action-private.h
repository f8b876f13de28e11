/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-action.h"

G_BEGIN_DECLS

/* What an official does, and the facts that it needs. */
typedef struct
{
  HopsoSignAction action;
  char *number; /* owned, nullable */
  int day;      /* 0: no date */
  int month;
  int year;
  HopsoSignCopyForm copy_form;
  char *organization;   /* owned, nullable: then as the certificate says */
  double seal_diameter; /* in millimetres, 0: the usual one */
  gboolean has_information;
} HopsoSignDeed;

/* hopso-sign-job.c */
HopsoSignDeed *hopso_sign_job_get_deed (HopsoSignJob *self);

/* hopso-sign-action.c */
void hopso_sign_deed_clear (HopsoSignDeed *self);

G_END_DECLS
