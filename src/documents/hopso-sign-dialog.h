/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-paper.h"
#include "hopso-sign-action.h"
#include "hopso-sign-request.h"
#include "hopso-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSignDialog:
 *
 * Signs one or many papers or files with one PIN, as a person or, with number, date and seal, as an
 * agency. Signal "signed" (guint): how many new versions were
 * handed to the workspace or written as files, when it is all over. Signal "read" (string): the id
 * of a paper that the person wants to read first.
 */
#define HOPSO_TYPE_SIGN_DIALOG (hopso_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignDialog, hopso_sign_dialog, HOPSO, SIGN_DIALOG, AdwWindow)

HopsoSignDialog *hopso_sign_dialog_new (HopsoWorkspace *workspace);
void
hopso_sign_dialog_add_paper (HopsoSignDialog *self, HopsoPaper *paper, HopsoSignRequest *request);
void
hopso_sign_dialog_add_paper_as (HopsoSignDialog *self, HopsoPaper *paper, HopsoSignAction action);
void hopso_sign_dialog_add_file (HopsoSignDialog *self, GFile *file, HopsoSignAction action);

G_END_DECLS
