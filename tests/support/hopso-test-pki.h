/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-signature-scheme.h"

G_BEGIN_DECLS

/**
 * HopsoTestPki:
 *
 * Authorities, signers and revocation lists, made fresh by the openssl program in a folder that
 * goes with them. NAME.pem is a certificate, NAME.key its key (PKCS#8 PEM, no password):
 *
 * | name | what |
 * |--|--|
 * | root | RSA, trust it |
 * | sub | P-256, under root, signs the others |
 * | signer-rsa, signer-ec | may sign; RSA-2048 and P-256 |
 * | revoked | may sign, revoked now (key compromise) |
 * | expired | may sign, ended in 2021 |
 * | agency | may sign, as an agency and no person; P-256 |
 * | encrypt | may not sign |
 * | child | issued by signer-ec, which is no authority |
 * | tsa | stamps time |
 * | other-root | signed by itself, trusted by nobody |
 *
 * root.crl and sub.crl are the lists (DER), fresh for 30 days.
 */
typedef struct _HopsoTestPki HopsoTestPki;

#define HOPSO_TEST_PKI_CRL_BASE "http://crl.example.vn"
#define HOPSO_TEST_PKI_CRL_URL  HOPSO_TEST_PKI_CRL_BASE "/sub.crl"

HopsoTestPki *hopso_test_pki_new (void);
HopsoTestPki *hopso_test_pki_new_published (const char *crl_base);
HopsoTestPki *hopso_test_pki_new_answered (const char *crl_base, const char *ocsp_url);
void hopso_test_pki_free (HopsoTestPki *self);
const char *hopso_test_pki_get_folder (HopsoTestPki *self);
char *hopso_test_pki_dup_path (HopsoTestPki *self, const char *file);
GBytes *hopso_test_pki_read (HopsoTestPki *self, const char *file);
void hopso_test_pki_write (HopsoTestPki *self, const char *file, GBytes *bytes);
HopsoCertificate *hopso_test_pki_dup_certificate (HopsoTestPki *self, const char *name);
GBytes *hopso_test_pki_sign (HopsoTestPki *self,
                             const char *name,
                             HopsoSignatureScheme scheme,
                             HopsoHash hash,
                             GBytes *to_be_signed);
void hopso_test_pki_set_time (HopsoTestPki *self, gint64 time);
gint64 hopso_test_pki_get_time (HopsoTestPki *self);
const char *hopso_test_pki_get_issuer (HopsoTestPki *self, const char *name);
gboolean hopso_test_pki_try (HopsoTestPki *self, const char *command);
void hopso_test_pki_run (HopsoTestPki *self, const char *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestPki, hopso_test_pki_free)

G_END_DECLS
