/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean hopso_folder_make (const char *path, GError **error);
gboolean hopso_folder_sync (const char *path, GError **error);

G_END_DECLS
