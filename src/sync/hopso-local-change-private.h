/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-local-change.h"

G_BEGIN_DECLS

JsonObject *hopso_local_change_parse (const HopsoOutboxEntry *entry, GError **error);

G_END_DECLS
