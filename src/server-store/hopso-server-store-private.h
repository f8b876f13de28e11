/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-queue-thread.h"
#include "hopso-server-sql.h"
#include "hopso-server-store.h"

G_BEGIN_DECLS

struct _HopsoServerStore
{
  GObject parent_instance;

  char *folder;             /* owned */
  HopsoClock *clock;        /* owned */
  char *name;               /* owned */
  char *province;           /* owned */
  HopsoServerSql *writing;  /* owned, nullable: closed; of the thread that writes */
  HopsoServerSql *reading;  /* owned, nullable: closed; of the thread that reads */
  HopsoQueueThread *writer; /* owned */
  HopsoQueueThread *reader; /* owned */
  GAsyncQueue *waiting;     /* owned: tasks that write, owned */
  char *told;               /* owned, nullable: the latest state that was told */
  gint64 data_version;      /* of the writing connection; of the thread that writes */
  guint watch;              /* source id */
  gboolean is_looking;
};

/* @audience: NULL for everybody; @ended: NULL for any. */
void
hopso_server_store_tell_state (HopsoServerStore *self, const char *state, GHashTable *audience);
void hopso_server_store_tell_ended (HopsoServerStore *self, GHashTable *ended);

G_END_DECLS
