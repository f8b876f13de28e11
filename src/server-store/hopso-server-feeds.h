/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-server-session.h"

G_BEGIN_DECLS

HopsoSecret *
hopso_server_session_make_feed (HopsoServerSession *self, const char *person, GError **error);
gboolean hopso_server_session_withdraw_feed (HopsoServerSession *self,
                                             const char *person,
                                             gboolean *was_there,
                                             GError **error);
gboolean hopso_server_session_get_feed (HopsoServerSession *self,
                                        const char *person,
                                        gint64 *made,
                                        GError **error);
char *hopso_server_session_find_feed (HopsoServerSession *self, HopsoSecret *token, GError **error);
GPtrArray *
hopso_server_session_list_feed (HopsoServerSession *self, const char *person, GError **error);

G_END_DECLS
