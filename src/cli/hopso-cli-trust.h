/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-store.h"

G_BEGIN_DECLS

void hopso_cli_print_trust_faults (HopsoTrustStore *store);

G_END_DECLS
