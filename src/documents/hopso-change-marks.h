/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"
#include "hopso-revisions.h"

G_BEGIN_DECLS

/**
 * HopsoChangeMarks:
 *
 * Frames around what differs, laid over a #HopsoPageView of the same size.
 */
#define HOPSO_TYPE_CHANGE_MARKS (hopso_change_marks_get_type ())
G_DECLARE_FINAL_TYPE (HopsoChangeMarks, hopso_change_marks, HOPSO, CHANGE_MARKS, GtkWidget)

GtkWidget *hopso_change_marks_new (HopsoPageView *view, gboolean is_after);
void hopso_change_marks_set_revisions (HopsoChangeMarks *self, HopsoRevisions *revisions);
void hopso_change_marks_set_current (HopsoChangeMarks *self, int position);

G_END_DECLS
