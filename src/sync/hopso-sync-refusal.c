/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes that the server did not take: they stay in the outbox, where they are not sent any more,
 * until the person has seen why. The functions of a session run inside its transaction. */

#include "hopso-sync-discard.h"

#include "hopso-local-change.h"

#include <glib/gi18n-lib.h>

/**
 * hopso_sync_refusal_new:
 * @entry: of the outbox, kept for a person
 *
 * Returns: (transfer full): what people want to know of it
 */
HopsoSyncRefusal *
hopso_sync_refusal_new (const HopsoOutboxEntry *entry)
{
  HopsoSyncRefusal *self = g_new0 (HopsoSyncRefusal, 1);

  self->entry = entry->id;
  self->kind = entry->kind;
  self->id = g_strdup (entry->record);
  self->is_signature = g_str_equal (entry->operation, HOPSO_CHANGE_KEPT);
  self->reason =
      g_strdup (entry->last_error != NULL ? entry->last_error : _ ("The server did not take it."));
  return self;
}

/**
 * hopso_sync_refusal_free:
 * @self: (transfer full): a refusal
 */
void
hopso_sync_refusal_free (HopsoSyncRefusal *self)
{
  g_free (self->id);
  g_free (self->reason);
  g_free (self);
}

static gboolean
discard (HopsoStoreSession *session, gint64 entry_id, const char *paper, GError **error)
{
  g_autoptr (GPtrArray) outbox = hopso_store_session_outbox_list (session, error);

  if (outbox == NULL)
    return FALSE;
  for (guint i = 0; i < outbox->len; i++)
    {
      const HopsoOutboxEntry *entry = outbox->pdata[i];
      gboolean is_meant = paper == NULL ? entry->id == entry_id
                                        : g_str_equal (entry->operation, HOPSO_CHANGE_KEPT) &&
                                              g_str_equal (entry->record, paper);

      if (is_meant && !hopso_local_change_is_sendable (entry) &&
          !hopso_store_session_outbox_remove (session, entry->id, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_sync_refusal_discard:
 * @session: a writing transaction
 * @entry: a number; one that waits to be sent is left alone
 *
 * Forgets a refused change. The bytes of a signed version go when nothing else names them.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_sync_refusal_discard (HopsoStoreSession *session, gint64 entry, GError **error)
{
  return discard (session, entry, NULL, error);
}

/**
 * hopso_sync_refusal_discard_signatures:
 * @session: a writing transaction
 * @paper: the id of a paper that was signed anew
 *
 * Forgets its refused signatures.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_sync_refusal_discard_signatures (HopsoStoreSession *session,
                                       const char *paper,
                                       GError **error)
{
  return discard (session, 0, paper, error);
}
