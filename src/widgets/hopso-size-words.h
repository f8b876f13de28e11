/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_size_words (guint64 bytes);
char *hopso_size_words_pages (gint64 pages, guint64 bytes);

G_END_DECLS
