/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The requests of the protocol that carry JSON: how each is written, and what its reply means.
 * Getting there is the implementation's business. Main thread. */

#include "hopso-remote.h"

#include <glib/gi18n-lib.h>

#define MAX_OBJECT_SIZE  (1024 * 1024)
#define MAX_CHANGES_SIZE (32 * 1024 * 1024)
#define CHANGES_LIMIT    500

/* Makes something of the reply of a success. */
typedef gpointer (*ReadReply) (HopsoRemoteReply *reply, gconstpointer data, GError **error);

typedef struct
{
  ReadReply read;
  gconstpointer data;
  GDestroyNotify free_value;
} Call;

G_DEFINE_INTERFACE (HopsoRemote, hopso_remote, G_TYPE_OBJECT)

static void
hopso_remote_default_init (HopsoRemoteInterface *iface)
{
  g_signal_new ("signed-out", HOPSO_TYPE_REMOTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

/**
 * hopso_remote_reply_free:
 * @self: (transfer full): a reply
 */
void
hopso_remote_reply_free (HopsoRemoteReply *self)
{
  g_free (self->content_type);
  g_free (self->content_range);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->stream);
  g_free (self);
}

/**
 * hopso_remote_send_async:
 * @request: what to ask; copied as far as it is needed
 *
 * Sends any request of the protocol.
 */
void
hopso_remote_send_async (HopsoRemote *self,
                         const HopsoRemoteRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_REMOTE (self));

  HOPSO_REMOTE_GET_IFACE (self)->send_async (self, request, cancellable, callback, user_data);
}

/**
 * hopso_remote_send_finish:
 *
 * Returns: (transfer full): the reply of a success, or %NULL with @error
 */
HopsoRemoteReply *
hopso_remote_send_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return HOPSO_REMOTE_GET_IFACE (self)->send_finish (self, result, error);
}

/**
 * hopso_remote_get_server_time:
 *
 * Returns: what time it is at the server, by what it said last and the time that went by since,
 *   seconds since 1970-01-01T00:00:00Z; 0 when it has not said
 */
gint64
hopso_remote_get_server_time (HopsoRemote *self)
{
  g_return_val_if_fail (HOPSO_IS_REMOTE (self), 0);

  HopsoRemoteInterface *iface = HOPSO_REMOTE_GET_IFACE (self);
  return iface->get_server_time != NULL ? iface->get_server_time (self) : 0;
}

static void
replied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);
  gpointer value = reply != NULL ? call->read (reply, call->data, &error) : NULL;

  if (value == NULL)
    g_task_return_error (task, hopso_remote_error_translate (error));
  else
    g_task_return_pointer (task, value, call->free_value);
}

/* Sends @request and returns in @task, which is taken, what @call reads from the reply. */
static void
start (GTask *task, const HopsoRemoteRequest *request, const Call *call)
{
  g_task_set_task_data (task, g_memdup2 (call, sizeof *call), g_free);
  hopso_remote_send_async (g_task_get_source_object (task), request, g_task_get_cancellable (task),
                           replied_cb, task);
}

static gpointer
propagate (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_server (HopsoRemoteReply *reply, gconstpointer data, GError **error)
{
  g_autoptr (JsonObject) object = hopso_wire_parse_object (reply->body, MAX_OBJECT_SIZE, error);

  return object != NULL ? hopso_wire_server_from_json (object, error) : NULL;
}

/**
 * hopso_remote_get_server_async:
 *
 * Asks who the server is and what time it has.
 */
void
hopso_remote_get_server_async (HopsoRemote *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  const Call call = { read_server, NULL, (GDestroyNotify) hopso_wire_server_free };
  const HopsoRemoteRequest request = { .method = "GET",
                                       .path = "/v1/server",
                                       .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_get_server_async);
  start (task, &request, &call);
}

/**
 * hopso_remote_get_server_finish:
 *
 * Returns: (transfer full): the server's own description, or %NULL with @error
 */
HopsoWireServer *
hopso_remote_get_server_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return propagate (self, result, error);
}

static gpointer
read_changes (HopsoRemoteReply *reply, gconstpointer data, GError **error)
{
  g_autoptr (JsonObject) object = hopso_wire_parse_object (reply->body, MAX_CHANGES_SIZE, error);

  return object != NULL ? hopso_wire_changes_from_json (object, error) : NULL;
}

/**
 * hopso_remote_get_changes_async:
 * @since: (nullable): the state up to which this machine knows everything; %NULL: nothing
 *
 * Asks for one page of what changed.
 */
