/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-paper.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerPaper:
 *
 * A paper of the agenda that is composed: what it is, where it stands, what can be done with it.
 */
#define HOPSO_TYPE_COMPOSER_PAPER (hopso_composer_paper_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerPaper, hopso_composer_paper, HOPSO, COMPOSER_PAPER, GtkBox)

GtkWidget *hopso_composer_paper_new (HopsoComposition *composition, HopsoPaper *paper);
const char *hopso_composer_paper_get_id (HopsoComposerPaper *self);
void hopso_composer_paper_set_paper (HopsoComposerPaper *self, HopsoPaper *paper);
void hopso_composer_paper_set_narrow (HopsoComposerPaper *self, gboolean is_narrow);

G_END_DECLS
