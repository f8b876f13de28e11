/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form.h"

G_BEGIN_DECLS

/**
 * HopsoFormDraft:
 *
 * What somebody has filled into a form and not saved yet, with every step to be undone. Signal
 * "changed" with the name of a field. Properties: "is-changed", "can-undo", "can-redo". Main
 * thread.
 */
#define HOPSO_TYPE_FORM_DRAFT (hopso_form_draft_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFormDraft, hopso_form_draft, HOPSO, FORM_DRAFT, GObject)

HopsoFormDraft *hopso_form_draft_new (HopsoForm *form);
HopsoForm *hopso_form_draft_get_form (HopsoFormDraft *self);

const char *const *hopso_form_draft_get_values (HopsoFormDraft *self, const char *name);
gboolean hopso_form_draft_set_values (HopsoFormDraft *self,
                                      const char *name,
                                      const char *const *values,
                                      GError **error);
gboolean hopso_form_draft_set_value (HopsoFormDraft *self,
                                     const char *name,
                                     const char *value,
                                     GError **error);
void hopso_form_draft_end_step (HopsoFormDraft *self);

gboolean hopso_form_draft_get_is_changed (HopsoFormDraft *self);
gboolean hopso_form_draft_get_can_undo (HopsoFormDraft *self);
gboolean hopso_form_draft_get_can_redo (HopsoFormDraft *self);
const char *hopso_form_draft_undo (HopsoFormDraft *self);
const char *hopso_form_draft_redo (HopsoFormDraft *self);

GVariant *hopso_form_draft_to_variant (HopsoFormDraft *self);
guint hopso_form_draft_take_variant (HopsoFormDraft *self, GVariant *values);

G_END_DECLS
