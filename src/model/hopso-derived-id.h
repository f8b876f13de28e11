/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_derived_id_make (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
