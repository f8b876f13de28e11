/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http.h"
#include "hopso-material-place-private.h"

G_BEGIN_DECLS

/* Asks @place about what @want lacks; the answer is one to our question, nothing more is sure. */
void hopso_material_download_async (HopsoHttp *http,
                                    const HopsoMaterialPlace *place,
                                    const HopsoValidationWant *want,
                                    HopsoHttpReach reach,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GBytes *hopso_material_download_finish (HopsoHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
