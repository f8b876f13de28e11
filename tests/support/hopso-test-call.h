/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-server.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HopsoTestCaller:
 *
 * Somebody who speaks with a test server, over TLS, one request after the other.
 */
typedef struct
{
  SoupSession *session; /* owned */
  char *url;            /* owned */
  char *access;         /* owned, nullable: not signed in */
  char *refresh;        /* owned, nullable */
  gint64 renew_at;      /* monotonic */
} HopsoTestCaller;

/**
 * HopsoTestReply:
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers; /* owned */
  GBytes *body;                /* owned */
  JsonObject *json;            /* owned, nullable: no JSON */
} HopsoTestReply;

HopsoTestCaller *hopso_test_caller_new (HopsoTestServer *server, const char *login);
void hopso_test_caller_free (HopsoTestCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestCaller, hopso_test_caller_free)

/* @headers: names and values in turn, then NULL. */
HopsoTestReply *hopso_test_caller_send (HopsoTestCaller *self,
                                        const char *method,
                                        const char *path,
                                        GBytes *body,
                                        ...) G_GNUC_NULL_TERMINATED;
HopsoTestReply *hopso_test_caller_try (HopsoTestCaller *self,
                                       const char *method,
                                       const char *path,
                                       GBytes *body,
                                       ...) G_GNUC_NULL_TERMINATED;
HopsoTestReply *hopso_test_caller_get (HopsoTestCaller *self, const char *path);
HopsoTestReply *
hopso_test_caller_post (HopsoTestCaller *self, const char *path, const char *body, const char *key);
HopsoTestReply *hopso_test_caller_patch (HopsoTestCaller *self,
                                         const char *path,
                                         const char *body,
                                         const char *etag);
void hopso_test_reply_free (HopsoTestReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestReply, hopso_test_reply_free)

const char *hopso_test_reply_get (HopsoTestReply *self, const char *member);
void hopso_test_reply_assert_problem (HopsoTestReply *self, guint status, const char *name);

G_END_DECLS
