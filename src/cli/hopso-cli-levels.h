/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-words.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

gboolean hopso_cli_read_level (const char *words, HopsoSignatureLevel *level);
char *hopso_cli_dup_timestamp_url (const char *typed);
gboolean hopso_cli_add_trust (HopsoTrustList *trust, char **files, GError **error);
HopsoVerifier *hopso_cli_make_verifier (HopsoPdfClient *pdf_client, char **trusted, GError **error);

G_END_DECLS
