/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agenda-item.h"
#include "hopso-chip.h"
#include "hopso-composition.h"
#include "hopso-paper.h"
#include "hopso-participant.h"

G_BEGIN_DECLS

/* Choices as the wire has them, and their words; both end with NULL. */
extern const char *const hopso_composer_item_kinds[];
extern const char *const hopso_composer_meeting_kinds[];
extern const char *const hopso_composer_roles[];

const char *hopso_composer_words_item_kind (const char *kind);
const char *hopso_composer_words_meeting_kind (const char *kind);
const char *hopso_composer_words_role (const char *role);
guint hopso_composer_words_find (const char *const *choices, const char *value, guint otherwise);
char *hopso_composer_words_totals (HopsoComposition *composition);
char *hopso_composer_words_person (HopsoWorkspace *workspace, const char *person_id);
char *hopso_composer_words_participant (HopsoWorkspace *workspace, HopsoParticipant *participant);
char *hopso_composer_words_promise (HopsoAgendaItem *item, gint64 now);
char *hopso_composer_words_row (const HopsoComposerNode *node, guint n_papers);

G_END_DECLS
