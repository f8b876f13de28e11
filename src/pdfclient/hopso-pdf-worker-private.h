/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-seed-private.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_PDF_WORKER (hopso_pdf_worker_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfWorker, hopso_pdf_worker, HOPSO, PDF_WORKER, GObject)

/**
 * HopsoPdfCall:
 * @path: of the object
 * @interface: of the method
 * @method: its name
 * @parameters: a tuple; floating or not, it is taken
 * @fds: (nullable): the descriptors that @parameters name
 * @reply: the type of the answer
 *
 * One thing to ask a process.
 */
typedef struct
{
  const char *path;
  const char *interface;
  const char *method;
  GVariant *parameters;
  GUnixFDList *fds;
  const char *reply;
} HopsoPdfCall;

HopsoPdfWorker *hopso_pdf_worker_start (const char *program, guint deadline_ms);
HopsoPdfWorker *hopso_pdf_worker_grow (HopsoPdfSeed *seed, guint deadline_ms, int niceness);
void hopso_pdf_worker_call_async (HopsoPdfWorker *self,
                                  const HopsoPdfCall *call,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GVariant *hopso_pdf_worker_call_finish (HopsoPdfWorker *self, GAsyncResult *result, GError **error);
void hopso_pdf_worker_kill (HopsoPdfWorker *self);
gboolean hopso_pdf_worker_is_alive (HopsoPdfWorker *self);
guint64 hopso_pdf_worker_get_own_memory (HopsoPdfWorker *self);
int hopso_pdf_worker_get_process (HopsoPdfWorker *self);

G_END_DECLS
