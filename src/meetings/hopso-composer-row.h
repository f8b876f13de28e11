/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerRow:
 *
 * One item of the agenda that is composed. Signals: "files" and "reuse": papers are wanted for it;
 * "removed", after the step.
 */
#define HOPSO_TYPE_COMPOSER_ROW (hopso_composer_row_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerRow, hopso_composer_row, HOPSO, COMPOSER_ROW, GtkListBoxRow)

GtkWidget *hopso_composer_row_new (HopsoComposition *composition, const char *item_id);
const char *hopso_composer_row_get_id (HopsoComposerRow *self);
void hopso_composer_row_set_node (HopsoComposerRow *self, const HopsoComposerNode *node);
void hopso_composer_row_set_papers (HopsoComposerRow *self, GPtrArray *papers);
void hopso_composer_row_set_narrow (HopsoComposerRow *self, gboolean is_narrow);
void hopso_composer_row_edit (HopsoComposerRow *self);

G_END_DECLS
