/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agenda-item.h"
#include "hopso-group.h"
#include "hopso-meeting.h"
#include "hopso-order-key.h"
#include "hopso-publish-check.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoComposeStep:
 *
 * What a clerk does in one go, and takes back in one go: some records made, changed or removed.
 */
typedef struct _HopsoComposeStep HopsoComposeStep;

HopsoComposeStep *hopso_compose_step_new (const char *meeting_id, const char *name);
void hopso_compose_step_put (HopsoComposeStep *self, HopsoRecord *record);
void hopso_compose_step_remove (HopsoComposeStep *self, HopsoKindId kind, const char *id);
void hopso_compose_step_merge_into (HopsoComposeStep *self, const char *key);
void hopso_compose_step_free (HopsoComposeStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoComposeStep, hopso_compose_step_free)

/* Of a step, for whoever carries it out. */
const char *hopso_compose_step_get_meeting (const HopsoComposeStep *self);
const char *hopso_compose_step_get_name (const HopsoComposeStep *self);
const char *hopso_compose_step_get_merge_key (const HopsoComposeStep *self);
guint hopso_compose_step_get_size (const HopsoComposeStep *self);
HopsoRecord *
hopso_compose_step_get (const HopsoComposeStep *self, guint i, HopsoKindId *kind, const char **id);

/* Doing, taking back, doing again. */
void hopso_workspace_do_step_async (HopsoWorkspace *self,
                                    HopsoComposeStep *step,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
hopso_workspace_do_step_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
void hopso_workspace_undo_async (HopsoWorkspace *self,
                                 const char *meeting_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void hopso_workspace_redo_async (HopsoWorkspace *self,
                                 const char *meeting_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean hopso_workspace_undo_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
const char *hopso_workspace_get_undo_name (HopsoWorkspace *self, const char *meeting_id);
const char *hopso_workspace_get_redo_name (HopsoWorkspace *self, const char *meeting_id);

/**
 * HopsoDraft:
 * @name: what the meeting is called
 * @kind: (nullable): as %HOPSO_MEETING_KIND
 * @start: when it begins, Unix seconds
 * @end: when it is planned to end, 0: not known
 * @location: (nullable): where
 * @is_template: whether others are to be made after it
 *
 * A meeting to be prepared.
 */
typedef struct
{
  const char *name;
  const char *kind;
  gint64 start;
  gint64 end;
  const char *location;
  gboolean is_template;
} HopsoDraft;

void hopso_workspace_create_draft_async (HopsoWorkspace *self,
                                         const HopsoDraft *draft,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
char *
hopso_workspace_create_draft_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

/**
 * HopsoNewPaper:
 * @meeting: the id of the meeting
 * @agenda_item: (nullable): the id of the item it belongs to
 * @replaces: (nullable): the id of the paper that gets this file in the place of its own; then
 *   @agenda_item and @name do not count
 * @name: (nullable): its title; %NULL: made from @file_name
 * @file_name: the name of the file
 * @fd: the file, complete; kept open until the end of the call
 * @original_fd: the office file that it was made from, -1: none
 * @original_name: (nullable): the name of that file
 *
 * A file of this machine that becomes a paper.
 */
typedef struct
{
  const char *meeting;
  const char *agenda_item;
  const char *replaces;
  const char *name;
  const char *file_name;
  int fd;
  int original_fd;
  const char *original_name;
} HopsoNewPaper;

/**
 * HopsoUploadState:
 * @HOPSO_UPLOAD_NONE: nothing is to be sent: the server has it, or this person did not add it
 * @HOPSO_UPLOAD_WAITING: it will be sent
 * @HOPSO_UPLOAD_SENDING: it is being sent
 * @HOPSO_UPLOAD_FAILED: the server does not take it
 */
typedef enum
{
  HOPSO_UPLOAD_NONE,
  HOPSO_UPLOAD_WAITING,
  HOPSO_UPLOAD_SENDING,
  HOPSO_UPLOAD_FAILED
} HopsoUploadState;

void hopso_workspace_add_paper_async (HopsoWorkspace *self,
                                      const HopsoNewPaper *paper,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *hopso_workspace_add_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
void hopso_workspace_keep_file_async (HopsoWorkspace *self,
                                      int fd,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *hopso_workspace_keep_file_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
HopsoRecord *hopso_workspace_reuse_paper (HopsoWorkspace *self,
                                          const char *paper_id,
                                          const char *meeting_id,
                                          const char *item_id);
void hopso_compose_set_paper_place (HopsoWorkspace *self,
                                    HopsoRecordBuilder *builder,
                                    const char *meeting_id,
                                    const char *item_id);
HopsoUploadState
hopso_workspace_get_upload (HopsoWorkspace *self, const char *paper_id, double *fraction);

/**
 * HopsoMeetingCopy:
 * @name: (nullable): what the copy is called; %NULL: as the other
 * @start: when it begins; 0: as the other
 * @with_papers: whether the papers come along, the same bytes
 * @as_template: whether others are to be made after it
 *
 * What is wanted of a copy of a meeting.
 */
typedef struct
{
  const char *name;
  gint64 start;
  gboolean with_papers;
  gboolean as_template;
} HopsoMeetingCopy;

void hopso_workspace_copy_meeting_async (HopsoWorkspace *self,
                                         const char *source_id,
                                         const HopsoMeetingCopy *copy,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/* What is done to a meeting as a whole. */
void hopso_workspace_publish_async (HopsoWorkspace *self,
                                    const char *meeting_id,
                                    const char *reason,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void hopso_workspace_revise_async (HopsoWorkspace *self,
                                   const char *meeting_id,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void hopso_workspace_postpone_async (HopsoWorkspace *self,
                                     const char *meeting_id,
                                     gint64 start,
                                     gint64 end,
                                     const char *reason,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void hopso_workspace_cancel_async (HopsoWorkspace *self,
                                   const char *meeting_id,
                                   const char *reason,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *hopso_workspace_course_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
void hopso_workspace_discard_draft_async (HopsoWorkspace *self,
                                          const char *meeting_id,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void hopso_workspace_review_paper_async (HopsoWorkspace *self,
                                         const char *paper_id,
                                         const char *act,
                                         const char *reviewer_id,
                                         const char *reason,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/* Only with a network. */
void hopso_workspace_ask_availability_async (HopsoWorkspace *self,
                                             const char *const *person_ids,
                                             gint64 start,
                                             gint64 end,
                                             const char *except_meeting,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
char **hopso_workspace_ask_availability_finish (HopsoWorkspace *self,
                                                GAsyncResult *result,
                                                GError **error);
GListModel *hopso_workspace_list_checks (HopsoWorkspace *self, const char *meeting_id);

/* People. */
guint hopso_workspace_invite (HopsoWorkspace *self,
                              HopsoComposeStep *step,
                              const char *const *person_ids,
                              const char *role,
                              const char *group_id);
GListModel *hopso_workspace_list_groups (HopsoWorkspace *self);

/* Meetings that are not published: drafts, changes of published ones, templates. */
GListModel *hopso_workspace_list_drafts (HopsoWorkspace *self);
GListModel *hopso_workspace_list_templates (HopsoWorkspace *self);

const HopsoPublishRules *hopso_workspace_get_publish_rules (HopsoWorkspace *self);

G_END_DECLS
