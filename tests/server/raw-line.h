/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-server.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RawLine:
 *
 * A TLS connection to a test server on which any bytes may be sent.
 */
typedef GIOStream RawLine;

RawLine *raw_line_new (HopsoTestServer *server);
gboolean raw_line_say (RawLine *self, const char *text);
gboolean raw_line_say_bytes (RawLine *self, const void *bytes, gsize size);
char *raw_line_hear (RawLine *self);
guint raw_line_get_status (const char *heard);
void raw_line_free (RawLine *self);

guint64 raw_line_measure_memory (HopsoTestServer *server);

G_END_DECLS
