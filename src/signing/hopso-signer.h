/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-pdf-client.h"
#include "hopso-sign-batch.h"
#include "hopso-timestamp-client.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_SIGNER (hopso_signer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSigner, hopso_signer, HOPSO, SIGNER, GObject)

HopsoSigner *
hopso_signer_new (HopsoPdfClient *pdf_client, HopsoVerifier *verifier, HopsoClock *clock);
HopsoTimestampClient *hopso_signer_get_timestamp_client (HopsoSigner *self);
void hopso_signer_sign_async (HopsoSigner *self,
                              HopsoSignBatch *batch,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hopso_signer_sign_finish (HopsoSigner *self, GAsyncResult *result, GError **error);

G_END_DECLS
