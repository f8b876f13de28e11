/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pin-prompt.h"
#include "hopso-token-certificate.h"
#include "hopso-token.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_TOKEN_SESSION (hopso_token_session_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenSession, hopso_token_session, HOPSO, TOKEN_SESSION, GObject)

void hopso_token_open_session_async (HopsoToken *token,
                                     HopsoTokenCertificate *certificate,
                                     HopsoPinPrompt *prompt,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HopsoTokenSession *
hopso_token_open_session_finish (HopsoToken *token, GAsyncResult *result, GError **error);

gboolean hopso_token_session_supports (HopsoTokenSession *self, HopsoSignatureScheme scheme);
HopsoSignatureScheme hopso_token_session_get_preferred_scheme (HopsoTokenSession *self);
void hopso_token_session_sign_async (HopsoTokenSession *self,
                                     HopsoSignatureScheme scheme,
                                     HopsoHash hash,
                                     GBytes *to_be_signed,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GBytes *
hopso_token_session_sign_finish (HopsoTokenSession *self, GAsyncResult *result, GError **error);
void hopso_token_session_close (HopsoTokenSession *self);

G_END_DECLS
