/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_password_prompt_async (const char *words,
                                  GtkWindow *parent,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HopsoSecret *hopso_password_prompt_finish (GAsyncResult *result, GError **error);

G_END_DECLS
