/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

#define HOPSO_OCSP_NONCE_SIZE 32 /* RFC 9654, 2.1 */

GBytes *hopso_ocsp_dup_request (HopsoCertificate *certificate,
                                HopsoCertificate *issuer,
                                GBytes *nonce,
                                GError **error);
char *hopso_ocsp_dup_address (const char *url, GBytes *request);
gboolean hopso_ocsp_is_answer_to (GBytes *response, GBytes *nonce);

G_END_DECLS
