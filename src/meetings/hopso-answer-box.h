/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoAnswerBox:
 *
 * The three buttons of an invitation.
 */
#define HOPSO_TYPE_ANSWER_BOX (hopso_answer_box_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAnswerBox, hopso_answer_box, HOPSO, ANSWER_BOX, GtkWidget)

void hopso_answer_box_set (HopsoAnswerBox *self,
                           const char *meeting_id,
                           const char *meeting_name,
                           const char *partstat);
void hopso_answer_box_set_fills (HopsoAnswerBox *self, gboolean fills);

G_END_DECLS
