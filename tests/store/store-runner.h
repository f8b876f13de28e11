/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"
#include "store-world.h"

G_BEGIN_DECLS

HopsoStore *runner_open (const char *folder, GError **error);
HopsoStore *runner_open_with (const char *folder, HopsoSecret *key, GError **error);
void runner_close (HopsoStore *store);
gpointer runner_read (HopsoStore *store, HopsoStoreFunc func, gpointer data, GError **error);
gpointer runner_write (HopsoStore *store, HopsoStoreFunc func, gpointer data, GError **error);
void runner_put (HopsoStore *store, HopsoRecord *record);
void runner_delete (HopsoStore *store, HopsoKindId kind, const char *id, gboolean purge);
HopsoRecord *runner_get (HopsoStore *store, HopsoKindId kind, const char *id);
HopsoRecord *runner_make_paper (const char *id, const char *name, const char *digest);
GAsyncResult *runner_wait (GAsyncResult **result);
void runner_ready_cb (GObject *source, GAsyncResult *result, gpointer data);

G_END_DECLS
