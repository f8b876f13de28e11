/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-paper-inspector.h"
#include "hopso-publish-rules.h"
#include "hopso-queue-thread.h"
#include "hopso-server-accounts.h"
#include "hopso-server-api.h"
#include "hopso-server-audit.h"
#include "hopso-server-limits.h"
#include "hopso-server-problems.h"
#include "hopso-server-proxies.h"
#include "hopso-server-replies.h"
#include "hopso-server-throttle.h"
#include "hopso-sign-policy.h"

G_BEGIN_DECLS

#define HOPSO_SERVER_API_ERROR (hopso_server_api_error_quark ())

/**
 * HopsoServerApiError:
 * @HOPSO_SERVER_API_ERROR_REFUSED: the request's problem says why
 */
typedef enum
{
  HOPSO_SERVER_API_ERROR_REFUSED
} HopsoServerApiError;

GQuark hopso_server_api_error_quark (void);

struct _HopsoServerApi
{
  GObject parent_instance;

  HopsoServerStore *store;        /* owned */
  HopsoServerLive *live;          /* owned */
  HopsoServerThrottle *throttle;  /* owned */
  HopsoServerLimits *limits;      /* owned */
  HopsoServerProxies *proxies;    /* owned */
  HopsoSignPolicy *signing;       /* owned: constant once the server runs */
  HopsoPublishRules *publishing;  /* owned: constant once the server runs */
  HopsoQueueThread *passwords;    /* owned: hashes passwords */
  HopsoQueueThread *uploads;      /* owned: writes blobs */
  HopsoQueueThread *downloads;    /* owned: reads blobs */
  GHashTable *running_keys;       /* owned: "person key" of writes that run */
  HopsoPaperInspector *inspector; /* owned, nullable: nothing was looked at yet */
  GHashTable *inspected;          /* owned, nullable: digest → what was found, by codes */
  guint n_open;                   /* requests that have begun and whose answers are not out yet */
  gboolean is_closing;
  guint n_hashing;
  guint64 n_buffered; /* bytes of large bodies */
};

typedef struct _HopsoServerRequest HopsoServerRequest;
typedef struct _HopsoServerRoute HopsoServerRoute;

/* Runs on one of the store's threads, inside the request's transaction; the request does not
 * change meanwhile, but for its problem. */
