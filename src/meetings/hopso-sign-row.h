/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSignRow:
 *
 * A document that waits for the person's signature.
 */
#define HOPSO_TYPE_SIGN_ROW (hopso_sign_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignRow, hopso_sign_row, HOPSO, SIGN_ROW, GtkListBoxRow)

GtkWidget *
hopso_sign_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoSignRequest *request);
void hopso_sign_row_refresh (HopsoSignRow *self);

G_END_DECLS
