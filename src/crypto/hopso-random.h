/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

G_BEGIN_DECLS

gboolean hopso_random_bytes (void *bytes, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HopsoSecret *hopso_random_secret (gsize size, GError **error);

G_END_DECLS
