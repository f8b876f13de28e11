/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-inspection-codes.h"
#include "hopso-pdf-client.h"

G_BEGIN_DECLS

/**
 * HopsoPaperInspector:
 *
 * Looks at papers before they go out: whether one is a state secret, and what the virus scanner
 * says.
 */
#define HOPSO_TYPE_PAPER_INSPECTOR (hopso_paper_inspector_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPaperInspector, hopso_paper_inspector, HOPSO, PAPER_INSPECTOR, GObject)

HopsoPaperInspector *hopso_paper_inspector_new (HopsoPdfClient *pdf);
void hopso_paper_inspector_set_scanner (HopsoPaperInspector *self, const char *address);
void hopso_paper_inspector_run_async (HopsoPaperInspector *self,
                                      int fd,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char **
hopso_paper_inspector_run_finish (HopsoPaperInspector *self, GAsyncResult *result, GError **error);

gboolean hopso_inspection_forbids (const char *const *codes);

G_END_DECLS
