/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-queue-thread.h"
#include "hopso-verifier.h"
#include "hopso-verify-gather-private.h"

G_BEGIN_DECLS

struct _HopsoVerifier
{
  GObject parent_instance;

  HopsoPdfClient *pdf_client;    /* owned */
  HopsoHttp *http;               /* owned, nullable */
  HopsoMaterialFetcher *fetcher; /* owned */
  HopsoTrustList *trust;         /* owned */
  HopsoClock *clock;             /* owned */
  HopsoQueueThread *thread;      /* owned */
  gint64 time;                   /* of validation; 0 the clock's */
  guint max_time;
};

/* A flag for hopso_verifier_verify_async(): what was needed is to be kept with the document. */
#define HOPSO_VERIFY_GATHER ((HopsoVerifyFlags) (1 << 8))

/* What that gave, once; the caller frees it. */
HopsoGathered *hopso_verifier_steal_gathered (GAsyncResult *result);

G_END_DECLS
