/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerChoice:
 *
 * Everybody who can be invited: by unit, by group, by name; and guests.
 */
#define HOPSO_TYPE_COMPOSER_CHOICE (hopso_composer_choice_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerChoice, hopso_composer_choice, HOPSO, COMPOSER_CHOICE, GtkBox)

GtkWidget *hopso_composer_choice_new (HopsoComposition *composition);

G_END_DECLS
