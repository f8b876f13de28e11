/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

/**
 * HopsoMaterialSource:
 * @HOPSO_MATERIAL_DSS: the document's own store of validation data
 * @HOPSO_MATERIAL_CMS: a signature or a timestamp
 * @HOPSO_MATERIAL_KNOWN: what this machine knows, such as an authority's certificate
 * @HOPSO_MATERIAL_CACHE: fetched some time ago
 * @HOPSO_MATERIAL_FETCHED: fetched now
 */
typedef enum
{
  HOPSO_MATERIAL_DSS,
  HOPSO_MATERIAL_CMS,
  HOPSO_MATERIAL_KNOWN,
  HOPSO_MATERIAL_CACHE,
  HOPSO_MATERIAL_FETCHED,
} HopsoMaterialSource;

/**
 * HopsoMaterialKind:
 *
 * What one piece is.
 */
typedef enum
{
  HOPSO_MATERIAL_CERTIFICATE,
  HOPSO_MATERIAL_OCSP,
  HOPSO_MATERIAL_CRL,
} HopsoMaterialKind;

/**
 * HopsoMaterialPiece:
 * @kind: what it is
 * @source: where it came from first
 * @der: its bytes
 * @certificate: (nullable): if it is one
 * @existed_at: the earliest time at which it is proven to have existed, %G_MAXINT64 if none
 * @end: how many bytes of the document reach past it, 0 if it does not come from there
 */
typedef struct
{
  HopsoMaterialKind kind;
  HopsoMaterialSource source;
  GBytes *der;                   /* owned */
  HopsoCertificate *certificate; /* owned, nullable */
  gint64 existed_at;
  guint64 end;
} HopsoMaterialPiece;

#define HOPSO_TYPE_VALIDATION_MATERIAL (hopso_validation_material_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoValidationMaterial, hopso_validation_material, HOPSO, VALIDATION_MATERIAL, GObject)

HopsoValidationMaterial *hopso_validation_material_new (void);
gboolean hopso_validation_material_add_certificate (HopsoValidationMaterial *self,
                                                    HopsoCertificate *certificate,
                                                    HopsoMaterialSource source);
gboolean hopso_validation_material_add_ocsp (HopsoValidationMaterial *self,
                                             GBytes *response,
                                             HopsoMaterialSource source);
gboolean hopso_validation_material_add_crl (HopsoValidationMaterial *self,
                                            GBytes *crl,
                                            HopsoMaterialSource source);
gboolean hopso_validation_material_add_embedded (HopsoValidationMaterial *self,
                                                 HopsoMaterialKind kind,
                                                 GBytes *der,
                                                 HopsoMaterialSource source,
                                                 guint64 end);
void hopso_validation_material_forget_proofs (HopsoValidationMaterial *self);
void
hopso_validation_material_prove (HopsoValidationMaterial *self, guint64 end, gint64 existed_at);

guint hopso_validation_material_get_n (HopsoValidationMaterial *self);
const HopsoMaterialPiece *
hopso_validation_material_get (HopsoValidationMaterial *self, guint position);
const HopsoMaterialPiece *
hopso_validation_material_find (HopsoValidationMaterial *self, HopsoMaterialKind kind, GBytes *der);

/**
 * HopsoWantKind:
 * @HOPSO_WANT_ISSUER: the certificate of who issued it
 * @HOPSO_WANT_REVOCATION: whether it was revoked
 */
typedef enum
{
  HOPSO_WANT_ISSUER,
  HOPSO_WANT_REVOCATION,
} HopsoWantKind;

/**
 * HopsoValidationWant:
 * @kind: what is missing
 * @certificate: about this one
 * @issuer: (nullable): who issued it, with %HOPSO_WANT_REVOCATION
 * @newer_than: an answer made before this time does not help; 0 any
 * @is_proven: whether @certificate is on a path to a trusted one
 *
 * What a decision lacks. The addresses are the certificate's own:
 * hopso_certificate_dup_ocsp_urls() and its like.
 */
typedef struct
{
  HopsoWantKind kind;
  HopsoCertificate *certificate; /* owned */
  HopsoCertificate *issuer;      /* owned, nullable */
  gint64 newer_than;
  gboolean is_proven;
} HopsoValidationWant;

HopsoValidationWant *hopso_validation_want_new (HopsoWantKind kind,
                                                HopsoCertificate *certificate,
                                                HopsoCertificate *issuer);
void hopso_validation_want_free (HopsoValidationWant *self);
gboolean hopso_validation_want_equal (const HopsoValidationWant *a, const HopsoValidationWant *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoValidationWant, hopso_validation_want_free)

G_END_DECLS
