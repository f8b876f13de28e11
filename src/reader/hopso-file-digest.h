/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hopso_file_digest_async (int fd,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *hopso_file_digest_finish (GAsyncResult *result, GError **error);

G_END_DECLS
