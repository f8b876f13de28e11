/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest name of a file that any common file system takes, with room for an addition. */
#define HOPSO_NAME_MAX_FILE 200

char *hopso_name_clean (const char *text);
char *hopso_name_for_file (const char *text, const char *fallback);

G_END_DECLS
