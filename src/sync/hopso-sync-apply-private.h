/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"

G_BEGIN_DECLS

gboolean hopso_sync_apply (HopsoStoreSession *session, GPtrArray *plan, GError **error);

G_END_DECLS