typedef HopsoServerReply *(*HopsoServerWork) (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
/* Runs on the main thread, and answers sooner or later. */
typedef void (*HopsoServerHandler) (HopsoServerRequest *request);

typedef enum
{
  HOPSO_SERVER_ROUTE_OPEN = 1 << 0,    /* needs no access token */
  HOPSO_SERVER_ROUTE_WRITES = 1 << 1,  /* its transaction may write */
  HOPSO_SERVER_ROUTE_KEY = 1 << 2,     /* needs an Idempotency-Key; its reply is kept */
  HOPSO_SERVER_ROUTE_MATCHES = 1 << 3, /* needs If-Match */
  HOPSO_SERVER_ROUTE_LARGE = 1 << 4,   /* takes large bodies: parts of uploads */
  HOPSO_SERVER_ROUTE_RARE = 1 << 5,    /* nobody needs it often */
  HOPSO_SERVER_ROUTE_CREATES = 1 << 6, /* needs If-None-Match: * */
} HopsoServerRouteFlags;

struct _HopsoServerRoute
{
  const char *method;
  const char *path; /* as in the OpenAPI file */
  HopsoServerRouteFlags flags;
  HopsoServerHandler handler; /* nullable: run @work and answer with its reply */
  HopsoServerWork work;       /* nullable */
};

struct _HopsoServerRequest
{
  HopsoServerApi *api;           /* owned */
  SoupServerMessage *message;    /* owned */
  const HopsoServerRoute *route; /* borrowed: constant */
  char *params[2];               /* owned, nullable: what stands for {…} in the path */
  GHashTable *query;             /* owned, nullable */
  GBytes *body;                  /* owned */
  HopsoSecret *access;           /* owned, nullable: none given */
  char *key;                     /* owned, nullable: none given */
  char *if_match;                /* owned, nullable: none given; without quotes */
  gboolean is_for_new;           /* only what is not there yet is meant (If-None-Match: *) */
  char *fingerprint;             /* owned: of what is asked */
  char *running_key;             /* owned, nullable: in the table of running keys */
  HopsoServerCaller *caller;     /* owned, nullable: not known yet */
  HopsoWireProblem *problem;     /* owned, nullable: not refused */
  gpointer extra;                /* owned, nullable: the handler's */
  GDestroyNotify extra_free;
  gboolean is_gone;    /* the client hung up */
  gboolean is_counted; /* against the person's limits */
};

HopsoSecret *hopso_server_request_read_token (SoupMessageHeaders *headers);
HopsoServerRequest *hopso_server_request_new (HopsoServerApi *api,
                                              SoupServerMessage *message,
                                              const HopsoServerRoute *route);
void hopso_server_request_free (HopsoServerRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerRequest, hopso_server_request_free)

/* All that end with _answer take the request and are the last that is done with it. */
void hopso_server_request_answer (HopsoServerRequest *self, const HopsoServerReply *reply);
void hopso_server_request_answer_problem (HopsoServerRequest *self,
                                          HopsoServerProblem problem,
                                          const char *detail);
void hopso_server_request_answer_error (HopsoServerRequest *self, const GError *error);

/* For a HopsoServerWork: what to return instead of a reply. */
HopsoServerReply *hopso_server_request_refuse (HopsoServerRequest *self,
                                               HopsoServerProblem problem,
                                               const char *detail,
                                               GError **error);
HopsoServerReply *hopso_server_request_refuse_wire (HopsoServerRequest *self,
                                                    const GError *wire_error,
                                                    GError **error);

HopsoServerReply *
hopso_server_request_refuse_stale (HopsoServerRequest *self, HopsoRecord *current, GError **error);
HopsoRecord *hopso_server_request_get_seen (HopsoServerRequest *self,
                                            HopsoServerSession *session,
                                            HopsoKindId kind,
                                            const char *id,
                                            GError **error);
HopsoServerReply *hopso_server_reply_new_record (guint status, HopsoRecord *record);

typedef void (*HopsoServerThen) (HopsoServerRequest *request, HopsoServerReply *reply);
void hopso_server_request_run (HopsoServerRequest *self,
                               HopsoServerWork work,
                               gboolean is_write,
                               HopsoServerThen then);
JsonObject *hopso_server_request_parse (HopsoServerRequest *self, GError **error);
HopsoServerActor hopso_server_request_get_actor (HopsoServerRequest *self);

/* The routes' work, by topic. */
HopsoServerReply *hopso_server_work_receipts (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_substitute (HopsoServerSession *session,
                                                HopsoServerRequest *request,
                                                GError **error);
void hopso_server_handle_server (HopsoServerRequest *request);
void hopso_server_handle_publish (HopsoServerRequest *request);
void hopso_server_handle_feed (HopsoServerRequest *request);
HopsoServerReply *hopso_server_work_get_feed (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_put_feed (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_delete_feed (HopsoServerSession *session,
                                                 HopsoServerRequest *request,
                                                 GError **error);
void hopso_server_handle_sign_in (HopsoServerRequest *request);
void hopso_server_handle_refresh (HopsoServerRequest *request);
void hopso_server_handle_live (HopsoServerRequest *request);
void hopso_server_handle_get_blob (HopsoServerRequest *request);
void hopso_server_handle_put_blob (HopsoServerRequest *request);
void hopso_server_handle_version (HopsoServerRequest *request);
HopsoServerReply *hopso_server_work_sign_out (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_get_recovery (HopsoServerSession *session,
                                                  HopsoServerRequest *request,
                                                  GError **error);
HopsoServerReply *hopso_server_work_put_recovery (HopsoServerSession *session,
                                                  HopsoServerRequest *request,
                                                  GError **error);
HopsoServerReply *hopso_server_work_changes (HopsoServerSession *session,
                                             HopsoServerRequest *request,
                                             GError **error);
HopsoServerReply *hopso_server_work_get_object (HopsoServerSession *session,
                                                HopsoServerRequest *request,
                                                GError **error);
HopsoServerReply *hopso_server_work_patch_object (HopsoServerSession *session,
                                                  HopsoServerRequest *request,
                                                  GError **error);
HopsoServerReply *hopso_server_work_publish (HopsoServerSession *session,
                                             HopsoServerRequest *request,
                                             GError **error);
HopsoServerReply *
hopso_server_work_revise (HopsoServerSession *session, HopsoServerRequest *request, GError **error);
HopsoServerReply *hopso_server_work_postpone (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *
hopso_server_work_cancel (HopsoServerSession *session, HopsoServerRequest *request, GError **error);
HopsoServerReply *
hopso_server_work_review (HopsoServerSession *session, HopsoServerRequest *request, GError **error);
HopsoServerReply *hopso_server_work_availability (HopsoServerSession *session,
                                                  HopsoServerRequest *request,
                                                  GError **error);
HopsoServerReply *hopso_server_work_put_object (HopsoServerSession *session,
                                                HopsoServerRequest *request,
                                                GError **error);
HopsoServerReply *hopso_server_work_delete_object (HopsoServerSession *session,
                                                   HopsoServerRequest *request,
                                                   GError **error);
HopsoServerReply *
hopso_server_work_submit (HopsoServerSession *session, HopsoServerRequest *request, GError **error);
HopsoServerReply *
hopso_server_work_return (HopsoServerSession *session, HopsoServerRequest *request, GError **error);
HopsoServerReply *hopso_server_work_withdraw (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_delegate (HopsoServerSession *session,
                                              HopsoServerRequest *request,
                                              GError **error);
HopsoServerReply *hopso_server_work_ack_purge (HopsoServerSession *session,
                                               HopsoServerRequest *request,
                                               GError **error);

G_END_DECLS
