/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-paper.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_composer_paper_act (GtkWidget *widget,
                               HopsoComposition *composition,
                               HopsoPaper *paper,
                               const char *action);

G_END_DECLS
