/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-archive.h"

G_BEGIN_DECLS

/* A backup is a tar of these, in this order. "sha256sum -c" understands the last one. */
#define HOPSO_ARCHIVE_ROOT     "hopso-backup/"
#define HOPSO_ARCHIVE_ABOUT    HOPSO_ARCHIVE_ROOT "about"
#define HOPSO_ARCHIVE_DATABASE HOPSO_ARCHIVE_ROOT "database.sqlite"
#define HOPSO_ARCHIVE_BLOBS    HOPSO_ARCHIVE_ROOT "blobs/"
#define HOPSO_ARCHIVE_SUMS     HOPSO_ARCHIVE_ROOT "SHA256SUMS"

/* The first line of what it is about; a format that changes gets the next number. */
#define HOPSO_ARCHIVE_WORD   "hopso-backup "
#define HOPSO_ARCHIVE_FORMAT 1

/**
 * HopsoServerStream:
 * @from: what to read
 * @from_at: where
 * @to: where the bytes go; -1: nowhere, only the digest is wanted
 * @to_at: where there
 * @size: how many
 */
typedef struct
{
  int from;
  guint64 from_at;
  int to;
  guint64 to_at;
  guint64 size;
} HopsoServerStream;

char *
hopso_server_stream_run (const HopsoServerStream *stream, HopsoServerWatch *watch, GError **error);
char *hopso_server_archive_dup_blob_name (const char *digest);
void hopso_server_archive_add_sum (GString *sums, const char *digest, const char *name);

/**
 * HopsoServerArchivePart:
 * @digest: its SHA-256
 * @at: where its bytes begin
 * @size: how many they are
 */
typedef struct
{
  char digest[65];
  guint64 at;
  guint64 size;
} HopsoServerArchivePart;

guint64 hopso_server_archive_get_size (HopsoServerArchive *self);
const GArray *hopso_server_archive_get_blobs (HopsoServerArchive *self);
gboolean hopso_server_archive_extract (HopsoServerArchive *self,
                                       const HopsoServerArchivePart *part,
                                       int to,
                                       HopsoServerWatch *watch,
                                       GError **error);

G_END_DECLS
