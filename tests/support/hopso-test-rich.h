/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *hopso_test_rich_new (void);
GBytes *hopso_test_rich_new_book (guint n_pages);

G_END_DECLS
