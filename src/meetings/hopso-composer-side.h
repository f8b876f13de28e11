/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoComposerSide:
 *
 * What is checked before publishing, and who gets the invitation. Signal: "changed".
 */
#define HOPSO_TYPE_COMPOSER_SIDE (hopso_composer_side_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerSide, hopso_composer_side, HOPSO, COMPOSER_SIDE, GtkBox)

GtkWidget *hopso_composer_side_new (HopsoComposition *composition);
void hopso_composer_side_refresh (HopsoComposerSide *self);
guint hopso_composer_side_count (HopsoComposerSide *self, gboolean is_blocking);
char *hopso_composer_side_describe_open (HopsoComposerSide *self);

G_END_DECLS
