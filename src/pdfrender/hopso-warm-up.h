/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hopso_warm_up (void);
char **hopso_warm_up_list_folders (void);

G_END_DECLS
