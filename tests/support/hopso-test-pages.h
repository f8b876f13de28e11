/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *hopso_test_pages_new (guint n_pages);
GBytes *hopso_test_pages_new_mixed (guint n_pages);
GBytes *hopso_test_pages_new_text (void);
GBytes *hopso_test_pages_new_pictures (
    guint n_pages, GBytes *const *jpegs, guint n_jpegs, guint width, guint height);
GBytes *hopso_test_pages_new_endless (void);
guint32 hopso_test_pages_get_colour (guint page);

G_END_DECLS
