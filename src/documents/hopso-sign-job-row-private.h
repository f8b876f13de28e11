/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-chip.h"
#include "hopso-sign-job-row.h"

G_BEGIN_DECLS

struct _HopsoSignJobRow
{
  GtkListBoxRow parent_instance;

  HopsoPaper *paper;          /* owned */
  HopsoSignRequest *request;  /* owned, nullable */
  HopsoSignJob *job;          /* owned, nullable: being opened */
  HopsoSignJob *next_job;     /* owned, nullable: ready to try again after a failure */
  HopsoPdfDocument *document; /* owned, nullable: likewise */
  guint number;
  gboolean is_running;  /* its batch is being signed */
  gboolean is_unopened; /* the signer has not opened it */

  HopsoDeedFacts *deed; /* owned, nullable: what the signature says, if anybody has to say it */
  HopsoSignPreview *preview; /* owned, nullable: not made yet, or it cannot be */
  GCancellable *looking;     /* owned, nullable: of the newest preview that is made */
  char *refusal;             /* owned, nullable: why it cannot be signed like this */
  const char *need;          /* nullable: what is missing, in a few words */
  GFile *file;               /* owned, nullable: it is a paper's version */
  gboolean is_saved;         /* the result is a file, not a version */
  char *output;              /* owned, nullable: its path, once it is known */
  HopsoSecret *password;     /* owned, nullable: the document needs none */

  GtkLabel *badge;            /* borrowed: child */
  GtkImage *done_badge;       /* borrowed: child */
  GtkLabel *reason_label;     /* borrowed: child */
  GtkWidget *open_button;     /* borrowed: child */
  GtkWidget *password_button; /* borrowed: child */
  HopsoChip *chip;            /* borrowed: child */
  GtkProgressBar *bar;        /* borrowed: child */
};

/* hopso-sign-job-row-show.c */
void hopso_sign_job_row_show (HopsoSignJobRow *self);
void hopso_sign_job_row_tell (HopsoSignJobRow *self);
void hopso_sign_job_row_show_words (
    HopsoSignJobRow *self, const char *icon, const char *words, HopsoTone tone, const char *reason);

G_END_DECLS
