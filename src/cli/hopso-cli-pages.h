/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GArray *hopso_cli_pages_parse (const char *words, char **labels, guint n_pages, GError **error);

G_END_DECLS
