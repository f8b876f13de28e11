/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-alert.h"
#include "hopso-request-acts.h"

G_BEGIN_DECLS

struct _HopsoRequestActs
{
  GObject parent_instance;

  HopsoWorkspace *workspace;   /* owned */
  HopsoClock *clock;           /* owned */
  AdwToastOverlay *toasts;     /* weak pointer, nullable: the window is gone */
  GSimpleActionGroup *actions; /* owned */
};

/* hopso-request-acts.c */
GtkWindow *hopso_request_acts_get_window (HopsoRequestActs *self);
void hopso_request_acts_add_toast (HopsoRequestActs *self, const char *text);

/* hopso-request-correct.c: actions of the requester. */
void hopso_request_acts_change_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);
void hopso_request_acts_replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);

G_END_DECLS
