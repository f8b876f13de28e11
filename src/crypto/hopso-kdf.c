/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys out of keys (HKDF, RFC 5869) and out of passwords (scrypt, RFC 7914). scrypt is slow and
 * hungry on purpose: never on the main thread. Otherwise any thread. */

#include "hopso-kdf.h"

#include "hopso-openssl-private.h"
#include "hopso-random.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <string.h>

/* The cost of new password hashes: 32 MiB. */
#define LOG2_N 15
#define BLOCKS 8
#define LANES  1

/* No stored hash may make us work harder than this. */
#define MAX_LOG2_N 20
#define MAX_BLOCKS 16
#define MAX_LANES  16

#define SALT_SIZE 16
#define HASH_SIZE 32

static HopsoSecret *
derive (const char *name, const OSSL_PARAM *params, gsize size, GError **error)
{
  g_autoptr (EVP_KDF) kdf = EVP_KDF_fetch (NULL, name, NULL);
  g_autoptr (EVP_KDF_CTX) context = kdf != NULL ? EVP_KDF_CTX_new (kdf) : NULL;
  g_autofree guint8 *out = g_malloc (size);
  HopsoSecret *secret = NULL;

  if (context != NULL && EVP_KDF_derive (context, out, size, params) == 1)
    secret = hopso_secret_new (out, size);
  else
    hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "no key could be derived");
  hopso_secret_wipe (out, size);
  return secret;
}

/* OSSL_PARAM has no const: these are only read. */
static OSSL_PARAM
octets (const char *key, const void *bytes, gsize size)
{
  return OSSL_PARAM_construct_octet_string (key, (void *) bytes, size);
}

/**
 * hopso_hkdf_sha256:
 * @key: a key with full entropy, never a password
 * @info: what the new key is for; another purpose gives an unrelated key
 * @size: bytes wanted, from 1 to 8160
 *
 * Returns: (transfer full): the derived key
 */
HopsoSecret *
hopso_hkdf_sha256 (HopsoSecret *key, const char *info, gsize size)
{
  g_autoptr (GError) error = NULL;
  gsize key_size;
  const guint8 *key_bytes = hopso_secret_get_bytes (key, &key_size);
  char digest[] = "SHA256";
  OSSL_PARAM params[] = {
    OSSL_PARAM_construct_utf8_string (OSSL_KDF_PARAM_DIGEST, digest, 0),
    octets (OSSL_KDF_PARAM_KEY, key_bytes, key_size),
    octets (OSSL_KDF_PARAM_INFO, info, strlen (info)),
    OSSL_PARAM_construct_end (),
  };

  g_return_val_if_fail (size > 0 && size <= 255 * 32, NULL);

  HopsoSecret *derived = derive ("HKDF", params, size, &error);
  if (derived == NULL)
    g_error ("HKDF is missing in this OpenSSL: %s", error->message);
  return derived;
}

/**
 * hopso_scrypt:
 * @log2_n: the cost: memory is 128 · 2^log2_n · r bytes
 * @r: size of a block
 * @p: how often
 * @size: bytes wanted
 *
 * Returns: (transfer full): the key made from @password
 */
HopsoSecret *
hopso_scrypt (
    HopsoSecret *password, GBytes *salt, guint log2_n, guint r, guint p, gsize size, GError **error)
{
  gsize password_size, salt_size;
  const guint8 *password_bytes = hopso_secret_get_bytes (password, &password_size);
  const void *salt_bytes = g_bytes_get_data (salt, &salt_size);

  if (log2_n < 1 || log2_n > MAX_LOG2_N || r < 1 || r > MAX_BLOCKS || p < 1 || p > MAX_LANES)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED,
                           "the cost of the password's key is out of bounds");
      return NULL;
    }

  guint64 n = G_GUINT64_CONSTANT (1) << log2_n;
  guint64 memory = 128 * (n + p + 2) * r + 4096;
  unsigned int blocks = r, lanes = p;
  OSSL_PARAM params[] = {
    octets (OSSL_KDF_PARAM_PASSWORD, password_bytes, password_size),
    /* An empty GBytes has no address, which OpenSSL takes for a missing salt. */
    octets (OSSL_KDF_PARAM_SALT, salt_bytes != NULL ? salt_bytes : "", salt_size),
    OSSL_PARAM_construct_uint64 (OSSL_KDF_PARAM_SCRYPT_N, &n),
    OSSL_PARAM_construct_uint (OSSL_KDF_PARAM_SCRYPT_R, &blocks),
    OSSL_PARAM_construct_uint (OSSL_KDF_PARAM_SCRYPT_P, &lanes),
    OSSL_PARAM_construct_uint64 (OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
    OSSL_PARAM_construct_end (),
  };
  return derive ("SCRYPT", params, size, error);
}

