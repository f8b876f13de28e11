/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The key of documents protected by revisions 2 to 4 of the standard security handler, from MD5 and
 * RC4 (ISO 32000-2, 7.6.4.3, algorithms 2 and 4 to 7). GLib computes MD5, since it is no digest of
 * room crypto: nothing of ours may rest on it. One thread at a time. */

#include "hopso-pdf-security-private.h"

#include "hopso-document-cipher.h"

#include <string.h>

#define PASSWORD_SIZE 32
#define N_ROUNDS      50

/* Fills up what is shorter. */
static const guint8 padding[PASSWORD_SIZE] = { 0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41,
                                               0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
                                               0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80,
                                               0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a };

static void
pad (const guint8 *password, gsize size, guint8 padded[PASSWORD_SIZE])
{
  gsize n = MIN (size, PASSWORD_SIZE);

  memcpy (padded, password, n);
  memcpy (padded + n, padding, PASSWORD_SIZE - n);
}

static void
finish (GChecksum *checksum, guint8 digest[16])
{
  gsize size = 16;

  g_checksum_get_digest (checksum, digest, &size);
}

/* MD5 again and again, of as many bytes as the key has. */
static void
stretch (guint8 digest[16], gsize size)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);

      g_checksum_update (checksum, digest, (gssize) size);
      finish (checksum, digest);
    }
}

/* RC4 twenty times, each time with the key mixed with the number of the round. */
static void
run_rounds (const guint8 *key, gsize key_size, gboolean is_backwards, guint8 *bytes, gsize size)
{
  for (guint i = 0; i < 20; i++)
    {
      guint8 mixed[16];

      for (gsize j = 0; j < key_size; j++)
        mixed[j] = key[j] ^ (guint8) (is_backwards ? 19 - i : i);
      hopso_rc4 (mixed, key_size, bytes, size);
      hopso_secret_wipe (mixed, sizeof mixed);
    }
}

/* Algorithm 2. */
static void
compute_key (HopsoPdfSecurity *self, const guint8 padded[PASSWORD_SIZE], guint8 key[16])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint32 permissions = GUINT32_TO_LE ((guint32) self->permissions);
  static const guint8 plain_metadata[] = { 0xff, 0xff, 0xff, 0xff };

  g_checksum_update (checksum, padded, PASSWORD_SIZE);
  g_checksum_update (checksum, self->owner, 32);
  g_checksum_update (checksum, (const guchar *) &permissions, sizeof permissions);
  if (g_bytes_get_size (self->identity) > 0)
    g_checksum_update (checksum, g_bytes_get_data (self->identity, NULL),
                       (gssize) g_bytes_get_size (self->identity));
  if (self->revision >= 4 && !self->is_metadata_encrypted)
    g_checksum_update (checksum, plain_metadata, sizeof plain_metadata);
  finish (checksum, key);
  if (self->revision >= 3)
    stretch (key, self->key_size);
}

/* Algorithms 4 to 6: whether the key opens what the document says of the user's password. */
static gboolean
fits_user (HopsoPdfSecurity *self, const guint8 *key)
{
  guint8 proof[PASSWORD_SIZE];
  gsize size = 16;

  if (self->revision == 2)
    {
      memcpy (proof, padding, sizeof proof);
      hopso_rc4 (key, self->key_size, proof, sizeof proof);
      return memcmp (proof, self->user, sizeof proof) == 0;
    }

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_checksum_update (checksum, padding, sizeof padding);
  if (g_bytes_get_size (self->identity) > 0)
    g_checksum_update (checksum, g_bytes_get_data (self->identity, NULL),
                       (gssize) g_bytes_get_size (self->identity));
  finish (checksum, proof);
  run_rounds (key, self->key_size, FALSE, proof, size);
  return memcmp (proof, self->user, size) == 0;
}

static HopsoSecret *
try_user (HopsoPdfSecurity *self, const guint8 padded[PASSWORD_SIZE])
{
  HopsoSecret *secret = NULL;
  guint8 key[16];

  compute_key (self, padded, key);
  if (fits_user (self, key))
    secret = hopso_secret_new (key, self->key_size);
  hopso_secret_wipe (key, sizeof key);
  return secret;
}

/* Algorithm 7: the owner's password opens the user's. */
static void
open_owner (HopsoPdfSecurity *self,
            const guint8 padded[PASSWORD_SIZE],
            guint8 user_password[PASSWORD_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  guint8 key[16];

  g_checksum_update (checksum, padded, PASSWORD_SIZE);
  finish (checksum, key);
  memcpy (user_password, self->owner, PASSWORD_SIZE);
  if (self->revision == 2)
    hopso_rc4 (key, self->key_size, user_password, PASSWORD_SIZE);
  else
    {
      stretch (key, 16);
      run_rounds (key, self->key_size, TRUE, user_password, PASSWORD_SIZE);
    }
  hopso_secret_wipe (key, sizeof key);
}

/**
 * hopso_pdf_password_try_old:
 * @password: in PDFDocEncoding
 * @is_owner: (out): whether it is the owner's
 *
 * Returns: (transfer full) (nullable): the document's key, if the password fits
 */
HopsoSecret *
hopso_pdf_password_try_old (HopsoPdfSecurity *self,
                            const guint8 *password,
                            gsize size,
                            gboolean *is_owner)
{
  guint8 padded[PASSWORD_SIZE], user_password[PASSWORD_SIZE];
  HopsoSecret *key;

  pad (password, size, padded);
  open_owner (self, padded, user_password);
  key = try_user (self, user_password);
  *is_owner = key != NULL;
  if (key == NULL)
    key = try_user (self, padded);
  hopso_secret_wipe (padded, sizeof padded);
  hopso_secret_wipe (user_password, sizeof user_password);
  return key;
}
