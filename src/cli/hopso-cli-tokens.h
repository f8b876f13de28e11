/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cli.h"
#include "hopso-token-certificate.h"
#include "hopso-token-monitor.h"
#include "hopso-token.h"

G_BEGIN_DECLS

/* One certificate and the token that it lives on. */
typedef struct
{
  HopsoToken *token;                  /* owned */
  HopsoTokenCertificate *certificate; /* owned */
} HopsoCliKey;

HopsoTokenMonitor *hopso_cli_find_tokens (const char *module, GError **error);
GPtrArray *hopso_cli_list_keys (HopsoTokenMonitor *monitor, const char *label, GError **error);
const char *hopso_cli_describe_fitness (HopsoTokenFitness fitness);

G_END_DECLS
