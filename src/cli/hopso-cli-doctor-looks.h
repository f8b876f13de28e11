/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean hopso_cli_look_for_trust (char **detail);
gboolean hopso_cli_look_for_store (char **detail);
gboolean hopso_cli_look_for_verification (char **detail);

G_END_DECLS
