/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-secret.h"
#include "hopso-signature-scheme.h"

G_BEGIN_DECLS

/**
 * HopsoTokenError:
 * @HOPSO_TOKEN_ERROR_NO_TOKEN: there is no such token, key or certificate
 * @HOPSO_TOKEN_ERROR_PIN_INCORRECT: the PIN was wrong; it was tried once and is not tried again
 * @HOPSO_TOKEN_ERROR_PIN_LOCKED: the token accepts no PIN any more
 * @HOPSO_TOKEN_ERROR_CANCELLED: the person gave up at the PIN pad
 * @HOPSO_TOKEN_ERROR_REMOVED: the token was pulled out; look for it again
 * @HOPSO_TOKEN_ERROR_MODULE_FAILED: the vendor's module crashed or answered nonsense
 * @HOPSO_TOKEN_ERROR_TIMED_OUT: the vendor's module did not answer and was ended
 * @HOPSO_TOKEN_ERROR_UNSUPPORTED: the token cannot sign that way
 */
typedef enum
{
  HOPSO_TOKEN_ERROR_NO_TOKEN,
  HOPSO_TOKEN_ERROR_PIN_INCORRECT,
  HOPSO_TOKEN_ERROR_PIN_LOCKED,
  HOPSO_TOKEN_ERROR_CANCELLED,
  HOPSO_TOKEN_ERROR_REMOVED,
  HOPSO_TOKEN_ERROR_MODULE_FAILED,
  HOPSO_TOKEN_ERROR_TIMED_OUT,
  HOPSO_TOKEN_ERROR_UNSUPPORTED,
} HopsoTokenError;

#define HOPSO_TOKEN_ERROR (hopso_token_error_quark ())
GQuark hopso_token_error_quark (void);

/**
 * HopsoPinState:
 * @HOPSO_PIN_STATE_OK: no wrong PIN since the last right one
 * @HOPSO_PIN_STATE_LOW: at least one wrong PIN
 * @HOPSO_PIN_STATE_FINAL_TRY: the next wrong PIN locks the token
 * @HOPSO_PIN_STATE_LOCKED: locked
 * @HOPSO_PIN_STATE_NOT_SET: the token has no PIN yet
 */
typedef enum
{
  HOPSO_PIN_STATE_OK,
  HOPSO_PIN_STATE_LOW,
  HOPSO_PIN_STATE_FINAL_TRY,
  HOPSO_PIN_STATE_LOCKED,
  HOPSO_PIN_STATE_NOT_SET,
} HopsoPinState;

#define HOPSO_TYPE_TOKEN (hopso_token_get_type ())
G_DECLARE_FINAL_TYPE (HopsoToken, hopso_token, HOPSO, TOKEN, GObject)

const char *hopso_token_get_label (HopsoToken *self);
const char *hopso_token_get_serial (HopsoToken *self);
const char *hopso_token_get_model (HopsoToken *self);
const char *hopso_token_get_manufacturer (HopsoToken *self);
HopsoPinState hopso_token_get_pin_state (HopsoToken *self);
gboolean hopso_token_has_pin_pad (HopsoToken *self);
gboolean hopso_token_takes_pin_of (HopsoToken *self, gsize size);
void hopso_token_get_pin_limits (HopsoToken *self, guint *least, guint *most);

void hopso_token_list_certificates_async (HopsoToken *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GPtrArray *
hopso_token_list_certificates_finish (HopsoToken *self, GAsyncResult *result, GError **error);

G_END_DECLS
