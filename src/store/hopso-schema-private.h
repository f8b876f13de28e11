/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define HOPSO_SCHEMA_VERSION 4

gboolean hopso_schema_prepare (sqlite3 *db, GError **error);

G_END_DECLS
