/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-page.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoSignPage:
 *
 * The queue of documents that wait for the person's signature.
 */
#define HOPSO_TYPE_SIGN_PAGE (hopso_sign_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignPage, hopso_sign_page, HOPSO, SIGN_PAGE, HopsoPage)

GtkWidget *hopso_sign_page_new (HopsoWorkspace *workspace, HopsoClock *clock);

G_END_DECLS
