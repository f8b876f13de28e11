/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hopso_composer_promise_new_line (HopsoAgendaItem *item, gint64 now);
void hopso_composer_promise_ask (GtkWidget *widget,
                                 HopsoComposition *composition,
                                 HopsoAgendaItem *item);

G_END_DECLS
