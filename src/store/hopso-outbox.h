/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store-session.h"

G_BEGIN_DECLS

/**
 * HopsoOutboxEntry:
 * @id: its place in the order of sending; given by the outbox
 * @key: the UUID sent as Idempotency-Key; made by the outbox when %NULL
 * @kind: of the record
 * @record: the record's id
 * @operation: what is to be done: "patch", "version", …
 * @body: (nullable): JSON
 * @base_etag: (nullable): the record's ETag when the change was made
 * @digest: (nullable): SHA-256 of the blob that goes with it, lower-case hexadecimal
 * @created: when it was added, Unix seconds; 0 when added: now
 * @attempts: how often sending was tried
 * @not_before: when to try again, Unix seconds
 * @last_error: (nullable): why the last attempt failed, for people
 * @scope: (nullable): the id of the meeting whose changes are sent in the order in which they were
 *   made
 *
 * A change that was made here and that the server does not know yet. All strings are owned.
 */
typedef struct
{
  gint64 id;
  char *key;
  HopsoKindId kind;
  char *record;
  char *operation;
  char *body;
  char *base_etag;
  char *digest;
  gint64 created;
  guint attempts;
  gint64 not_before;
  char *last_error;
  char *scope;
} HopsoOutboxEntry;

HopsoOutboxEntry *
hopso_outbox_entry_new (HopsoKindId kind, const char *record, const char *operation);
HopsoOutboxEntry *hopso_outbox_entry_copy (const HopsoOutboxEntry *entry);
void hopso_outbox_entry_free (HopsoOutboxEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoOutboxEntry, hopso_outbox_entry_free)

gboolean hopso_store_session_outbox_add (HopsoStoreSession *session,
                                         HopsoOutboxEntry *entry,
                                         GError **error);
GPtrArray *hopso_store_session_outbox_list (HopsoStoreSession *session, GError **error);
gboolean hopso_store_session_outbox_update (HopsoStoreSession *session,
                                            const HopsoOutboxEntry *entry,
                                            GError **error);
gboolean hopso_store_session_outbox_remove (HopsoStoreSession *session, gint64 id, GError **error);
gint64 hopso_store_session_outbox_count (HopsoStoreSession *session, GError **error);

G_END_DECLS
