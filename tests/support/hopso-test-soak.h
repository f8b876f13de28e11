/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint hopso_test_soak_rounds (guint quick, guint long_rounds);
guint32 hopso_test_soak_seed (void);
void hopso_test_soak_report (const char *what, guint tried, guint lost);

G_END_DECLS
