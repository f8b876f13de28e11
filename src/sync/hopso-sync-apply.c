/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Carries out the steps of a plan inside one transaction of the store. On the store's thread. */

#include "hopso-sync-apply-private.h"

#include "hopso-sync-plan.h"

static gboolean
apply_step (HopsoStoreSession *session, HopsoSyncStep *step, GError **error)
{
  switch (step->type)
    {
    case HOPSO_SYNC_STEP_PUT:
      return hopso_store_session_put (session, step->record, error);
    case HOPSO_SYNC_STEP_DELETE:
      return hopso_store_session_delete (session, step->kind, step->id, step->purge, error);
    case HOPSO_SYNC_STEP_ADD:
      return hopso_store_session_outbox_add (session, step->entry, error);
    case HOPSO_SYNC_STEP_UPDATE:
      return hopso_store_session_outbox_update (session, step->entry, error);
    case HOPSO_SYNC_STEP_REMOVE:
      return hopso_store_session_outbox_remove (session, step->entry->id, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
hopso_sync_apply (HopsoStoreSession *session, GPtrArray *plan, GError **error)
{
  for (guint i = 0; i < plan->len; i++)
    if (!apply_step (session, plan->pdata[i], error))
      return FALSE;
  return TRUE;
}
