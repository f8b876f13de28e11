/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HMAC-SHA-256 (RFC 2104) over numbered pieces. The key is set once; each computation copies that
 * state, so that no lock is needed. Any thread. */

#include "hopso-mac.h"

#include "hopso-openssl-private.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

struct _HopsoMac
{
  EVP_MAC_CTX *keyed; /* owned; only ever copied */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MAC, EVP_MAC_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MAC_CTX, EVP_MAC_CTX_free)

/**
 * hopso_mac_new:
 * @key: 32 bytes
 *
 * Returns: (transfer full): the code, or %NULL with @error
 */
HopsoMac *
hopso_mac_new (HopsoSecret *key, GError **error)
{
  g_autoptr (EVP_MAC) mac = EVP_MAC_fetch (NULL, "HMAC", NULL);
  g_autoptr (EVP_MAC_CTX) keyed = mac != NULL ? EVP_MAC_CTX_new (mac) : NULL;
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_MAC_PARAM_DIGEST, digest, 0),
    OSSL_PARAM_construct_end (),
  };
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (key, &size);

  g_return_val_if_fail (size == HOPSO_MAC_KEY_SIZE, NULL);

  if (keyed == NULL || EVP_MAC_init (keyed, bytes, size, params) != 1)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the code does not start");
      return NULL;
    }

  HopsoMac *self = g_new0 (HopsoMac, 1);
  self->keyed = g_steal_pointer (&keyed);
  return self;
}

/**
 * hopso_mac_compute:
 * @number: which piece it is
 * @bytes: (array length=size): its content
 * @mac: (out): its code
 *
 * Returns: %FALSE when there was no memory for it
 */
gboolean
hopso_mac_compute (
    HopsoMac *self, guint64 number, const guint8 *bytes, gsize size, guint8 mac[HOPSO_MAC_SIZE])
{
  g_autoptr (EVP_MAC_CTX) context = EVP_MAC_CTX_dup (self->keyed);
  guint64 little_endian = GUINT64_TO_LE (number);
  gsize written = 0;

  return context != NULL &&
         EVP_MAC_update (context, (const guint8 *) &little_endian, sizeof little_endian) == 1 &&
         EVP_MAC_update (context, bytes, size) == 1 &&
         EVP_MAC_final (context, mac, &written, HOPSO_MAC_SIZE) == 1 && written == HOPSO_MAC_SIZE;
}

/**
 * hopso_mac_free:
 * @self: (transfer full): a code
 */
void
hopso_mac_free (HopsoMac *self)
{
  EVP_MAC_CTX_free (self->keyed);
  g_free (self);
}