void
hopso_remote_get_changes_async (HopsoRemote *self,
                                const char *since,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autofree char *escaped = g_uri_escape_string (since != NULL ? since : "", NULL, FALSE);
  g_autofree char *path =
      since != NULL ? g_strdup_printf ("/v1/changes?limit=%d&since=%s", CHANGES_LIMIT, escaped)
                    : g_strdup_printf ("/v1/changes?limit=%d", CHANGES_LIMIT);
  const Call call = { read_changes, NULL, (GDestroyNotify) hopso_wire_changes_free };
  const HopsoRemoteRequest request = { .method = "GET",
                                       .path = path,
                                       .max_size = MAX_CHANGES_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_get_changes_async);
  start (task, &request, &call);
}

/**
 * hopso_remote_get_changes_finish:
 *
 * Returns: (transfer full): the changes, or %NULL with @error; %HOPSO_REMOTE_ERROR_GONE when the
 *   state is too old
 */
HopsoWireChanges *
hopso_remote_get_changes_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return propagate (self, result, error);
}

static gpointer
read_record (HopsoRemoteReply *reply, gconstpointer data, GError **error)
{
  const HopsoKind *kind = data;
  g_autoptr (JsonObject) object = hopso_wire_parse_object (reply->body, MAX_OBJECT_SIZE, error);

  return object != NULL ? hopso_wire_record_from_json (object, kind->id, error) : NULL;
}

static char *
make_path (const char *prefix, HopsoKindId kind, const char *id, const char *suffix)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (prefix, hopso_kind_get (kind)->name, "/", escaped, suffix, NULL);
}

/**
 * hopso_remote_get_record_async:
 * @kind: of the object
 * @id: of the object
 *
 * Asks for one object; finished by hopso_remote_record_finish().
 */
void
hopso_remote_get_record_async (HopsoRemote *self,
                               HopsoKindId kind,
                               const char *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autofree char *path = make_path ("/v1/", kind, id, "");
  const Call call = { read_record, hopso_kind_get (kind), g_object_unref };
  const HopsoRemoteRequest request = { .method = "GET", .path = path, .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_get_record_async);
  start (task, &request, &call);
}

/* A write with the headers that every write of an object has. */
static void
start_write (GTask *task,
             HopsoRemoteRequest *request,
             const HopsoRemoteWrite *write,
             const Call *call)
{
  g_autofree char *etag = g_strdup_printf ("\"%s\"", write->etag != NULL ? write->etag : "");
  const char *const headers[] = { "Idempotency-Key", write->key,
                                  write->etag != NULL ? "If-Match" : NULL, etag, NULL };
  g_autoptr (GBytes) body =
      write->body != NULL ? g_bytes_new (write->body, strlen (write->body)) : NULL;

  request->headers = headers;
  request->body = body;
  request->max_size = MAX_OBJECT_SIZE;
  start (task, request, call);
}

/**
 * hopso_remote_patch_async:
 * @write: the change, a JSON merge patch
 *
 * Changes an object; finished by hopso_remote_record_finish().
 */
void
hopso_remote_patch_async (HopsoRemote *self,
                          const HopsoRemoteWrite *write,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *path = make_path ("/v1/", write->kind, write->id, "");
  const Call call = { read_record, hopso_kind_get (write->kind), g_object_unref };
  HopsoRemoteRequest request = { .method = "PATCH",
                                 .path = path,
                                 .content_type = "application/merge-patch+json" };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_patch_async);
  start_write (task, &request, write, &call);
}

/**
 * hopso_remote_post_version_async:
 * @write: the new version of a paper; its bytes were uploaded before
 *
 * Adds a version to a paper; finished by hopso_remote_record_finish().
 */
void
hopso_remote_post_version_async (HopsoRemote *self,
                                 const HopsoRemoteWrite *write,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *path = make_path ("/v1/", HOPSO_KIND_PAPER, write->id, "/versions");
  const Call call = { read_record, hopso_kind_get (HOPSO_KIND_PAPER), g_object_unref };
  HopsoRemoteRequest request = { .method = "POST",
                                 .path = path,
                                 .content_type = "application/json" };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_post_version_async);
  start_write (task, &request, write, &call);
}

/**
 * hopso_remote_post_act_async:
 * @write: what is done to a sign request or an invitation
 * @act: "submit", or what is done to one that is there, as in its route
 *
 * Finished by hopso_remote_record_finish().
 */
