/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HOPSO_TOKEN_MODULES_VARIABLE:
 *
 * Environment variable that names other lists of modules, divided by colons, in the place of the
 * machine's.
 */
#define HOPSO_TOKEN_MODULES_VARIABLE "HOPSO_TOKEN_MODULES"

gboolean hopso_token_own_modules_add (const char *file, GError **error);
gboolean hopso_token_own_modules_remove (const char *file, GError **error);

G_END_DECLS
