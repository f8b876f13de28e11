/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The room's error domain, and the way from OpenSSL's error queue into it. OpenSSL's words are
 * for the log of a developer; callers choose their words by the code. Any thread. */

#include "hopso-crypto-error.h"

#include "hopso-openssl-private.h"

#include <openssl/err.h>

G_DEFINE_QUARK (hopso - crypto - error - quark, hopso_crypto_error)

void
hopso_crypto_take_error (GError **error, HopsoCryptoError code, const char *what)
{
  unsigned long first = ERR_peek_error ();
  const char *reason = first != 0 ? ERR_reason_error_string (first) : NULL;

  if (reason != NULL)
    g_set_error (error, HOPSO_CRYPTO_ERROR, (int) code, "%s: %s", what, reason);
  else
    g_set_error_literal (error, HOPSO_CRYPTO_ERROR, (int) code, what);
  ERR_clear_error ();
}
