/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSubstituteDialog:
 *
 * Choosing the person who goes in one's place.
 */
#define HOPSO_TYPE_SUBSTITUTE_DIALOG (hopso_substitute_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoSubstituteDialog, hopso_substitute_dialog, HOPSO, SUBSTITUTE_DIALOG, AdwWindow)

void hopso_substitute_dialog_choose_async (HopsoWorkspace *workspace,
                                           GtkWindow *parent,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *hopso_substitute_dialog_choose_finish (GAsyncResult *result, GError **error);

G_END_DECLS
