/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-server-session.h"

G_BEGIN_DECLS

/* A blob may have that many bytes. */
#define HOPSO_SERVER_MAX_BLOB (G_GUINT64_CONSTANT (1) << 30)

/* Files under the store's folder. They block: for threads that may wait. */
HopsoFd
hopso_server_blob_open (const char *folder, const char *digest, guint64 *size, GError **error);
gboolean hopso_server_blob_check (const char *folder, const char *digest, GError **error);
char *hopso_server_blob_import (const char *folder, int fd, guint64 *size, GError **error);
gboolean hopso_server_blob_is_prefix (const char *folder,
                                      const char *shorter,
                                      const char *longer,
                                      gboolean *is_prefix,
                                      GError **error);

HopsoFd hopso_server_blobs_lock (const char *folder, gboolean is_exclusive, GError **error);

/**
 * HopsoServerUpload:
 * @folder: the store's folder
 * @person: the id of who uploads
 * @digest: what the whole shall have as SHA-256
 * @size: what the whole shall have as bytes
 */
typedef struct
{
  const char *folder;
  const char *person;
  const char *digest;
  guint64 size;
} HopsoServerUpload;

gboolean
hopso_server_upload_get_offset (const HopsoServerUpload *upload, guint64 *offset, GError **error);
gboolean hopso_server_upload_append (
    const HopsoServerUpload *upload, guint64 first, GBytes *part, guint64 *offset, GError **error);
gboolean hopso_server_upload_finish (const HopsoServerUpload *upload, GError **error);
void hopso_server_uploads_prune (const char *folder, gint64 now);

/* What the database knows of them */
gboolean hopso_server_session_add_blob (
    HopsoServerSession *self, const char *digest, guint64 size, const char *person, GError **error);
gboolean hopso_server_session_owns_blob (HopsoServerSession *self,
                                         const char *digest,
                                         const char *person,
                                         guint64 *size,
                                         gboolean *owns,
                                         GError **error);
gboolean hopso_server_session_find_blob (HopsoServerSession *self,
                                         const char *digest,
                                         guint64 *size,
                                         gboolean *is_there,
                                         GError **error);
gboolean hopso_server_session_count_versions (HopsoServerSession *self,
                                              const char *paper,
                                              gint64 *latest,
                                              GError **error);
gboolean
hopso_server_session_forget_versions (HopsoServerSession *self, const char *paper, GError **error);
gboolean hopso_server_session_is_version (HopsoServerSession *self,
                                          const char *paper,
                                          const char *digest,
                                          gboolean *is_version,
                                          GError **error);
gboolean hopso_server_session_add_version (HopsoServerSession *self,
                                           HopsoRecord *paper,
                                           const char *person,
                                           GError **error);
GPtrArray *hopso_server_session_list_blobs (HopsoServerSession *self, GError **error);

G_END_DECLS
