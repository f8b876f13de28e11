/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hopso_pdf_order_send (int line, gint32 number, int fd, GError **error);
gboolean hopso_pdf_order_receive (int line, gint32 *number, int *fd, GError **error);

G_END_DECLS
