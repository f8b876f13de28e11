/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-account.h"
#include "hopso-clock.h"
#include "hopso-fd.h"
#include "hopso-organization.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-person.h"
#include "hopso-secret.h"
#include "hopso-signature-words.h"
#include "hopso-sync-refusal.h"
#include "hopso-sync-state.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the workspace composes; whoever uses one of them includes its header. */
typedef struct _HopsoPdfClient HopsoPdfClient;
typedef struct _HopsoSigner HopsoSigner;
typedef struct _HopsoTokenMonitor HopsoTokenMonitor;
typedef struct _HopsoTrustStore HopsoTrustStore;
typedef struct _HopsoVerifier HopsoVerifier;

/**
 * HopsoProgressFunc:
 *
 * Called on the main thread with the bytes done and the bytes in all.
 */
typedef GFileProgressCallback HopsoProgressFunc;

/**
 * HopsoSignIn:
 * @server_url: such as "https://hop.tinh.gov.vn"
 * @login: the name of the account there
 * @password: (nullable): its password; not needed by an account that is still signed in
 * @ca_file: (nullable): the province's own certification authority, PEM
 * @passphrase: (nullable): protects the account key where there is no Secret Service
 * @recovery_code: (nullable): brings the account key back on another machine
 * @starts_anew: the recovery code is lost: make another account key; what only the old one opens
 *   is lost
 */
typedef struct
{
  const char *server_url;
  const char *login;
  HopsoSecret *password;
  const char *ca_file;
  HopsoSecret *passphrase;
  HopsoSecret *recovery_code;
  gboolean starts_anew;
} HopsoSignIn;

/**
 * HopsoPaperState:
 * @HOPSO_PAPER_ABSENT: only its description is on this machine
 * @HOPSO_PAPER_WAITING: it will be fetched
 * @HOPSO_PAPER_DOWNLOADING: it is being fetched
 * @HOPSO_PAPER_READY: it opens without a network
 * @HOPSO_PAPER_FAILED: it could not be fetched; it is tried again at the next sync
 */
typedef enum
{
  HOPSO_PAPER_ABSENT,
  HOPSO_PAPER_WAITING,
  HOPSO_PAPER_DOWNLOADING,
  HOPSO_PAPER_READY,
  HOPSO_PAPER_FAILED
} HopsoPaperState;

/**
 * HopsoWorkspaceError:
 * @HOPSO_WORKSPACE_ERROR_NO_KEYRING: there is no Secret Service: ask for a passphrase
 * @HOPSO_WORKSPACE_ERROR_WRONG_KEY: passphrase or recovery code is wrong
 * @HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY: the account has a key elsewhere: ask for the recovery code
 * @HOPSO_WORKSPACE_ERROR_NOT_FOUND: no such object on this machine
 * @HOPSO_WORKSPACE_ERROR_NOT_ALLOWED: the answer or version is not this person's to give
 * @HOPSO_WORKSPACE_ERROR_FORBIDDEN: the file may not be in this system
 */
#define HOPSO_WORKSPACE_ERROR (hopso_workspace_error_quark ())
GQuark hopso_workspace_error_quark (void);
typedef enum
{
  HOPSO_WORKSPACE_ERROR_NO_KEYRING,
  HOPSO_WORKSPACE_ERROR_WRONG_KEY,
  HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY,
  HOPSO_WORKSPACE_ERROR_NOT_FOUND,
  HOPSO_WORKSPACE_ERROR_NOT_ALLOWED,
  HOPSO_WORKSPACE_ERROR_FORBIDDEN
} HopsoWorkspaceError;

/**
 * HopsoWorkspace:
 *
 * One account, opened: what the windows and the commands work with. Main thread only.
 *
 * Properties: "sync-state" (#HopsoSyncState), "offline-since" (gint64, seconds since 1970, 0 when
 * not offline), "n-waiting" (guint, changes that the server has not got yet), "sync-message"
 * (string, nullable, for people), "n-refused" (guint, changes that the server did not take).
 *
 * Signals: "changed" (#HopsoChangeSet), after the lists have taken it over; "paper-changed"
 * (string, the id of a paper whose download state is another now); "notice" (string, for people: a
 * change that could not be made); "steps-changed" (string, the id of a meeting): what can be undone
 * or redone is another now; "news" (#GPtrArray of #HopsoNews, of which the model tells more):
 * what happened elsewhere that this person wants to hear of, at the end of a sync; nothing of the
 * first sync.
 */
#define HOPSO_TYPE_WORKSPACE (hopso_workspace_get_type ())
G_DECLARE_FINAL_TYPE (HopsoWorkspace, hopso_workspace, HOPSO, WORKSPACE, GObject)

