/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-server.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/* Runs the main context until the expression holds; a minute without it is a failure. */
#define hopso_flow_wait_until(expression) \
  G_STMT_START \
  { \
    guint deadline_ = hopso_flow_begin_wait (#expression); \
    while (!(expression)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (deadline_); \
  } \
  G_STMT_END

guint hopso_flow_begin_wait (const char *what);
void hopso_flow_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *hopso_flow_wait_for (GAsyncResult **result);

HopsoWorkspace *hopso_flow_sign_in (HopsoTestServer *server, const char *login, GError **error);

/* By another way than straight to the server. */
HopsoWorkspace *
hopso_flow_sign_in_at (HopsoTestServer *server, const char *url, const char *login, GError **error);

/* With whatever else the person types. */
HopsoWorkspace *hopso_flow_sign_in_with (const HopsoSignIn *sign_in, GError **error);
HopsoWorkspace *hopso_flow_open (HopsoAccount *account, GError **error);
void hopso_flow_close (HopsoWorkspace *workspace);
void hopso_flow_wait_in_sync (HopsoWorkspace *workspace);
void hopso_flow_answer (HopsoWorkspace *workspace, const char *meeting, const char *partstat);

/* What @seen_by knows of an answer. */
const char *hopso_flow_get_answer (HopsoWorkspace *seen_by, const char *participant);

/* The data of a stopped server, for whoever has its files in hand. */
HopsoServerStore *hopso_flow_open_data (HopsoTestServer *server);

G_END_DECLS
