/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The door of the room: its templates and the types they name. What its pages cannot do themselves
 * they ask of the window by actions: "win.open-meeting" (the meeting's id), "win.open-paper" (the
 * paper's id), "win.open-found" (the paper's id, the page or -1, the words), "win.sign" (ids of
 * sign requests), "win.show-section" (its name), and "answers" of HopsoAnswers. Main thread. */

#include "hopso-meetings.h"

#include "hopso-adaptive-bin.h"
#include "hopso-answer-box.h"
#include "hopso-change-bar.h"
#include "hopso-chip.h"
#include "hopso-meetings-resources.h"
#include "hopso-receipt-list.h"

/**
 * hopso_meetings_init:
 *
 * Makes the pages usable; called once, before the first of them, after GTK is initialised.
 */
void
hopso_meetings_init (void)
{
  hopso_meetings_register_resource ();
  g_type_ensure (HOPSO_TYPE_ADAPTIVE_BIN);
  g_type_ensure (HOPSO_TYPE_ANSWER_BOX);
  g_type_ensure (HOPSO_TYPE_CHANGE_BAR);
  g_type_ensure (HOPSO_TYPE_CHIP);
  g_type_ensure (HOPSO_TYPE_RECEIPT_LIST);
}
