/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a password to the key of a document: revisions 5 and 6 of the standard security handler here
 * (ISO 32000-2, 7.6.4.3, algorithms 2.A, 2.B and 13), older ones in hopso-pdf-password-old.c. Who
 * types the empty password types none. One thread at a time. */

#include "hopso-pdf-security-private.h"

#include "hopso-digest.h"
#include "hopso-document-cipher.h"
#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"

#include <string.h>

#define MAX_PASSWORD 127
#define MIN_ROUNDS   64
#define N_REPEATS    64

/* What is hashed: a password, eight bytes of salt, for the owner also U. */
typedef struct
{
  const guint8 *password;
  gsize size;
  const guint8 *salt;
  const guint8 *user; /* nullable */
} Input;

static const guint8 no_iv[HOPSO_AES_BLOCK] = { 0 };

static void
take_digest (HopsoDigester *digester, guint8 *digest)
{
  g_autoptr (GBytes) bytes = hopso_digester_finish (digester);

  memcpy (digest, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
hash_once (const Input *input, guint8 digest[64])
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);

  hopso_digester_update (digester, input->password, input->size);
  hopso_digester_update (digester, input->salt, 8);
  if (input->user != NULL)
    hopso_digester_update (digester, input->user, 48);
  take_digest (digester, digest);
}

/* One round of algorithm 2.B; gives the last byte of what was encrypted. */
static gboolean
run_round (const Input *input, guint8 digest[64], gsize *digest_size, guint8 *last, GError **error)
{
  static const HopsoHash hashes[] = { HOPSO_HASH_SHA256, HOPSO_HASH_SHA384, HOPSO_HASH_SHA512 };
  gsize unit = input->size + *digest_size + (input->user != NULL ? 48 : 0);
  g_autofree guint8 *bytes = g_malloc (unit * N_REPEATS);
  g_autoptr (HopsoDigester) digester = NULL;
  guint remainder = 0;

  memcpy (bytes, input->password, input->size);
  memcpy (bytes + input->size, digest, *digest_size);
  if (input->user != NULL)
    memcpy (bytes + input->size + *digest_size, input->user, 48);
  for (guint i = 1; i < N_REPEATS; i++)
    memcpy (bytes + i * unit, bytes, unit);
  if (!hopso_aes_cbc_encrypt (digest, 16, digest + 16, bytes, unit * N_REPEATS, error))
    return FALSE;
  /* 256 leaves 1 when divided by 3, so the digits may be added. */
  for (guint i = 0; i < 16; i++)
    remainder += bytes[i];
  digester = hopso_digester_new (hashes[remainder % 3]);
  hopso_digester_update (digester, bytes, unit * N_REPEATS);
  *digest_size = hopso_hash_get_size (hashes[remainder % 3]);
  *last = bytes[unit * N_REPEATS - 1];
  take_digest (digester, digest);
  hopso_secret_wipe (bytes, unit * N_REPEATS);
  return TRUE;
}

static gboolean
hash (HopsoPdfSecurity *self, const Input *input, guint8 result[64], GError **error)
{
  gsize size = 32;
  guint8 last = 0;

  hash_once (input, result);
  if (self->revision == 5)
    return TRUE;
  for (guint i = 0; i < MIN_ROUNDS || last > i - 32; i++)
    if (!run_round (input, result, &size, &last, error))
      return FALSE;
  return TRUE;
}

/* Algorithm 2.A: @stored is O or U: a digest, a salt for it, a salt for the key. */
static gboolean
try_key (HopsoPdfSecurity *self,
         const Input *password,
         const guint8 stored[48],
         const guint8 wrapped[32],
         GError **error)
{
  Input input = *password;
  guint8 digest[64], key[32];

  input.salt = stored + 32;
  if (!hash (self, &input, digest, error))
    return FALSE;
  if (memcmp (digest, stored, 32) != 0)
    return TRUE;
  input.salt = stored + 40;
  if (!hash (self, &input, digest, error))
    return FALSE;
  memcpy (key, wrapped, sizeof key);
  if (!hopso_aes_cbc_decrypt (digest, 32, no_iv, key, sizeof key, error))
    return FALSE;
  self->key = hopso_secret_new (key, sizeof key);
  hopso_secret_wipe (digest, sizeof digest);
  hopso_secret_wipe (key, sizeof key);
  return TRUE;
}

/* Algorithm 13: the permissions are those that the owner gave. */
static gboolean
check_proof (HopsoPdfSecurity *self, GError **error)
{
  guint32 permissions = GUINT32_TO_LE ((guint32) self->permissions);
  const guint8 *key = hopso_secret_get_bytes (self->key, NULL);
  guint8 proof[16];

  memcpy (proof, self->proof, sizeof proof);
  if (!hopso_aes_cbc_decrypt (key, 32, no_iv, proof, sizeof proof, error))
    return FALSE;
  if (memcmp (proof + 9, "adb", 3) != 0 || memcmp (proof, &permissions, sizeof permissions) != 0 ||
      proof[8] != (self->is_metadata_encrypted ? 'T' : 'F'))
    return hopso_pdf_fail_damaged (error, "The document's permissions are not those of its owner");
  return TRUE;
}

static gboolean
try_new (HopsoPdfSecurity *self, const guint8 *password, gsize size, GError **error)
{
  const Input owner = { password, MIN (size, MAX_PASSWORD), NULL, self->user };
  const Input user = { password, MIN (size, MAX_PASSWORD), NULL, NULL };

  if (!try_key (self, &owner, self->owner, self->owner_key, error))
    return FALSE;
  self->is_owner = self->key != NULL;
  if (self->key == NULL && !try_key (self, &user, self->user, self->user_key, error))
    return FALSE;
  return self->key == NULL || check_proof (self, error);
}

static gboolean
try_bytes (HopsoPdfSecurity *self, const char *password, GError **error)
{
  const guint8 *bytes = (const guint8 *) password;

  if (self->revision >= 5)
    return try_new (self, bytes, strlen (password), error);
  self->key = hopso_pdf_password_try_old (self, bytes, strlen (password), &self->is_owner);
  return TRUE;
}

/* The writing that the format wants; newer documents have UTF-8 in its compatible form (SASLprep),
 * older ones PDFDocEncoding. */
static char *
dup_encoded (HopsoPdfSecurity *self, const char *password)
{
  if (self->revision >= 5)
    return g_utf8_normalize (password, -1, G_NORMALIZE_ALL_COMPOSE);
  return hopso_pdf_text_encode_bytes (password);
}

/**
 * hopso_pdf_security_unlock:
 * @password: UTF-8
 *
 * Computes the key if the password is the owner's or the user's; afterwards there is one or not.
 *
 * Returns: %FALSE with @error when the document cannot be right
 */
gboolean
hopso_pdf_security_unlock (HopsoPdfSecurity *self, const char *password, GError **error)
{
  char *encoded = dup_encoded (self, password);
  gboolean is_good = encoded == NULL || try_bytes (self, encoded, error);

  /* Not every writer followed the rule. */
  if (is_good && self->key == NULL && g_strcmp0 (encoded, password) != 0)
    is_good = try_bytes (self, password, error);
  if (!is_good)
    g_clear_pointer (&self->key, hopso_secret_unref);
  if (encoded != NULL)
    hopso_secret_wipe_string (encoded);
  return is_good;
}
