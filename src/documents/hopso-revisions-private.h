/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-revisions.h"

#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-queue-thread.h"

G_BEGIN_DECLS

struct _HopsoRevisions
{
  GObject parent_instance;

  HopsoFd fd;                    /* owned: the whole file */
  HopsoSecret *password;         /* owned, nullable: of a protected one */
  HopsoSignatureResult *result;  /* owned */
  HopsoQueueThread *thread;      /* owned */
  HopsoPdfClient *before_client; /* owned */
  HopsoPdfClient *after_client;  /* owned */
  HopsoPdfDocument *before;      /* owned, nullable: not opened yet */
  HopsoPdfDocument *after;       /* owned, nullable: likewise */
  GPtrArray *changes;            /* owned; HopsoRevisionChange by page, then downwards */
};

void hopso_revisions_compare_pages (GTask *task);
void hopso_revisions_add_change (HopsoRevisions *self, HopsoRevisionChange *change);
void hopso_revisions_tell_compared (HopsoRevisions *self, guint n_pages, guint n_all);

G_END_DECLS