/* Accounts and their life. */
GPtrArray *hopso_workspace_list_accounts (void);
void hopso_workspace_sign_in_async (const HopsoSignIn *sign_in,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HopsoWorkspace *hopso_workspace_sign_in_finish (GAsyncResult *result, GError **error);
void hopso_workspace_open_async (HopsoAccount *account,
                                 HopsoSecret *passphrase,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HopsoWorkspace *hopso_workspace_open_finish (GAsyncResult *result, GError **error);
char *hopso_workspace_dup_recovery_code (HopsoWorkspace *self);
char *hopso_workspace_dup_opening_notice (HopsoWorkspace *self);
HopsoAccount *hopso_workspace_get_account (HopsoWorkspace *self);
void hopso_workspace_sign_out_async (HopsoWorkspace *self,
                                     gboolean forget,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
hopso_workspace_sign_out_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

void hopso_workspace_close_async (HopsoWorkspace *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void hopso_workspace_close_finish (HopsoWorkspace *self, GAsyncResult *result);

/* Sync. */
HopsoSyncState hopso_workspace_get_sync_state (HopsoWorkspace *self);
gint64 hopso_workspace_get_offline_since (HopsoWorkspace *self);
guint hopso_workspace_get_n_waiting (HopsoWorkspace *self);
const char *hopso_workspace_get_sync_message (HopsoWorkspace *self);
void hopso_workspace_sync_now (HopsoWorkspace *self);
guint hopso_workspace_get_n_refused (HopsoWorkspace *self);
GPtrArray *hopso_workspace_get_refused (HopsoWorkspace *self);
void hopso_workspace_discard_refused_async (HopsoWorkspace *self,
                                            gint64 entry,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
hopso_workspace_discard_refused_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

/* Who is who: from memory. */
HopsoPerson *hopso_workspace_get_person (HopsoWorkspace *self);
HopsoPerson *hopso_workspace_lookup_person (HopsoWorkspace *self, const char *id);
HopsoOrganization *hopso_workspace_lookup_organization (HopsoWorkspace *self, const char *id);
HopsoRecord *hopso_workspace_lookup_record (HopsoWorkspace *self, HopsoKindId kind, const char *id);

/* Lists: sorted, kept current, possibly empty at first. */
GListModel *hopso_workspace_list_meetings (HopsoWorkspace *self);
GListModel *hopso_workspace_list_sign_requests (HopsoWorkspace *self);
GListModel *hopso_workspace_list_signed_requests (HopsoWorkspace *self);
GListModel *hopso_workspace_list_agenda (HopsoWorkspace *self, const char *meeting_id);
GListModel *hopso_workspace_list_agenda_children (HopsoWorkspace *self, const char *item_id);
GListModel *hopso_workspace_list_papers_of_item (HopsoWorkspace *self, const char *item_id);
GListModel *hopso_workspace_list_papers_of_meeting (HopsoWorkspace *self, const char *meeting_id);
GListModel *hopso_workspace_list_participants (HopsoWorkspace *self, const char *meeting_id);
GListModel *hopso_workspace_list_persons (HopsoWorkspace *self);
GListModel *hopso_workspace_list_records (HopsoWorkspace *self, HopsoKindId kind);

/* Answers to invitations. */
HopsoParticipant *
hopso_workspace_lookup_my_participation (HopsoWorkspace *self, const char *meeting_id);
gboolean hopso_workspace_is_waiting (HopsoWorkspace *self, HopsoKindId kind, const char *id);
void hopso_workspace_answer_async (HopsoWorkspace *self,
                                   const char *meeting_id,
                                   const char *partstat,
                                   const char *substitute_id,
                                   const char *reason,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean hopso_workspace_answer_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

/* Papers. */
HopsoPaper *hopso_workspace_lookup_paper (HopsoWorkspace *self, const char *id);
HopsoPaperState
hopso_workspace_get_paper_state (HopsoWorkspace *self, const char *id, double *fraction);
void hopso_workspace_download_meeting (HopsoWorkspace *self, const char *meeting_id);
void hopso_workspace_open_paper_async (HopsoWorkspace *self,
                                       const char *id,
                                       HopsoProgressFunc progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
HopsoFd
hopso_workspace_open_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);
void hopso_workspace_add_signed_version_async (HopsoWorkspace *self,
                                               const char *paper_id,
                                               int fd,
                                               const char *sign_request_id,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean hopso_workspace_add_signed_version_finish (HopsoWorkspace *self,
                                                    GAsyncResult *result,
                                                    GError **error);

/* Signatures whose level comes later. */
gboolean hopso_workspace_note_due (HopsoWorkspace *self,
                                   const char *paper_id,
                                   const char *sha256,
                                   HopsoSignatureLevel level,
                                   const char *tsa_url,
                                   GError **error);
void hopso_workspace_run_due (HopsoWorkspace *self, gboolean at_once);

/* What is wired in. */
HopsoPdfClient *hopso_workspace_get_pdf_client (HopsoWorkspace *self);
HopsoTokenMonitor *hopso_workspace_get_tokens (HopsoWorkspace *self);
HopsoSigner *hopso_workspace_get_signer (HopsoWorkspace *self);
HopsoVerifier *hopso_workspace_new_verifier (HopsoPdfClient *pdf_client, HopsoClock *clock);
HopsoVerifier *hopso_workspace_get_verifier (HopsoWorkspace *self);
HopsoTrustStore *hopso_workspace_get_trust_store (HopsoWorkspace *self);

/* Small things remembered for this account: places, sizes, choices. */
const char *hopso_workspace_get_setting (HopsoWorkspace *self, const char *key);
void hopso_workspace_set_setting (HopsoWorkspace *self, const char *key, const char *value);

G_END_DECLS
