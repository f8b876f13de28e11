/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoSecret:
 *
 * Bytes that must not outlive their use: a PIN, a password, a key. Kept in locked memory that is
 * left out of core dumps, and wiped when the last reference goes. Atomically counted.
 */
typedef struct _HopsoSecret HopsoSecret;

HopsoSecret *hopso_secret_new (const void *bytes, gsize size);
HopsoSecret *hopso_secret_new_from_string (const char *string);
HopsoSecret *hopso_secret_ref (HopsoSecret *self);
void hopso_secret_unref (HopsoSecret *self);
const guint8 *hopso_secret_get_bytes (HopsoSecret *self, gsize *size);
const char *hopso_secret_get_string (HopsoSecret *self);

void hopso_secret_wipe (void *bytes, gsize size);
void hopso_secret_wipe_string (char *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSecret, hopso_secret_unref)

G_END_DECLS
