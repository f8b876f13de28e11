/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache.h"
#include "hopso-change-set.h"
#include "hopso-outbox.h"
#include "hopso-secret.h"
#include "hopso-steps.h"
#include "hopso-store-error.h"
#include "hopso-store-repair.h"
#include "hopso-store-session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoStore:
 *
 * What one account remembers on this machine, encrypted: records, what waits to be sent,
 * settings, and the blobs beside them.
 */
#define HOPSO_TYPE_STORE (hopso_store_get_type ())
G_DECLARE_FINAL_TYPE (HopsoStore, hopso_store, HOPSO, STORE, GObject)

/**
 * HopsoStoreFunc:
 * @session: the transaction
 * @data: what the caller gave; touched by no other thread meanwhile
 * @error: set it to undo the transaction
 *
 * Runs on a thread of the store, inside one transaction.
 *
 * Returns: (nullable): the result, for hopso_store_run_finish()
 */
typedef gpointer (*HopsoStoreFunc) (HopsoStoreSession *session, gpointer data, GError **error);

void hopso_store_open_async (const char *folder,
                             HopsoSecret *account_key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
HopsoStore *hopso_store_open_finish (GAsyncResult *result, GError **error);

/**
 * HopsoStoreJob:
 * @func: what to do
 * @data: given to @func
 * @data_free: (nullable): frees @data afterwards, on any thread
 * @result_free: (nullable): frees a result that nobody fetched
 *
 * What is to be done in one transaction. The struct itself is copied.
 */
typedef struct
{
  HopsoStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} HopsoStoreJob;

void hopso_store_read_async (HopsoStore *self,
                             const HopsoStoreJob *job,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void hopso_store_write_async (HopsoStore *self,
                              const HopsoStoreJob *job,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gpointer hopso_store_run_finish (HopsoStore *self, GAsyncResult *result, GError **error);

void hopso_store_check_async (HopsoStore *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean
hopso_store_check_finish (HopsoStore *self, GAsyncResult *result, guint *n_loose, GError **error);

HopsoBlobCache *hopso_store_get_blobs (HopsoStore *self);
const HopsoStoreRepair *hopso_store_get_repair (HopsoStore *self);
const char *hopso_store_get_folder (HopsoStore *self);
void hopso_store_close (HopsoStore *self);
gboolean hopso_store_erase (const char *folder, GError **error);

G_END_DECLS
