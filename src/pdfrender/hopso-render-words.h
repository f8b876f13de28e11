/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest title, name, address, value that is passed on. */
#define HOPSO_RENDER_MAX_WORDS 8192u

char *hopso_render_words (const char *words);
char *hopso_render_take_words (char *words);

G_END_DECLS
