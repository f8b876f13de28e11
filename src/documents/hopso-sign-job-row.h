/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-deed-facts.h"
#include "hopso-paper.h"
#include "hopso-pdf-document.h"
#include "hopso-sign-job.h"
#include "hopso-sign-request.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSignJobRow:
 *
 * One document of a batch. Signal "open": the person wants to read it first; "password": the person
 * wants to enter the document's password.
 */
#define HOPSO_TYPE_SIGN_JOB_ROW (hopso_sign_job_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignJobRow, hopso_sign_job_row, HOPSO, SIGN_JOB_ROW, GtkListBoxRow)

HopsoSignJobRow *
hopso_sign_job_row_new (HopsoPaper *paper, HopsoSignRequest *request, guint number);
HopsoPaper *hopso_sign_job_row_get_paper (HopsoSignJobRow *self);
void hopso_sign_job_row_set_paper (HopsoSignJobRow *self, HopsoPaper *paper);
HopsoSignRequest *hopso_sign_job_row_get_request (HopsoSignJobRow *self);
HopsoSignJob *hopso_sign_job_row_get_job (HopsoSignJobRow *self);
void hopso_sign_job_row_set_job (HopsoSignJobRow *self, HopsoSignJob *job);
void hopso_sign_job_row_set_next_job (HopsoSignJobRow *self, HopsoSignJob *job);
gboolean hopso_sign_job_row_is_ready (HopsoSignJobRow *self);
HopsoSignJob *hopso_sign_job_row_get_coming (HopsoSignJobRow *self);
HopsoSignJob *hopso_sign_job_row_begin (HopsoSignJobRow *self);
void hopso_sign_job_row_set_running (HopsoSignJobRow *self, gboolean is_running);
HopsoPdfDocument *hopso_sign_job_row_get_document (HopsoSignJobRow *self);
void hopso_sign_job_row_set_document (HopsoSignJobRow *self, HopsoPdfDocument *document);
void hopso_sign_job_row_set_problem (HopsoSignJobRow *self, const char *problem);
void hopso_sign_job_row_set_unopened (HopsoSignJobRow *self, gboolean is_unopened);
gboolean hopso_sign_job_row_get_unopened (HopsoSignJobRow *self);
guint hopso_sign_job_row_get_number (HopsoSignJobRow *self);

void hopso_sign_job_row_set_password_asked (HopsoSignJobRow *self, const char *problem);
void hopso_sign_job_row_set_password (HopsoSignJobRow *self, HopsoSecret *password);
HopsoSecret *hopso_sign_job_row_get_password (HopsoSignJobRow *self);

/* hopso-sign-job-row-deed.c */
void hopso_sign_job_row_set_deed (HopsoSignJobRow *self, HopsoDeedFacts *deed);
HopsoDeedFacts *hopso_sign_job_row_get_deed (HopsoSignJobRow *self);
GCancellable *hopso_sign_job_row_begin_look (HopsoSignJobRow *self);
void hopso_sign_job_row_take_preview (HopsoSignJobRow *self,
                                      HopsoSignPreview *preview,
                                      const char *refusal);
const HopsoSignPreview *hopso_sign_job_row_get_preview (HopsoSignJobRow *self);
const char *hopso_sign_job_row_get_refusal (HopsoSignJobRow *self);
void hopso_sign_job_row_set_need (HopsoSignJobRow *self, const char *need);
const char *hopso_sign_job_row_get_need (HopsoSignJobRow *self);
void hopso_sign_job_row_set_saved (HopsoSignJobRow *self, GFile *file);
gboolean hopso_sign_job_row_is_saved (HopsoSignJobRow *self);
GFile *hopso_sign_job_row_get_file (HopsoSignJobRow *self);
void hopso_sign_job_row_set_output (HopsoSignJobRow *self, const char *path);
const char *hopso_sign_job_row_get_output (HopsoSignJobRow *self);

G_END_DECLS
