/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

G_BEGIN_DECLS

/* After all of HopsoPdfPriority: not for pictures. */
#define HOPSO_PDF_LANE_SIZES ((guint) HOPSO_PDF_PRIORITY_THUMBNAIL + 1)
#define HOPSO_PDF_LANE_TEXT  (HOPSO_PDF_LANE_SIZES + 1)
#define HOPSO_PDF_N_LANES    (HOPSO_PDF_LANE_TEXT + 1)

/**
 * HopsoPdfJob:
 * @lane: how soon; the least first
 * @view: what to draw; else of which page the text is wanted, or the first page of which the size
 * is
 * @waiters: (element-type GTask): who waits for it
 *
 * One thing that a drawing process is to do, for all who asked for it.
 */
typedef struct
{
  guint lane;
  HopsoPdfView view;
  GPtrArray *waiters; /* owned */
} HopsoPdfJob;

HopsoPdfJob *hopso_pdf_job_new (guint lane, const HopsoPdfView *view);
void hopso_pdf_job_free (HopsoPdfJob *self);
gboolean hopso_pdf_job_is_picture (const HopsoPdfJob *self);
gboolean hopso_pdf_job_matches (const HopsoPdfJob *self, guint lane, const HopsoPdfView *view);
void hopso_pdf_job_add_waiter (HopsoPdfJob *self, GTask *task);
gboolean hopso_pdf_job_is_wanted (const HopsoPdfJob *self);
void hopso_pdf_job_fail (HopsoPdfJob *self, const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfJob, hopso_pdf_job_free)

/**
 * HopsoPdfQueue:
 *
 * Jobs that wait, by lane and then by age.
 */
typedef struct
{
  GQueue lanes[HOPSO_PDF_N_LANES]; /* of HopsoPdfJob, owned */
} HopsoPdfQueue;

void hopso_pdf_queue_init (HopsoPdfQueue *self);
void hopso_pdf_queue_push (HopsoPdfQueue *self, guint lane, const HopsoPdfView *view, GTask *task);
HopsoPdfJob *hopso_pdf_queue_pop (HopsoPdfQueue *self, guint last_lane);
gboolean hopso_pdf_queue_has (HopsoPdfQueue *self, guint last_lane);
void hopso_pdf_queue_fail (HopsoPdfQueue *self, const GError *error);

G_END_DECLS
