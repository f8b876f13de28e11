/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-found.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoFindScope:
 * @HOPSO_FIND_MEETINGS: names of meetings
 * @HOPSO_FIND_AGENDA: names of agenda items
 * @HOPSO_FIND_PAPERS: names and references of papers
 * @HOPSO_FIND_TEXTS: the texts of papers
 * @HOPSO_FIND_ALL: all of these
 *
 * Where to look.
 */
typedef enum
{
  HOPSO_FIND_MEETINGS = 1 << 0,
  HOPSO_FIND_AGENDA = 1 << 1,
  HOPSO_FIND_PAPERS = 1 << 2,
  HOPSO_FIND_TEXTS = 1 << 3,
  HOPSO_FIND_ALL = 0xf
} HopsoFindScope;

/**
 * HopsoFindQuery:
 * @words: what a person typed, as in #HopsoSearchQuery
 * @meeting: (nullable): the id of the meeting to look into
 * @from: Unix seconds: no meetings before, 0: all
 * @until: Unix seconds: no meetings from then on, 0: all
 * @scope: where to look
 * @limit: of answers by text
 */
typedef struct
{
  const char *words;
  const char *meeting;
  gint64 from;
  gint64 until;
  HopsoFindScope scope;
  guint limit;
} HopsoFindQuery;

void hopso_workspace_find_async (HopsoWorkspace *self,
                                 const HopsoFindQuery *query,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GListModel *
hopso_workspace_find_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

/**
 * HopsoIndexState:
 * @n_papers: how many papers are on this machine
 * @n_read: how many of them have been read
 * @is_busy: whether it goes on
 */
typedef struct
{
  guint n_papers;
  guint n_read;
  gboolean is_busy;
} HopsoIndexState;

void hopso_workspace_start_indexing (HopsoWorkspace *self);
void hopso_workspace_get_index_state_async (HopsoWorkspace *self,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean hopso_workspace_get_index_state_finish (HopsoWorkspace *self,
                                                 GAsyncResult *result,
                                                 HopsoIndexState *state,
                                                 GError **error);

G_END_DECLS
