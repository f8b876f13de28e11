/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-remote.h"
#include "hopso-secret.h"

G_BEGIN_DECLS

/**
 * HopsoHttpRemote:
 *
 * The document server over HTTPS, and the session with it.
 *
 * Signal "refresh-token-changed": keep the new one: the old one is spent.
 */
#define HOPSO_TYPE_HTTP_REMOTE (hopso_http_remote_get_type ())
G_DECLARE_FINAL_TYPE (HopsoHttpRemote, hopso_http_remote, HOPSO, HTTP_REMOTE, GObject)

HopsoHttpRemote *
hopso_http_remote_new (const char *server_url, const char *ca_file, GError **error);
void hopso_http_remote_close (HopsoHttpRemote *self);

HopsoSecret *hopso_http_remote_get_refresh_token (HopsoHttpRemote *self);
void hopso_http_remote_set_refresh_token (HopsoHttpRemote *self, HopsoSecret *token);

/**
 * HopsoTokenLoader:
 *
 * Looks up the refresh token that is kept for this account, and ends with
 * hopso_http_remote_take_loaded_token(). Another process of the same person may have renewed the
 * session meanwhile.
 */
typedef void (*HopsoTokenLoader) (HopsoHttpRemote *remote, gpointer user_data);

void hopso_http_remote_set_token_loader (HopsoHttpRemote *self,
                                         HopsoTokenLoader loader,
                                         gpointer user_data);
void hopso_http_remote_take_loaded_token (HopsoHttpRemote *self, HopsoSecret *token);

void hopso_http_remote_sign_in_async (HopsoHttpRemote *self,
                                      const char *login,
                                      HopsoSecret *password,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *
hopso_http_remote_sign_in_finish (HopsoHttpRemote *self, GAsyncResult *result, GError **error);

void hopso_http_remote_sign_out_async (HopsoHttpRemote *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
hopso_http_remote_sign_out_finish (HopsoHttpRemote *self, GAsyncResult *result, GError **error);

G_END_DECLS
