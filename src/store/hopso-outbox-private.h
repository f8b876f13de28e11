/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-outbox.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* In the order in which a row is read. */
#define HOPSO_OUTBOX_OLD_COLUMNS \
  "id, \"key\", kind, record, operation, body, base_etag, digest, created, attempts, not_before, " \
  "last_error"
#define HOPSO_OUTBOX_COLUMNS HOPSO_OUTBOX_OLD_COLUMNS ", scope"

HopsoOutboxEntry *hopso_outbox_read_entry (sqlite3_stmt *statement, GError **error);

G_END_DECLS
