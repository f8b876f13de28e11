/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-signature-report.h"
#include "hopso-trust-list.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * HopsoCheckedSignature: one signature while it is verified: what the bytes say of it, and the
 * links of its path whose revocation must still be looked up.
 */
typedef struct
{
  HopsoSignatureResult *result; /* owned */
  GPtrArray *path; /* owned, nullable: HopsoCertificate from the signer to the anchor */
  gint64 claimed_time;
} HopsoCheckedSignature;

void hopso_checked_signature_free (HopsoCheckedSignature *self);

/* What all signatures of one file are checked against. */
typedef struct
{
  int fd;                /* borrowed */
  guint64 size;          /* of the file */
  HopsoTrustList *trust; /* borrowed */
  gint64 now;
} HopsoVerifyContext;

HopsoCheckedSignature *hopso_verify_signature (const HopsoVerifyContext *context,
                                               GVariant *claims,
                                               guint number,
                                               GCancellable *cancellable,
                                               GError **error);
void hopso_verify_revocation (HopsoCheckedSignature *self, guint link, GBytes *crl, gint64 now);

G_END_DECLS
