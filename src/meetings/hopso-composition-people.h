/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-composition.h"
#include "hopso-participant.h"

G_BEGIN_DECLS

/* Steps about people; beside those of hopso-composition.h. */
void hopso_composition_set_office (HopsoComposition *self, guint field, const char *person);
void hopso_composition_invite (HopsoComposition *self,
                               const char *const *persons,
                               const char *role,
                               const char *group);
void
hopso_composition_invite_guest (HopsoComposition *self, const char *name, const char *position);
void hopso_composition_set_role (HopsoComposition *self,
                                 HopsoParticipant *participant,
                                 const char *role);
HopsoParticipant *hopso_composition_find_participant (HopsoComposition *self, const char *person);

G_END_DECLS
