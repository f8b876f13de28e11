/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sqlite-private.h"
#include "hopso-vault.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * World:
 *
 * A temporary folder with a key, and a bare database in a vault.
 */
typedef struct
{
  char *folder;      /* owned */
  HopsoSecret *key;  /* owned */
  HopsoVault *vault; /* owned, nullable */
  sqlite3 *db;       /* owned, nullable */
} World;

HopsoSecret *world_make_key (guint8 seed);
void world_set_up (World *world);
void world_open (World *world);
void world_close (World *world);
void world_tear_down (World *world);

void world_write_file (const char *path, const char *bytes, gsize size);
char *world_copy_folder (const char *folder);
gboolean world_folder_holds (const char *folder, const char *text);
gboolean world_clear_holds (const char *folder, const void *bytes, gsize size);
gint64 world_number (sqlite3 *db, const char *sql);
void world_exec (sqlite3 *db, const char *sql);
void world_assert_sound (sqlite3 *db);
GSubprocess *world_start_child (const char *program, const char *mode, const char *folder);

G_END_DECLS
