/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoReadingView:
 *
 * A paper that is read, with the verdict on its signatures above it.
 */
#define HOPSO_TYPE_READING_VIEW (hopso_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReadingView, hopso_reading_view, HOPSO, READING_VIEW, AdwBin)

GtkWidget *hopso_reading_view_new (HopsoWorkspace *workspace);
void hopso_reading_view_open (HopsoReadingView *self, const char *paper_id);
void hopso_reading_view_open_at (HopsoReadingView *self,
                                 const char *paper_id,
                                 int page,
                                 const char *words);
gboolean hopso_reading_view_step_back (HopsoReadingView *self);

G_END_DECLS
