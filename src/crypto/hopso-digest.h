/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoHash:
 *
 * The hash functions of the rules. SHA-1 is there to read old files, never to sign.
 */
typedef enum
{
  HOPSO_HASH_SHA1,
  HOPSO_HASH_SHA224,
  HOPSO_HASH_SHA256,
  HOPSO_HASH_SHA384,
  HOPSO_HASH_SHA512,
  HOPSO_HASH_SHA512_224,
  HOPSO_HASH_SHA512_256,
  HOPSO_HASH_SHA3_224,
  HOPSO_HASH_SHA3_256,
  HOPSO_HASH_SHA3_384,
  HOPSO_HASH_SHA3_512,
  HOPSO_HASH_SHAKE256, /* with 64 bytes, as CMS uses it (RFC 8702) */
} HopsoHash;

#define HOPSO_HASH_MAX_SIZE 64

const char *hopso_hash_get_name (HopsoHash hash);
gsize hopso_hash_get_size (HopsoHash hash);

/**
 * HopsoDigester:
 *
 * One running digest.
 */
typedef struct _HopsoDigester HopsoDigester;

HopsoDigester *hopso_digester_new (HopsoHash hash);
HopsoDigester *hopso_digester_copy (HopsoDigester *self);
void hopso_digester_update (HopsoDigester *self, const void *bytes, gsize size);
GBytes *hopso_digester_finish (HopsoDigester *self);
void hopso_digester_free (HopsoDigester *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoDigester, hopso_digester_free)

GBytes *hopso_digest_bytes (HopsoHash hash, GBytes *bytes);
gboolean hopso_digest_equal (GBytes *a, GBytes *b);
char *hopso_digest_to_hex (GBytes *digest);
char *hopso_sha256_hex (GBytes *bytes);
gboolean hopso_digest_fd (int fd,
                          const guint64 *ranges,
                          guint n_ranges,
                          HopsoHash hash,
                          GBytes **digest,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
