/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-store.h"
#include "hopso-wire-record.h"

G_BEGIN_DECLS

/* What outbox entries ask for. */
#define HOPSO_CHANGE_PATCH       "patch"        /* a merge patch of a record */
#define HOPSO_CHANGE_CREATE      "create"       /* a record that was made here, or brought back */
#define HOPSO_CHANGE_DESTROY     "destroy"      /* a record that was removed here */
#define HOPSO_CHANGE_VERSION     "version"      /* a signed version of a paper */
#define HOPSO_CHANGE_ACKNOWLEDGE "acknowledge"  /* an object was erased as asked */
#define HOPSO_CHANGE_SUBMIT      "submit"       /* a sign request with its steps */
#define HOPSO_CHANGE_RETURN      "return"       /* of a sign request by a signer */
#define HOPSO_CHANGE_DELEGATE    "delegate"     /* of a signer's step to another person */
#define HOPSO_CHANGE_WITHDRAW    "withdraw"     /* of a sign request by its requester */
#define HOPSO_CHANGE_SUBSTITUTE  "substitute"   /* of a participant: sent, accepted, … */
#define HOPSO_CHANGE_RECEIPTS    "receipts"     /* of papers of a meeting */
#define HOPSO_CHANGE_PUBLISH     "publish"      /* of a meeting, or of a change of one */
#define HOPSO_CHANGE_REVISE      "revise"       /* a published meeting: a change of it is begun */
#define HOPSO_CHANGE_POSTPONE    "postpone"     /* of a meeting */
#define HOPSO_CHANGE_CANCEL      "cancel"       /* of a meeting */
#define HOPSO_CHANGE_REVIEW      "review"       /* of a paper: asked for, given, refused */
#define HOPSO_CHANGE_KEPT        "version-kept" /* signed, but for a version that is not current */
#define HOPSO_CHANGE_REFUSED     "patch-kept" /* taken back; people are told until they have seen */

/**
 * HopsoLocalEffect:
 * @kind: of a record
 * @id: (owned): of the record
 * @before: (owned) (nullable): the record as the server has it; %NULL: it was made here
 * @patch: (owned) (nullable): what is shown on top of that until the change is known there
 * @is_removed: whether the change takes the record away instead
 * @is_heard: whether @before came from the server after the change was made
 *
 * What a change shows beside the record that it changes: the steps of a request, say.
 */
typedef struct
{
  HopsoKindId kind;
  char *id;
  HopsoRecord *before;
  JsonObject *patch;
  gboolean is_removed;
  gboolean is_heard;
} HopsoLocalEffect;

void hopso_local_effect_free (HopsoLocalEffect *self);
GPtrArray *hopso_local_effect_list (const HopsoOutboxEntry *entry);
void hopso_local_effect_add (HopsoOutboxEntry *entry, HopsoRecord *before, HopsoRecord *after);
HopsoRecord *hopso_local_effect_show (const HopsoOutboxEntry *entry, HopsoRecord *record);
void hopso_local_effect_add_removal (HopsoOutboxEntry *entry, HopsoRecord *before);
gboolean hopso_local_effect_hides (const HopsoOutboxEntry *entry, HopsoRecord *record);
gboolean hopso_local_effect_hear (HopsoOutboxEntry *entry,
                                  HopsoKindId kind,
                                  const char *id,
                                  HopsoRecord *record);

/**
 * HopsoLocalChange:
 * @base: (owned) (nullable): the record as the server had it when the change was made
 * @content: (owned) (nullable): the merge patch, or the new version
 * @heard: (owned) (nullable): the record as the server told of it since the change was sent first;
 *   if the change arrived then, this is newer than the answer to it
 *
 * What an outbox entry holds, read. A plain struct.
 */
typedef struct
{
  HopsoRecord *base;
  JsonObject *content;
  HopsoRecord *heard;
} HopsoLocalChange;

HopsoLocalChange *hopso_local_change_read (const HopsoOutboxEntry *entry, GError **error);
void hopso_local_change_free (HopsoLocalChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoLocalChange, hopso_local_change_free)

HopsoOutboxEntry *hopso_local_change_new_patch (HopsoRecord *base, HopsoRecord *changed);
HopsoOutboxEntry *
hopso_local_change_new_version (HopsoRecord *paper, JsonObject *version, const char *digest);
HopsoOutboxEntry *
hopso_local_change_new_act (HopsoRecord *base, const char *operation, JsonObject *content);
HopsoOutboxEntry *hopso_local_change_new_create (const char *scope, HopsoRecord *record);
HopsoOutboxEntry *hopso_local_change_new_acknowledgement (HopsoKindId kind, const char *id);
void hopso_local_change_set_heard (HopsoOutboxEntry *entry, HopsoRecord *record);
void hopso_local_change_rewrite (HopsoOutboxEntry *entry, HopsoRecord *base, JsonObject *content);
gboolean hopso_local_change_is_sendable (const HopsoOutboxEntry *entry);
gint64 hopso_local_change_get_wait (const HopsoOutboxEntry *entry, gint64 now);

gboolean hopso_local_change_is_course (const HopsoOutboxEntry *entry);
gboolean hopso_local_change_is_act (const HopsoOutboxEntry *entry);
gboolean hopso_local_change_store_act (HopsoStoreSession *session,
                                       HopsoOutboxEntry *entry,
                                       GPtrArray *records,
                                       GError **error);
gboolean
hopso_local_change_store (HopsoStoreSession *session, HopsoRecord *changed, GError **error);
gboolean hopso_local_change_compose (HopsoStoreSession *session,
                                     const char *scope,
                                     HopsoRecord *changed,
                                     GError **error);
gboolean hopso_local_change_remove (HopsoStoreSession *session,
                                    const char *scope,
                                    HopsoRecord *removed,
                                    GError **error);
gboolean hopso_local_change_is (const HopsoOutboxEntry *entry, const char *operation);

G_END_DECLS
