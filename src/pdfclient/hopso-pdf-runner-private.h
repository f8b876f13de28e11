/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-job-private.h"
#include "hopso-pdf-slot-private.h"
#include "hopso-pdf-worker-private.h"

G_BEGIN_DECLS

/* So many sizes are known as soon as a document is open, and so many are asked for at once later:
 * all those of a long book would keep its first page waiting. */
#define HOPSO_PDF_FIRST_SIZES 32u
#define HOPSO_PDF_MORE_SIZES  128u

#define HOPSO_TYPE_PDF_RUNNER (hopso_pdf_runner_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfRunner, hopso_pdf_runner, HOPSO, PDF_RUNNER, GObject)

/**
 * HopsoPdfRunnerOwner:
 * @take_worker: (transfer full): a process that has seen no document
 * @take_slot: (transfer full): room for pictures of a size
 * @done: a picture was drawn, for this job
 * @failed: the document cannot be opened any more
 *
 * Whose jobs a runner does. It outlives its runners.
 */
typedef struct
{
  HopsoPdfWorker *(*take_worker) (gpointer data);
  HopsoPdfSlot *(*take_slot) (gpointer data, gsize size, GError **error);
  void (*done) (gpointer data, const HopsoPdfWish *wish, GBytes *pixels);
  void (*failed) (gpointer data, const GError *error);
  gpointer data;
} HopsoPdfRunnerOwner;

HopsoPdfRunner *hopso_pdf_runner_new (const HopsoPdfRunnerOwner *owner,
                                      HopsoPdfQueue *queue,
                                      guint last_lane,
                                      int fd,
                                      const char *password);
void hopso_pdf_runner_run (HopsoPdfRunner *self);
gboolean hopso_pdf_runner_join (HopsoPdfRunner *self, const HopsoPdfWish *wish, GTask *task);
void hopso_pdf_runner_set_layers (HopsoPdfRunner *self, GVariant *layers);
void hopso_pdf_runner_open_async (HopsoPdfRunner *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GVariant *hopso_pdf_runner_open_finish (HopsoPdfRunner *self, GAsyncResult *result, GError **error);
HopsoPdfWorker *hopso_pdf_runner_get_worker (HopsoPdfRunner *self);
gboolean hopso_pdf_runner_is_open (HopsoPdfRunner *self);
void hopso_pdf_runner_rest (HopsoPdfRunner *self);
void hopso_pdf_runner_stop (HopsoPdfRunner *self);

G_END_DECLS
