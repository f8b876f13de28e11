/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerGreeter:
 *
 * Shakes hands with new connections, with some of them at a time.
 */
typedef struct _HopsoServerGreeter HopsoServerGreeter;

HopsoServerGreeter *hopso_server_greeter_new (GTlsCertificate *certificate);
void hopso_server_greeter_set_certificate (HopsoServerGreeter *self, GTlsCertificate *certificate);
void hopso_server_greeter_greet_async (HopsoServerGreeter *self,
                                       GSocket *socket,
                                       const char *name,
                                       guint patience_ms,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GIOStream *hopso_server_greeter_greet_finish (GAsyncResult *result, GError **error);
void hopso_server_greeter_look (HopsoServerGreeter *self);
void hopso_server_greeter_unref (HopsoServerGreeter *self);

G_END_DECLS