/* Base64 without the padding, as hashes in this notation have it. */
static char *
encode (const guint8 *bytes, gsize size)
{
  char *text = g_base64_encode (bytes, size);

  text[strcspn (text, "=")] = '\0';
  return text;
}

static GBytes *
decode (const char *text, gsize expected_size)
{
  g_autofree char *padded = g_strconcat (text, &"==="[(strlen (text) + 3) % 4], NULL);
  gsize size;
  g_autofree guint8 *bytes = g_base64_decode (padded, &size);

  if (size != expected_size)
    return NULL;
  /* The decoder skips letters that it does not know: what it made must give the same text. */
  g_autofree char *again = encode (bytes, size);
  if (strcmp (again, text) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

/**
 * hopso_scrypt_hash_password:
 *
 * Returns: (transfer full): "$scrypt$ln=15,r=8,p=1$salt$hash" with a fresh salt
 */
char *
hopso_scrypt_hash_password (HopsoSecret *password, GError **error)
{
  guint8 salt_bytes[SALT_SIZE];

  if (!hopso_random_bytes (salt_bytes, sizeof salt_bytes, error))
    return NULL;

  g_autoptr (GBytes) salt = g_bytes_new (salt_bytes, sizeof salt_bytes);
  g_autoptr (HopsoSecret) key =
      hopso_scrypt (password, salt, LOG2_N, BLOCKS, LANES, HASH_SIZE, error);
  if (key == NULL)
    return NULL;

  g_autofree char *salt_text = encode (salt_bytes, sizeof salt_bytes);
  g_autofree char *hash_text = encode (hopso_secret_get_bytes (key, NULL), HASH_SIZE);
  return g_strdup_printf ("$scrypt$ln=%d,r=%d,p=%d$%s$%s", LOG2_N, BLOCKS, LANES, salt_text,
                          hash_text);
}

typedef struct
{
  guint log2_n, r, p;
  GBytes *salt; /* owned, nullable */
  GBytes *hash; /* owned, nullable */
} Stored;

static void
stored_clear (Stored *stored)
{
  g_clear_pointer (&stored->salt, g_bytes_unref);
  g_clear_pointer (&stored->hash, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
parse_cost (const char *text, const char *name, guint max, guint *value)
{
  guint64 number;

  if (!g_str_has_prefix (text, name) ||
      !g_ascii_string_to_unsigned (text + strlen (name), 10, 1, max, &number, NULL))
    return FALSE;
  *value = (guint) number;
  return TRUE;
}

static gboolean
stored_parse (Stored *stored, const char *hash)
{
  g_auto (GStrv) parts = g_strsplit (hash, "$", 6);

  if (g_strv_length (parts) != 5 || parts[0][0] != '\0' || strcmp (parts[1], "scrypt") != 0)
    return FALSE;

  g_auto (GStrv) costs = g_strsplit (parts[2], ",", 4);
  if (g_strv_length (costs) != 3 || !parse_cost (costs[0], "ln=", MAX_LOG2_N, &stored->log2_n) ||
      !parse_cost (costs[1], "r=", MAX_BLOCKS, &stored->r) ||
      !parse_cost (costs[2], "p=", MAX_LANES, &stored->p))
    return FALSE;
  stored->salt = decode (parts[3], SALT_SIZE);
  stored->hash = decode (parts[4], HASH_SIZE);
  return stored->salt != NULL && stored->hash != NULL;
}

/**
 * hopso_scrypt_verify_hash:
 * @hash: what hopso_scrypt_hash_password() once made of the right password
 *
 * Returns: whether @password is the right one. If not, @error is
 *   %HOPSO_CRYPTO_ERROR_AUTHENTICATION, or another code when nothing could be compared
 */
gboolean
hopso_scrypt_verify_hash (const char *hash, HopsoSecret *password, GError **error)
{
  g_auto (Stored) stored = { 0 };

  if (!stored_parse (&stored, hash))
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED,
                           "the stored password hash is malformed");
      return FALSE;
    }

  g_autoptr (HopsoSecret) key =
      hopso_scrypt (password, stored.salt, stored.log2_n, stored.r, stored.p, HASH_SIZE, error);
  if (key == NULL)
    return FALSE;
  if (CRYPTO_memcmp (hopso_secret_get_bytes (key, NULL), g_bytes_get_data (stored.hash, NULL),
                     HASH_SIZE) != 0)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION,
                           "the password is wrong");
      return FALSE;
    }
  return TRUE;
}
