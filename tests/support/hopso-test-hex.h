/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *hopso_test_hex (const char *hex);
void hopso_test_assert_hex (const void *bytes, gsize size, const char *hex);

G_END_DECLS
