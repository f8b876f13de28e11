/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store-error.h"

G_BEGIN_DECLS

void hopso_store_error_set (GError **error, HopsoStoreError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
HopsoStoreError hopso_store_error_from_errno (int number);
HopsoStoreError hopso_store_error_classify (const GError *error);

G_END_DECLS
