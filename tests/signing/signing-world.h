/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signer.h"
#include "hopso-test-pki.h"
#include "hopso-test-token.h"
#include "hopso-token-monitor.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/*
 * Everything that a signature needs, real: authorities made by openssl, their revocation lists on
 * a web server, a SoftHSM token, the sandboxed PDF processes, and a document.
 */
typedef struct _SigningWorld SigningWorld;

SigningWorld *signing_world_new (void);
SigningWorld *signing_world_new_for (HopsoTestPki *pki);
SigningWorld *signing_world_new_with (const char *module);
void signing_world_free (SigningWorld *self);
void signing_world_add_agency (SigningWorld *self);
void signing_world_add_key (SigningWorld *self, const char *name, const char *algorithm);

HopsoTestPki *signing_world_get_pki (SigningWorld *self);
HopsoPdfClient *signing_world_get_pdf_client (SigningWorld *self);
HopsoSigner *signing_world_get_signer (SigningWorld *self);
HopsoTokenMonitor *signing_world_get_tokens (SigningWorld *self);
HopsoVerifier *signing_world_get_verifier (SigningWorld *self);
HopsoClock *signing_world_get_signer_clock (SigningWorld *self);
void signing_world_publish (SigningWorld *self, gboolean is_published);

char *signing_world_dup_path (SigningWorld *self, const char *name);
GBytes *signing_world_read (SigningWorld *self, const char *name);
void signing_world_write (SigningWorld *self, const char *name, const void *bytes, gsize size);
void signing_world_typeset (SigningWorld *self, const char *name);

HopsoSignJob *signing_world_make_job (SigningWorld *self, const char *input, const char *output);
HopsoSignBatch *
signing_world_make_batch (SigningWorld *self, const char *certificate, const char *pin);
gboolean signing_world_sign (SigningWorld *self, HopsoSignBatch *batch, GError **error);
void signing_world_sign_file (SigningWorld *self,
                              const char *input,
                              const char *output,
                              const char *certificate);
HopsoSignatureReport *
signing_world_verify (SigningWorld *self, const char *name, HopsoVerifyFlags flags);
HopsoSignatureReport *signing_world_verify_with (SigningWorld *self,
                                                 HopsoVerifier *verifier,
                                                 const char *name,
                                                 HopsoVerifyFlags flags);
HopsoSignatureReport *
signing_world_try_verify (SigningWorld *self, const char *name, HopsoVerifyFlags flags);
HopsoSignatureReport *
signing_world_try_verify_path (HopsoVerifier *verifier, const char *path, HopsoVerifyFlags flags);

gboolean signing_world_run (SigningWorld *self, char **said, const char *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SigningWorld, signing_world_free)

G_END_DECLS
