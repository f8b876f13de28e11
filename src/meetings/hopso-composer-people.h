/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoComposerPeople:
 *
 * The window of who is invited, beside everybody who can be.
 */
#define HOPSO_TYPE_COMPOSER_PEOPLE (hopso_composer_people_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerPeople, hopso_composer_people, HOPSO, COMPOSER_PEOPLE, AdwWindow)

void hopso_composer_people_show (GtkWidget *widget, HopsoComposition *composition);

G_END_DECLS
