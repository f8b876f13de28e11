/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ciphers of protected documents (ISO 32000-2, 7.6): AES in CBC mode by OpenSSL, and RC4,
 * which OpenSSL has in a module of its own only, that a locked process cannot load and that
 * stricter machines do not have. RC4 is broken: it opens what others wrote long ago, and guards
 * nothing of ours. Any thread. */

#include "hopso-document-cipher.h"

#include "hopso-openssl-private.h"
#include "hopso-secret.h"

/**
 * hopso_rc4:
 * @key: up to 256 bytes
 * @bytes: (inout) (array length=size): converted in place, either way
 */
void
hopso_rc4 (const guint8 *key, gsize key_size, guint8 *bytes, gsize size)
{
  guint8 state[256];
  guint8 i = 0, j = 0;

  g_return_if_fail (key_size > 0 && key_size <= sizeof state);
  for (guint n = 0; n < sizeof state; n++)
    state[n] = (guint8) n;
  for (guint n = 0; n < sizeof state; n++)
    {
      guint8 swapped = state[n];

      j = (guint8) (j + swapped + key[n % key_size]);
      state[n] = state[j];
      state[j] = swapped;
    }
  j = 0;
  for (gsize n = 0; n < size; n++)
    {
      guint8 one = state[++i];

      j = (guint8) (j + one);
      state[i] = state[j];
      state[j] = one;
      bytes[n] ^= state[(guint8) (state[i] + one)];
    }
  hopso_secret_wipe (state, sizeof state);
}

static gboolean
convert (const guint8 *key,
         gsize key_size,
         const guint8 *iv,
         guint8 *bytes,
         gsize size,
         gboolean is_encrypting,
         GError **error)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  const EVP_CIPHER *cipher = key_size == 16 ? EVP_aes_128_cbc () : EVP_aes_256_cbc ();
  int written = 0;

  if (size <= G_MAXINT && context != NULL &&
      EVP_CipherInit_ex (context, cipher, NULL, key, iv, is_encrypting) == 1 &&
      EVP_CIPHER_CTX_set_padding (context, 0) == 1 &&
      (size == 0 || EVP_CipherUpdate (context, bytes, &written, bytes, (int) size) == 1) &&
      written == (int) size)
    return TRUE;
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the cipher does not work");
  return FALSE;
}

static gboolean
is_usable (gsize key_size, gsize size)
{
  return (key_size == 16 || key_size == 32) && size % HOPSO_AES_BLOCK == 0;
}

/**
 * hopso_aes_cbc_encrypt:
 * @key: 16 or 32 bytes
 * @iv: what the first block is mixed with
 * @bytes: (inout) (array length=size): encrypted in place
 * @size: a multiple of 16; nothing is padded
 *
 * Returns: whether it was done
 */
gboolean
hopso_aes_cbc_encrypt (const guint8 *key,
                       gsize key_size,
                       const guint8 iv[HOPSO_AES_BLOCK],
                       guint8 *bytes,
                       gsize size,
                       GError **error)
{
  g_return_val_if_fail (is_usable (key_size, size), FALSE);
  return convert (key, key_size, iv, bytes, size, TRUE, error);
}

/**
 * hopso_aes_cbc_decrypt:
 * @key: 16 or 32 bytes
 * @iv: what the first block was mixed with
 * @bytes: (inout) (array length=size): decrypted in place
 * @size: a multiple of 16; padding is left alone
 *
 * Returns: whether it was done
 */
gboolean
hopso_aes_cbc_decrypt (const guint8 *key,
                       gsize key_size,
                       const guint8 iv[HOPSO_AES_BLOCK],
                       guint8 *bytes,
                       gsize size,
                       GError **error)
{
  g_return_val_if_fail (is_usable (key_size, size), FALSE);
  return convert (key, key_size, iv, bytes, size, FALSE, error);
}
