/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-live.h"

G_BEGIN_DECLS

/**
 * HopsoServerApi:
 *
 * The routes of the document server, and who may do what.
 */
#define HOPSO_TYPE_SERVER_API (hopso_server_api_get_type ())
G_DECLARE_FINAL_TYPE (HopsoServerApi, hopso_server_api, HOPSO, SERVER_API, GObject)

HopsoServerApi *hopso_server_api_new (HopsoServerStore *store, HopsoServerLive *live);
gboolean hopso_server_api_set_limit (HopsoServerApi *self, const char *limit, GError **error);
gboolean hopso_server_api_set_signing (HopsoServerApi *self, const char *rule, GError **error);
gboolean hopso_server_api_set_publishing (HopsoServerApi *self, const char *rule, GError **error);
gboolean hopso_server_api_trust_proxy (HopsoServerApi *self, const char *network, GError **error);
gboolean hopso_server_api_is_proxy (HopsoServerApi *self, GInetAddress *address);
void hopso_server_api_attach (HopsoServerApi *self, SoupServer *server);
guint hopso_server_api_count_running (HopsoServerApi *self);
void hopso_server_api_tidy (HopsoServerApi *self);
void hopso_server_api_refuse_new (HopsoServerApi *self);
void hopso_server_api_close (HopsoServerApi *self);

char *hopso_server_api_list_routes (void);

G_END_DECLS
