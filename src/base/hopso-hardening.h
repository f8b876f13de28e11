/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hopso_hardening_begin (void);
void hopso_hardening_wipe_stack (void);

G_END_DECLS
