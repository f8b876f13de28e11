/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoStoreSession:
 *
 * One transaction, on the store's thread. It is there only while the #HopsoStoreFunc runs that
 * was given it. A function that fails has set the error; the HopsoStoreFunc hands it on, and the
 * whole transaction is undone.
 */
typedef struct _HopsoStoreSession HopsoStoreSession;

HopsoRecord *
hopso_store_session_get (HopsoStoreSession *self, HopsoKindId kind, const char *id, GError **error);
GPtrArray *hopso_store_session_list (HopsoStoreSession *self,
                                     HopsoKindId kind,
                                     const char *where_column,
                                     const char *value,
                                     GError **error);
gboolean hopso_store_session_put (HopsoStoreSession *self, HopsoRecord *record, GError **error);
gboolean hopso_store_session_delete (
    HopsoStoreSession *self, HopsoKindId kind, const char *id, gboolean purge, GError **error);

char *hopso_store_session_get_state (HopsoStoreSession *self, GError **error);
gboolean hopso_store_session_set_state (HopsoStoreSession *self, const char *state, GError **error);
char *hopso_store_session_get_setting (HopsoStoreSession *self, const char *key, GError **error);
gboolean hopso_store_session_set_setting (HopsoStoreSession *self,
                                          const char *key,
                                          const char *value,
                                          GError **error);

G_END_DECLS
