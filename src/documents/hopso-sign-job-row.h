/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-paper.h"
#include "hopso-pdf-document.h"
#include "hopso-sign-job.h"
#include "hopso-sign-request.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSignJobRow:
 *
 * One document of a batch. Signal "open": the person wants to read it first.
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
HopsoSignJob *hopso_sign_job_row_begin (HopsoSignJobRow *self);
void hopso_sign_job_row_set_running (HopsoSignJobRow *self, gboolean is_running);
HopsoPdfDocument *hopso_sign_job_row_get_document (HopsoSignJobRow *self);
void hopso_sign_job_row_set_document (HopsoSignJobRow *self, HopsoPdfDocument *document);
void hopso_sign_job_row_set_problem (HopsoSignJobRow *self, const char *problem);
void hopso_sign_job_row_set_unopened (HopsoSignJobRow *self, gboolean is_unopened);
gboolean hopso_sign_job_row_get_unopened (HopsoSignJobRow *self);
guint hopso_sign_job_row_get_number (HopsoSignJobRow *self);

G_END_DECLS
