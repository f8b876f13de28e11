/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form.h"

G_BEGIN_DECLS

GVariant *hopso_form_complete_values (HopsoForm *form, GVariant *values);
gboolean hopso_form_draw_values (HopsoForm *form, GVariant *values, GBytes **looks, GError **error);

G_END_DECLS
