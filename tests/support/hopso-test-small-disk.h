/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hopso_test_small_disk_enter (void);
gboolean hopso_test_small_disk_mount (const char *folder, guint kibibytes);
void hopso_test_small_disk_unmount (const char *folder);
gboolean hopso_test_small_disk_make_read_only (const char *folder);
void hopso_test_small_disk_fill (const char *folder, guint64 free_bytes);
void hopso_test_small_disk_empty (const char *folder);

G_END_DECLS
