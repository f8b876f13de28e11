/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hopso_day_text_read (const char *text, GDate *date);
char *hopso_day_text_write (const GDate *date);

G_END_DECLS
