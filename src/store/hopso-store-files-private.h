/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-cache.h"
#include "hopso-fd.h"
#include "hopso-secret.h"
#include "hopso-store-repair.h"
#include "hopso-vault.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * HopsoStoreFiles:
 *
 * The open files of a store.
 */
typedef struct
{
  HopsoFd lock;             /* owned, -1: closed; shared with whoever has the store open, too */
  HopsoVault *vault;        /* owned, nullable: closed */
  sqlite3 *write_db;        /* owned, nullable: closed */
  sqlite3 *read_db;         /* owned, nullable: closed */
  HopsoBlobCache *blobs;    /* owned, nullable: not open */
  HopsoStoreRepair *repair; /* owned, nullable: it was whole */
  gint64 last_change;       /* the latest change in the log when it was opened */
} HopsoStoreFiles;

#define HOPSO_STORE_FILES_INIT \
  { \
    .lock = -1 \
  }

gboolean hopso_store_files_open (HopsoStoreFiles *self,
                                 const char *folder,
                                 HopsoSecret *account_key,
                                 GError **error);
void hopso_store_files_close (HopsoStoreFiles *self);
void hopso_store_files_clear (HopsoStoreFiles *self);

G_END_DECLS
