/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-token.h"

G_BEGIN_DECLS

/*
 * A folder with keys, a paper, PINs and a token, in which shell commands are run. Their
 * environment: $SIGN and $VERIFY are the commands, $SERIAL a certificate that can sign.
 */
typedef struct
{
  HopsoTestPki *pki; /* owned, or borrowed from whoever publishes it */
  gboolean is_borrowed;
  HopsoTestToken *token; /* owned */
} SignWorld;

#define WITH_BARE_KEY "$SIGN --serial $SERIAL "
#define WITH_KEY      WITH_BARE_KEY "--pin-file pin --chain sub.pem "

/* The states of all files in said.json: "signed", "failed:REASON", … */
#define CHECK_JSON "python3 \"$CHECK_SIGNING\" \"$SIGNING_SCHEMA\" said.json "

SignWorld *sign_world_new (void);
SignWorld *sign_world_new_for (HopsoTestPki *pki);
void sign_world_free (SignWorld *self);
int sign_world_run (SignWorld *self, const char *command, char **said);
gboolean sign_world_has_file (SignWorld *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignWorld, sign_world_free)

G_END_DECLS
