/* SPDX-License-Identifier: GPL-3.0-or-later */

/* POST of a version of a paper: signed, or instead of the current one. First transaction: may the
 * caller make it of this very version, and did they upload the bytes? Then the bytes of a signed
 * version are compared on the uploads' thread. Second transaction: the same questions again, and
 * the write. Main thread and the store's. */

#include "hopso-paper.h"
#include "hopso-server-audit.h"
#include "hopso-server-blobs.h"
#include "hopso-server-chain.h"
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

/* The chain whose turn it is the caller's. */
typedef struct
{
  HopsoRecord *sign_request; /* owned */
  GPtrArray *steps;          /* owned */
  gboolean is_extension; /* there is none: the caller's signature of before gets more evidence */
} Awaiting;

static void
awaiting_clear (Awaiting *awaiting)
{
  g_clear_object (&awaiting->sign_request);
  g_clear_pointer (&awaiting->steps, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Awaiting, awaiting_clear)

/* Takes over @one if the caller may sign for it now; @verdict says why not. */
static gboolean
try_request (HopsoServerSession *session,
             HopsoServerRequest *request,
             HopsoRecord *one,
             Awaiting *found,
             HopsoSignVerdict *verdict,
             GError **error)
{
  const HopsoSignAct act = { .type = HOPSO_SIGN_ACT_SIGN, .person = request->caller->person };
  g_autoptr (GPtrArray) steps = hopso_server_chain_load (session, one, error);
  g_autoptr (GPtrArray) records = NULL;

  if (steps == NULL)
    return FALSE;
  records = hopso_sign_chain_act (one, steps, &act, verdict);
  if (records != NULL)
    {
      found->sign_request = g_object_ref (one);
      found->steps = g_steal_pointer (&steps);
    }
  return TRUE;
}

/* A timestamp may come days after the signature; the bytes in front of it stay as they are. */
static gboolean
has_signed (GPtrArray *requests, const char *person)
{
  for (guint i = 0; i < requests->len; i++)
    {
      const char *const *ids = hopso_sign_request_get_signed (requests->pdata[i]);

      if (ids != NULL && g_strv_contains (ids, person))
        return TRUE;
    }
  return FALSE;
}

/* The request that waits for the caller's signature: the one that is named, or the first. */
static gboolean
find_sign_request (HopsoServerSession *session,
                   HopsoServerRequest *request,
                   Awaiting *found,
                   GError **error)
{
  const Posting *posting = request->extra;
  const char *wanted = posting->asked->sign_request;
  HopsoSignVerdict verdict = HOPSO_SIGN_VERDICT_FORBIDDEN;
  g_autoptr (GPtrArray) all = hopso_server_session_list (session, HOPSO_KIND_SIGN_REQUEST, "paper",
                                                         request->params[0], error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len && found->sign_request == NULL; i++)
    if ((wanted == NULL || strcmp (wanted, hopso_record_get_id (all->pdata[i])) == 0) &&
        !try_request (session, request, all->pdata[i], found, &verdict, error))
      return FALSE;
  found->is_extension =
      found->sign_request == NULL && wanted == NULL && has_signed (all, request->caller->person);
  if (found->sign_request != NULL || found->is_extension)
    return TRUE;
  hopso_server_chain_refuse (request, wanted == NULL ? HOPSO_SIGN_VERDICT_FORBIDDEN : verdict,
                             error);
  return FALSE;
}

static gboolean
check_replacer (HopsoServerSession *session,
                HopsoServerRequest *request,
                HopsoRecord *paper,
                GError **error)
{
  gboolean may;

  if (!hopso_server_chain_prepares (session, request->caller->person, paper, &may, error))
    return FALSE;
  if (!may)
    hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_FORBIDDEN, NULL, error);
  return may;
}

