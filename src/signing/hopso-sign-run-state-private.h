/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cms-builder.h"
#include "hopso-sign-draft-private.h"
#include "hopso-sign-run-private.h"

G_BEGIN_DECLS

struct _HopsoSignRun
{
  GObject parent_instance;

  const HopsoSignTools *tools; /* borrowed: outlives self */
  HopsoSignBatch *batch;       /* owned */
  HopsoSignJob *job;           /* owned */
  HopsoSignDraft *draft;       /* owned, nullable: before the first stretch */
  gint64 begun;
  HopsoPdfPreparedUpdate *update; /* owned, nullable */
  GBytes *digest;                 /* owned, nullable: of what is signed */
  gboolean is_prepared;           /* and its caller knows */
  HopsoCmsBuilder *builder;       /* owned, nullable */
  GBytes *value;                  /* owned, nullable: what the token made */
  GBytes *cms;                    /* owned, nullable */
  HopsoSignatureReport *report;   /* owned, nullable */
  gsize hole_size;                /* 0 as usual */
  gboolean is_stamped;            /* the CMS carries a timestamp */
};

/* A stretch: what ends it calls hopso_sign_run_finish(). */
GTask *hopso_sign_run_begin (HopsoSignRun *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Runs a step on a thread; @done is called on the main thread and takes over @task. */
void hopso_sign_run_step (GTask *task,
                          HopsoQueueThread *thread,
                          GTaskThreadFunc step,
                          GAsyncReadyCallback done);

G_END_DECLS
