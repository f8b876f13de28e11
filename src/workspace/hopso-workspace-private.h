/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-due-list.h"
#include "hopso-http-remote.h"
#include "hopso-indexer.h"
#include "hopso-keyring.h"
#include "hopso-news.h"
#include "hopso-paper-inspector.h"
#include "hopso-publish-rules.h"
#include "hopso-record-table.h"
#include "hopso-sign-chain.h"
#include "hopso-sign-policy.h"
#include "hopso-store.h"
#include "hopso-sync-engine.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

struct _HopsoWorkspace
{
  GObject parent_instance;

  HopsoAccount *account;          /* owned */
  HopsoKeyring *keyring;          /* owned */
  HopsoStore *store;              /* owned, nullable: closed */
  HopsoHttpRemote *remote;        /* owned, nullable: closed */
  HopsoSyncEngine *engine;        /* owned, nullable: closed */
  HopsoClock *clock;              /* owned */
  HopsoRecordTable *table;        /* owned */
  GHashTable *mine;               /* owned: meeting (owned) → my participation's id (owned) */
  GHashTable *settings;           /* owned: key (owned) → value (owned) */
  HopsoSecret *recovery_code;     /* owned, nullable: told, or not made by this sign-in */
  HopsoPdfClient *pdf_client;     /* owned, nullable: not asked for */
  HopsoPaperInspector *inspector; /* owned, nullable: not asked for */
  HopsoTokenMonitor *tokens;      /* owned, nullable: not asked for */
  HopsoTrustStore *trust_store;   /* owned, nullable: not asked for */
  HopsoVerifier *verifier;        /* owned, nullable: not asked for */
  HopsoSigner *signer;            /* owned, nullable: not asked for */
  HopsoSignPolicy *policy;        /* owned, nullable: not asked for */
  HopsoPublishRules *publishing;  /* owned, nullable: not asked for */
  gboolean knows_policy;          /* the server has told it */
  gboolean is_asking_policy;
  HopsoIndexer *indexer;         /* owned, nullable: not started, or closed */
  guint n_saving;                /* how many writes to the keyring are under way */
  GTask *closing;                /* owned, nullable: waits for them */
  HopsoDueList *due;             /* owned, nullable: not asked for */
  GCancellable *due_cancellable; /* owned, nullable: not started */
  guint due_source;              /* 0: none */
  guint n_due_runs;              /* under way */
  guint housekeeping;            /* a source, 0: none */
  gint64 collected;              /* when, Unix seconds; 0: not yet */
  GHashTable *step_names;        /* owned, nullable: meeting (owned) → what can be undone */
  GPtrArray *news;               /* owned: HopsoNews that nobody has been told */
  guint n_rereads;               /* under way */
  gboolean knows_world;          /* the first sync is over */
  GHashTable *receipted;         /* owned: of "meeting word digest" (owned) told in this session */
};

#define HOPSO_WORKSPACE_SETTINGS_KEY   "workspace/settings"
#define HOPSO_WORKSPACE_OPENED_SETTING "opened-papers" /* digests, space-separated */

/* What a workspace is made of. */
typedef struct
{
  HopsoAccount *account;
  HopsoKeyring *keyring;
  HopsoStore *store;
  HopsoHttpRemote *remote;
  GPtrArray *records;
  const char *settings;
  HopsoSecret *recovery_code;
} HopsoWorkspaceParts;

void hopso_workspace_load_settings (HopsoWorkspace *self, const char *text);
HopsoWorkspace *hopso_workspace_new (const HopsoWorkspaceParts *parts);
void hopso_workspace_stop_indexing (HopsoWorkspace *self);
void hopso_workspace_start_due (HopsoWorkspace *self);
void hopso_workspace_stop_due (HopsoWorkspace *self);

/* The changed records are in the lists when this returns. */
void hopso_workspace_take_record (HopsoWorkspace *self, HopsoRecord *record);
void hopso_workspace_drop_record (HopsoWorkspace *self, HopsoKindId kind, const char *id);

/* The end of a transaction whose result are the records that it changed: they are shown before
 * anybody hears of it. */
void hopso_workspace_written_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GPtrArray *
hopso_workspace_read_steps (HopsoStoreSession *session, HopsoRecord *request, GError **error);
void hopso_workspace_set_verdict (GError **error, HopsoSignVerdict verdict);
void hopso_workspace_ask_policy (HopsoWorkspace *self);
void hopso_workspace_note_opened_digest (HopsoWorkspace *self, const char *digest);

/* Reads again what a change of the store names; then news and receipts are told that follow. */
void hopso_workspace_reread (HopsoWorkspace *self, HopsoChangeSet *changes);
void hopso_workspace_tell_news (HopsoWorkspace *self);
void hopso_workspace_tell_receipts (HopsoWorkspace *self, const char *digest);

void hopso_workspace_start_housekeeping (HopsoWorkspace *self);
void hopso_workspace_stop_housekeeping (HopsoWorkspace *self);

/* Opens the store with the key and everything above it; the common end of opening and sign-in. */
typedef struct
{
  HopsoAccount *account;
  HopsoKeyring *keyring;
  HopsoHttpRemote *remote;
  HopsoSecret *account_key;
  HopsoSecret *recovery_code; /* nullable */
} HopsoWorkspaceOpening;

void hopso_workspace_assemble_async (const HopsoWorkspaceOpening *opening,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HopsoWorkspace *hopso_workspace_assemble_finish (GAsyncResult *result, GError **error);

HopsoKeyring *
hopso_workspace_choose_keyring (HopsoAccount *account, HopsoSecret *passphrase, GError **error);
GError *hopso_workspace_translate_error (GError *error);

void hopso_workspace_inspect_async (HopsoWorkspace *self,
                                    int fd,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char **hopso_workspace_inspect_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
