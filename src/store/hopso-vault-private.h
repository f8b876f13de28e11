/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cipher.h"
#include "hopso-mac.h"
#include "hopso-vault.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef enum
{
  HOPSO_VAULT_DATABASE,
  HOPSO_VAULT_JOURNAL,
  HOPSO_VAULT_WAL,
  HOPSO_VAULT_N_ROLES
} HopsoVaultRole;

struct _HopsoVault
{
  gatomicrefcount count;
  sqlite3_vfs vfs;       /* what SQLite is given */
  sqlite3_vfs *below;    /* borrowed: the default one, which lives as long as the process */
  char *name;            /* owned */
  char *check_path;      /* owned */
  gboolean has_tags;     /* whether each page of the database must carry its code */
  gboolean believes_all; /* whether wrong codes do not matter */
  HopsoXts *ciphers[HOPSO_VAULT_N_ROLES]; /* owned */
  HopsoMac *tags;                         /* owned */
};

/**
 * HopsoVaultFile:
 *
 * What SQLite holds as an open file; the file below follows it in the same memory.
 */
typedef struct
{
  sqlite3_file parent;
  HopsoXts *cipher; /* borrowed: the vault outlives its files */
  HopsoMac *tags;   /* borrowed, nullable: not the database */
  gboolean is_wal;
  gboolean is_tagged; /* whether the pages carry their codes, as far as is known */
  gboolean must_be_tagged;
  gboolean believes_all;
} HopsoVaultFile;

int hopso_vault_file_open (HopsoVault *vault,
                           const char *path,
                           sqlite3_file *file,
                           HopsoVaultRole role,
                           int flags,
                           int *out_flags);

G_END_DECLS
