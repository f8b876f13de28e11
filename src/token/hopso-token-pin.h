/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"

G_BEGIN_DECLS

void hopso_token_change_pin_async (HopsoToken *token,
                                   HopsoSecret *old_pin,
                                   HopsoSecret *new_pin,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean hopso_token_change_pin_finish (HopsoToken *token, GAsyncResult *result, GError **error);

G_END_DECLS
