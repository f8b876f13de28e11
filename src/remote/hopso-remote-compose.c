/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The requests of the protocol that make and remove objects: a PUT that finds nothing there, a
 * DELETE of the state that is known. Main thread. */

#include "hopso-remote.h"

#define MAX_OBJECT_SIZE (1024 * 1024)

static char *
make_path (const HopsoRemoteWrite *write)
{
  g_autofree char *escaped = g_uri_escape_string (write->id, NULL, FALSE);

  return g_strconcat ("/v1/", hopso_kind_get (write->kind)->name, "/", escaped, NULL);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const HopsoKind *kind = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);
  g_autoptr (JsonObject) object =
      reply != NULL ? hopso_wire_parse_object (reply->body, MAX_OBJECT_SIZE, &error) : NULL;
  HopsoRecord *record =
      object != NULL ? hopso_wire_record_from_json (object, kind->id, &error) : NULL;

  if (record != NULL)
    g_task_return_pointer (task, record, g_object_unref);
  else
    g_task_return_error (task, hopso_remote_error_translate (error));
}

static void
destroyed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
  else
    g_task_return_error (task, hopso_remote_error_translate (error));
}

/**
 * hopso_remote_create_async:
 * @write: the object, as JSON
 *
 * Makes an object, or brings back one that was removed; finished by hopso_remote_record_finish().
 */
void
hopso_remote_create_async (HopsoRemote *self,
                           const HopsoRemoteWrite *write,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autofree char *path = make_path (write);
  g_autoptr (GBytes) body = g_bytes_new (write->body, strlen (write->body));
  const char *const headers[] = { "Idempotency-Key", write->key, "If-None-Match", "*", NULL };
  const HopsoRemoteRequest request = { .method = "PUT",
                                       .path = path,
                                       .headers = headers,
                                       .content_type = "application/json",
                                       .body = body,
                                       .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_create_async);
  g_task_set_task_data (task, (gpointer) hopso_kind_get (write->kind), NULL);
  hopso_remote_send_async (self, &request, cancellable, created_cb, task);
}

/**
 * hopso_remote_destroy_async:
 * @write: the object, in the state that is known; no body
 *
 * Removes an object; finished by hopso_remote_done_finish().
 */
void
hopso_remote_destroy_async (HopsoRemote *self,
                            const HopsoRemoteWrite *write,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *path = make_path (write);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", write->etag != NULL ? write->etag : "");
  const char *const headers[] = { "Idempotency-Key", write->key, "If-Match", etag, NULL };
  const HopsoRemoteRequest request = {
    .method = "DELETE", .path = path, .headers = headers, .max_size = MAX_OBJECT_SIZE
  };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_destroy_async);
  hopso_remote_send_async (self, &request, cancellable, destroyed_cb, task);
}

static void
busy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);
  g_autoptr (JsonObject) object =
      reply != NULL ? hopso_wire_parse_object (reply->body, MAX_OBJECT_SIZE, &error) : NULL;
  char **busy = object != NULL ? hopso_wire_busy_from_json (object, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, hopso_remote_error_translate (error));
  else
    g_task_return_pointer (task, busy != NULL ? busy : g_new0 (char *, 1),
                           (GDestroyNotify) g_strfreev);
}

/**
 * hopso_remote_ask_availability_async:
 * @question: who, and when
 *
 * Asks who has something else to do.
 */
void
hopso_remote_ask_availability_async (HopsoRemote *self,
                                     const HopsoWireAvailability *question,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (JsonObject) object = hopso_wire_availability_to_json (question);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  const HopsoRemoteRequest request = { .method = "POST",
                                       .path = "/v1/availability",
                                       .content_type = "application/json",
                                       .body = body,
                                       .max_size = MAX_OBJECT_SIZE };
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_remote_ask_availability_async);
  hopso_remote_send_async (self, &request, cancellable, busy_cb, task);
}

/**
 * hopso_remote_ask_availability_finish:
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids of those who have not got time, or
 *   %NULL with @error
 */
char **
hopso_remote_ask_availability_finish (HopsoRemote *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
