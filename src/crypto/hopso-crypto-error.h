/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoCryptoError:
 * @HOPSO_CRYPTO_ERROR_FAILED: the library refused; nothing a person can mend
 * @HOPSO_CRYPTO_ERROR_AUTHENTICATION: the key or password is wrong, or the bytes were altered
 * @HOPSO_CRYPTO_ERROR_MALFORMED: the bytes are not what they claim to be
 * @HOPSO_CRYPTO_ERROR_UNSUPPORTED: well formed, but of an algorithm that we do not accept
 * @HOPSO_CRYPTO_ERROR_MISMATCH: a signature value does not belong to its certificate and text
 */
typedef enum
{
  HOPSO_CRYPTO_ERROR_FAILED,
  HOPSO_CRYPTO_ERROR_AUTHENTICATION,
  HOPSO_CRYPTO_ERROR_MALFORMED,
  HOPSO_CRYPTO_ERROR_UNSUPPORTED,
  HOPSO_CRYPTO_ERROR_MISMATCH,
} HopsoCryptoError;

#define HOPSO_CRYPTO_ERROR (hopso_crypto_error_quark ())
GQuark hopso_crypto_error_quark (void);

G_END_DECLS
