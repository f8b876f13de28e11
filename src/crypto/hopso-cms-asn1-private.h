/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cms.h"
#include "hopso-openssl-private.h"
#include "hopso-validation-material.h"

#include <openssl/asn1t.h>

G_BEGIN_DECLS

/* RFC 5652. OpenSSL has these structures too, but keeps them to itself, and its CMS adds
 * attributes that PAdES forbids. */
typedef struct
{
  X509_NAME *issuer;    /* owned */
  ASN1_INTEGER *serial; /* owned */
} HopsoIssuerAndSerial;

typedef struct
{
  int type; /* 0: issuer and serial, 1: subject key identifier */
  union
  {
    HopsoIssuerAndSerial *issuer_and_serial; /* owned */
    ASN1_OCTET_STRING *key_id;               /* owned */
  } d;
} HopsoSignerId;

typedef struct
{
  ASN1_INTEGER *version;                           /* owned */
  HopsoSignerId *signer_id;                        /* owned */
  X509_ALGOR *digest_algorithm;                    /* owned */
  STACK_OF (X509_ATTRIBUTE) * signed_attributes;   /* owned, nullable */
  X509_ALGOR *signature_algorithm;                 /* owned */
  ASN1_OCTET_STRING *signature;                    /* owned */
  STACK_OF (X509_ATTRIBUTE) * unsigned_attributes; /* owned, nullable */
} HopsoSignerInfo;
DEFINE_STACK_OF (HopsoSignerInfo)

typedef struct
{
  ASN1_OBJECT *type;          /* owned */
  ASN1_OCTET_STRING *content; /* owned, nullable: detached */
} HopsoEncapsulated;

typedef struct
{
  ASN1_INTEGER *version;                     /* owned */
  STACK_OF (X509_ALGOR) * digest_algorithms; /* owned */
  HopsoEncapsulated *encapsulated;           /* owned */
  STACK_OF (ASN1_TYPE) * certificates;       /* owned, nullable */
  STACK_OF (ASN1_TYPE) * revocations;        /* owned, nullable */
  STACK_OF (HopsoSignerInfo) * signer_infos; /* owned */
} HopsoSignedData;

typedef struct
{
  ASN1_OBJECT *type;     /* owned */
  HopsoSignedData *data; /* owned */
} HopsoContentInfo;

/* RFC 5035, and its forerunner RFC 2634 with SHA-1, which has the same shape otherwise. */
typedef struct
{
  STACK_OF (GENERAL_NAME) * issuer; /* owned */
  ASN1_INTEGER *serial;             /* owned */
} HopsoIssuerSerial;

typedef struct
{
  X509_ALGOR *hash_algorithm;       /* owned, nullable: SHA-256 */
  ASN1_OCTET_STRING *hash;          /* owned */
  HopsoIssuerSerial *issuer_serial; /* owned, nullable */
} HopsoEssCertId;
DEFINE_STACK_OF (HopsoEssCertId)

typedef struct
{
  STACK_OF (HopsoEssCertId) * certificates; /* owned */
  STACK_OF (ASN1_TYPE) * policies;          /* owned, nullable */
} HopsoSigningCertificate;

/* RFC 6211 */
typedef struct
{
  X509_ALGOR *digest_algorithm;    /* owned */
  X509_ALGOR *signature_algorithm; /* owned, nullable */
  X509_ALGOR *mac_algorithm;       /* owned, nullable */
} HopsoAlgorithmProtection;

DECLARE_ASN1_FUNCTIONS (HopsoAlgorithmProtection)
DECLARE_ASN1_FUNCTIONS (HopsoSignerInfo)
DECLARE_ASN1_FUNCTIONS (HopsoIssuerAndSerial)
DECLARE_ASN1_FUNCTIONS (HopsoContentInfo)
DECLARE_ASN1_FUNCTIONS (HopsoIssuerSerial)
DECLARE_ASN1_FUNCTIONS (HopsoEssCertId)
DECLARE_ASN1_FUNCTIONS (HopsoSigningCertificate)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoAlgorithmProtection, HopsoAlgorithmProtection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoContentInfo, HopsoContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoEssCertId, HopsoEssCertId_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSigningCertificate, HopsoSigningCertificate_free)

const ASN1_ITEM *hopso_signed_attributes_item (void);

/* A signature that holds its content, which must be of type @type (an NID). */
HopsoCms *hopso_cms_parse_with_content (GBytes *bytes, int type, GBytes **content, GError **error);

/* The only value of the only attribute of type @nid. */
ASN1_TYPE *hopso_cms_find_attribute (const STACK_OF (X509_ATTRIBUTE) * attributes, int nid);

/* Whether the attributes agree with each other. */
HopsoCheck hopso_cms_check_attributes (const HopsoSignerInfo *signer);

/* Puts what came along, but for the certificates, into @material. */
void
hopso_cms_take_material (HopsoContentInfo *info, HopsoValidationMaterial *material, guint64 end);

/* signing-certificate of either version against the signer's certificate. */
HopsoCheck hopso_cms_check_binding (const STACK_OF (X509_ATTRIBUTE) * attributes,
                                    HopsoCertificate *certificate);

/* The value of signing-certificate-v2 for @certificate; the caller owns it. */
ASN1_STRING *hopso_cms_pack_binding (HopsoCertificate *certificate);

G_END_DECLS
