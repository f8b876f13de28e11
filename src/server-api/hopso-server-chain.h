/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-request.h"
#include "hopso-sign-chain.h"

G_BEGIN_DECLS

GPtrArray *
hopso_server_chain_load (HopsoServerSession *session, HopsoRecord *sign_request, GError **error);
HopsoRecord *
hopso_server_chain_put (HopsoServerSession *session, GPtrArray *records, GError **error);
HopsoServerReply *
hopso_server_chain_refuse (HopsoServerRequest *request, HopsoSignVerdict verdict, GError **error);
gboolean hopso_server_chain_is_under_way (HopsoServerSession *session,
                                          const char *paper,
                                          gboolean *is_under_way,
                                          GError **error);
gboolean hopso_server_chain_prepares (HopsoServerSession *session,
                                      const char *person,
                                      HopsoRecord *paper,
                                      gboolean *prepares,
                                      GError **error);
gboolean hopso_server_chain_follow (HopsoServerSession *session,
                                    const HopsoServerActor *actor,
                                    HopsoRecord *paper,
                                    gboolean is_continuation,
                                    GError **error);

G_END_DECLS
