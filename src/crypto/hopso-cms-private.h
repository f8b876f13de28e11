/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-algorithm-private.h"
#include "hopso-cms-asn1-private.h"

G_BEGIN_DECLS

struct _HopsoCms
{
  GObject parent_instance;

  HopsoContentInfo *info;               /* owned */
  HopsoSignerInfo *signer;              /* borrowed: part of info */
  GPtrArray *certificates;              /* owned, elements owned */
  HopsoCertificate *signer_certificate; /* owned, nullable */
  GBytes *signed_attributes;            /* owned, nullable: as they were signed */
  GBytes *signature_value;              /* owned */
  GPtrArray *timestamp_tokens;          /* owned, elements owned */
  HopsoSignatureAlgorithm algorithm;    /* if knows_algorithm */
  gboolean knows_algorithm;
  HopsoHash hash;
  gsize padding;
  gboolean is_der;
};

static inline GBytes *
hopso_cms_string_to_bytes (const ASN1_STRING *string)
{
  return g_bytes_new (ASN1_STRING_get0_data (string), (gsize) ASN1_STRING_length (string));
}

G_END_DECLS
