/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Encryption that also proves: AES-256-GCM for whole small things (random nonce in front) and for
 * long texts in chunks. A chunk's nonce is its number and whether it is the last, so chunks can
 * be neither exchanged, nor left out, nor cut off at the end; hence a key serves one text. A
 * stream belongs to one thread at a time. */

#include "hopso-cipher.h"

#include "hopso-openssl-private.h"
#include "hopso-random.h"

#include <string.h>

#define NONCE_SIZE 12
#define TAG_SIZE   16

struct _HopsoGcmStream
{
  EVP_CIPHER_CTX *context; /* owned; the nonce is set for each chunk */
};

static EVP_CIPHER_CTX *
context_new (HopsoSecret *key, GError **error)
{
  g_autoptr (EVP_CIPHER_CTX) context = EVP_CIPHER_CTX_new ();
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (key, &size);

  g_return_val_if_fail (size == HOPSO_AEAD_KEY_SIZE, NULL);

  if (context == NULL || EVP_CipherInit_ex (context, EVP_aes_256_gcm (), NULL, bytes, NULL, 1) != 1)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the cipher does not start");
      return NULL;
    }
  return g_steal_pointer (&context);
}

static gboolean
check_size (gsize size, GError **error)
{
  if (size <= G_MAXINT)
    return TRUE;
  g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED,
                       "too much for one sealed piece");
  return FALSE;
}

static gboolean
run (EVP_CIPHER_CTX *context, const guint8 *in, gsize size, guint8 *out)
{
  int written = 0;

  /* Nothing to do is not what OpenSSL expects to be called for. */
  return size == 0 || EVP_CipherUpdate (context, out, &written, in, (int) size) == 1;
}

static gboolean
seal (EVP_CIPHER_CTX *context,
      const guint8 *nonce,
      GBytes *associated,
      const guint8 *plain,
      gsize size,
      guint8 *sealed,
      GError **error)
{
  gsize associated_size = associated != NULL ? g_bytes_get_size (associated) : 0;
  int written = 0;

  if (!check_size (size, error) || !check_size (associated_size, error))
    return FALSE;
  if (EVP_CipherInit_ex (context, NULL, NULL, NULL, nonce, 1) == 1 &&
      (associated_size == 0 ||
       run (context, g_bytes_get_data (associated, NULL), associated_size, NULL)) &&
      run (context, plain, size, sealed) &&
      EVP_CipherFinal_ex (context, sealed + size, &written) == 1 &&
      EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, sealed + size) == 1)
    return TRUE;
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "sealing failed");
  return FALSE;
}

/* @size is that of the plain text; nothing of it is left in @plain when the tag is wrong. */
static gboolean
unseal (EVP_CIPHER_CTX *context,
        const guint8 *nonce,
        GBytes *associated,
        const guint8 *sealed,
        gsize size,
        guint8 *plain,
        GError **error)
{
  gsize associated_size = associated != NULL ? g_bytes_get_size (associated) : 0;
  guint8 tag[TAG_SIZE], nothing[TAG_SIZE];
  int written = 0;

  if (!check_size (size, error) || !check_size (associated_size, error))
    return FALSE;
  memcpy (tag, sealed + size, TAG_SIZE);
  if (EVP_CipherInit_ex (context, NULL, NULL, NULL, nonce, 0) == 1 &&
      (associated_size == 0 ||
       run (context, g_bytes_get_data (associated, NULL), associated_size, NULL)) &&
      run (context, sealed, size, plain) &&
      EVP_CIPHER_CTX_ctrl (context, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
      EVP_CipherFinal_ex (context, nothing, &written) == 1)
    return TRUE;
  hopso_secret_wipe (plain, size);
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_AUTHENTICATION,
                           "the sealed bytes were altered, or the key is another one");
  return FALSE;
}

/**
 * hopso_aead_seal:
 * @key: 32 bytes; good for some four thousand million pieces
 * @plain: what to encrypt
 * @associated: (nullable): what the piece belongs to; must be the same when it is opened
 *
 * Returns: (transfer full): %HOPSO_AEAD_OVERHEAD bytes more than @plain
 */
GBytes *
hopso_aead_seal (HopsoSecret *key, GBytes *plain, GBytes *associated, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (plain, &size);
  g_autoptr (EVP_CIPHER_CTX) context = context_new (key, error);

  if (context == NULL || !check_size (size, error))
    return NULL;

  gsize sealed_size = size + HOPSO_AEAD_OVERHEAD;
  g_autofree guint8 *sealed = g_malloc (sealed_size);
  if (!hopso_random_bytes (sealed, NONCE_SIZE, error) ||
      !seal (context, sealed, associated, bytes, size, sealed + NONCE_SIZE, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&sealed), sealed_size);
}

