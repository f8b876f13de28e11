/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sees what other programs change in the folders of a trust store. Main thread. */

#include "hopso-trust-store-private.h"

#define SETTLE_MILLISECONDS 300

struct _HopsoTrustWatch
{
  HopsoTrustStore *store; /* borrowed: owns this */
  GPtrArray *monitors;    /* owned; GFileMonitor */
  guint settling;         /* source id: something was changed */
};

static gboolean
settled_cb (gpointer user_data)
{
  HopsoTrustWatch *self = user_data;

  self->settling = 0;
  hopso_trust_store_load (self->store);
  return G_SOURCE_REMOVE;
}

/* Several files at once are one change. */
static void
changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer user_data)
{
  HopsoTrustWatch *self = user_data;

  if (self->settling == 0)
    self->settling = g_timeout_add (SETTLE_MILLISECONDS, settled_cb, self);
}

static void
watch_folder (HopsoTrustWatch *self, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFileMonitor) monitor =
      g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect (monitor, "changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->monitors, g_steal_pointer (&monitor));
}

HopsoTrustWatch *
hopso_trust_watch_new (HopsoTrustStore *store, const char *machine_folder, const char *own_folder)
{
  HopsoTrustWatch *self = g_new0 (HopsoTrustWatch, 1);
  const char *const folders[] = { machine_folder, own_folder };

  self->store = store;
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *lists = g_build_filename (folders[i], HOPSO_TRUST_LISTS_FOLDER, NULL);

      watch_folder (self, folders[i]);
      watch_folder (self, lists);
    }
  return self;
}

void
hopso_trust_watch_free (HopsoTrustWatch *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  for (guint i = 0; i < self->monitors->len; i++)
    {
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->monitors, i), self);
      g_file_monitor_cancel (g_ptr_array_index (self->monitors, i));
    }
  g_ptr_array_unref (self->monitors);
  g_free (self);
}
