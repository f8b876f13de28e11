/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoHttpLines:
 *
 * The lines of a reply that goes on for hours, such as an event stream.
 */
#define HOPSO_TYPE_HTTP_LINES (hopso_http_lines_get_type ())
G_DECLARE_FINAL_TYPE (HopsoHttpLines, hopso_http_lines, HOPSO, HTTP_LINES, GObject)

/**
 * HopsoHttpLineFunc:
 * @line: (nullable): a line without its end, or %NULL: no more will come
 */
typedef void (*HopsoHttpLineFunc) (HopsoHttpLines *lines, const char *line, gpointer user_data);

HopsoHttpLines *
hopso_http_lines_new (GInputStream *stream, HopsoHttpLineFunc func, gpointer user_data);
void hopso_http_lines_stop (HopsoHttpLines *self);

G_END_DECLS
