/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-session.h"

G_BEGIN_DECLS

/* A laptop may have been in a drawer for that long, in seconds. */
#define HOPSO_SERVER_REPLY_LIFE (60 * 86400)

/**
 * HopsoServerReply:
 * @status: the status code
 * @etag: (owned) (nullable): the entity tag without quotes
 * @body: (owned) (nullable): the body
 * @media_type: (nullable): what the body is; JSON otherwise. Not kept
 */
typedef struct
{
  guint status;
  char *etag;
  GBytes *body;
  const char *media_type; /* constant, nullable */
} HopsoServerReply;

HopsoServerReply *hopso_server_reply_new (guint status, const char *etag, GBytes *body);
void hopso_server_reply_free (HopsoServerReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerReply, hopso_server_reply_free)

gboolean hopso_server_session_find_reply (HopsoServerSession *self,
                                          const char *person,
                                          const char *key,
                                          const char *request,
                                          HopsoServerReply **reply,
                                          GError **error);
gboolean hopso_server_session_keep_reply (HopsoServerSession *self,
                                          const char *person,
                                          const char *key,
                                          const char *request,
                                          const HopsoServerReply *reply,
                                          GError **error);

G_END_DECLS
