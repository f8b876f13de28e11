/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pin-prompt.h"
#include "hopso-test-pki.h"

G_BEGIN_DECLS

#define HOPSO_TEST_TOKEN_PIN "1234567"

/**
 * HopsoTestToken:
 *
 * A software token in a folder of its own, with these of the test PKI's certificates:
 *
 * | CKA_ID | name | key on the token |
 * |--|--|--|
 * | 01 | signer-rsa | yes |
 * | 02 | signer-ec | yes |
 * | 03 | expired | yes |
 * | 04 | encrypt | yes |
 * | 05 | revoked | no, but that of signer-ec carries the same number |
 * | 06 | sub | no |
 */
typedef struct _HopsoTestToken HopsoTestToken;

const char *hopso_test_token_find_module (void);
HopsoTestToken *hopso_test_token_new (HopsoTestPki *pki, const char *label);
void hopso_test_token_add (HopsoTestToken *self, HopsoTestPki *pki, const char *label);
void hopso_test_token_add_agency (HopsoTestToken *self, HopsoTestPki *pki, const char *label);
void hopso_test_token_add_key (HopsoTestToken *self,
                               HopsoTestPki *pki,
                               const char *label,
                               const char *name,
                               const char *algorithm,
                               const char *id);
void hopso_test_token_free (HopsoTestToken *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestToken, hopso_test_token_free)

/**
 * HopsoTestPrompt:
 *
 * Answers with a fixed PIN, or cancels without one, and counts.
 */
#define HOPSO_TYPE_TEST_PROMPT (hopso_test_prompt_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTestPrompt, hopso_test_prompt, HOPSO, TEST_PROMPT, GObject)

HopsoTestPrompt *hopso_test_prompt_new (const char *pin);
guint hopso_test_prompt_get_n_asked (HopsoTestPrompt *self);
HopsoPinState hopso_test_prompt_get_last_state (HopsoTestPrompt *self);

G_END_DECLS
