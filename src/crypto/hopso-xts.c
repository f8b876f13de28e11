/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AES-256-XTS as disks use it (IEEE 1619): a sector keeps its size and is known by its number. It
 * hides, it does not prove: who can write the disk can damage it unnoticed. Ciphertext stealing
 * serves sizes that are no multiple of 16. Usable from any thread: a lock guards the contexts. */

#include "hopso-cipher.h"
#include "hopso-openssl-private.h"

#include <string.h>

struct _HopsoXts
{
  GMutex lock;
  EVP_CIPHER_CTX *encrypt; /* owned; guarded by lock */
  EVP_CIPHER_CTX *decrypt; /* owned; guarded by lock */
};

/**
 * hopso_xts_new:
 * @key: 64 bytes, two different halves
 *
 * Returns: (transfer full): the cipher
 */
HopsoXts *
hopso_xts_new (HopsoSecret *key, GError **error)
{
  g_autoptr (HopsoXts) self = g_new0 (HopsoXts, 1);
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (key, &size);

  g_mutex_init (&self->lock);
  g_return_val_if_fail (size == HOPSO_XTS_KEY_SIZE, NULL);

  self->encrypt = EVP_CIPHER_CTX_new ();
  self->decrypt = EVP_CIPHER_CTX_new ();
  if (self->encrypt == NULL || self->decrypt == NULL ||
      EVP_CipherInit_ex (self->encrypt, EVP_aes_256_xts (), NULL, bytes, NULL, 1) != 1 ||
      EVP_CipherInit_ex (self->decrypt, EVP_aes_256_xts (), NULL, bytes, NULL, 0) != 1)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the cipher does not start");
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
run_locked (EVP_CIPHER_CTX *context, guint64 tweak, guint8 *bytes, gsize size, GError **error)
{
  guint64 little_endian = GUINT64_TO_LE (tweak);
  guint8 sector[16] = { 0 };
  int written = 0;

  memcpy (sector, &little_endian, sizeof little_endian);
  if (EVP_CipherInit_ex (context, NULL, NULL, NULL, sector, -1) == 1 &&
      EVP_CipherUpdate (context, bytes, &written, bytes, (int) size) == 1 && written == (int) size)
    return TRUE;
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "a sector could not be converted");
  return FALSE;
}

static gboolean
run (HopsoXts *self,
     EVP_CIPHER_CTX *context,
     guint64 tweak,
     guint8 *bytes,
     gsize size,
     GError **error)
{
  g_mutex_lock (&self->lock);
  gboolean is_done = run_locked (context, tweak, bytes, size, error);
  g_mutex_unlock (&self->lock);
  return is_done;
}

/**
 * hopso_xts_encrypt:
 * @tweak: the sector's number
 * @bytes: (inout) (array length=size): the sector, encrypted in place
 * @size: from %HOPSO_XTS_MIN_SIZE to 16 MiB
 *
 * Returns: whether it was done
 */
gboolean
hopso_xts_encrypt (HopsoXts *self, guint64 tweak, guint8 *bytes, gsize size, GError **error)
{
  g_return_val_if_fail (size >= HOPSO_XTS_MIN_SIZE && size <= 16 * 1024 * 1024, FALSE);
  return run (self, self->encrypt, tweak, bytes, size, error);
}

/**
 * hopso_xts_decrypt:
 * @tweak: the sector's number
 * @bytes: (inout) (array length=size): the sector, decrypted in place
 * @size: from %HOPSO_XTS_MIN_SIZE to 16 MiB
 *
 * Returns: whether it was done
 */
gboolean
hopso_xts_decrypt (HopsoXts *self, guint64 tweak, guint8 *bytes, gsize size, GError **error)
{
  g_return_val_if_fail (size >= HOPSO_XTS_MIN_SIZE && size <= 16 * 1024 * 1024, FALSE);
  return run (self, self->decrypt, tweak, bytes, size, error);
}

/**
 * hopso_xts_free:
 * @self: (transfer full): a cipher
 */
void
hopso_xts_free (HopsoXts *self)
{
  EVP_CIPHER_CTX_free (self->encrypt);
  EVP_CIPHER_CTX_free (self->decrypt);
  g_mutex_clear (&self->lock);
  g_free (self);
}
