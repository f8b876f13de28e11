/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_text_fold (const char *text);
char *hopso_text_capitalised (const char *text);
gboolean hopso_text_fold_matches (const char *folded, const char *folded_words);

G_END_DECLS
