/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_authority_prompt_async (GtkWindow *parent,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *hopso_authority_prompt_finish (GAsyncResult *result, char **name, GError **error);

G_END_DECLS
