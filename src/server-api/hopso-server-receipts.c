/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which papers of a meeting have reached a person, and which were opened. One record for each
 * person and meeting, which only grows, so that it may be said again and in any order. The store's
 * threads. */

#include "hopso-server-request.h"

#include "hopso-paper.h"
#include "hopso-receipt.h"
#include "hopso-server-sight.h"
#include "hopso-wire-people.h"

/* Current versions of the meeting's papers that the person sees. Of others nobody is told. */
static gboolean
collect_digests (HopsoServerSession *session,
                 const char *person,
                 const char *meeting,
                 GHashTable *digests,
                 GError **error)
{
  g_autoptr (GPtrArray) papers =
      hopso_server_session_list (session, HOPSO_KIND_PAPER, "meeting", meeting, error);

  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      gboolean may_see;

      if (!hopso_server_session_may_see (session, person, hopso_record_get_id (papers->pdata[i]),
                                         &may_see, error))
        return FALSE;
      if (may_see)
        g_hash_table_add (digests, g_strdup (hopso_paper_get_digest (papers->pdata[i])));
    }
  return papers != NULL;
}

/* @said that is known and not in @kept yet, after it; NULL when there is nothing new. */
static GStrv
merge (const char *const *kept, GPtrArray *said, GHashTable *known)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean is_new = FALSE;

  for (guint i = 0; kept != NULL && kept[i] != NULL; i++)
    g_strv_builder_add (builder, kept[i]);
  for (guint i = 0; i < said->len; i++)
    if (g_hash_table_contains (known, said->pdata[i]) &&
        (kept == NULL || !g_strv_contains (kept, said->pdata[i])))
      {
        g_strv_builder_add (builder, said->pdata[i]);
        is_new = TRUE;
      }
  return is_new ? g_strv_builder_end (builder) : NULL;
}

static HopsoRecord *
make_empty (const char *id, const char *meeting, const char *person)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_RECEIPT, id);

  hopso_record_builder_set_string (builder, HOPSO_RECEIPT_MEETING, meeting);
  hopso_record_builder_set_string (builder, HOPSO_RECEIPT_PERSON, person);
  return hopso_record_builder_end (builder);
}

/* NULL when nothing is new. Who has read a paper has received it. */
static HopsoRecord *
add (HopsoRecord *old, const HopsoWireReceipts *said, GHashTable *known)
{
  HopsoReceipt *receipt = HOPSO_RECEIPT (old);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (old);
  g_auto (GStrv) received = NULL;
  g_auto (GStrv) read = NULL;

  for (guint i = 0; i < said->read->len; i++)
    hopso_wire_receipts_add (said->received, said->read->pdata[i]);
  received = merge (hopso_receipt_get_received (receipt), said->received, known);
  read = merge (hopso_receipt_get_read (receipt), said->read, known);
  if (received != NULL)
    hopso_record_builder_set_strings (builder, HOPSO_RECEIPT_RECEIVED,
                                      (const char *const *) received);
  if (read != NULL)
    hopso_record_builder_set_strings (builder, HOPSO_RECEIPT_READ, (const char *const *) read);
  return received != NULL || read != NULL ? hopso_record_builder_end (builder) : NULL;
}

static gboolean
write_receipts (HopsoServerSession *session,
                const char *person,
                const char *meeting,
                const HopsoWireReceipts *said,
                GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *id = hopso_receipt_make_id (meeting, person);
  g_autoptr (HopsoRecord) old = NULL;
  g_autoptr (HopsoRecord) wanted = NULL;
  g_autoptr (HopsoRecord) written = NULL;
  gboolean is_there;

  if (!collect_digests (session, person, meeting, known, error) ||
      !hopso_server_session_has_object (session, id, &is_there, error))
    return FALSE;
  if (is_there)
    old = hopso_server_session_get (session, HOPSO_KIND_RECEIPT, id, NULL);
  if (old == NULL)
    old = make_empty (id, meeting, person);
  wanted = add (old, said, known);
  if (wanted == NULL)
    return TRUE;
  written = hopso_server_session_put (session, wanted, error);
  return written != NULL;
}

/**
 * hopso_server_work_receipts:
 *
 * POST /v1/meetings/{id}/receipts.
 *
 * Returns: (transfer full): the reply, or %NULL with @error
 */
HopsoServerReply *
hopso_server_work_receipts (HopsoServerSession *session,
                            HopsoServerRequest *request,
                            GError **error)
{
  g_autoptr (HopsoRecord) meeting = hopso_server_request_get_seen (
      request, session, HOPSO_KIND_MEETING, request->params[0], error);
  g_autoptr (HopsoWireReceipts) said = NULL;
  g_autoptr (GError) failure = NULL;

  if (meeting == NULL)
    return NULL;

  g_autoptr (JsonObject) object = hopso_server_request_parse (request, &failure);
  if (object != NULL)
    said = hopso_wire_receipts_from_json (object, &failure);
  if (said == NULL)
    return hopso_server_request_refuse_wire (request, failure, error);
  if (!write_receipts (session, request->caller->person, request->params[0], said, error))
    return NULL;
  return hopso_server_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
