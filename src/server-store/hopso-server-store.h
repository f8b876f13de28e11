/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-server-session.h"
#include "hopso-server-store-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerStore:
 *
 * What the document server remembers: records and who sees them, accounts, the audit log. Work is
 * done by functions that run inside one transaction on one of two threads, one that writes and
 * one that reads.
 */
#define HOPSO_TYPE_SERVER_STORE (hopso_server_store_get_type ())
G_DECLARE_FINAL_TYPE (HopsoServerStore, hopso_server_store, HOPSO, SERVER_STORE, GObject)

/**
 * HopsoServerFunc:
 * @session: the transaction
 * @data: what was given with the job
 *
 * A piece of work in one transaction. What it wrote is undone when it sets @error.
 *
 * Returns: (transfer full) (nullable): its result
 */
typedef gpointer (*HopsoServerFunc) (HopsoServerSession *session, gpointer data, GError **error);

/**
 * HopsoServerJob:
 * @func: the work
 * @data: (nullable): given to @func
 * @data_free: (nullable): frees @data after the work
 * @result_free: (nullable): frees a result that nobody takes
 * @is_write: whether it writes
 */
typedef struct
{
  HopsoServerFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  gboolean is_write;
} HopsoServerJob;

gboolean hopso_server_store_create (const char *folder,
                                    const char *name,
                                    const char *province,
                                    GError **error);
HopsoServerStore *hopso_server_store_open (const char *folder, HopsoClock *clock, GError **error);
void hopso_server_store_close (HopsoServerStore *self);
void hopso_server_store_watch (HopsoServerStore *self);
const char *hopso_server_store_get_name (HopsoServerStore *self);
const char *hopso_server_store_get_province (HopsoServerStore *self);
const char *hopso_server_store_get_folder (HopsoServerStore *self);
HopsoClock *hopso_server_store_get_clock (HopsoServerStore *self);

gpointer hopso_server_store_run (HopsoServerStore *self, const HopsoServerJob *job, GError **error);
void hopso_server_store_run_async (HopsoServerStore *self,
                                   const HopsoServerJob *job,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gpointer
hopso_server_store_run_finish (HopsoServerStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
