/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerMenuEntry:
 * @label: (nullable): marked by N_(); %NULL: a line between entries
 * @action: what it does, detailed
 */
typedef struct
{
  const char *label;
  const char *action;
} HopsoComposerMenuEntry;

void hopso_composer_menu_show (GtkWidget *widget,
                               GtkWidget *anchor,
                               const HopsoComposerMenuEntry *entries,
                               gsize n_entries);

G_END_DECLS
