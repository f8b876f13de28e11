/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoDoubtsButton:
 *
 * Why a document may look otherwise in another program: a quiet button that is there only when
 * there is something to say, and says it when it is pressed. Property "doubts".
 */
#define HOPSO_TYPE_DOUBTS_BUTTON (hopso_doubts_button_get_type ())
G_DECLARE_FINAL_TYPE (HopsoDoubtsButton, hopso_doubts_button, HOPSO, DOUBTS_BUTTON, AdwBin)

GtkWidget *hopso_doubts_button_new (void);
void hopso_doubts_button_set_document (HopsoDoubtsButton *self, HopsoPdfDocument *document);
guint hopso_doubts_button_get_doubts (HopsoDoubtsButton *self);

G_END_DECLS
