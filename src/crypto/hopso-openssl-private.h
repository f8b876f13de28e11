/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-crypto-error.h"
#include "hopso-digest.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>

G_BEGIN_DECLS

/* OpenSSL's types as locals that clean up after themselves. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER, EVP_CIPHER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_KDF_CTX, EVP_KDF_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

/* Sets @error from the oldest entry of OpenSSL's queue and empties the queue. */
void hopso_crypto_take_error (GError **error, HopsoCryptoError code, const char *what);

const EVP_MD *hopso_hash_get_md (HopsoHash hash);

G_END_DECLS
