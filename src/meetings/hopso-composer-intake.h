/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoComposerIntake:
 *
 * Files on their way to becoming papers: a list that shows each of them until it is one, with
 * what went wrong, another try and a way out.
 */
#define HOPSO_TYPE_COMPOSER_INTAKE (hopso_composer_intake_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerIntake, hopso_composer_intake, HOPSO, COMPOSER_INTAKE, AdwBin)

GtkWidget *hopso_composer_intake_new (HopsoComposition *composition);
void hopso_composer_intake_add (HopsoComposerIntake *self, GFile *file, const char *item_id);
void hopso_composer_intake_choose (HopsoComposerIntake *self, const char *item_id);
gboolean hopso_composer_intake_is_busy (HopsoComposerIntake *self);

G_END_DECLS
