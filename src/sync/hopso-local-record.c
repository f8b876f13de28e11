/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A record of this machine together with what is to be sent of it, both or neither. What was never
 * sent is made one: a record that was changed twice is sent once, one that was made and removed
 * again not at all. What was sent once stays as it is until its answer is known. Inside a
 * transaction of the store. */

#include "hopso-local-change-private.h"

#include "hopso-paper.h"

/* The last change of the record that waits for the server; NULL: none. */
static HopsoOutboxEntry *
find_last (GPtrArray *outbox, HopsoRecord *record)
{
  for (guint i = outbox->len; i > 0; i--)
    {
      HopsoOutboxEntry *entry = outbox->pdata[i - 1];

      if (hopso_local_change_is_sendable (entry) &&
          entry->kind == hopso_record_get_kind (record)->id &&
          g_str_equal (entry->record, hopso_record_get_id (record)))
        return entry;
    }
  return NULL;
}

static gboolean
is_unsent (const HopsoOutboxEntry *entry, const char *operation)
{
  return entry != NULL && entry->attempts == 0 && hopso_local_change_is (entry, operation);
}

/* Whether @record names another one that is only made by a change after @entry. */
static gboolean
needs_later (GPtrArray *outbox, const HopsoOutboxEntry *entry, HopsoRecord *record)
{
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *later = outbox->pdata[i];
      const HopsoKind *kind = hopso_record_get_kind (record);

      if (later->id <= entry->id || !hopso_local_change_is (later, HOPSO_CHANGE_CREATE))
        continue;
      for (guint n = 0; n < kind->n_fields; n++)
        if (kind->fields[n].type == HOPSO_FIELD_STRING &&
            g_strcmp0 (hopso_record_get_string (record, n), later->record) == 0)
          return TRUE;
    }
  return FALSE;
}

/* A new paper, or one whose bytes are others now, goes out after them. */
static void
name_blob (HopsoOutboxEntry *entry, HopsoRecord *before, HopsoRecord *after)
{
  if (!HOPSO_IS_PAPER (after) || entry->scope == NULL)
    return;
  if (before != NULL && hopso_record_field_equal (before, after, HOPSO_PAPER_DIGEST) &&
      hopso_record_field_equal (before, after, HOPSO_PAPER_ORIGINAL))
    return;
  g_free (entry->digest);
  entry->digest = g_strdup (hopso_paper_get_digest (HOPSO_PAPER (after)));
}

static gboolean
add_patch (HopsoStoreSession *session,
           const char *scope,
           HopsoRecord *base,
           HopsoRecord *changed,
           GError **error)
{
  g_autoptr (HopsoOutboxEntry) entry = hopso_local_change_new_patch (base, changed);

  if (entry == NULL)
    return TRUE;
  entry->scope = g_strdup (scope);
  name_blob (entry, base, changed);
  return hopso_store_session_outbox_add (session, entry, error);
}

static gboolean
widen_patch (HopsoStoreSession *session,
             HopsoOutboxEntry *unsent,
             HopsoRecord *changed,
             GError **error)
{
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (unsent, error);
  g_autoptr (JsonObject) patch = NULL;

  if (change == NULL)
    return FALSE;
  patch = hopso_wire_patch_to_json (change->base, changed);
  if (json_object_get_size (patch) == 0)
    return hopso_store_session_outbox_remove (session, unsent->id, error);
  hopso_local_change_rewrite (unsent, change->base, patch);
  name_blob (unsent, change->base, changed);
  return hopso_store_session_outbox_update (session, unsent, error);
}

/* What is sent to make @record: the server has no state of it. */
static void
write_create (HopsoOutboxEntry *entry, HopsoRecord *record)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (record);
  g_autoptr (HopsoRecord) bare = NULL;
  g_autoptr (JsonObject) content = NULL;

  hopso_record_builder_set_etag (builder, NULL);
  bare = hopso_record_builder_end (builder);
  content = hopso_wire_record_to_json (bare);
  hopso_local_change_rewrite (entry, bare, content);
  name_blob (entry, NULL, bare);
}

/**
 * hopso_local_change_new_create:
 * @scope: the id of the meeting whose changes keep their order
 * @record: a record that the server does not have
 *
 * Returns: (transfer full): an entry for the outbox
 */
HopsoOutboxEntry *
hopso_local_change_new_create (const char *scope, HopsoRecord *record)
{
  HopsoOutboxEntry *entry = hopso_outbox_entry_new (
      hopso_record_get_kind (record)->id, hopso_record_get_id (record), HOPSO_CHANGE_CREATE);

  entry->scope = g_strdup (scope);
  write_create (entry, record);
  return entry;
}

static gboolean
store_existing (HopsoStoreSession *session,
                const char *scope,
                HopsoRecord *stored,
                HopsoRecord *changed,
                GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  HopsoOutboxEntry *last = outbox != NULL ? find_last (outbox, changed) : NULL;
  gboolean is_done;

  if (outbox == NULL)
    return FALSE;
  if (last != NULL && needs_later (outbox, last, changed))
    last = NULL;
  if (is_unsent (last, HOPSO_CHANGE_CREATE))
    {
      write_create (last, changed);
      is_done = hopso_store_session_outbox_update (session, last, error);
    }
  else if (is_unsent (last, HOPSO_CHANGE_PATCH))
    is_done = widen_patch (session, last, changed, error);
  else
    is_done = add_patch (session, scope, stored, changed, error);
  return is_done && hopso_store_session_put (session, changed, error);
}

