/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-dialog.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "issue-world.h"

G_BEGIN_DECLS

/* The sign dialog before a real token, real PDF processes and a stand-in for the workspace. */
typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoSignDialog *dialog;   /* borrowed: until it is closed */
  GtkWindow *parent;         /* owned */
  guint n_signed;            /* as the dialog said at its end; G_MAXUINT before */
} SignDesk;

extern SigningWorld *sign_world; /* of the whole program */

void sign_desk_set_up (SignDesk *desk, gconstpointer data);
void sign_desk_tear_down (SignDesk *desk, gconstpointer data);
void sign_desk_trust (SignDesk *desk, const char *timestamp_url);
void sign_desk_put_paper (SignDesk *desk, const char *id, const char *name, const char *file);
HopsoSignRequest *sign_desk_ask (SignDesk *desk, const char *paper, const char *action);
void sign_desk_open (SignDesk *desk);
void sign_desk_keep_seal (SignDesk *desk);

gboolean sign_desk_says (gpointer root, const char *text);
void sign_desk_wait_for (gpointer root, const char *text);
void sign_desk_wait_ready (SignDesk *desk, const char *verb);
void sign_desk_type (gpointer root, const char *row_title, const char *text);
void sign_desk_press (gpointer root, const char *label);
GtkWindow *sign_desk_wait_for_window (GType type);
void sign_desk_save_signed (SignDesk *desk, const char *paper, const char *file);

G_END_DECLS
