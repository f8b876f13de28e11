/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-digest-pass.h"
#include "hopso-signature-report.h"
#include "hopso-validation-material.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What an inspector claims of one signature; strings belong to the variant that was read. */
typedef struct
{
  const char *field;
  const char *sub_filter;
  const char *change;
  const char *explanation;
  const char **findings;  /* owned container, nullable */
  const char **notes;     /* owned container, nullable */
  GVariant *changes;      /* owned, nullable: aa{sv} */
  GVariant *certificates; /* owned, nullable: aay */
  guint64 range[4];
  guint64 contents[2];
  gboolean has_range;
  gboolean change_permitted;
  gboolean is_timestamp;
  int page;
  gint64 claimed_time; /* 0 none */
} HopsoVerifyClaims;

void hopso_verify_claims_read (HopsoVerifyClaims *self, GVariant *variant);
void hopso_verify_claims_clear (HopsoVerifyClaims *self);

/* The ranges, held against the file: they start with it, leave out exactly one hexadecimal
 * string, and do not reach past its end. */
gboolean hopso_verify_claims_ranges_hold (const HopsoVerifyClaims *self, int fd, guint64 size);
GBytes *hopso_verify_claims_read_contents (const HopsoVerifyClaims *self, int fd, GError **error);

HopsoChangesAfter hopso_verify_claims_get_change (const HopsoVerifyClaims *self);
/* @is_sealed: what came into reserved places is allowed. */
void hopso_verify_claims_tell (const HopsoVerifyClaims *self,
                               gboolean is_sealed,
                               HopsoSignatureResult *result);

/* What is worth telling of the whole file, once its signatures are in @report. */
void hopso_verify_claims_tell_document (GVariant *claims, HopsoSignatureReport *report);

/* Puts what the document's own store holds into @material. */
void hopso_verify_claims_take_material (GVariant *claims, HopsoValidationMaterial *material);

HopsoDigestPass *hopso_verify_claims_digest (
    GVariant *claims, int fd, guint64 size, GCancellable *cancellable, GError **error);

G_END_DECLS
