/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store-session.h"

G_BEGIN_DECLS

/**
 * HopsoStepRow:
 * @id: its place in the order of doing; given by the store
 * @meeting: whose steps it is one of
 * @name: what was done, for people
 * @merge_key: (nullable): the next step with the same one becomes part of it
 * @body: JSON
 * @is_undone: whether it was taken back, and can be done again
 *
 * A step of composing, remembered so that it can be taken back. All strings are owned.
 */
typedef struct
{
  gint64 id;
  char *meeting;
  char *name;
  char *merge_key;
  char *body;
  gboolean is_undone;
} HopsoStepRow;

void hopso_step_row_free (HopsoStepRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoStepRow, hopso_step_row_free)

gboolean
hopso_store_session_step_add (HopsoStoreSession *session, HopsoStepRow *row, GError **error);
HopsoStepRow *hopso_store_session_step_peek (HopsoStoreSession *session,
                                             const char *meeting,
                                             gboolean is_undone,
                                             GError **error);
gboolean hopso_store_session_step_update (HopsoStoreSession *session,
                                          const HopsoStepRow *row,
                                          GError **error);
gboolean hopso_store_session_step_remove (HopsoStoreSession *session, gint64 id, GError **error);
gboolean hopso_store_session_step_clear (HopsoStoreSession *session,
                                         const char *meeting,
                                         gboolean only_undone,
                                         GError **error);

G_END_DECLS
