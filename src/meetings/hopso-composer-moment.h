/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerMoment:
 *
 * A day, an hour and a minute to choose. Signal: "changed", by the person.
 */
#define HOPSO_TYPE_COMPOSER_MOMENT (hopso_composer_moment_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposerMoment, hopso_composer_moment, HOPSO, COMPOSER_MOMENT, GtkBox)

GtkWidget *hopso_composer_moment_new (const char *what);
void hopso_composer_moment_set (HopsoComposerMoment *self, gint64 moment);
gint64 hopso_composer_moment_get (HopsoComposerMoment *self);

G_END_DECLS
