/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-scheme.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_CMS_BUILDER (hopso_cms_builder_get_type ())
G_DECLARE_FINAL_TYPE (HopsoCmsBuilder, hopso_cms_builder, HOPSO, CMS_BUILDER, GObject)

HopsoCmsBuilder *hopso_cms_builder_new (HopsoCertificate *signer,
                                        GPtrArray *others,
                                        HopsoHash hash,
                                        HopsoSignatureScheme scheme,
                                        GError **error);
void hopso_cms_builder_set_message_digest (HopsoCmsBuilder *self, GBytes *digest);
GBytes *hopso_cms_builder_dup_to_be_signed (HopsoCmsBuilder *self);
void hopso_cms_builder_set_timestamp_token (HopsoCmsBuilder *self, GBytes *token);
GBytes *hopso_cms_builder_finish (HopsoCmsBuilder *self, GBytes *signature_value, GError **error);

G_END_DECLS
