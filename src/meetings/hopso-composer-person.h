/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-participant.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoComposerPerson:
 *
 * Somebody who is invited: role, seat, and whether another meeting is at the same time.
 */
#define HOPSO_TYPE_COMPOSER_PERSON (hopso_composer_person_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoComposerPerson, hopso_composer_person, HOPSO, COMPOSER_PERSON, GtkListBoxRow)

GtkWidget *hopso_composer_person_new (HopsoComposition *composition, HopsoParticipant *participant);
HopsoParticipant *hopso_composer_person_get_participant (HopsoComposerPerson *self);
void
hopso_composer_person_set_participant (HopsoComposerPerson *self, HopsoParticipant *participant);
void hopso_composer_person_set_busy (HopsoComposerPerson *self, gboolean is_busy);

G_END_DECLS
