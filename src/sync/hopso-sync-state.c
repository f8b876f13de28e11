/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for how this machine stands with the server. Pure, any thread. */

#include "hopso-sync-state.h"

static const GEnumValue values[] = {
  { HOPSO_SYNC_IDLE, "HOPSO_SYNC_IDLE", "idle" },
  { HOPSO_SYNC_SYNCING, "HOPSO_SYNC_SYNCING", "syncing" },
  { HOPSO_SYNC_OFFLINE, "HOPSO_SYNC_OFFLINE", "offline" },
  { HOPSO_SYNC_ERROR, "HOPSO_SYNC_ERROR", "error" },
  { HOPSO_SYNC_SIGNED_OUT, "HOPSO_SYNC_SIGNED_OUT", "signed-out" },
  { 0, NULL, NULL },
};

/**
 * hopso_sync_state_get_type:
 *
 * Returns: the enumeration, for properties
 */
GType
hopso_sync_state_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("HopsoSyncState", values));
  return type;
}

/**
 * hopso_sync_state_get_name:
 *
 * Returns: (transfer none): one word for programs, such as "offline"
 */
const char *
hopso_sync_state_get_name (HopsoSyncState state)
{
  g_return_val_if_fail (state <= HOPSO_SYNC_SIGNED_OUT, NULL);

  return values[state].value_nick;
}
