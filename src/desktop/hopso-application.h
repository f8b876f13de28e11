/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoApplication:
 *
 * The desktop application vn.hopso.HopSo.
 */
#define HOPSO_TYPE_APPLICATION (hopso_application_get_type ())
G_DECLARE_FINAL_TYPE (HopsoApplication, hopso_application, HOPSO, APPLICATION, AdwApplication)

HopsoApplication *hopso_application_new (void);
void hopso_application_begin_opening (HopsoApplication *self, const char *word);
void hopso_application_go_on_opening (HopsoApplication *self);
void hopso_application_register (void);

G_END_DECLS
