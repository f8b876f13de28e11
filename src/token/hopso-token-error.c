/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the many return values of PKCS#11 mean for a person. */

#include "hopso-token-error-private.h"

#include "hopso-pkcs11-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (hopso - token - error - quark, hopso_token_error)

static const struct
{
  guint64 rv;
  HopsoTokenError code;
} meanings[] = {
  { CKR_PIN_INCORRECT, HOPSO_TOKEN_ERROR_PIN_INCORRECT },
  { CKR_PIN_INVALID, HOPSO_TOKEN_ERROR_PIN_INCORRECT },
  { CKR_PIN_LEN_RANGE, HOPSO_TOKEN_ERROR_PIN_INCORRECT },
  { CKR_PIN_LOCKED, HOPSO_TOKEN_ERROR_PIN_LOCKED },
  { CKR_PIN_EXPIRED, HOPSO_TOKEN_ERROR_PIN_LOCKED },
  { CKR_USER_PIN_NOT_INITIALIZED, HOPSO_TOKEN_ERROR_PIN_LOCKED },
  { CKR_FUNCTION_CANCELED, HOPSO_TOKEN_ERROR_CANCELLED },
  { CKR_CANCEL, HOPSO_TOKEN_ERROR_CANCELLED },
  { CKR_FUNCTION_REJECTED, HOPSO_TOKEN_ERROR_CANCELLED },
  { CKR_DEVICE_REMOVED, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_DEVICE_ERROR, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_TOKEN_NOT_PRESENT, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_TOKEN_NOT_RECOGNIZED, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_SLOT_ID_INVALID, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_SESSION_HANDLE_INVALID, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_SESSION_CLOSED, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_KEY_HANDLE_INVALID, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_OBJECT_HANDLE_INVALID, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_USER_NOT_LOGGED_IN, HOPSO_TOKEN_ERROR_REMOVED },
  { CKR_MECHANISM_INVALID, HOPSO_TOKEN_ERROR_UNSUPPORTED },
  { CKR_MECHANISM_PARAM_INVALID, HOPSO_TOKEN_ERROR_UNSUPPORTED },
  { CKR_KEY_TYPE_INCONSISTENT, HOPSO_TOKEN_ERROR_UNSUPPORTED },
  { CKR_KEY_FUNCTION_NOT_PERMITTED, HOPSO_TOKEN_ERROR_UNSUPPORTED },
  { CKR_KEY_SIZE_RANGE, HOPSO_TOKEN_ERROR_UNSUPPORTED },
  { CKR_FUNCTION_NOT_SUPPORTED, HOPSO_TOKEN_ERROR_UNSUPPORTED },
};

static const char *
words_for (HopsoTokenError code)
{
  switch (code)
    {
    case HOPSO_TOKEN_ERROR_PIN_INCORRECT:
      return _ ("The PIN is wrong.");
    case HOPSO_TOKEN_ERROR_PIN_LOCKED:
      return _ ("The token is locked. Ask the authority that issued it to unlock it.");
    case HOPSO_TOKEN_ERROR_CANCELLED:
      return _ ("The PIN entry was cancelled.");
    case HOPSO_TOKEN_ERROR_REMOVED:
      return _ ("The token was removed. Plug it in and try again.");
    case HOPSO_TOKEN_ERROR_UNSUPPORTED:
      return _ ("The token cannot sign in this way.");
    case HOPSO_TOKEN_ERROR_NO_TOKEN:
    case HOPSO_TOKEN_ERROR_MODULE_FAILED:
    case HOPSO_TOKEN_ERROR_TIMED_OUT:
    default:
      return _ ("The token's software failed.");
    }
}

void
hopso_token_set_error_from_rv (GError **error, guint64 rv)
{
  HopsoTokenError code = HOPSO_TOKEN_ERROR_MODULE_FAILED;

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].rv == rv)
      code = meanings[i].code;
  g_debug ("the module answers 0x%" G_GINT64_MODIFIER "x", rv);
  g_set_error_literal (error, HOPSO_TOKEN_ERROR, (int) code, words_for (code));
}
