/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PUT of a blob, in one or several parts. The caller is found in one transaction, the bytes go to
 * the disk on a thread of their own, and a whole that is durable is entered in another
 * transaction. Main thread, but for the writing. */

#include "hopso-server-blobs.h"
#include "hopso-server-range.h"
#include "hopso-server-request.h"

#define MAX_PART (8 * 1024 * 1024)

typedef struct
{
  guint64 first;
  guint64 length;
  guint64 size;
  guint64 offset; /* how much has arrived */
  gboolean is_whole;
} Part;

static HopsoServerUpload
describe (HopsoServerRequest *request)
{
  const Part *part = request->extra;

  return (HopsoServerUpload){ .folder = hopso_server_store_get_folder (request->api->store),
                              .person = request->caller->person,
                              .digest = request->params[0],
                              .size = part->size };
}

static void
set_offset_header (HopsoServerRequest *request)
{
  const Part *part = request->extra;
  g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, part->offset);

  soup_message_headers_replace (soup_server_message_get_response_headers (request->message),
                                "Upload-Offset", offset);
}

/* On the uploads' thread. */
static void
write_part (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerRequest *request = task_data;
  HopsoServerUpload upload = describe (request);
  Part *part = request->extra;
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (part->length == 0)
    is_done = hopso_server_upload_get_offset (&upload, &part->offset, &error);
  else
    is_done =
        hopso_server_upload_append (&upload, part->first, request->body, &part->offset, &error);
  if (is_done && part->offset == part->size)
    {
      is_done = hopso_server_upload_finish (&upload, &error);
      part->is_whole = is_done;
    }
  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static HopsoServerReply *
work_enter (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const Part *part = request->extra;

  if (!hopso_server_session_add_blob (session, request->params[0], part->size, actor.person,
                                      error) ||
      !hopso_server_session_audit (session, &actor, "upload", NULL, request->params[0], error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_CREATED, NULL, NULL);
}

static void
part_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerRequest *request = user_data;
  const Part *part = request->extra;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_OFFSET))
    {
      set_offset_header (request);
      hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_OFFSET, error->message);
    }
  else if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_DIGEST))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_DIGEST, NULL);
  else if (g_error_matches (error, HOPSO_SERVER_STORE_ERROR, HOPSO_SERVER_STORE_ERROR_EXISTS))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_BUSY, error->message);
  else if (error != NULL)
    hopso_server_request_answer_error (request, error);
  else if (part->is_whole)
    hopso_server_request_run (request, work_enter, TRUE, NULL);
  else
    {
      g_autoptr (HopsoServerReply) reply =
          hopso_server_reply_new (SOUP_STATUS_ACCEPTED, NULL, NULL);
      set_offset_header (request);
      hopso_server_request_answer (request, reply);
    }
}

static void
caller_found (HopsoServerRequest *request, HopsoServerReply *reply)
{
  g_autoptr (GTask) task = g_task_new (request->api, NULL, part_written_cb, request);

  g_task_set_source_tag (task, caller_found);
  g_task_set_task_data (task, request, NULL);
  hopso_queue_thread_push (request->api->uploads, task, write_part);
}

/* A question about bytes that the caller has uploaded already is answered at once. */
static HopsoServerReply *
work_find_caller (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const Part *part = request->extra;
  gboolean owns = FALSE;
  guint64 size;

  if (part->length == 0 &&
      !hopso_server_session_owns_blob (session, request->params[0], request->caller->person, &size,
                                       &owns, error))
    return NULL;
  return hopso_server_reply_new (owns ? SOUP_STATUS_CREATED : 0, NULL, NULL);
}

static gboolean
read_part (HopsoServerRequest *request, Part *part)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (request->message);
  const char *range = soup_message_headers_get_one (headers, "Content-Range");
  gsize size = g_bytes_get_size (request->body);

  if (range == NULL)
    {
      part->length = size;
      part->size = size;
      return size > 0;
    }
  return hopso_server_content_range_parse (range, &part->first, &part->length, &part->size) &&
         part->length == size && part->size > 0;
}

/**
 * hopso_server_handle_put_blob:
 * @request: (transfer full): PUT /v1/blobs/sha256/{hex}
 */
void
hopso_server_handle_put_blob (HopsoServerRequest *request)
{
  Part *part = g_new0 (Part, 1);

  request->extra = part;
  request->extra_free = g_free;
  if (!read_part (request, part))
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_MALFORMED,
                                         "Content-Range does not fit the body");
  else if (part->length > MAX_PART || part->size > HOPSO_SERVER_MAX_BLOB)
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_TOO_LARGE, NULL);
  else
    hopso_server_request_run (request, work_find_caller, FALSE, caller_found);
}
