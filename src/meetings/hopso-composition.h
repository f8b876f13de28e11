/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-composer-tree.h"
#include "hopso-meeting.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoComposition:
 *
 * One draft as the composer's widgets see it, and the steps that they make.
 *
 * Signals: "meeting-changed"; "agenda-changed", the tree is another one; "papers-changed";
 * "people-changed"; "steps-changed", there is something else to undo; "notice" (string, for
 * people: what was not possible, or what somebody else has done); "file-wanted" (string, the id of
 * a paper): another file shall take its place.
 */
#define HOPSO_TYPE_COMPOSITION (hopso_composition_get_type ())
G_DECLARE_FINAL_TYPE (HopsoComposition, hopso_composition, HOPSO, COMPOSITION, GObject)

HopsoComposition *
hopso_composition_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id);
HopsoWorkspace *hopso_composition_get_workspace (HopsoComposition *self);
HopsoClock *hopso_composition_get_clock (HopsoComposition *self);
const char *hopso_composition_get_id (HopsoComposition *self);
HopsoMeeting *hopso_composition_get_meeting (HopsoComposition *self);
HopsoComposerTree *hopso_composition_get_tree (HopsoComposition *self);
GListModel *hopso_composition_get_papers (HopsoComposition *self);
GListModel *hopso_composition_get_people (HopsoComposition *self);
gint64 hopso_composition_get_saved (HopsoComposition *self);

/* Steps: each can be undone. */
char *hopso_composition_add_item (HopsoComposition *self, const HopsoComposerPlace *place);
void hopso_composition_move_item (HopsoComposition *self,
                                  const char *id,
                                  const HopsoComposerPlace *place);
void hopso_composition_set_string (HopsoComposition *self,
                                   HopsoRecord *record,
                                   guint field,
                                   const char *value,
                                   const char *step_name);
void hopso_composition_set_number (
    HopsoComposition *self, HopsoRecord *record, guint field, gint64 value, const char *step_name);
void hopso_composition_put (HopsoComposition *self, HopsoRecord *record, const char *step_name);
void hopso_composition_remove (HopsoComposition *self, HopsoRecord *record, const char *step_name);
void hopso_composition_move_paper (HopsoComposition *self,
                                   const char *paper_id,
                                   const char *item_id,
                                   int position);
void hopso_composition_ask_for_file (HopsoComposition *self, const char *paper_id);
void hopso_composition_tell (HopsoComposition *self, const char *words);
void hopso_composition_undo (HopsoComposition *self);
void hopso_composition_redo (HopsoComposition *self);

G_END_DECLS
