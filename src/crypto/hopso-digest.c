/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Digests of bytes and of files. Files are read in windows and never mapped, so memory stays flat
 * whatever the file's size. A digester belongs to one thread at a time; the functions to any. */

#include "hopso-digest.h"

#include "hopso-fd.h"
#include "hopso-openssl-private.h"

#include <openssl/crypto.h>

#define WINDOW (1024 * 1024)

struct _HopsoDigester
{
  EVP_MD_CTX *context; /* owned */
  HopsoHash hash;
};

static const struct
{
  const char *name;
  gsize size;
  const EVP_MD *(*get_md) (void);
} hashes[] = {
  [HOPSO_HASH_SHA1] = { "SHA-1", 20, EVP_sha1 },
  [HOPSO_HASH_SHA224] = { "SHA-224", 28, EVP_sha224 },
  [HOPSO_HASH_SHA256] = { "SHA-256", 32, EVP_sha256 },
  [HOPSO_HASH_SHA384] = { "SHA-384", 48, EVP_sha384 },
  [HOPSO_HASH_SHA512] = { "SHA-512", 64, EVP_sha512 },
  [HOPSO_HASH_SHA512_224] = { "SHA-512/224", 28, EVP_sha512_224 },
  [HOPSO_HASH_SHA512_256] = { "SHA-512/256", 32, EVP_sha512_256 },
  [HOPSO_HASH_SHA3_224] = { "SHA3-224", 28, EVP_sha3_224 },
  [HOPSO_HASH_SHA3_256] = { "SHA3-256", 32, EVP_sha3_256 },
  [HOPSO_HASH_SHA3_384] = { "SHA3-384", 48, EVP_sha3_384 },
  [HOPSO_HASH_SHA3_512] = { "SHA3-512", 64, EVP_sha3_512 },
  [HOPSO_HASH_SHAKE256] = { "SHAKE256", 64, EVP_shake256 },
};

const EVP_MD *
hopso_hash_get_md (HopsoHash hash)
{
  g_assert (hash < G_N_ELEMENTS (hashes));
  return hashes[hash].get_md ();
}

