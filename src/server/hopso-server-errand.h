/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-archive.h"

G_BEGIN_DECLS

/**
 * HopsoServerErrandFunc:
 * @watch: to be told how far it is; its cancellable is cancelled when the administrator gives up
 * @data: what was given with it
 *
 * Something that takes long. Runs on a thread of its own.
 *
 * Returns: %FALSE with @error
 */
typedef gboolean (*HopsoServerErrandFunc) (HopsoServerWatch *watch, gpointer data, GError **error);

gboolean hopso_server_errand_run (HopsoServerErrandFunc func, gpointer data, GError **error);

G_END_DECLS
