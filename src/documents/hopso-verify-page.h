/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/**
 * HopsoVerifyPage:
 *
 * Files that somebody wants to know about: dropped, chosen, or a whole folder of them.
 */
#define HOPSO_TYPE_VERIFY_PAGE (hopso_verify_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifyPage, hopso_verify_page, HOPSO, VERIFY_PAGE, HopsoPage)

GtkWidget *hopso_verify_page_new (void);
void hopso_verify_page_set_verifier (HopsoVerifyPage *self, HopsoVerifier *verifier);
gboolean hopso_verify_page_has_verifier (HopsoVerifyPage *self);
void hopso_verify_page_add (HopsoVerifyPage *self, GFile *file);

G_END_DECLS
