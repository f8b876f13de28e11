/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoComposerAgenda:
 *
 * The agenda that is composed. Signals: "files" (string: id of an item): files are to be chosen
 * for it; "dropped" (#GdkFileList, string: id of an item, nullable); "reuse" (string).
 */
#define HOPSO_TYPE_COMPOSER_AGENDA (hopso_composer_agenda_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerAgenda, hopso_composer_agenda, HOPSO, COMPOSER_AGENDA, AdwBin)

GtkWidget *hopso_composer_agenda_new (HopsoComposition *composition);
void hopso_composer_agenda_add_item (HopsoComposerAgenda *self);
void hopso_composer_agenda_show_item (HopsoComposerAgenda *self, const char *id);
char *hopso_composer_agenda_dup_chosen (HopsoComposerAgenda *self);
void hopso_composer_agenda_set_narrow (HopsoComposerAgenda *self, gboolean is_narrow);

G_END_DECLS
