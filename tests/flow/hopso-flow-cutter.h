/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoFlowCutter:
 *
 * A wire to the server that breaks once: when so many bytes have come back over one connection.
 */
typedef struct _HopsoFlowCutter HopsoFlowCutter;

HopsoFlowCutter *hopso_flow_cutter_new (const char *server_url, guint64 cut_after);
void hopso_flow_cutter_free (HopsoFlowCutter *self);
const char *hopso_flow_cutter_get_url (HopsoFlowCutter *self);
guint hopso_flow_cutter_get_n_cuts (HopsoFlowCutter *self);
guint64 hopso_flow_cutter_get_n_bytes (HopsoFlowCutter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFlowCutter, hopso_flow_cutter_free)

G_END_DECLS
