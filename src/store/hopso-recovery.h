/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-store-error.h"

G_BEGIN_DECLS

HopsoSecret *hopso_account_key_new (GError **error);

HopsoSecret *hopso_recovery_code_new (GError **error);
HopsoSecret *hopso_recovery_code_parse (const char *typed, GError **error);

GBytes *hopso_key_wrap (HopsoSecret *password, HopsoSecret *key, GError **error);
HopsoSecret *hopso_key_unwrap (HopsoSecret *password, GBytes *wrapped, GError **error);

G_END_DECLS
