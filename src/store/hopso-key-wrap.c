/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The account key, and how a passphrase or the recovery code guards a copy of it: scrypt makes a
 * key of the password, AES-256-GCM seals. The wrapped bytes may come from a file or from the
 * server, so what they say about the cost is bounded. Slow on purpose: never on the main thread. */

#include "hopso-recovery.h"

#include "hopso-cipher.h"
#include "hopso-crypto-error.h"
#include "hopso-kdf.h"
#include "hopso-random.h"

#include <string.h>

#define MAGIC            "HopSo key 1\n"
#define MAGIC_SIZE       (sizeof MAGIC - 1)
#define SALT_SIZE        16
#define HEADER_SIZE      (MAGIC_SIZE + 1 + SALT_SIZE) /* magic, log2 of the cost, salt */
#define LOG2_N           15                           /* 32 MiB */
#define MAX_LOG2_N       17
#define BLOCKS           8
#define LANES            1
#define ACCOUNT_KEY_SIZE 32

/**
 * hopso_account_key_new:
 *
 * Returns: (transfer full): 32 random bytes, or %NULL with @error
 */
HopsoSecret *
hopso_account_key_new (GError **error)
{
  return hopso_random_secret (ACCOUNT_KEY_SIZE, error);
}

static HopsoSecret *
make_wrapping_key (HopsoSecret *password, const guint8 *header, GError **error)
{
  g_autoptr (GBytes) salt = g_bytes_new (header + MAGIC_SIZE + 1, SALT_SIZE);

  return hopso_scrypt (password, salt, header[MAGIC_SIZE], BLOCKS, LANES, HOPSO_AEAD_KEY_SIZE,
                       error);
}

/**
 * hopso_key_wrap:
 * @password: a passphrase, or what hopso_recovery_code_parse() gave
 * @key: the secret to guard
 *
 * Returns: (transfer full): bytes that are worth nothing without @password, or %NULL with @error
 */
GBytes *
hopso_key_wrap (HopsoSecret *password, HopsoSecret *key, GError **error)
{
  guint8 header[HEADER_SIZE];
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (key, &size);
  /* Static: nothing is copied out of the guarded memory. */
  g_autoptr (GBytes) plain = g_bytes_new_static (bytes, size);
  g_autoptr (GBytes) associated = NULL;

  memcpy (header, MAGIC, MAGIC_SIZE);
  header[MAGIC_SIZE] = LOG2_N;
  if (!hopso_random_bytes (header + MAGIC_SIZE + 1, SALT_SIZE, error))
    return NULL;

  associated = g_bytes_new (header, HEADER_SIZE);
  g_autoptr (HopsoSecret) wrapping_key = make_wrapping_key (password, header, error);
  g_autoptr (GBytes) sealed =
      wrapping_key != NULL ? hopso_aead_seal (wrapping_key, plain, associated, error) : NULL;
  if (sealed == NULL)
    return NULL;

  GByteArray *whole = g_byte_array_new ();
  g_byte_array_append (whole, header, HEADER_SIZE);
  g_byte_array_append (whole, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  return g_byte_array_free_to_bytes (whole);
}

static gboolean
check_header (const guint8 *bytes, gsize size, GError **error)
{
  if (size < HEADER_SIZE + HOPSO_AEAD_OVERHEAD || memcmp (bytes, MAGIC, MAGIC_SIZE) != 0 ||
      bytes[MAGIC_SIZE] < 1 || bytes[MAGIC_SIZE] > MAX_LOG2_N)
    {
      g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_DAMAGED,
                           "These bytes are not a wrapped key");
      return FALSE;
    }
  return TRUE;
}

/* The plain bytes, wiped where they came from. */
static HopsoSecret *
take_secret (GBytes *plain)
{
  gsize size;
  const void *bytes = g_bytes_get_data (plain, &size);
  HopsoSecret *secret = hopso_secret_new (bytes, size);

  /* Ours alone: nobody else has seen this GBytes. */
  hopso_secret_wipe ((void *) bytes, size);
  return secret;
}

/**
 * hopso_key_unwrap:
 * @password: what it was wrapped with
 * @wrapped: what hopso_key_wrap() made, from anywhere
 *
 * Returns: (transfer full): the secret, or %NULL with @error: %HOPSO_STORE_ERROR_WRONG_KEY or
 *   %HOPSO_STORE_ERROR_DAMAGED
 */
HopsoSecret *
hopso_key_unwrap (HopsoSecret *password, GBytes *wrapped, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (wrapped, &size);
  g_autoptr (GError) local = NULL;

  if (!check_header (bytes, size, error))
    return NULL;

  g_autoptr (GBytes) associated = g_bytes_new_from_bytes (wrapped, 0, HEADER_SIZE);
  g_autoptr (GBytes) sealed = g_bytes_new_from_bytes (wrapped, HEADER_SIZE, size - HEADER_SIZE);
  g_autoptr (HopsoSecret) wrapping_key = make_wrapping_key (password, bytes, error);
  if (wrapping_key == NULL)
    return NULL;

  g_autoptr (GBytes) plain = hopso_aead_open (wrapping_key, sealed, associated, &local);
  if (plain != NULL)
    return take_secret (plain);
  if (g_error_matches (local, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION))
    g_set_error_literal (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY,
                         "This password does not open the key");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
