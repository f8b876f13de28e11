/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPropertiesWindow:
 *
 * What a document says of itself, and what is known of its file.
 */
#define HOPSO_TYPE_PROPERTIES_WINDOW (hopso_properties_window_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoPropertiesWindow, hopso_properties_window, HOPSO, PROPERTIES_WINDOW, AdwPreferencesWindow)

GtkWindow *hopso_properties_window_new (GtkWindow *parent, HopsoPdfDocument *document, int fd);

G_END_DECLS
