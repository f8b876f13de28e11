/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-paper.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void
hopso_composer_access_show (GtkWidget *widget, HopsoComposition *composition, HopsoPaper *paper);

G_END_DECLS
