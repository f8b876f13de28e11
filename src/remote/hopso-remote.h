/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-remote-error.h"
#include "hopso-wire-changes.h"
#include "hopso-wire-course.h"
#include "hopso-wire-session.h"

G_BEGIN_DECLS

/**
 * HopsoRemoteRequest:
 * @method: such as "GET"
 * @path: from the first slash on, with its query
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 * @content_type: (nullable): of @body
 * @body: (nullable): what is sent
 * @max_size: the most that the reply may have, in bytes; not with @as_stream
 * @as_stream: whether the caller reads the body of a success itself
 *
 * One request of the protocol; whoever sends it adds the session.
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *const *headers;
  const char *content_type;
  GBytes *body;
  gsize max_size;
  gboolean as_stream;
} HopsoRemoteRequest;

/**
 * HopsoRemoteReply:
 * @status: a status code of success
 * @content_type: (nullable): as the server says it
 * @content_range: (nullable): of a part (RFC 9110 §14.4)
 * @upload_offset: how many bytes of an upload have arrived, 0 when not said
 * @body: (nullable): the whole body
 * @stream: (nullable): the body as it arrives
 *
 * The answer to a request that succeeded. A plain struct.
 */
typedef struct
{
  guint status;
  char *content_type;
  char *content_range;
  guint64 upload_offset;
  GBytes *body;
  GInputStream *stream;
} HopsoRemoteReply;

void hopso_remote_reply_free (HopsoRemoteReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoRemoteReply, hopso_remote_reply_free)

/**
 * HopsoRemote:
 *
 * The document server as one account sees it. Who implements it only has to get requests there and
 * replies back; what they mean is said once, by the functions of this interface.
 *
 * Signal "signed-out": the session ended and cannot be renewed.
 */
#define HOPSO_TYPE_REMOTE (hopso_remote_get_type ())
G_DECLARE_INTERFACE (HopsoRemote, hopso_remote, HOPSO, REMOTE, GObject)

struct _HopsoRemoteInterface
{
  GTypeInterface parent_iface;

  void (*send_async) (HopsoRemote *self,
                      const HopsoRemoteRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  HopsoRemoteReply *(*send_finish) (HopsoRemote *self, GAsyncResult *result, GError **error);
  gint64 (*get_server_time) (HopsoRemote *self); /* nullable */
};

/**
 * HopsoRemoteWrite:
 * @kind: of the object
 * @id: of the object
 * @etag: (nullable): the state that the change was made on
 * @key: the UUID of this change, the same each time it is sent
 * @body: (nullable): JSON
 *
 * A change on its way to the server.
 */
typedef struct
{
  HopsoKindId kind;
  const char *id;
  const char *etag;
  const char *key;
  const char *body;
} HopsoRemoteWrite;

void hopso_remote_send_async (HopsoRemote *self,
                              const HopsoRemoteRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
HopsoRemoteReply *
hopso_remote_send_finish (HopsoRemote *self, GAsyncResult *result, GError **error);
gint64 hopso_remote_get_server_time (HopsoRemote *self);

void hopso_remote_get_server_async (HopsoRemote *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HopsoWireServer *
hopso_remote_get_server_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

void hopso_remote_get_changes_async (HopsoRemote *self,
                                     const char *since,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HopsoWireChanges *
hopso_remote_get_changes_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

void hopso_remote_get_record_async (HopsoRemote *self,
                                    HopsoKindId kind,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void hopso_remote_patch_async (HopsoRemote *self,
                               const HopsoRemoteWrite *write,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void hopso_remote_post_version_async (HopsoRemote *self,
                                      const HopsoRemoteWrite *write,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void hopso_remote_post_act_async (HopsoRemote *self,
                                  const HopsoRemoteWrite *write,
                                  const char *act,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void hopso_remote_create_async (HopsoRemote *self,
                                const HopsoRemoteWrite *write,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
HopsoRecord *hopso_remote_record_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

void hopso_remote_acknowledge_purge_async (HopsoRemote *self,
                                           const HopsoRemoteWrite *write,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
void hopso_remote_post_receipts_async (HopsoRemote *self,
                                       const HopsoRemoteWrite *write,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void hopso_remote_put_recovery_async (HopsoRemote *self,
                                      GBytes *wrapped,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void hopso_remote_destroy_async (HopsoRemote *self,
                                 const HopsoRemoteWrite *write,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void hopso_remote_ask_availability_async (HopsoRemote *self,
                                          const HopsoWireAvailability *question,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
char **
hopso_remote_ask_availability_finish (HopsoRemote *self, GAsyncResult *result, GError **error);
gboolean hopso_remote_done_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

void hopso_remote_get_recovery_async (HopsoRemote *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GBytes *hopso_remote_get_recovery_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

void hopso_remote_get_blob_async (HopsoRemote *self,
                                  const char *digest,
                                  guint64 offset,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GInputStream *hopso_remote_get_blob_finish (HopsoRemote *self,
                                            GAsyncResult *result,
                                            guint64 *offset,
                                            GError **error);

/**
 * HopsoRemoteSource:
 * @size: how many bytes there are
 * @read_async: reads a part; its callback calls @read_finish
 * @read_finish: the bytes that were asked for, or %NULL with an error
 * @progress: (nullable): how many bytes the server has, and how many there are
 * @data: given to the functions
 *
 * Where the bytes of an upload come from, piece by piece.
 */
typedef struct
{
  guint64 size;
  void (*read_async) (gpointer data,
                      guint64 offset,
                      gsize size,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GBytes *(*read_finish) (gpointer data, GAsyncResult *result, GError **error);
  void (*progress) (guint64 done, guint64 total, gpointer data);
  gpointer data;
} HopsoRemoteSource;

void hopso_remote_put_source_async (HopsoRemote *self,
                                    const char *digest,
                                    const HopsoRemoteSource *source,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void hopso_remote_put_blob_async (HopsoRemote *self,
                                  const char *digest,
                                  int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean hopso_remote_put_blob_finish (HopsoRemote *self, GAsyncResult *result, GError **error);

G_END_DECLS
