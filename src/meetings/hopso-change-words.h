/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-publication.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

char *hopso_change_words_heading (HopsoPublication *publication);
char *hopso_change_words_changes (HopsoPublication *publication);
char *hopso_change_words_brief (HopsoPublication *publication);

GHashTable *hopso_changes_list_meetings (HopsoWorkspace *workspace);
GPtrArray *hopso_changes_list (HopsoWorkspace *workspace, const char *meeting_id);
GPtrArray *hopso_changes_list_unseen (HopsoWorkspace *workspace, const char *meeting_id);
void hopso_changes_set_seen (HopsoWorkspace *workspace, const char *meeting_id);
const char *hopso_change_words_mark (const char *how);
char *hopso_changes_get_mark (HopsoWorkspace *workspace, const char *meeting_id, const char *id);

G_END_DECLS
