/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_composer_details_show (GtkWidget *widget, HopsoComposition *composition);

G_END_DECLS
