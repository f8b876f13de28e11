/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_cli_dup_words (const GError *error);
int hopso_cli_fail_in_words (const GError *error);

G_END_DECLS
