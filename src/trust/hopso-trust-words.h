/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-anchor.h"

G_BEGIN_DECLS

const char *hopso_trust_source_get_name (HopsoTrustSource source);
const char *hopso_trust_role_get_name (HopsoTrustRole role);
char *hopso_trust_words_source (HopsoTrustAnchor *anchor, gint64 now);
const char *hopso_trust_words_role (HopsoTrustRole role);
char *hopso_trust_words_until (HopsoTrustAnchor *anchor, gint64 now);
char *hopso_trust_words_error (const GError *error);

G_END_DECLS