void
hopso_remote_post_act_async (HopsoRemote *self,
                             const HopsoRemoteWrite *write,
                             const char *act,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *suffix = g_strconcat ("/", act, NULL);
  g_autofree char *path = g_str_equal (act, "submit")
                              ? g_strdup ("/v1/signRequests")
                              : make_path ("/v1/", write->kind, write->id, suffix);
  const Call call = { read_record, hopso_kind_get (write->kind), g_object_unref };
  HopsoRemoteRequest request = { .method = "POST",
                                 .path = path,
                                 .content_type = "application/json" };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_post_act_async);
  start_write (task, &request, write, &call);
}

/**
 * hopso_remote_record_finish:
 *
 * Returns: (transfer full): the object as it is now, or %NULL with @error
 */
HopsoRecord *
hopso_remote_record_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return propagate (self, result, error);
}

static gpointer
read_nothing (HopsoRemoteReply *reply, gconstpointer data, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

/**
 * hopso_remote_acknowledge_purge_async:
 * @write: which object was erased; no body
 *
 * Tells the server that an object's bytes, text and pictures are gone; finished by
 * hopso_remote_done_finish().
 */
void
hopso_remote_acknowledge_purge_async (HopsoRemote *self,
                                      const HopsoRemoteWrite *write,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *path = make_path ("/v1/purges/", write->kind, write->id, "/ack");
  const Call call = { read_nothing, NULL, NULL };
  HopsoRemoteRequest request = { .method = "POST", .path = path };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_acknowledge_purge_async);
  start_write (task, &request, write, &call);
}

/**
 * hopso_remote_post_receipts_async:
 * @write: which meeting; the papers of it that have arrived and were opened
 *
 * Tells the server which papers this person has got and read; finished by
 * hopso_remote_done_finish().
 */
void
hopso_remote_post_receipts_async (HopsoRemote *self,
                                  const HopsoRemoteWrite *write,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autofree char *path = make_path ("/v1/", HOPSO_KIND_MEETING, write->id, "/receipts");
  const Call call = { read_nothing, NULL, NULL };
  HopsoRemoteRequest request = { .method = "POST",
                                 .path = path,
                                 .content_type = "application/json" };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_post_receipts_async);
  start_write (task, &request, write, &call);
}

/**
 * hopso_remote_put_recovery_async:
 * @wrapped: the account key, wrapped by the recovery code
 *
 * Leaves the wrapped key with the server; finished by hopso_remote_done_finish().
 */
void
hopso_remote_put_recovery_async (HopsoRemote *self,
                                 GBytes *wrapped,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (JsonObject) object = hopso_wire_recovery_to_json (wrapped);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  g_autofree char *key = g_uuid_string_random ();
  const char *const headers[] = { "Idempotency-Key", key, NULL };
  const Call call = { read_nothing, NULL, NULL };
  const HopsoRemoteRequest request = { .method = "PUT",
                                       .path = "/v1/account/recovery",
                                       .headers = headers,
                                       .content_type = "application/json",
                                       .body = body,
                                       .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_put_recovery_async);
  start (task, &request, &call);
}

/**
 * hopso_remote_done_finish:
 *
 * Returns: whether the server took it, else %FALSE with @error
 */
gboolean
hopso_remote_done_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return GPOINTER_TO_INT (propagate (self, result, error));
}

static gpointer
read_recovery (HopsoRemoteReply *reply, gconstpointer data, GError **error)
{
  g_autoptr (JsonObject) object = hopso_wire_parse_object (reply->body, MAX_OBJECT_SIZE, error);

  return object != NULL ? hopso_wire_recovery_from_json (object, error) : NULL;
}

/**
 * hopso_remote_get_recovery_async:
 *
 * Asks for the wrapped account key.
 */
void
hopso_remote_get_recovery_async (HopsoRemote *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  const Call call = { read_recovery, NULL, (GDestroyNotify) g_bytes_unref };
  const HopsoRemoteRequest request = { .method = "GET",
                                       .path = "/v1/account/recovery",
                                       .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_get_recovery_async);
  start (task, &request, &call);
}

/**
 * hopso_remote_get_recovery_finish:
 *
 * Returns: (transfer full): the wrapped key, or %NULL with @error; %HOPSO_REMOTE_ERROR_FORBIDDEN
 *   when the server keeps none
 */
GBytes *
hopso_remote_get_recovery_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  return propagate (self, result, error);
}
