/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOPSO_MAC_SIZE     32
#define HOPSO_MAC_KEY_SIZE 32

/**
 * HopsoMac:
 *
 * HMAC-SHA-256 with one key: proves that whoever wrote some bytes had the key. Any thread.
 */
typedef struct _HopsoMac HopsoMac;

HopsoMac *hopso_mac_new (HopsoSecret *key, GError **error);
gboolean hopso_mac_compute (
    HopsoMac *self, guint64 number, const guint8 *bytes, gsize size, guint8 mac[HOPSO_MAC_SIZE]);
void hopso_mac_free (HopsoMac *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoMac, hopso_mac_free)

G_END_DECLS
