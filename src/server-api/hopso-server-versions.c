/* SPDX-License-Identifier: GPL-3.0-or-later */

/* POST of a signed version of a paper. First transaction: may the caller sign this very version,
 * and did they upload the bytes? Then the bytes are compared on the uploads' thread. Second
 * transaction: the same questions again, and the write. Main thread and the store's. */

#include "hopso-paper.h"
#include "hopso-server-blobs.h"
#include "hopso-server-request.h"
#include "hopso-server-rights.h"
#include "hopso-sign-request.h"
#include "hopso-wire-version.h"

#include <string.h>

typedef struct
{
  HopsoWireVersion *asked; /* owned */
  char *base;              /* owned, nullable: digest of the version that was compared */
} Posting;

static void
posting_free (gpointer data)
{
  Posting *posting = data;

  g_clear_pointer (&posting->asked, hopso_wire_version_free);
  g_free (posting->base);
  g_free (posting);
}

static HopsoServerReply *
refuse_stale (HopsoServerRequest *request, HopsoRecord *current, GError **error)
{
  hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_STALE, NULL, error);
  request->problem->current = g_object_ref (current);
  return NULL;
}

/* The request that waits for the caller's signature: the one that is named, or the only one. */
static gboolean
find_sign_request (HopsoServerSession *session,
                   HopsoServerRequest *request,
                   HopsoRecord **found,
                   GError **error)
{
  const Posting *posting = request->extra;
  const char *wanted = posting->asked->sign_request;
  g_autoptr (GPtrArray) all = hopso_server_session_list (session, HOPSO_KIND_SIGN_REQUEST, "paper",
                                                         request->params[0], error);

  *found = NULL;
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len && *found == NULL; i++)
    {
      HopsoSignRequest *one = all->pdata[i];

      if (g_strcmp0 (hopso_sign_request_get_signer (one), request->caller->person) == 0 &&
          g_strcmp0 (hopso_sign_request_get_state (one), "waiting") == 0 &&
          (wanted == NULL || strcmp (wanted, hopso_record_get_id (HOPSO_RECORD (one))) == 0))
        *found = g_object_ref (HOPSO_RECORD (one));
    }
  if (*found != NULL)
    return TRUE;
  hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN,
                               "No sign request waits for this person", error);
  return FALSE;
}

/* The paper, if the caller sees it, means this version of it and uploaded the bytes. */
static HopsoRecord *
check (HopsoServerSession *session,
       HopsoServerRequest *request,
       HopsoRecord **sign_request,
       GError **error)
{
  const Posting *posting = request->extra;
  const char *id = request->params[0];
  gboolean may_see;
  gboolean owns;
  guint64 size;

  if (!hopso_server_session_may_see (session, request->caller->person, id, &may_see, error))
    return NULL;
  if (!may_see)
    return (HopsoRecord *) hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_NOT_FOUND,
                                                        NULL, error);

  g_autoptr (HopsoRecord) paper = hopso_server_session_get (session, HOPSO_KIND_PAPER, id, error);
  if (paper == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (paper)) != 0)
    return (HopsoRecord *) refuse_stale (request, paper, error);
  if (!find_sign_request (session, request, sign_request, error) ||
      !hopso_server_session_owns_blob (session, posting->asked->digest, request->caller->person,
                                       &size, &owns, error))
    return NULL;
  if (!owns || size != (guint64) posting->asked->size)
    return (HopsoRecord *) hopso_server_request_refuse (
        request, HOPSO_SERVER_PROBLEM_INVALID, "The bytes were not uploaded, or are of other size",
        error);
  return g_steal_pointer (&paper);
}

static HopsoServerReply *
work_check (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  g_autoptr (HopsoRecord) sign_request = NULL;
  g_autoptr (HopsoRecord) paper = check (session, request, &sign_request, error);
  Posting *posting = request->extra;

  if (paper == NULL)
    return NULL;
  posting->base = g_strdup (hopso_paper_get_digest (HOPSO_PAPER (paper)));
  return hopso_server_reply_new (0, NULL, NULL);
}

