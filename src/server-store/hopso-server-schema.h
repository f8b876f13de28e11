/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-sql.h"

G_BEGIN_DECLS

/* Each has its fixture: tests/server-store/print-schema.c. */
#define HOPSO_SERVER_SCHEMA_VERSION 6

gboolean hopso_server_schema_check (HopsoServerSql *sql, GError **error);
gboolean hopso_server_schema_upgrade (HopsoServerSql *sql, GError **error);

G_END_DECLS
