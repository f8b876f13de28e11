/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pin-prompt.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HOPSO_TYPE_DIALOG_PIN (hopso_dialog_pin_get_type ())
G_DECLARE_FINAL_TYPE (HopsoDialogPin, hopso_dialog_pin, HOPSO, DIALOG_PIN, GObject)

HopsoDialogPin *hopso_dialog_pin_new (GtkEditable *entry);

G_END_DECLS
