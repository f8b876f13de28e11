/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes made on this machine, as the outbox keeps them: beside what is to be sent stands the
 * record as it was, so that a refusal for being late can be merged field by field. Pure, but for
 * hopso_local_change_store_act(), which runs inside a transaction of the store. */

#include "hopso-local-change-private.h"

#define MAX_SIZE     (4 * 1024 * 1024)
#define LONGEST_WAIT 3600

/**
 * hopso_local_change_free:
 * @self: (transfer full): a change
 */
void
hopso_local_change_free (HopsoLocalChange *self)
{
  g_clear_object (&self->base);
  g_clear_object (&self->heard);
  g_clear_pointer (&self->content, json_object_unref);
  g_free (self);
}

/* The body of an entry; NULL when it has none or it was not written by us. */
JsonObject *
hopso_local_change_parse (const HopsoOutboxEntry *entry, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (entry->body == NULL)
    return NULL;
  bytes = g_bytes_new_static (entry->body, strlen (entry->body));
  return hopso_wire_parse_object (bytes, MAX_SIZE, error);
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * hopso_local_change_read:
 * @entry: an entry of the outbox
 *
 * Returns: (transfer full): what it holds, or %NULL with @error when it was not written by us
 */
HopsoLocalChange *
hopso_local_change_read (const HopsoOutboxEntry *entry, GError **error)
{
  g_autoptr (HopsoLocalChange) self = g_new0 (HopsoLocalChange, 1);
  g_autoptr (JsonObject) object = NULL;
  JsonObject *base;
  JsonObject *content;
  JsonObject *heard;

  if (entry->body == NULL)
    return g_steal_pointer (&self);
  object = hopso_local_change_parse (entry, error);
  if (object == NULL)
    return NULL;
  base = get_object (object, "base");
  content = get_object (object, "content");
  if (base == NULL || content == NULL)
    {
      g_set_error_literal (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_MISSING,
                           "A waiting change is incomplete");
      return NULL;
    }
  self->base = hopso_wire_record_from_json (base, entry->kind, error);
  if (self->base == NULL)
    return NULL;
  self->content = json_object_ref (content);
  heard = get_object (object, "heard");
  if (heard != NULL)
    self->heard = hopso_wire_record_from_json (heard, entry->kind, NULL);
  return g_steal_pointer (&self);
}

/**
 * hopso_local_change_set_heard:
 * @entry: an entry that was sent, and of which it is not known whether it arrived
 * @record: its record, as the server tells of it now
 */
void
hopso_local_change_set_heard (HopsoOutboxEntry *entry, HopsoRecord *record)
{
  g_autoptr (JsonObject) object = hopso_local_change_parse (entry, NULL);

  if (object == NULL)
    return;
  json_object_set_object_member (object, "heard", hopso_wire_record_to_json (record));
  g_free (entry->body);
  entry->body = hopso_wire_print_string (object);
}

/**
 * hopso_local_change_rewrite:
 * @entry: an entry
 * @base: the record as the server has it
 * @content: what is to be sent
 *
 * Puts the change on another base.
 */
void
hopso_local_change_rewrite (HopsoOutboxEntry *entry, HopsoRecord *base, JsonObject *content)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonObject) old = hopso_local_change_parse (entry, NULL);

  json_object_set_object_member (object, "base", hopso_wire_record_to_json (base));
  json_object_set_object_member (object, "content", json_object_ref (content));
  if (old != NULL && json_object_has_member (old, "shows"))
    json_object_set_member (object, "shows",
                            json_node_copy (json_object_get_member (old, "shows")));
  g_free (entry->body);
  entry->body = hopso_wire_print_string (object);
  g_free (entry->base_etag);
  entry->base_etag = g_strdup (hopso_record_get_etag (base));
}

/**
 * hopso_local_change_new_patch:
 * @base: the record as the server has it
 * @changed: the same as it shall be
 *
 * Returns: (transfer full) (nullable): an entry for the outbox; %NULL when nothing changed
 */
HopsoOutboxEntry *
hopso_local_change_new_patch (HopsoRecord *base, HopsoRecord *changed)
{
  g_autoptr (JsonObject) patch = hopso_wire_patch_to_json (base, changed);
  HopsoOutboxEntry *entry;

  if (json_object_get_size (patch) == 0)
    return NULL;
  entry = hopso_outbox_entry_new (hopso_record_get_kind (base)->id, hopso_record_get_id (base),
                                  HOPSO_CHANGE_PATCH);
  hopso_local_change_rewrite (entry, base, patch);
  return entry;
}

/**
 * hopso_local_change_new_version:
 * @paper: the paper as the server has it
 * @version: the body of the request
 * @digest: of the new version, whose bytes are in the blob cache
 *
 * Returns: (transfer full): an entry for the outbox
 */
