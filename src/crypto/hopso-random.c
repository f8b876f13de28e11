/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random bytes from OpenSSL's generator, which the kernel seeds. Any thread. */

#include "hopso-random.h"

#include "hopso-openssl-private.h"

#include <openssl/rand.h>

/**
 * hopso_random_bytes:
 * @bytes: (out caller-allocates) (array length=size): where they go
 * @size: how many
 *
 * Returns: whether @bytes was filled
 */
gboolean
hopso_random_bytes (void *bytes, gsize size, GError **error)
{
  if (size > G_MAXINT || RAND_bytes (bytes, (int) size) != 1)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "no random numbers");
      return FALSE;
    }
  return TRUE;
}

/**
 * hopso_random_secret:
 * @size: how many bytes
 *
 * Returns: (transfer full): a fresh key
 */
HopsoSecret *
hopso_random_secret (gsize size, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (size);
  HopsoSecret *secret = NULL;

  if (hopso_random_bytes (bytes, size, error))
    secret = hopso_secret_new (bytes, size);
  hopso_secret_wipe (bytes, size);
  return secret;
}
