/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

G_BEGIN_DECLS

void hopso_cli_verify_print (const char *file, HopsoSignatureReport *report);

G_END_DECLS
