/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature brings along for its own verification: certificates and lists beside the
 * signer (RFC 5652, 5.1; RFC 5940), the archive that Adobe's programs sign (ISO 32000-2, 12.8.3.3),
 * and the values of CAdES (ETSI EN 319 122-1, 5.4). Nothing of it is believed here. */

#include "hopso-cms-asn1-private.h"
#include "hopso-der-private.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>

#define OID_ADBE_REVOCATION    "1.2.840.113583.1.1.8"
#define OID_CERTIFICATE_VALUES "1.2.840.113549.1.9.16.2.23"
#define OID_REVOCATION_VALUES  "1.2.840.113549.1.9.16.2.24"

/* Where pieces go to. */
typedef struct
{
  HopsoValidationMaterial *material; /* borrowed */
  guint64 end;
} Target;

static void
add (const Target *target, HopsoMaterialKind kind, const HopsoDer *whole)
{
  g_autoptr (GBytes) der = g_bytes_new (whole->at, whole->size);

  hopso_validation_material_add_embedded (target->material, kind, der, HOPSO_MATERIAL_CMS,
                                          target->end);
}

/* A bare BasicOCSPResponse, as CAdES and RFC 5940 keep it, in the envelope in which it came. */
static void
add_basic (const Target *target, const HopsoDer *basic)
{
  const guint8 *at = basic->at;
  OCSP_BASICRESP *parsed = d2i_OCSP_BASICRESP (NULL, &at, (long) basic->size);
  OCSP_RESPONSE *response =
      parsed != NULL ? OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, parsed) : NULL;
  guint8 *der = NULL;
  int size = response != NULL ? i2d_OCSP_RESPONSE (response, &der) : 0;

  OCSP_RESPONSE_free (response);
  OCSP_BASICRESP_free (parsed);
  if (size > 0)
    add (target, HOPSO_MATERIAL_OCSP, &(HopsoDer){ der, (gsize) size });
  OPENSSL_free (der);
}

/* Each element of a SEQUENCE OF. */
static void
add_each (const Target *target,
          HopsoDer list,
          HopsoMaterialKind kind,
          void (*take) (const Target *, const HopsoDer *))
{
  HopsoDer whole;
  guint8 tag;

  while (list.size > 0 && hopso_der_next (&list, &tag, NULL, &whole))
    if (tag == HOPSO_DER_SEQUENCE && take != NULL)
      take (target, &whole);
    else if (tag == HOPSO_DER_SEQUENCE)
      add (target, kind, &whole);
}

/* RevocationInfoArchival and RevocationValues both have lists at [0] and OCSP at [1], the one
 * with whole answers, the other with bare ones. */
static void
add_revocation_values (const Target *target, HopsoDer at, gboolean is_bare)
{
  HopsoDer content;
  guint8 tag;

  if (!hopso_der_enter (&at, HOPSO_DER_SEQUENCE))
    return;
  while (at.size > 0 && hopso_der_next (&at, &tag, &content, NULL))
    {
      if (!hopso_der_enter (&content, HOPSO_DER_SEQUENCE))
        continue;
      if (tag == HOPSO_DER_CONTEXT (0))
        add_each (target, content, HOPSO_MATERIAL_CRL, NULL);
      else if (tag == HOPSO_DER_CONTEXT (1))
        add_each (target, content, HOPSO_MATERIAL_OCSP, is_bare ? add_basic : NULL);
    }
}

static gboolean
is_of_type (const X509_ATTRIBUTE *attribute, const char *oid)
{
  char text[80];

  return OBJ_obj2txt (text, sizeof text, X509_ATTRIBUTE_get0_object ((X509_ATTRIBUTE *) attribute),
                      1) > 0 &&
         g_str_equal (text, oid);
}

static void
add_attributes (const Target *target, const STACK_OF (X509_ATTRIBUTE) * attributes)
{
  for (int i = 0; i < sk_X509_ATTRIBUTE_num (attributes); i++)
    {
      X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (attributes, i);
      const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type (attribute, 0);

      if (value == NULL || value->type != V_ASN1_SEQUENCE)
        continue;
      HopsoDer at = { ASN1_STRING_get0_data (value->value.sequence),
                      (gsize) ASN1_STRING_length (value->value.sequence) };
      if (is_of_type (attribute, OID_ADBE_REVOCATION))
        add_revocation_values (target, at, FALSE);
      else if (is_of_type (attribute, OID_REVOCATION_VALUES))
        add_revocation_values (target, at, TRUE);
      else if (is_of_type (attribute, OID_CERTIFICATE_VALUES) &&
               hopso_der_enter (&at, HOPSO_DER_SEQUENCE))
        add_each (target, at, HOPSO_MATERIAL_CERTIFICATE, NULL);
    }
}

/* RFC 5652, 10.2.1: a list, or at [1] a type and what RFC 5940 keeps under it. */
static void
add_revocations (const Target *target, const STACK_OF (ASN1_TYPE) * choices)
{
  for (int i = 0; i < sk_ASN1_TYPE_num (choices); i++)
    {
      const ASN1_TYPE *choice = sk_ASN1_TYPE_value (choices, i);
      HopsoDer at, whole;
      guint8 tag;

      if (choice->type != V_ASN1_SEQUENCE && choice->type != V_ASN1_OTHER)
        continue;
      at = (HopsoDer){ ASN1_STRING_get0_data (choice->value.asn1_string),
                       (gsize) ASN1_STRING_length (choice->value.asn1_string) };
      if (choice->type == V_ASN1_SEQUENCE)
        add (target, HOPSO_MATERIAL_CRL, &at);
      else if (hopso_der_enter (&at, HOPSO_DER_CONTEXT (1)) &&
               hopso_der_next (&at, &tag, NULL, NULL) && hopso_der_next (&at, &tag, NULL, &whole) &&
               tag == HOPSO_DER_SEQUENCE)
        add (target, HOPSO_MATERIAL_OCSP, &whole);
    }
}

void
hopso_cms_take_material (HopsoContentInfo *info, HopsoValidationMaterial *material, guint64 end)
{
  const Target target = { material, end };
  const HopsoSignerInfo *signer = sk_HopsoSignerInfo_value (info->data->signer_infos, 0);

  add_revocations (&target, info->data->revocations);
  add_attributes (&target, signer->signed_attributes);
  add_attributes (&target, signer->unsigned_attributes);
  ERR_clear_error ();
}
