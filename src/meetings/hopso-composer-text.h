/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerText:
 * @record: what it belongs to
 * @field: which of its texts
 * @is_required: an empty text is not written
 * @step_name: what is undone
 *
 * A text of a draft that is written into a field on the screen.
 */
typedef struct
{
  HopsoRecord *record;
  guint field;
  gboolean is_required;
  const char *step_name;
} HopsoComposerText;

void hopso_composer_text_bind (GtkWidget *widget,
                               HopsoComposition *composition,
                               const HopsoComposerText *text);
void hopso_composer_text_flush (GtkWidget *widget);

G_END_DECLS
