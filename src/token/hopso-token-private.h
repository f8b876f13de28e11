/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-certificate.h"
#include "hopso-token-module-private.h"
#include "hopso-token.h"

G_BEGIN_DECLS

/* @info: of HOPSO_TOKEN_INFO_TYPE */
HopsoToken *hopso_token_new (HopsoTokenModule *module, guint64 slot, GVariant *info);
gboolean hopso_token_is (HopsoToken *self, HopsoTokenModule *module, guint64 slot, GVariant *info);

/* Whether somebody initialised the token that sits there. */
gboolean hopso_token_info_is_usable (GVariant *info);

/* Takes over what can change. From the thread of the list's owner only: it notifies. */
void hopso_token_update (HopsoToken *self, GVariant *info);

HopsoTokenModule *hopso_token_get_module (HopsoToken *self);
guint64 hopso_token_get_slot (HopsoToken *self);
gboolean hopso_token_needs_login (HopsoToken *self);
gboolean hopso_token_has_mechanism (HopsoToken *self, guint64 mechanism);

/* On the module's thread: the token's facts as they are now; %NULL with
 * %HOPSO_TOKEN_ERROR_REMOVED if another one sits in the slot. */
GVariant *hopso_token_read_info (HopsoToken *self, GCancellable *cancellable, GError **error);

/* Whether the token seems to hold the private key of a certificate. */
typedef enum
{
  HOPSO_TOKEN_KEY_MISSING,
  HOPSO_TOKEN_KEY_OTHER, /* the number is given to another key */
  HOPSO_TOKEN_KEY_THERE,
} HopsoTokenKeyState;

HopsoTokenCertificate *
hopso_token_certificate_new (HopsoCertificate *certificate, GBytes *id, HopsoTokenKeyState key);

G_END_DECLS
