/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoRequestRow:
 *
 * One request in a list. Properties: "is-narrow"; "is-chosen", whether its box is ticked.
 */
#define HOPSO_TYPE_REQUEST_ROW (hopso_request_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRequestRow, hopso_request_row, HOPSO, REQUEST_ROW, GtkListBoxRow)

GtkWidget *hopso_request_row_new (HopsoWorkspace *workspace,
                                  HopsoClock *clock,
                                  HopsoSignRequest *request,
                                  gboolean can_choose);
void hopso_request_row_refresh (HopsoRequestRow *self);
HopsoSignRequest *hopso_request_row_get_request (HopsoRequestRow *self);
gboolean hopso_request_row_get_is_chosen (HopsoRequestRow *self);
void hopso_request_row_set_is_chosen (HopsoRequestRow *self, gboolean is_chosen);

G_END_DECLS
