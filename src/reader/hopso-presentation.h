/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPresentation:
 *
 * The pages of another view, one at a time and nothing else, over a whole screen.
 */
#define HOPSO_TYPE_PRESENTATION (hopso_presentation_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPresentation, hopso_presentation, HOPSO, PRESENTATION, GtkWindow)

HopsoPresentation *hopso_presentation_new (GtkWindow *parent, HopsoPageView *leader);
gboolean hopso_presentation_get_is_elsewhere (HopsoPresentation *self);
HopsoPageView *hopso_presentation_get_view (HopsoPresentation *self);

G_END_DECLS
