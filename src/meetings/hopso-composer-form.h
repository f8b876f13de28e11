/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerForm:
 *
 * Name, presenter, kind and papers of an agenda item, to be written. Signal: "done".
 */
#define HOPSO_TYPE_COMPOSER_FORM (hopso_composer_form_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerForm, hopso_composer_form, HOPSO, COMPOSER_FORM, GtkBox)

GtkWidget *hopso_composer_form_new (HopsoComposition *composition, HopsoAgendaItem *item);
void hopso_composer_form_begin (HopsoComposerForm *self);

G_END_DECLS
