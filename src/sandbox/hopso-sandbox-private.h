/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sandbox.h"

G_BEGIN_DECLS

gboolean hopso_sandbox_fail (GError **error, int code, const char *step);
gboolean hopso_sandbox_restrict_files (const char *const *readable_folders, GError **error);
gboolean hopso_sandbox_restrict_calls (gboolean may_read_names, GError **error);

G_END_DECLS