/**
 * hopso_aead_open:
 * @key: the key it was sealed with
 * @sealed: what hopso_aead_seal() made
 * @associated: (nullable): what it was sealed with
 *
 * Returns: (transfer full): the plain bytes, or %NULL with %HOPSO_CRYPTO_ERROR_AUTHENTICATION
 */
GBytes *
hopso_aead_open (HopsoSecret *key, GBytes *sealed, GBytes *associated, GError **error)
{
  gsize sealed_size;
  const guint8 *bytes = g_bytes_get_data (sealed, &sealed_size);
  g_autoptr (EVP_CIPHER_CTX) context = context_new (key, error);

  if (context == NULL)
    return NULL;
  if (sealed_size < HOPSO_AEAD_OVERHEAD)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION,
                           "the sealed bytes are cut off");
      return NULL;
    }

  gsize size = sealed_size - HOPSO_AEAD_OVERHEAD;
  g_autofree guint8 *plain = g_malloc (size + 1);
  if (!unseal (context, bytes, associated, bytes + NONCE_SIZE, size, plain, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&plain), size);
}

/**
 * hopso_gcm_stream_new:
 * @key: 32 bytes that seal this one text and nothing else
 *
 * Returns: (transfer full): a stream
 */
HopsoGcmStream *
hopso_gcm_stream_new (HopsoSecret *key, GError **error)
{
  EVP_CIPHER_CTX *context = context_new (key, error);

  if (context == NULL)
    return NULL;
  HopsoGcmStream *self = g_new0 (HopsoGcmStream, 1);
  self->context = context;
  return self;
}

static void
make_nonce (guint8 *nonce, guint32 number, gboolean is_last)
{
  guint32 big_endian = GUINT32_TO_BE (number);

  memset (nonce, 0, NONCE_SIZE);
  memcpy (nonce + NONCE_SIZE - 5, &big_endian, sizeof big_endian);
  nonce[NONCE_SIZE - 1] = is_last ? 1 : 0;
}

/**
 * hopso_gcm_stream_seal:
 * @number: of the chunk, from 0; each only once
 * @is_last: the only chunk that may have fewer than %HOPSO_GCM_STREAM_CHUNK bytes, even none
 * @plain: (array length=plain_size): the chunk
 * @sealed: (out caller-allocates): gets %HOPSO_GCM_STREAM_OVERHEAD bytes more
 *
 * Returns: whether @sealed was filled
 */
gboolean
hopso_gcm_stream_seal (HopsoGcmStream *self,
                       guint32 number,
                       gboolean is_last,
                       const guint8 *plain,
                       gsize plain_size,
                       guint8 *sealed,
                       GError **error)
{
  guint8 nonce[NONCE_SIZE];

  g_return_val_if_fail (plain_size <= HOPSO_GCM_STREAM_CHUNK, FALSE);
  g_return_val_if_fail (is_last || plain_size == HOPSO_GCM_STREAM_CHUNK, FALSE);

  make_nonce (nonce, number, is_last);
  return seal (self->context, nonce, NULL, plain, plain_size, sealed, error);
}

/**
 * hopso_gcm_stream_open:
 * @number: of the chunk
 * @is_last: whether it must be the last
 * @sealed: (array length=sealed_size): the sealed chunk
 * @plain: (out caller-allocates): gets %HOPSO_GCM_STREAM_OVERHEAD bytes less
 *
 * Returns: whether the chunk is the one that was sealed at this place
 */
gboolean
hopso_gcm_stream_open (HopsoGcmStream *self,
                       guint32 number,
                       gboolean is_last,
                       const guint8 *sealed,
                       gsize sealed_size,
                       guint8 *plain,
                       GError **error)
{
  guint8 nonce[NONCE_SIZE];

  if (sealed_size < TAG_SIZE || sealed_size > HOPSO_GCM_STREAM_CHUNK + TAG_SIZE ||
      (!is_last && sealed_size != HOPSO_GCM_STREAM_CHUNK + TAG_SIZE))
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION,
                           "a sealed chunk has the wrong size");
      return FALSE;
    }
  make_nonce (nonce, number, is_last);
  return unseal (self->context, nonce, NULL, sealed, sealed_size - TAG_SIZE, plain, error);
}

/**
 * hopso_gcm_stream_free:
 * @self: (transfer full): a stream
 */
void
hopso_gcm_stream_free (HopsoGcmStream *self)
{
  EVP_CIPHER_CTX_free (self->context);
  g_free (self);
}
