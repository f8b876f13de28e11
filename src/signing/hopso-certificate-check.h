/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-verifier.h"

G_BEGIN_DECLS

/**
 * HopsoCertificateStanding:
 * @HOPSO_CERTIFICATE_UNKNOWN: nobody could be asked, or nobody who answered is relied on
 * @HOPSO_CERTIFICATE_GOOD: its authority says that it is not revoked
 * @HOPSO_CERTIFICATE_REVOKED: its authority has revoked it
 *
 * How a signer's certificate stands now.
 */
typedef enum
{
  HOPSO_CERTIFICATE_UNKNOWN,
  HOPSO_CERTIFICATE_GOOD,
  HOPSO_CERTIFICATE_REVOKED,
} HopsoCertificateStanding;

void hopso_verifier_check_certificate_async (HopsoVerifier *self,
                                             HopsoCertificate *certificate,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
HopsoCertificateStanding
hopso_verifier_check_certificate_finish (HopsoVerifier *self, GAsyncResult *result, GError **error);

G_END_DECLS
