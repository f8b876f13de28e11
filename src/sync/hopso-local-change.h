/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"
#include "hopso-wire-record.h"

G_BEGIN_DECLS

/* What outbox entries ask for. */
#define HOPSO_CHANGE_PATCH       "patch"        /* a merge patch of a record */
#define HOPSO_CHANGE_VERSION     "version"      /* a signed version of a paper */
#define HOPSO_CHANGE_ACKNOWLEDGE "acknowledge"  /* an object was erased as asked */
#define HOPSO_CHANGE_KEPT        "version-kept" /* signed, but for a version that is not current */
#define HOPSO_CHANGE_REFUSED     "patch-kept" /* taken back; people are told until they have seen */

/**
 * HopsoLocalChange:
 * @base: (owned) (nullable): the record as the server had it when the change was made
 * @content: (owned) (nullable): the merge patch, or the new version
 *
 * What an outbox entry holds, read. A plain struct.
 */
typedef struct
{
  HopsoRecord *base;
  JsonObject *content;
} HopsoLocalChange;

HopsoLocalChange *hopso_local_change_read (const HopsoOutboxEntry *entry, GError **error);
void hopso_local_change_free (HopsoLocalChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoLocalChange, hopso_local_change_free)

HopsoOutboxEntry *hopso_local_change_new_patch (HopsoRecord *base, HopsoRecord *changed);
HopsoOutboxEntry *
hopso_local_change_new_version (HopsoRecord *paper, JsonObject *version, const char *digest);
HopsoOutboxEntry *hopso_local_change_new_acknowledgement (HopsoKindId kind, const char *id);
void hopso_local_change_rewrite (HopsoOutboxEntry *entry, HopsoRecord *base, JsonObject *content);
gboolean hopso_local_change_is_sendable (const HopsoOutboxEntry *entry);
gint64 hopso_local_change_get_wait (const HopsoOutboxEntry *entry, gint64 now);

gboolean
hopso_local_change_store (HopsoStoreSession *session, HopsoRecord *changed, GError **error);

G_END_DECLS
