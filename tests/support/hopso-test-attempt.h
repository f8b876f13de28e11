/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

#define HOPSO_TEST_N_ATTEMPTS 36u

int hopso_test_attempt (guint attempt, pid_t asker);
const char *hopso_test_attempt_get_name (guint attempt);

G_END_DECLS
