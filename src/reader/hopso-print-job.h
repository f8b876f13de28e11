/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPrintJob:
 *
 * A document on its way to a printer. Signals: "progress" (guint pages drawn, guint of how many)
 * and "done" (const GError *, or %NULL when it was printed; cancelled is an error too).
 */
#define HOPSO_TYPE_PRINT_JOB (hopso_print_job_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPrintJob, hopso_print_job, HOPSO, PRINT_JOB, GObject)

HopsoPrintJob *
hopso_print_job_new (HopsoPdfDocument *document, const char *title, guint current_page);
GtkPrintOperation *hopso_print_job_get_operation (HopsoPrintJob *self);
void hopso_print_job_set_is_fitted (HopsoPrintJob *self, gboolean is_fitted);
void hopso_print_job_set_is_turned (HopsoPrintJob *self, gboolean is_turned);
void hopso_print_job_prepare_async (HopsoPrintJob *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean hopso_print_job_prepare_finish (HopsoPrintJob *self, GAsyncResult *result, GError **error);
void hopso_print_job_run (HopsoPrintJob *self, GtkPrintOperationAction action, GtkWindow *parent);
void hopso_print_job_cancel (HopsoPrintJob *self);

G_END_DECLS
