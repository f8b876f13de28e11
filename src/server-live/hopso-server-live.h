/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-store.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HopsoServerLive:
 *
 * The open event streams, and who listens to them.
 */
#define HOPSO_TYPE_SERVER_LIVE (hopso_server_live_get_type ())
G_DECLARE_FINAL_TYPE (HopsoServerLive, hopso_server_live, HOPSO, SERVER_LIVE, GObject)

/**
 * HopsoServerListener:
 * @person: the id of a person who signed in
 * @device: the id of the device that listens
 * @expires: when the stream ends at the latest
 * @known_state: (nullable): the state the listener knows already
 * @state: the state at a moment before the stream began
 */
typedef struct
{
  const char *person;
  const char *device;
  gint64 expires;
  const char *known_state;
  const char *state;
} HopsoServerListener;

HopsoServerLive *hopso_server_live_new (HopsoServerStore *store);
gboolean hopso_server_live_add (HopsoServerLive *self,
                                SoupServerMessage *message,
                                const HopsoServerListener *listener);
guint hopso_server_live_count (HopsoServerLive *self);
void hopso_server_live_beat (HopsoServerLive *self);
void hopso_server_live_end (HopsoServerLive *self);

G_END_DECLS
