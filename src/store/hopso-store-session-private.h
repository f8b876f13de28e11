/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-change-set.h"
#include "hopso-store-session.h"

#include <sqlite3.h>

G_BEGIN_DECLS

struct _HopsoStoreSession
{
  sqlite3 *db; /* borrowed: the connection of this thread */
  gboolean is_writing;
  gboolean must_purge;     /* deleted bytes must leave the log too */
  HopsoChangeSet *changes; /* owned */
  GPtrArray *forgotten;    /* owned; elements HopsoBlobRow: their files go after the commit */
};

HopsoStoreSession *hopso_store_session_new (sqlite3 *db, gboolean is_writing);
void hopso_store_session_free (HopsoStoreSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoStoreSession, hopso_store_session_free)

G_END_DECLS
