/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-alert.h"
#include "hopso-answers.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _HopsoAnswers
{
  GObject parent_instance;

  HopsoWorkspace *workspace;   /* owned */
  AdwToastOverlay *toasts;     /* weak pointer, nullable: the window is gone */
  GSimpleActionGroup *actions; /* owned */
};

GtkWindow *hopso_answers_get_window (HopsoAnswers *self);
void hopso_answers_add_toast (HopsoAnswers *self, const char *text, GVariant *undo);
GtkWidget *hopso_answers_make_reason_entry (HopsoAlert *alert);

/* hopso-answers-others.c */
void hopso_answers_add_others (HopsoAnswers *self);

G_END_DECLS
