/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoAnswers:
 *
 * Giving, explaining and taking back the answers to invitations.
 */
#define HOPSO_TYPE_ANSWERS (hopso_answers_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAnswers, hopso_answers, HOPSO, ANSWERS, GObject)

HopsoAnswers *hopso_answers_new (HopsoWorkspace *workspace, AdwToastOverlay *toasts);
GActionGroup *hopso_answers_get_actions (HopsoAnswers *self);

G_END_DECLS
