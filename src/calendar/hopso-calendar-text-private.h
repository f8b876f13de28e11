/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hopso_calendar_add_line (GString *output, const char *name, const char *value);
void hopso_calendar_add_text (GString *output, const char *name, const char *text);
void hopso_calendar_append_parameter (GString *name, const char *parameter, const char *value);

G_END_DECLS
