/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-clock.h"
#include "hopso-material-fetcher.h"
#include "hopso-pdf-client.h"
#include "hopso-signature-report.h"
#include "hopso-trust-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoVerifyFlags:
 * @HOPSO_VERIFY_NORMAL: what is missing is fetched from where the certificates say
 * @HOPSO_VERIFY_OFFLINE: nothing is fetched; what cannot be known without it stays undetermined
 * @HOPSO_VERIFY_PATIENT: it may take as long as it takes: the file is our own
 */
typedef enum
{
  HOPSO_VERIFY_NORMAL = 0,
  HOPSO_VERIFY_OFFLINE = 1 << 0,
  HOPSO_VERIFY_PATIENT = 1 << 1,
} HopsoVerifyFlags;

#define HOPSO_TYPE_VERIFIER (hopso_verifier_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifier, hopso_verifier, HOPSO, VERIFIER, GObject)

HopsoVerifier *hopso_verifier_new (HopsoPdfClient *pdf_client,
                                   HopsoHttp *http,
                                   HopsoTrustList *trust,
                                   HopsoClock *clock);
void hopso_verifier_set_trust (HopsoVerifier *self, HopsoTrustList *trust);
void hopso_verifier_add_known_hosts (HopsoVerifier *self, const char *const *hosts);
void hopso_verifier_set_time (HopsoVerifier *self, gint64 time);
void hopso_verifier_set_max_time (HopsoVerifier *self, guint milliseconds);
void hopso_verifier_verify_original_async (HopsoVerifier *self,
                                           const HopsoPdfOriginal *original,
                                           HopsoVerifyFlags flags,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/* Of a file that nobody has a password for. */
static inline void
hopso_verifier_verify_async (HopsoVerifier *self,
                             int fd,
                             HopsoVerifyFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const HopsoPdfOriginal original = { fd, NULL };

  hopso_verifier_verify_original_async (self, &original, flags, cancellable, callback, user_data);
}

HopsoSignatureReport *
hopso_verifier_verify_finish (HopsoVerifier *self, GAsyncResult *result, GError **error);

G_END_DECLS
