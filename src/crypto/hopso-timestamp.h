/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cms.h"

G_BEGIN_DECLS

/**
 * HopsoTimestampFindings:
 * @imprint: the token is over the asked digest
 * @purpose: its certificate may stamp time, and nothing else
 * @cms: the token's own signature; its certificate_binding must pass
 */
typedef struct
{
  HopsoCheck imprint;
  HopsoCheck purpose;
  HopsoCmsFindings cms;
} HopsoTimestampFindings;

#define HOPSO_TYPE_TIMESTAMP (hopso_timestamp_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTimestamp, hopso_timestamp, HOPSO, TIMESTAMP, GObject)

GBytes *
hopso_timestamp_dup_request (HopsoHash hash, GBytes *digest, GBytes **nonce, GError **error);
GBytes *hopso_timestamp_dup_token (GBytes *response, GError **error);

HopsoTimestamp *hopso_timestamp_parse (GBytes *token, GError **error);
gint64 hopso_timestamp_get_time (HopsoTimestamp *self);
HopsoHash hopso_timestamp_get_hash (HopsoTimestamp *self);
gboolean hopso_timestamp_has_nonce (HopsoTimestamp *self, GBytes *nonce);
gsize hopso_timestamp_get_padding (HopsoTimestamp *self);
HopsoCertificate *hopso_timestamp_get_signer_certificate (HopsoTimestamp *self);
void hopso_timestamp_find_signer (HopsoTimestamp *self, HopsoValidationMaterial *material);
GPtrArray *hopso_timestamp_get_certificates (HopsoTimestamp *self);
void
hopso_timestamp_add_material (HopsoTimestamp *self, HopsoValidationMaterial *material, guint64 end);
gint64 hopso_timestamp_get_strength_end (HopsoTimestamp *self);
gboolean
hopso_timestamp_verify (HopsoTimestamp *self, GBytes *digest, HopsoTimestampFindings *findings)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
