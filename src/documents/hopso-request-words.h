/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-chip.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoRequestState:
 * @icon: a symbolic icon
 * @words: (owned): the state in words
 * @tone: its tint
 *
 * How a state is shown, always with its words.
 */
typedef struct
{
  const char *icon;
  char *words;
  HopsoTone tone;
} HopsoRequestState;

void hopso_request_state_clear (HopsoRequestState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoRequestState, hopso_request_state_clear)

HopsoRequestState hopso_request_words_state (HopsoWorkspace *workspace, HopsoSignRequest *request);
HopsoRequestState hopso_request_words_step (HopsoSignStep *step, gint64 now);
HopsoRequestState hopso_request_words_deadline (gint64 deadline, gint64 now);
const char *hopso_request_words_action (const char *action);
char *hopso_request_words_person (HopsoWorkspace *workspace, const char *person_id);
char *hopso_request_words_document (HopsoWorkspace *workspace, HopsoSignRequest *request);

G_END_DECLS
