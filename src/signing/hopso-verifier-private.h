/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-queue-thread.h"
#include "hopso-verifier.h"

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

G_END_DECLS
