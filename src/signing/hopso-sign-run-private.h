/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-pdf-client.h"
#include "hopso-queue-thread.h"
#include "hopso-sign-batch.h"
#include "hopso-timestamp-client.h"
#include "hopso-token-session.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/* What all documents of a batch are signed with; borrowed, and outlives their runs. */
typedef struct
{
  HopsoPdfClient *pdf_client;
  HopsoVerifier *verifier;
  HopsoClock *clock;
  HopsoTimestampClient *stamping;
  HopsoQueueThread *copying;   /* reads and digests what comes in */
  HopsoQueueThread *finishing; /* makes durable what goes out */
} HopsoSignTools;

/*
 * HopsoSignRun: one document on its way, in three stretches; between them it may wait for its turn
 * at the token. Main thread only; one stretch at a time.
 */
#define HOPSO_TYPE_SIGN_RUN (hopso_sign_run_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignRun, hopso_sign_run, HOPSO, SIGN_RUN, GObject)

HopsoSignRun *
hopso_sign_run_new (const HopsoSignTools *tools, HopsoSignBatch *batch, HopsoSignJob *job);
HopsoSignJob *hopso_sign_run_get_job (HopsoSignRun *self);
gboolean hopso_sign_run_is_prepared (HopsoSignRun *self);
gboolean hopso_sign_run_is_stale (HopsoSignRun *self);
gboolean hopso_sign_run_enlarge (HopsoSignRun *self, const GError *error);

void hopso_sign_run_prepare_async (HopsoSignRun *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean hopso_sign_run_prepare_finish (HopsoSignRun *self, GAsyncResult *result, GError **error);
void hopso_sign_run_sign_async (HopsoSignRun *self,
                                HopsoTokenSession *session,
                                HopsoSignatureScheme scheme,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void hopso_sign_run_complete_async (HopsoSignRun *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean hopso_sign_run_finish (HopsoSignRun *self, GAsyncResult *result, GError **error);

G_END_DECLS
