/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HopsoServerLine:
 *
 * A connection's stream as the HTTP library is given it.
 */
#define HOPSO_TYPE_SERVER_LINE (hopso_server_line_get_type ())
G_DECLARE_FINAL_TYPE (HopsoServerLine, hopso_server_line, HOPSO, SERVER_LINE, GIOStream)

HopsoServerLine *hopso_server_line_new (GIOStream *base);
void hopso_server_line_rest (HopsoServerLine *self);
void hopso_server_line_keep_alive (SoupServer *soup);

G_END_DECLS
