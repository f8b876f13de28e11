/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-runner-private.h"
#include "hopso-pdf-slot-private.h"

G_BEGIN_DECLS

#define RENDER_INTERFACE "vn.hopso.PdfRender1"

struct _HopsoPdfRunner
{
  GObject parent_instance;

  HopsoPdfRunnerOwner owner;
  HopsoPdfQueue *queue;   /* borrowed: outlives self */
  HopsoPdfWorker *worker; /* owned, nullable */
  HopsoPdfSlot *slot;     /* owned, nullable */
  HopsoPdfJob *job;       /* owned, nullable: what the worker does now */
  GVariant *layers;       /* owned, nullable: which were shown or hidden */
  char *password;         /* owned, nullable */
  int fd;                 /* borrowed: outlives self */
  guint last_lane;
  guint64 first_memory; /* of the worker, with nothing done */
  guint n_jobs;
  guint n_failed_openings; /* since one that went well */
  guint n_deaths;          /* since the last thing that went well */
  guint pause;             /* source, or 0 */
  gboolean is_opening;
  gboolean is_open;
  gboolean has_old_layers; /* the worker has not been told of them */
  gboolean is_stopped;
};

void hopso_pdf_runner_note_death (HopsoPdfRunner *self);
gboolean hopso_pdf_runner_is_death (const GError *error);
void hopso_pdf_runner_reopen (HopsoPdfRunner *self);
void hopso_pdf_runner_send_layers (HopsoPdfRunner *self);

G_END_DECLS
