/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hopso_render_process_begin (void);
int hopso_render_process_serve (void);

G_END_DECLS