static HopsoRecord *
make_version (HopsoRecord *paper, const HopsoWireVersion *asked)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (paper);
  HopsoPaper *old = HOPSO_PAPER (paper);

  hopso_record_builder_set_string (builder, HOPSO_PAPER_DIGEST, asked->digest);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIZE, asked->size);
  if (asked->file_name != NULL)
    hopso_record_builder_set_string (builder, HOPSO_PAPER_FILE_NAME, asked->file_name);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION,
                                    MAX (hopso_paper_get_version (old), 1) + 1);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_SIGNATURES,
                                    hopso_paper_get_signatures (old) + 1);
  return hopso_record_builder_end (builder);
}

static gboolean
mark_signed (HopsoServerSession *session, HopsoRecord *sign_request, GError **error)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (sign_request);

  hopso_record_builder_set_string (builder, HOPSO_SIGN_REQUEST_STATE, "signed");
  g_autoptr (HopsoRecord) marked = hopso_record_builder_end (builder);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, marked, error);
  return written != NULL;
}

static HopsoServerReply *
work_write (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const Posting *posting = request->extra;
  g_autoptr (HopsoRecord) sign_request = NULL;
  g_autoptr (HopsoRecord) paper = check (session, request, &sign_request, error);

  if (paper == NULL)
    return NULL;
  /* The entity tag is the same as before the comparison, so the digest is. */
  g_assert (g_strcmp0 (hopso_paper_get_digest (HOPSO_PAPER (paper)), posting->base) == 0);

  g_autoptr (HopsoRecord) wanted = make_version (paper, posting->asked);
  if (hopso_paper_is_state_secret (HOPSO_PAPER (wanted)))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, wanted, error);
  if (written == NULL ||
      !hopso_server_session_add_version (session, written, actor.person, error) ||
      !mark_signed (session, sign_request, error) ||
      !hopso_server_session_audit (session, &actor, "sign", hopso_record_get_id (written),
                                   posting->asked->digest, error))
    return NULL;

  g_autoptr (JsonObject) object = hopso_wire_record_to_json (written);
  g_autoptr (GBytes) body = hopso_wire_print (object);
  return hopso_server_reply_new (SOUP_STATUS_CREATED, hopso_record_get_etag (written), body);
}

/* On the uploads' thread. */
static void
compare (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  HopsoServerRequest *request = task_data;
  const Posting *posting = request->extra;
  g_autoptr (GError) error = NULL;
  gboolean is_prefix;

  if (hopso_server_blob_is_prefix (hopso_server_store_get_folder (request->api->store),
                                   posting->base, posting->asked->digest, &is_prefix, &error))
    g_task_return_boolean (task, is_prefix);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HopsoServerRequest *request = user_data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    hopso_server_request_run (request, work_write, TRUE, NULL);
  else if (error != NULL)
    hopso_server_request_answer_error (request, error);
  else
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_NOT_A_CONTINUATION, NULL);
}

static void
checked (HopsoServerRequest *request, HopsoServerReply *reply)
{
  g_autoptr (GTask) task = g_task_new (request->api, NULL, compared_cb, request);

  g_task_set_source_tag (task, checked);
  g_task_set_task_data (task, request, NULL);
  hopso_queue_thread_push (request->api->uploads, task, compare);
}

/**
 * hopso_server_handle_version:
 * @request: (transfer full): POST /v1/papers/{id}/versions
 */
void
hopso_server_handle_version (HopsoServerRequest *request)
{
  Posting *posting = g_new0 (Posting, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &error);

  request->extra = posting;
  request->extra_free = posting_free;
  if (object != NULL)
    posting->asked = hopso_wire_version_from_json (object, &error);
  if (posting->asked == NULL)
    hopso_server_request_answer_problem (request, HOPSO_SERVER_PROBLEM_MALFORMED, error->message);
  else
    hopso_server_request_run (request, work_check, FALSE, checked);
}
