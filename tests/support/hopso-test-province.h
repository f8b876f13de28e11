/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

G_BEGIN_DECLS

/* Monday, 23 November 2026, 08:25 in Vietnam: the morning of this province. */
#define HOPSO_TEST_MONDAY G_GINT64_CONSTANT (1795397100)

HopsoWorkspace *hopso_test_province_new (void);
HopsoRecord *
hopso_test_province_make (HopsoKindId kind, const char *id, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