HopsoOutboxEntry *
hopso_local_change_new_version (HopsoRecord *paper, JsonObject *version, const char *digest)
{
  HopsoOutboxEntry *entry =
      hopso_outbox_entry_new (HOPSO_KIND_PAPER, hopso_record_get_id (paper), HOPSO_CHANGE_VERSION);

  hopso_local_change_rewrite (entry, paper, version);
  entry->digest = g_strdup (digest);
  return entry;
}

/**
 * hopso_local_change_new_act:
 * @base: a sign request as it is, or as it is submitted
 * @operation: submit, return, delegate or withdraw
 * @content: the body of the request
 *
 * Returns: (transfer full): an entry for the outbox
 */
HopsoOutboxEntry *
hopso_local_change_new_act (HopsoRecord *base, const char *operation, JsonObject *content)
{
  HopsoOutboxEntry *entry = hopso_outbox_entry_new (hopso_record_get_kind (base)->id,
                                                    hopso_record_get_id (base), operation);

  hopso_local_change_rewrite (entry, base, content);
  return entry;
}

/**
 * hopso_local_change_is_act:
 *
 * Returns: whether @entry does something to a sign request or an invitation that a merge patch
 *   cannot say
 */
gboolean
hopso_local_change_is_act (const HopsoOutboxEntry *entry)
{
  static const char *const acts[] = { HOPSO_CHANGE_SUBMIT,
                                      HOPSO_CHANGE_RETURN,
                                      HOPSO_CHANGE_DELEGATE,
                                      HOPSO_CHANGE_WITHDRAW,
                                      HOPSO_CHANGE_SUBSTITUTE,
                                      HOPSO_CHANGE_REVIEW,
                                      NULL };

  return g_strv_contains (acts, entry->operation) || hopso_local_change_is_course (entry);
}

/**
 * hopso_local_change_is_course:
 *
 * Returns: whether @entry does something to a meeting as a whole
 */
gboolean
hopso_local_change_is_course (const HopsoOutboxEntry *entry)
{
  static const char *const acts[] = { HOPSO_CHANGE_PUBLISH, HOPSO_CHANGE_REVISE,
                                      HOPSO_CHANGE_POSTPONE, HOPSO_CHANGE_CANCEL, NULL };

  return g_strv_contains (acts, entry->operation);
}

/**
 * hopso_local_change_store_act:
 * @session: a writing transaction
 * @entry: what is to be sent
 * @records: (element-type HopsoRecord): the records of the store as they shall be shown
 *
 * Puts the records, and what is to be sent, into the store, all or nothing.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_local_change_store_act (HopsoStoreSession *session,
                              HopsoOutboxEntry *entry,
                              GPtrArray *records,
                              GError **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *after = records->pdata[i];
      g_autoptr (HopsoRecord) before = hopso_store_session_get (
          session, hopso_record_get_kind (after)->id, hopso_record_get_id (after), NULL);

      hopso_local_effect_add (entry, before, after);
      if (!hopso_store_session_put (session, after, error))
        return FALSE;
    }
  return hopso_store_session_outbox_add (session, entry, error);
}

/**
 * hopso_local_change_new_acknowledgement:
 * @kind: of an object that was erased
 * @id: of the object
 *
 * Returns: (transfer full): an entry for the outbox
 */
HopsoOutboxEntry *
hopso_local_change_new_acknowledgement (HopsoKindId kind, const char *id)
{
  return hopso_outbox_entry_new (kind, id, HOPSO_CHANGE_ACKNOWLEDGE);
}

/**
 * hopso_local_change_is:
 * @operation: what may be asked for
 *
 * Returns: whether @entry asks for it
 */
gboolean
hopso_local_change_is (const HopsoOutboxEntry *entry, const char *operation)
{
  return g_str_equal (entry->operation, operation);
}

/**
 * hopso_local_change_is_sendable:
 *
 * Returns: whether @entry waits for the server, and not for a person
 */
gboolean
hopso_local_change_is_sendable (const HopsoOutboxEntry *entry)
{
  return !g_str_equal (entry->operation, HOPSO_CHANGE_KEPT) &&
         !g_str_equal (entry->operation, HOPSO_CHANGE_REFUSED);
}

/**
 * hopso_local_change_get_wait:
 * @now: the time, seconds since 1970-01-01T00:00:00Z
 *
 * Nothing is postponed for longer than an hour: what seems so was postponed by a clock that was
 * wrong, then or now.
 *
 * Returns: in how many seconds @entry may be sent, 0: now
 */
gint64
hopso_local_change_get_wait (const HopsoOutboxEntry *entry, gint64 now)
{
  gint64 wait = MAX (entry->not_before - now, 0);

  return wait <= LONGEST_WAIT ? wait : 0;
}
