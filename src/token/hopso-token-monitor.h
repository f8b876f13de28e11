/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-module-info.h"
#include "hopso-token.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_TOKEN_MONITOR (hopso_token_monitor_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenMonitor, hopso_token_monitor, HOPSO, TOKEN_MONITOR, GObject)

HopsoTokenMonitor *hopso_token_monitor_new (const char *const *module_files);
void hopso_token_monitor_refresh_async (HopsoTokenMonitor *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
hopso_token_monitor_refresh_finish (HopsoTokenMonitor *self, GAsyncResult *result, GError **error);
GPtrArray *hopso_token_monitor_dup_modules (HopsoTokenMonitor *self);
gboolean hopso_token_monitor_add_module (HopsoTokenMonitor *self, const char *file, GError **error);
gboolean
hopso_token_monitor_remove_module (HopsoTokenMonitor *self, const char *file, GError **error);
void hopso_token_monitor_set_deadline (HopsoTokenMonitor *self, guint milliseconds);
GListModel *hopso_token_monitor_get_tokens (HopsoTokenMonitor *self);
void hopso_token_monitor_set_watching (HopsoTokenMonitor *self, gboolean is_watching);

G_END_DECLS
