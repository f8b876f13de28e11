/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

G_BEGIN_DECLS

/* After all of HopsoPdfPriority: not for pictures. */
#define HOPSO_PDF_LANE_SIZES ((guint) HOPSO_PDF_PRIORITY_PAPER + 1)
#define HOPSO_PDF_LANE_TEXT  (HOPSO_PDF_LANE_SIZES + 1)
#define HOPSO_PDF_N_LANES    (HOPSO_PDF_LANE_TEXT + 1)

/**
 * HopsoPdfQuestion:
 * @method: of the bus
 * @reply: the type of the answer
 *
 * Something to ask besides pictures; each is one object, known by its address.
 */
typedef struct
{
  const char *method;
  const char *reply;
} HopsoPdfQuestion;

/**
 * HopsoPdfWish:
 * @lane: how soon; the least first
 * @generation: of the layers that are shown
 * @view: what to draw
 * @question: (nullable): or what to ask instead
 * @arguments: (nullable): of the question
 * @fd: or -1; what the handle 0 in @arguments stands for
 *
 * One thing that a drawing process is to do.
 */
typedef struct
{
  guint lane;
  guint generation;
  HopsoPdfView view;
  const HopsoPdfQuestion *question;
  GVariant *arguments;
  int fd;
} HopsoPdfWish;

/**
 * HopsoPdfJob:
 * @wish: what to do; @arguments and @fd are owned
 * @n_deaths: how many processes died of it
 * @waiters: (element-type GTask): who waits for it
 *
 * A wish of all who have it.
 */
typedef struct
{
  HopsoPdfWish wish;
  guint n_deaths;
  GPtrArray *waiters; /* owned */
} HopsoPdfJob;

HopsoPdfJob *hopso_pdf_job_new (const HopsoPdfWish *wish);
void hopso_pdf_job_free (HopsoPdfJob *self);
gboolean hopso_pdf_job_is_picture (const HopsoPdfJob *self);
gboolean hopso_pdf_job_matches (const HopsoPdfJob *self, const HopsoPdfWish *wish);
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
void hopso_pdf_queue_push (HopsoPdfQueue *self, const HopsoPdfWish *wish, GTask *task);
void hopso_pdf_queue_return (HopsoPdfQueue *self, HopsoPdfJob *job);
HopsoPdfJob *hopso_pdf_queue_pop (HopsoPdfQueue *self, guint last_lane);
gboolean hopso_pdf_queue_has (HopsoPdfQueue *self, guint last_lane);
void hopso_pdf_queue_fail (HopsoPdfQueue *self, const GError *error);

G_END_DECLS
