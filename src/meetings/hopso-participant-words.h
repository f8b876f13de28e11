/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-meeting-words.h"
#include "hopso-substitution.h"

G_BEGIN_DECLS

HopsoStateWords hopso_participant_words_state (HopsoParticipant *participant, gboolean is_mine);
char *hopso_participant_words_failure (HopsoParticipant *participant, const char *substitute);
char *hopso_participant_words_substitute (HopsoParticipant *participant, const char *substitute);

G_END_DECLS
