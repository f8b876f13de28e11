/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-list.h"

G_BEGIN_DECLS

HopsoTrustList *corpus_trust_what_is_in (const char *path);

G_END_DECLS