/* The paper, if the caller sees it, means this version of it and uploaded the bytes. */
static HopsoRecord *
check (HopsoServerSession *session, HopsoServerRequest *request, Awaiting *awaiting, GError **error)
{
  const Posting *posting = request->extra;
  g_autoptr (HopsoRecord) paper =
      hopso_server_request_get_seen (request, session, HOPSO_KIND_PAPER, request->params[0], error);
  gboolean owns;
  guint64 size;

  if (paper == NULL)
    return NULL;
  if (strcmp (request->if_match, hopso_record_get_etag (paper)) != 0)
    return (HopsoRecord *) hopso_server_request_refuse_stale (request, paper, error);
  if (!(posting->asked->replaces ? check_replacer (session, request, paper, error)
                                 : find_sign_request (session, request, awaiting, error)) ||
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
  g_auto (Awaiting) awaiting = { 0 };
  g_autoptr (HopsoRecord) paper = check (session, request, &awaiting, error);
  Posting *posting = request->extra;

  if (paper == NULL)
    return NULL;
  posting->base = g_strdup (hopso_paper_get_digest (HOPSO_PAPER (paper)));
  return hopso_server_reply_new (0, NULL, NULL);
}

static HopsoRecord *
make_version (HopsoRecord *paper, const HopsoWireVersion *asked, gboolean is_extension)
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
                                    asked->replaces ? 0
                                    : is_extension  ? hopso_paper_get_signatures (old)
                                                    : hopso_paper_get_signatures (old) + 1);
  return hopso_record_builder_end (builder);
}

static gboolean
mark_signed (HopsoServerSession *session,
             const HopsoServerActor *actor,
             const Awaiting *awaiting,
             const char *digest,
             GError **error)
{
  const HopsoSignAct act = { .type = HOPSO_SIGN_ACT_SIGN,
                             .person = actor->person,
                             .digest = digest,
                             .now = hopso_server_session_get_now (session) };
  HopsoSignVerdict verdict;
  g_autoptr (GPtrArray) records =
      hopso_sign_chain_act (awaiting->sign_request, awaiting->steps, &act, &verdict);
  g_autoptr (HopsoRecord) written = NULL;

  g_assert (records != NULL); /* it was looked for in this transaction */
  written = hopso_server_chain_put (session, records, error);
  return written != NULL &&
         hopso_server_session_audit (session, actor, "sign-step", hopso_record_get_id (written),
                                     digest, error);
}

static HopsoServerReply *
work_write (HopsoServerSession *session, HopsoServerRequest *request, GError **error)
{
  const HopsoServerActor actor = hopso_server_request_get_actor (request);
  const Posting *posting = request->extra;
  gboolean is_replaced = posting->asked->replaces;
  g_auto (Awaiting) awaiting = { 0 };
  g_autoptr (HopsoRecord) paper = check (session, request, &awaiting, error);

  if (paper == NULL)
    return NULL;
  /* The entity tag is the same as before the comparison, so the digest is. */
  g_assert (is_replaced ||
            g_strcmp0 (hopso_paper_get_digest (HOPSO_PAPER (paper)), posting->base) == 0);

  g_autoptr (HopsoRecord) wanted = make_version (paper, posting->asked, awaiting.is_extension);
  if (hopso_paper_is_state_secret (HOPSO_PAPER (wanted)))
    return hopso_server_request_refuse (request, HOPSO_SERVER_PROBLEM_STATE_SECRET, NULL, error);
  g_autoptr (HopsoRecord) written = hopso_server_session_put (session, wanted, error);
  if (written == NULL ||
      !hopso_server_session_add_version (session, written, actor.person, error) ||
      !hopso_server_session_audit (session, &actor,
                                   is_replaced             ? "replace"
                                   : awaiting.is_extension ? "extend"
                                                           : "sign",
                                   hopso_record_get_id (written), posting->asked->digest, error) ||
      (!is_replaced && !awaiting.is_extension &&
       !mark_signed (session, &actor, &awaiting, posting->asked->digest, error)) ||
      !hopso_server_chain_follow (session, &actor, written, !is_replaced, error))
    return NULL;
  return hopso_server_reply_new_record (SOUP_STATUS_CREATED, written);
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
  else if (posting->asked->replaces)
    hopso_server_request_run (request, work_write, TRUE, NULL);
  else
    hopso_server_request_run (request, work_check, FALSE, checked);
}
