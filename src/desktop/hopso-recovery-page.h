/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoRecoveryPage:
 *
 * The recovery code, shown once, until it has been put in a safe place.
 *
 * Signal "done": the person has confirmed that.
 */
#define HOPSO_TYPE_RECOVERY_PAGE (hopso_recovery_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRecoveryPage, hopso_recovery_page, HOPSO, RECOVERY_PAGE, AdwBin)

GtkWidget *hopso_recovery_page_new (const char *code, const char *login, const char *server_url);

G_END_DECLS
