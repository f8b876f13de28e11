/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-sql.h"

G_BEGIN_DECLS

gboolean hopso_server_schema_check (HopsoServerSql *sql, GError **error);
gboolean hopso_server_schema_upgrade (HopsoServerSql *sql, GError **error);

G_END_DECLS