gboolean
hopso_hash_from_nid (int nid, HopsoHash *hash)
{
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (EVP_MD_get_type (hashes[i].get_md ()) == nid)
      {
        *hash = (HopsoHash) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * hopso_hash_get_name:
 *
 * Returns: the name as the standards write it, such as "SHA-256"
 */
const char *
hopso_hash_get_name (HopsoHash hash)
{
  g_return_val_if_fail (hash < G_N_ELEMENTS (hashes), NULL);
  return hashes[hash].name;
}

/**
 * hopso_hash_get_size:
 *
 * Returns: the bytes of a digest
 */
gsize
hopso_hash_get_size (HopsoHash hash)
{
  g_return_val_if_fail (hash < G_N_ELEMENTS (hashes), 0);
  return hashes[hash].size;
}

/**
 * hopso_digester_new:
 *
 * Returns: (transfer full): a digest of nothing yet
 */
HopsoDigester *
hopso_digester_new (HopsoHash hash)
{
  HopsoDigester *self = g_new0 (HopsoDigester, 1);

  self->hash = hash;
  self->context = EVP_MD_CTX_new ();
  if (self->context == NULL ||
      EVP_DigestInit_ex (self->context, hopso_hash_get_md (hash), NULL) != 1)
    g_error ("%s is missing in this OpenSSL", hopso_hash_get_name (hash));
  return self;
}

/**
 * hopso_digester_copy:
 *
 * Returns: (transfer full): a digest of the same bytes so far
 */
HopsoDigester *
hopso_digester_copy (HopsoDigester *self)
{
  HopsoDigester *copy = g_new0 (HopsoDigester, 1);

  copy->hash = self->hash;
  copy->context = EVP_MD_CTX_new ();
  if (copy->context == NULL || EVP_MD_CTX_copy_ex (copy->context, self->context) != 1)
    g_error ("a digest cannot be copied");
  return copy;
}

/**
 * hopso_digester_update:
 * @bytes: (array length=size): what comes next
 */
void
hopso_digester_update (HopsoDigester *self, const void *bytes, gsize size)
{
  if (EVP_DigestUpdate (self->context, bytes, size) != 1)
    g_error ("a digest was used after its end");
}

/**
 * hopso_digester_finish:
 *
 * Ends the digest; @self can only be freed afterwards.
 *
 * Returns: (transfer full): the digest
 */
GBytes *
hopso_digester_finish (HopsoDigester *self)
{
  guint8 digest[HOPSO_HASH_MAX_SIZE];
  gsize size = hopso_hash_get_size (self->hash);
  int is_done = self->hash == HOPSO_HASH_SHAKE256
                    ? EVP_DigestFinalXOF (self->context, digest, size)
                    : EVP_DigestFinal_ex (self->context, digest, NULL);

  if (is_done != 1)
    g_error ("a digest was finished twice");
  return g_bytes_new (digest, size);
}

/**
 * hopso_digester_free:
 * @self: (transfer full): a digester
 */
void
hopso_digester_free (HopsoDigester *self)
{
  EVP_MD_CTX_free (self->context);
  g_free (self);
}

/**
 * hopso_digest_bytes:
 *
 * Returns: (transfer full): the digest of @bytes
 */
GBytes *
hopso_digest_bytes (HopsoHash hash, GBytes *bytes)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (hash);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  hopso_digester_update (digester, data, size);
  return hopso_digester_finish (digester);
}

/**
 * hopso_digest_equal:
 *
 * Compares in a time that does not depend on where the two differ: fit for secrets.
 */
gboolean
hopso_digest_equal (GBytes *a, GBytes *b)
{
  gsize size = g_bytes_get_size (a);

  return size == g_bytes_get_size (b) &&
         CRYPTO_memcmp (g_bytes_get_data (a, NULL), g_bytes_get_data (b, NULL), size) == 0;
}

/**
 * hopso_digest_to_hex:
 *
 * Returns: (transfer full): lower-case hexadecimal
 */
char *
hopso_digest_to_hex (GBytes *digest)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (digest, &size);
  GString *hex = g_string_sized_new (2 * size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

/**
 * hopso_sha256_hex:
 *
 * Returns: (transfer full): the SHA-256 of @bytes in lower-case hexadecimal
 */
char *
hopso_sha256_hex (GBytes *bytes)
{
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA256, bytes);

  return hopso_digest_to_hex (digest);
}

static gboolean
add_range (HopsoDigester *digester,
           int fd,
           guint64 offset,
           guint64 length,
           guint8 *window,
           GCancellable *cancellable,
           GError **error)
{
  if (length > G_MAXUINT64 - offset)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED,
                           "a byte range ends beyond every file");
      return FALSE;
    }
  while (length > 0)
    {
      gsize size = (gsize) MIN (length, WINDOW);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !hopso_fd_read_at (fd, offset, window, size, error))
        return FALSE;
      hopso_digester_update (digester, window, size);
      offset += size;
      length -= size;
    }
  return TRUE;
}

/**
 * hopso_digest_fd:
 * @fd: (transfer none): a file; its position is not touched
 * @ranges: (array): pairs of offset and length, digested in this order
 * @n_ranges: how many pairs
 * @digest: (out) (transfer full): the digest
 *
 * Returns: whether all ranges lay inside the file and could be read
 */
gboolean
hopso_digest_fd (int fd,
                 const guint64 *ranges,
                 guint n_ranges,
                 HopsoHash hash,
                 GBytes **digest,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (hash);
  g_autofree guint8 *window = g_malloc (WINDOW);

  for (guint i = 0; i < n_ranges; i++)
    if (!add_range (digester, fd, ranges[2 * i], ranges[2 * i + 1], window, cancellable, error))
      return FALSE;
  *digest = hopso_digester_finish (digester);
  return TRUE;
}
