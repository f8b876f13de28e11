/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoServerRange:
 * @HOPSO_SERVER_RANGE_WHOLE: the header is no range we know; all bytes are meant
 * @HOPSO_SERVER_RANGE_PART: some bytes
 * @HOPSO_SERVER_RANGE_NONE: bytes that are not there
 */
typedef enum
{
  HOPSO_SERVER_RANGE_WHOLE,
  HOPSO_SERVER_RANGE_PART,
  HOPSO_SERVER_RANGE_NONE
} HopsoServerRange;

HopsoServerRange
hopso_server_range_parse (const char *header, guint64 size, guint64 *first, guint64 *length);
gboolean hopso_server_content_range_parse (const char *header,
                                           guint64 *first,
                                           guint64 *length,
                                           guint64 *size);

G_END_DECLS
