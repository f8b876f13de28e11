/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HopsoSyncState:
 * @HOPSO_SYNC_IDLE: this machine and the server agree, and the server is being listened to
 * @HOPSO_SYNC_SYNCING: records are on their way
 * @HOPSO_SYNC_OFFLINE: the server cannot be reached; tried again without being asked
 * @HOPSO_SYNC_ERROR: the server answers, but not usefully; the message for people says more
 * @HOPSO_SYNC_SIGNED_OUT: nothing happens until the person signs in again
 *
 * How this machine stands with the server.
 */
typedef enum
{
  HOPSO_SYNC_IDLE,
  HOPSO_SYNC_SYNCING,
  HOPSO_SYNC_OFFLINE,
  HOPSO_SYNC_ERROR,
  HOPSO_SYNC_SIGNED_OUT
} HopsoSyncState;

#define HOPSO_TYPE_SYNC_STATE (hopso_sync_state_get_type ())
GType hopso_sync_state_get_type (void);
const char *hopso_sync_state_get_name (HopsoSyncState state);

G_END_DECLS
