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
  gint64 sequence;      /* 0: nothing was committed */
  char *state;          /* owned, nullable: nothing to tell, or another run tells it */
  GHashTable *audience; /* owned, nullable: nothing to tell */
  GHashTable *scopes;   /* owned, nullable: whose viewers belong to the audience, too */
  GHashTable *ended;    /* owned, nullable: nothing was committed */
  gboolean is_for_everybody;
} HopsoServerRun;

HopsoServerRun *hopso_server_run_new (const HopsoServerJob *job);
void hopso_server_run_free (HopsoServerRun *self);
void hopso_server_run_all (HopsoServerRun **runs, guint n_runs, HopsoServerSql *sql, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerRun, hopso_server_run_free)

G_END_DECLS
