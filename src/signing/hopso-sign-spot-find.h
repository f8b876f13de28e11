/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"
#include "hopso-sign-spot.h"

G_BEGIN_DECLS

void hopso_sign_spot_find_async (HopsoPdfDocument *document,
                                 const char *name,
                                 const char *position,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GArray *
hopso_sign_spot_find_finish (HopsoPdfDocument *document, GAsyncResult *result, GError **error);

G_END_DECLS