/* Brought back before anybody heard that it was removed: then it is merely changed, if at all. */
static gboolean
keep_after_all (HopsoStoreSession *session,
                const char *scope,
                const HopsoOutboxEntry *removal,
                HopsoRecord *record,
                GError **error)
{
  g_autoptr (HopsoLocalChange) change = hopso_local_change_read (removal, error);
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autoptr (HopsoRecord) kept = NULL;
  HopsoRecord *there;

  if (change == NULL)
    return FALSE;
  there = change->heard != NULL ? change->heard : change->base;
  builder = hopso_record_builder_new_from (there);
  for (guint i = 0; i < hopso_record_get_kind (record)->n_fields; i++)
    if (!hopso_record_field_equal (change->base, record, i))
      hopso_record_builder_copy_field (builder, record, i);
  kept = hopso_record_builder_end (builder);
  return hopso_store_session_outbox_remove (session, removal->id, error) &&
         add_patch (session, scope, there, kept, error) &&
         hopso_store_session_put (session, kept, error);
}

static gboolean
store_new (HopsoStoreSession *session, const char *scope, HopsoRecord *record, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  g_autoptr (HopsoOutboxEntry) entry = NULL;
  HopsoOutboxEntry *last;

  if (outbox == NULL)
    return FALSE;
  last = find_last (outbox, record);
  if (is_unsent (last, HOPSO_CHANGE_DESTROY))
    return keep_after_all (session, scope, last, record, error);
  entry = hopso_local_change_new_create (scope, record);
  return hopso_store_session_outbox_add (session, entry, error) &&
         hopso_store_session_put (session, record, error);
}

/**
 * hopso_local_change_store:
 * @session: a writing transaction
 * @changed: a record of the store as it shall be
 *
 * Puts the record, and what is to be sent of it, into the store, both or neither.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_local_change_store (HopsoStoreSession *session, HopsoRecord *changed, GError **error)
{
  g_autoptr (HopsoRecord) stored = hopso_store_session_get (
      session, hopso_record_get_kind (changed)->id, hopso_record_get_id (changed), error);

  return stored != NULL && store_existing (session, NULL, stored, changed, error);
}

/**
 * hopso_local_change_compose:
 * @session: a writing transaction
 * @scope: the id of the meeting that is composed: its changes keep their order
 * @changed: a record as it shall be; it may be new
 *
 * Puts the record, and what is to be sent of it, into the store, both or neither.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_local_change_compose (HopsoStoreSession *session,
                            const char *scope,
                            HopsoRecord *changed,
                            GError **error)
{
  GError *local = NULL;
  g_autoptr (HopsoRecord) stored = hopso_store_session_get (
      session, hopso_record_get_kind (changed)->id, hopso_record_get_id (changed), &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return stored != NULL ? store_existing (session, scope, stored, changed, error)
                        : store_new (session, scope, changed, error);
}

/* Forgets the changes of @record that nobody heard of. Sets what the removal stands on, NULL: the
 * server never heard of the record. */
static gboolean
drop_unsent (HopsoStoreSession *session, HopsoRecord *record, HopsoRecord **base, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);
  HopsoOutboxEntry *last;

  if (outbox == NULL)
    return FALSE;
  *base = g_object_ref (record);
  while ((last = find_last (outbox, record)) != NULL &&
         (is_unsent (last, HOPSO_CHANGE_PATCH) || is_unsent (last, HOPSO_CHANGE_CREATE)))
    {
      g_autoptr (HopsoLocalChange) change = hopso_local_change_read (last, error);
      gboolean is_create = hopso_local_change_is (last, HOPSO_CHANGE_CREATE);

      if (change == NULL || !hopso_store_session_outbox_remove (session, last->id, error))
        return FALSE;
      g_clear_object (base);
      *base = is_create ? NULL : g_object_ref (change->base);
      g_ptr_array_remove (outbox, last);
    }
  return TRUE;
}

/**
 * hopso_local_change_remove:
 * @session: a writing transaction
 * @scope: the id of the meeting that is composed
 * @removed: a record of the store
 *
 * Takes the record out of the store, and remembers to tell the server if it knows of it.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_local_change_remove (HopsoStoreSession *session,
                           const char *scope,
                           HopsoRecord *removed,
                           GError **error)
{
  g_autoptr (HopsoRecord) base = NULL;
  g_autoptr (JsonObject) nothing = json_object_new ();

  if (!drop_unsent (session, removed, &base, error))
    return FALSE;
  if (base != NULL)
    {
      g_autoptr (HopsoOutboxEntry) entry = hopso_outbox_entry_new (
          hopso_record_get_kind (removed)->id, hopso_record_get_id (removed), HOPSO_CHANGE_DESTROY);

      hopso_local_change_rewrite (entry, base, nothing);
      entry->scope = g_strdup (scope);
      if (!hopso_store_session_outbox_add (session, entry, error))
        return FALSE;
    }
  return hopso_store_session_delete (session, hopso_record_get_kind (removed)->id,
                                     hopso_record_get_id (removed), FALSE, error);
}
