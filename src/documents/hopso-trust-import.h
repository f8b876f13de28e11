/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_trust_import_async (HopsoTrustStore *store,
                               GFile *file,
                               GtkWindow *parent,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
guint hopso_trust_import_finish (GAsyncResult *result, GError **error);

G_END_DECLS
