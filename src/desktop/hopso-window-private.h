/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agency-acts.h"
#include "hopso-answers.h"
#include "hopso-main-view.h"
#include "hopso-notifier.h"
#include "hopso-reading-tabs.h"
#include "hopso-request-acts.h"
#include "hopso-window.h"

G_BEGIN_DECLS

struct _HopsoWindow
{
  AdwApplicationWindow parent_instance;

  HopsoClock *clock;         /* owned */
  HopsoWorkspace *workspace; /* owned, nullable: nobody is in */
  HopsoAnswers *answers;     /* owned, nullable: nobody is in */
  HopsoRequestActs *acts;    /* owned, nullable: nobody is in */
  HopsoAgencyActs *agency;   /* owned, nullable: nobody is in */
  HopsoNotifier *notifier;   /* owned, nullable: nobody is in */
  HopsoMainView *main_view;  /* owned by stack, nullable: nobody is in */
  HopsoReadingTabs *reading; /* owned by stack, nullable: nothing is open */
  gboolean is_asking;        /* whether to save before it closes */
  gboolean may_close;        /* that has been answered */
  guint save_tabs;           /* source, or 0: what is open is remembered when it fires */

  AdwToastOverlay *toasts;
  GtkStack *stack;
};

void hopso_window_enable_actions (HopsoWindow *self);
void hopso_window_show_home (HopsoWindow *self);

/* hopso-window-compose.c */
void hopso_window_add_compose_action (HopsoWindow *self);
gboolean hopso_window_compose (HopsoWindow *self, const char *meeting_id);
gboolean hopso_window_is_composing (HopsoWindow *self);
gboolean hopso_window_show_composer (HopsoWindow *self);
gboolean hopso_window_close_composer (HopsoWindow *self);

/* hopso-window-news.c */
void hopso_window_add_news_actions (HopsoWindow *self);
void hopso_window_start_news (HopsoWindow *self);

/* hopso-window-tokens.c */
void hopso_window_add_tokens_action (HopsoWindow *self);

/* hopso-window-trust.c */
void hopso_window_add_trust_action (HopsoWindow *self);

/* hopso-window-reading.c */
void hopso_window_add_reading_actions (HopsoWindow *self);
gboolean hopso_window_is_reading (HopsoWindow *self);
gboolean hopso_window_leave_reading (HopsoWindow *self);
void hopso_window_close_reading (HopsoWindow *self);
void hopso_window_restore_reading (HopsoWindow *self);
void hopso_window_keep_reading (HopsoWindow *self, gboolean is_in_sight);

/* hopso-window-verify.c */
void hopso_window_add_verify_actions (HopsoWindow *self);
gboolean hopso_window_leave_verify (HopsoWindow *self);

G_END_DECLS
