/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-store.h"

G_BEGIN_DECLS

/* One run of a job, from the call to its end. */
typedef struct
{
  HopsoServerJob job;
  gpointer result;      /* the job's, nullable; owned by who takes it */
  GError *error;        /* owned, nullable: it was done */
  char *state;          /* owned, nullable: nothing was committed */
  GHashTable *audience; /* owned, nullable: nothing was committed */
  GHashTable *ended;    /* owned, nullable: nothing was committed */
  gboolean is_for_everybody;
} HopsoServerRun;

HopsoServerRun *hopso_server_run_new (const HopsoServerJob *job);
void hopso_server_run_free (HopsoServerRun *self);
void hopso_server_run_all (HopsoServerRun **runs, guint n_runs, HopsoServerSql *sql, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerRun, hopso_server_run_free)

G_END_DECLS
