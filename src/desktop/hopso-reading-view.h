/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reader.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoReadingView:
 *
 * A document that is read, with the verdict on its signatures above it. Property "title".
 */
#define HOPSO_TYPE_READING_VIEW (hopso_reading_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoReadingView, hopso_reading_view, HOPSO, READING_VIEW, AdwBin)

GtkWidget *hopso_reading_view_new (HopsoWorkspace *workspace, HopsoPdfClient *client);
void hopso_reading_view_set_workspace (HopsoReadingView *self, HopsoWorkspace *workspace);
void hopso_reading_view_prepare (HopsoReadingView *self, const char *key);
void hopso_reading_view_open (HopsoReadingView *self, HopsoFileOpening *opening);
void hopso_reading_view_go_to (HopsoReadingView *self, int page, const char *words);
const char *hopso_reading_view_get_key (HopsoReadingView *self);
const char *hopso_reading_view_get_paper_id (HopsoReadingView *self);
GFile *hopso_reading_view_dup_file (HopsoReadingView *self);
char *hopso_reading_view_dup_title (HopsoReadingView *self);
HopsoReader *hopso_reading_view_get_reader (HopsoReadingView *self);
gboolean hopso_reading_view_step_back (HopsoReadingView *self);

G_END_DECLS
