/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

G_BEGIN_DECLS

#define HOPSO_AEAD_KEY_SIZE 32
#define HOPSO_AEAD_OVERHEAD 28 /* the nonce in front, the tag behind */

GBytes *hopso_aead_seal (HopsoSecret *key, GBytes *plain, GBytes *associated, GError **error);
GBytes *hopso_aead_open (HopsoSecret *key, GBytes *sealed, GBytes *associated, GError **error);

/**
 * HopsoGcmStream:
 *
 * A long text in sealed chunks which can be opened in any order. One key serves one text only.
 */
typedef struct _HopsoGcmStream HopsoGcmStream;

#define HOPSO_GCM_STREAM_CHUNK    65536 /* plain bytes of every chunk but the last */
#define HOPSO_GCM_STREAM_OVERHEAD 16    /* the tag behind each chunk */

HopsoGcmStream *hopso_gcm_stream_new (HopsoSecret *key, GError **error);
gboolean hopso_gcm_stream_seal (HopsoGcmStream *self,
                                guint32 number,
                                gboolean is_last,
                                const guint8 *plain,
                                gsize plain_size,
                                guint8 *sealed,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hopso_gcm_stream_open (HopsoGcmStream *self,
                                guint32 number,
                                gboolean is_last,
                                const guint8 *sealed,
                                gsize sealed_size,
                                guint8 *plain,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hopso_gcm_stream_free (HopsoGcmStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoGcmStream, hopso_gcm_stream_free)

/**
 * HopsoXts:
 *
 * AES-256-XTS: sectors encrypted in place, without growing and without authentication.
 */
typedef struct _HopsoXts HopsoXts;

#define HOPSO_XTS_KEY_SIZE 64
#define HOPSO_XTS_MIN_SIZE 16

HopsoXts *hopso_xts_new (HopsoSecret *key, GError **error);
gboolean
hopso_xts_encrypt (HopsoXts *self, guint64 tweak, guint8 *bytes, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean
hopso_xts_decrypt (HopsoXts *self, guint64 tweak, guint8 *bytes, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void hopso_xts_free (HopsoXts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoXts, hopso_xts_free)

G_END_DECLS
