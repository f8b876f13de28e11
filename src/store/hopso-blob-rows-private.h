/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * HopsoBlobRow:
 *
 * What the database knows about one blob.
 */
typedef struct
{
  char *digest;     /* owned */
  guint64 size;     /* of the plain bytes */
  char *file;       /* owned: its name in the folder of blobs */
  HopsoSecret *key; /* owned */
  gboolean is_whole;
  gint64 created;
} HopsoBlobRow;

/* In the order in which a row is read. */
#define HOPSO_BLOB_COLUMNS "digest, size, file, \"key\", is_whole, created"

HopsoBlobRow *hopso_blob_row_new (const char *digest, guint64 size, GError **error);
void hopso_blob_row_free (HopsoBlobRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoBlobRow, hopso_blob_row_free)

gboolean hopso_blob_rows_find (sqlite3 *db, const char *digest, HopsoBlobRow **row, GError **error);
HopsoBlobRow *hopso_blob_rows_read (sqlite3_stmt *statement, GError **error);
GPtrArray *hopso_blob_rows_list (sqlite3 *db, GError **error);
gboolean hopso_blob_rows_put (sqlite3 *db, const HopsoBlobRow *row, GError **error);
gboolean hopso_blob_rows_delete (sqlite3 *db, const HopsoBlobRow *row, GError **error);
gboolean
hopso_blob_rows_is_used (sqlite3 *db, const char *digest, gboolean *is_used, GError **error);

G_END_DECLS
