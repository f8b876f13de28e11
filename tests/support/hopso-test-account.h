/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

G_BEGIN_DECLS

void hopso_test_account_will_fail (GQuark domain, int code, const char *message);
void hopso_test_account_will_open (HopsoWorkspace *workspace, const char *recovery_code);
void hopso_test_account_remember (const char *server_url, const char *login);
const char *hopso_test_account_get_log (void);
void hopso_test_account_reset (void);

G_END_DECLS
