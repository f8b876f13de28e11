/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSignInPage:
 *
 * How a person gets in: with account and password, or offline with what is on this computer.
 *
 * Signal "opened" (#HopsoWorkspace): the person is in.
 */
#define HOPSO_TYPE_SIGN_IN_PAGE (hopso_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignInPage, hopso_sign_in_page, HOPSO, SIGN_IN_PAGE, AdwBin)

GtkWidget *hopso_sign_in_page_new (void);
void hopso_sign_in_page_offer (HopsoSignInPage *self, const char *server_url, const char *login);
void hopso_sign_in_page_open (HopsoSignInPage *self, HopsoAccount *account);

G_END_DECLS
