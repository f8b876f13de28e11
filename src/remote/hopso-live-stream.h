/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-remote.h"

G_BEGIN_DECLS

/**
 * HopsoLiveStream:
 *
 * The server's event stream, kept open: "something changed, ask for it".
 *
 * Signals: "state" (string): the server's state is another now; "alive" (gboolean): the stream
 * stands, or is gone for longer than people need to know.
 */
#define HOPSO_TYPE_LIVE_STREAM (hopso_live_stream_get_type ())
G_DECLARE_FINAL_TYPE (HopsoLiveStream, hopso_live_stream, HOPSO, LIVE_STREAM, GObject)

HopsoLiveStream *hopso_live_stream_new (HopsoRemote *remote);
void hopso_live_stream_start (HopsoLiveStream *self);
void hopso_live_stream_stop (HopsoLiveStream *self);
void hopso_live_stream_hurry (HopsoLiveStream *self);
gboolean hopso_live_stream_is_alive (HopsoLiveStream *self);

G_END_DECLS
