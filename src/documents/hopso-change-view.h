/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"
#include "hopso-revisions.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoChangeView:
 *
 * What was signed beside what is there now, and a walk through what differs.
 */
#define HOPSO_TYPE_CHANGE_VIEW (hopso_change_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoChangeView, hopso_change_view, HOPSO, CHANGE_VIEW, AdwBin)

GtkWidget *hopso_change_view_new (void);
void hopso_change_view_show (HopsoChangeView *self,
                             const HopsoPdfOriginal *original,
                             HopsoSignatureResult *result);
void hopso_change_view_clear (HopsoChangeView *self);
void hopso_change_view_go (HopsoChangeView *self, int step);
void hopso_change_view_zoom (HopsoChangeView *self, int step);

G_END_DECLS
