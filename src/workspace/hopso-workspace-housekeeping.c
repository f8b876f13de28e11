/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What nothing names any more leaves this machine: files that a crash left behind, versions that
 * were replaced, bytes of papers that are gone. Looked for when the account is opened and then once
 * a day; by the wall clock, since a laptop sleeps. Main thread; the work is the cache's. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#define LOOK_SECONDS 3600
#define DAY          86400

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!hopso_blob_cache_collect_finish (HOPSO_BLOB_CACHE (source), result, &error))
    g_message ("Old files stay until tomorrow: %s", error->message);
}

static void
collect (HopsoWorkspace *self)
{
  gint64 now = hopso_clock_now (self->clock);

  /* A clock that was set back must not end the collecting. */
  if (self->collected != 0 && now >= self->collected && now < self->collected + DAY)
    return;
  self->collected = now;
  hopso_blob_cache_collect_async (hopso_store_get_blobs (self->store), now, NULL, collected_cb,
                                  NULL);
}

static gboolean
later_cb (gpointer user_data)
{
  collect (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
first_cb (gpointer user_data)
{
  HopsoWorkspace *self = user_data;

  self->housekeeping = g_timeout_add_seconds (LOOK_SECONDS, later_cb, self);
  collect (self);
  return G_SOURCE_REMOVE;
}

/* When the main loop has nothing better to do. */
void
hopso_workspace_start_housekeeping (HopsoWorkspace *self)
{
  self->housekeeping = g_idle_add_full (G_PRIORITY_LOW, first_cb, self, NULL);
}

void
hopso_workspace_stop_housekeeping (HopsoWorkspace *self)
{
  g_clear_handle_id (&self->housekeeping, g_source_remove);
}
