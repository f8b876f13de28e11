/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-sql.h"

G_BEGIN_DECLS

/**
 * HopsoServerWhole:
 * @problems: (element-type utf8): what is wrong, in words for an administrator; empty: nothing
 * @digests: (element-type utf8): the SHA-256 of all bytes of papers that there must be
 * @n_audited: how many lines the audit log has
 * @last_hash: (nullable): the digest that its last line carries
 *
 * What a look at a database found.
 */
typedef struct
{
  GPtrArray *problems; /* owned */
  GPtrArray *digests;  /* owned */
  gint64 n_audited;
  char *last_hash; /* owned, nullable */
} HopsoServerWhole;

void hopso_server_whole_clear (HopsoServerWhole *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoServerWhole, hopso_server_whole_clear)

gboolean hopso_server_whole_look (const char *path, HopsoServerWhole *found, GError **error);
gboolean hopso_server_whole_check_database (HopsoServerSql *sql, GError **error);

G_END_DECLS
