/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoFieldEntry:
 *
 * Where one field of a form is filled: an entry, a text, a check button, a list, according to the
 * field. What is done goes into the draft at once, and what changes in the draft is shown. Signals
 * "move" with 1 or -1 when somebody wants to go on to the next field or back, and "done".
 */
#define HOPSO_TYPE_FIELD_ENTRY (hopso_field_entry_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFieldEntry, hopso_field_entry, HOPSO, FIELD_ENTRY, GtkWidget)

GtkWidget *hopso_field_entry_new (HopsoFormDraft *draft,
                                  const HopsoFormField *field,
                                  const HopsoFormPlace *place);
void hopso_field_entry_set_zoom (HopsoFieldEntry *self, double zoom);

G_END_DECLS
