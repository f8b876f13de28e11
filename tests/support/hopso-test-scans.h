/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *hopso_test_scans_new (guint n_pages);

G_END_DECLS
