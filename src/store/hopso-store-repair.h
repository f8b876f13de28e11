/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the folders with the old files of damaged stores begin. */
#define HOPSO_STORE_ASIDE "damaged-"

/**
 * HopsoStoreRepair:
 * @n_kept: how many changes that wait to be sent were taken over
 * @is_complete: whether those are all; otherwise some could not be read any more
 *
 * What became of a store that was damaged: its files were set aside, and a new one holds what could
 * be read of what the server does not know. The rest is fetched again.
 */
typedef struct
{
  guint n_kept;
  gboolean is_complete;
} HopsoStoreRepair;

gboolean hopso_store_set_aside (const char *folder, GError **error);

G_END_DECLS
