/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-policy.h"
#include "hopso-sign-request.h"
#include "hopso-sign-step.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

/**
 * HopsoSubmissionStep:
 * @signer: the id of a person
 * @action: %HOPSO_SIGN_ASK_INITIAL, %HOPSO_SIGN_ASK_APPROVE or %HOPSO_SIGN_ASK_AGENCY
 * @place: (nullable): where the mark shall stand, as in a #HopsoSignStep
 */
typedef struct
{
  const char *signer;
  const char *action;
  const char *place;
} HopsoSubmissionStep;

/**
 * HopsoSubmission:
 * @paper_id: (nullable): a paper of this account; %NULL: a file of this machine
 * @fd: without @paper_id, the file, a PDF, complete; kept open until the end of the call
 * @file_name: without @paper_id, its name
 * @name: without @paper_id, what the document is called
 * @deadline: by when, seconds since 1970-01-01T00:00:00Z; 0: whenever
 * @remarks: (nullable): for the signers
 * @mode: (nullable): %HOPSO_SIGN_REQUEST_ORDERED, which is that of %NULL, or
 *   %HOPSO_SIGN_REQUEST_ANY
 * @previous: (nullable): the id of the request that this one submits again
 * @steps: (array length=n_steps): who shall do what, in order
 * @n_steps: how many
 *
 * What is submitted for signing.
 */
typedef struct
{
  const char *paper_id;
  int fd;
  const char *file_name;
  const char *name;
  gint64 deadline;
  const char *remarks;
  const char *mode;
  const char *previous;
  const HopsoSubmissionStep *steps;
  guint n_steps;
} HopsoSubmission;

/* Lists of requests, kept current; beside those of hopso-workspace.h. */
GListModel *hopso_workspace_list_requests_elsewhere (HopsoWorkspace *self);
GListModel *hopso_workspace_list_requests_submitted (HopsoWorkspace *self);
GListModel *hopso_workspace_list_requests_done (HopsoWorkspace *self);
GListModel *hopso_workspace_list_sign_steps (HopsoWorkspace *self, const char *request_id);
HopsoSignStep *hopso_workspace_lookup_my_step (HopsoWorkspace *self, const char *request_id);

/* What is done to them. */
void hopso_workspace_submit_async (HopsoWorkspace *self,
                                   const HopsoSubmission *submission,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *hopso_workspace_submit_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
void hopso_workspace_return_request_async (HopsoWorkspace *self,
                                           const char *request_id,
                                           const char *reason,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
void hopso_workspace_delegate_request_async (HopsoWorkspace *self,
                                             const char *request_id,
                                             const char *person_id,
                                             const char *reason,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void hopso_workspace_withdraw_request_async (HopsoWorkspace *self,
                                             const char *request_id,
                                             const char *reason,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
void hopso_workspace_correct_request_async (HopsoWorkspace *self,
                                            const char *request_id,
                                            gint64 deadline,
                                            const char *remarks,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void hopso_workspace_replace_paper_async (HopsoWorkspace *self,
                                          const char *paper_id,
                                          int fd,
                                          const char *file_name,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean hopso_workspace_act_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

/* What the server's administrator allows. */
const HopsoSignPolicy *hopso_workspace_get_sign_policy (HopsoWorkspace *self);
gboolean hopso_workspace_may_submit (HopsoWorkspace *self);
gboolean
hopso_workspace_may_delegate_to (HopsoWorkspace *self, HopsoSignStep *step, const char *person_id);

/* Which versions of papers this person has opened on this machine. */
void hopso_workspace_note_opened_paper (HopsoWorkspace *self, const char *paper_id);
gboolean hopso_workspace_has_opened_paper (HopsoWorkspace *self, const char *paper_id);

G_END_DECLS
