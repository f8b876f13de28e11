/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_AES_BLOCK 16

/*
 * The ciphers of protected documents, whose format leaves no choice. They hide, they do not prove.
 */

void hopso_rc4 (const guint8 *key, gsize key_size, guint8 *bytes, gsize size);
gboolean hopso_aes_cbc_encrypt (const guint8 *key,
                                gsize key_size,
                                const guint8 iv[HOPSO_AES_BLOCK],
                                guint8 *bytes,
                                gsize size,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hopso_aes_cbc_decrypt (const guint8 *key,
                                gsize key_size,
                                const guint8 iv[HOPSO_AES_BLOCK],
                                guint8 *bytes,
                                gsize size,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
