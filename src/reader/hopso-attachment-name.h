/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_attachment_name_clean (const char *said);

G_END_DECLS
