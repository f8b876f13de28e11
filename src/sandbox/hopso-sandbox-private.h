/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sandbox.h"

G_BEGIN_DECLS

gboolean hopso_sandbox_fail (GError **error, int code, const char *step);
gboolean hopso_sandbox_restrict_files (const HopsoSandboxPolicy *policy, GError **error);
gboolean hopso_sandbox_restrict_calls (const HopsoSandboxPolicy *policy, GError **error);
int hopso_sandbox_add_library_calls (void *filter);

G_END_DECLS
