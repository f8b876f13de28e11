/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the CMS of a PAdES baseline signature (EN 319 142-1, 6.3): one signer, no content, and
 * as signed attributes content-type, message-digest and signing-certificate-v2, nothing else; the
 * claimed time stands in the PDF. The value itself is made elsewhere, by a token. One thread at a
 * time. */

#include "hopso-cms-builder.h"

#include "hopso-algorithm-private.h"
#include "hopso-cms-asn1-private.h"

struct _HopsoCmsBuilder
{
  GObject parent_instance;

  HopsoCertificate *signer;               /* owned */
  GPtrArray *others;                      /* owned, elements owned */
  GBytes *timestamp_token;                /* owned, nullable */
  STACK_OF (X509_ATTRIBUTE) * attributes; /* owned */
  HopsoSignatureAlgorithm algorithm;
};

G_DEFINE_FINAL_TYPE (HopsoCmsBuilder, hopso_cms_builder, G_TYPE_OBJECT)

static void
hopso_cms_builder_finalize (GObject *object)
{
  HopsoCmsBuilder *self = HOPSO_CMS_BUILDER (object);

  g_clear_object (&self->signer);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->timestamp_token, g_bytes_unref);
  sk_X509_ATTRIBUTE_pop_free (self->attributes, X509_ATTRIBUTE_free);
  G_OBJECT_CLASS (hopso_cms_builder_parent_class)->finalize (object);
}

static void
hopso_cms_builder_class_init (HopsoCmsBuilderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_cms_builder_finalize;
}

static void
hopso_cms_builder_init (HopsoCmsBuilder *self)
{
  self->others = g_ptr_array_new_with_free_func (g_object_unref);
}

/* The rules for new signatures: RSA of 2048 bits or more, ECDSA of 256 or more, no SHA-1. */
static gboolean
is_allowed (HopsoCertificate *signer, const HopsoSignatureAlgorithm *algorithm)
{
  gboolean is_ec = algorithm->scheme == HOPSO_SIGNATURE_SCHEME_ECDSA;
  X509_ALGOR *written = X509_ALGOR_new ();
  gboolean is_writable = written != NULL && hopso_algorithm_write_signature (written, algorithm);

  X509_ALGOR_free (written);
  return is_writable && algorithm->hash != HOPSO_HASH_SHA1 &&
         hopso_hash_get_size (algorithm->hash) >= 28 &&
         hopso_certificate_get_key_type (signer) ==
             (is_ec ? HOPSO_KEY_TYPE_EC : HOPSO_KEY_TYPE_RSA) &&
         hopso_certificate_get_key_bits (signer) >= (is_ec ? 256 : 2048);
}

/* With @size -1, @value is an object of that ASN.1 type; otherwise its content. */
static gboolean
add_attribute (
    STACK_OF (X509_ATTRIBUTE) * *attributes, int nid, int type, const void *value, int size)
{
  return X509at_add1_attr_by_NID (attributes, nid, type, value, size) != NULL;
}

static gboolean
add_fixed_attributes (HopsoCmsBuilder *self)
{
  ASN1_STRING *binding = hopso_cms_pack_binding (self->signer);
  gboolean is_added =
      binding != NULL &&
      add_attribute (&self->attributes, NID_pkcs9_contentType, V_ASN1_OBJECT,
                     OBJ_nid2obj (NID_pkcs7_data), -1) &&
      add_attribute (&self->attributes, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE,
                     ASN1_STRING_get0_data (binding), ASN1_STRING_length (binding));

  ASN1_STRING_free (binding);
  return is_added;
}

/**
 * hopso_cms_builder_new:
 * @signer: the certificate whose key will sign
 * @others: (nullable) (element-type HopsoCertificate): what else to embed: the chain without root
 * @hash: of the content and of the signature
 * @scheme: what the key will do
 *
 * Returns: (transfer full): a builder; or %NULL with %HOPSO_CRYPTO_ERROR_UNSUPPORTED if the rules
 *   forbid new signatures with that key, hash and scheme
 */
HopsoCmsBuilder *
hopso_cms_builder_new (HopsoCertificate *signer,
                       GPtrArray *others,
                       HopsoHash hash,
                       HopsoSignatureScheme scheme,
                       GError **error)
{
  g_autoptr (HopsoCmsBuilder) self = g_object_new (HOPSO_TYPE_CMS_BUILDER, NULL);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (signer), NULL);

  self->signer = g_object_ref (signer);
  self->algorithm = hopso_signature_algorithm (scheme, hash);
  if (!is_allowed (signer, &self->algorithm))
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED,
                           "this key may not sign in this way");
      return NULL;
    }
  for (guint i = 0; others != NULL && i < others->len; i++)
    if (!hopso_certificate_equal (others->pdata[i], signer))
      g_ptr_array_add (self->others, g_object_ref (others->pdata[i]));
  if (!add_fixed_attributes (self))
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the attributes cannot be made");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_cms_builder_set_message_digest:
 * @digest: of the content, made with the builder's hash. Set once
 */
void
hopso_cms_builder_set_message_digest (HopsoCmsBuilder *self, GBytes *digest)
{
  gsize size;
  const void *bytes = g_bytes_get_data (digest, &size);

  g_return_if_fail (HOPSO_IS_CMS_BUILDER (self));
  g_return_if_fail (size == hopso_hash_get_size (self->algorithm.hash));
  g_return_if_fail (X509at_get_attr_by_NID (self->attributes, NID_pkcs9_messageDigest, -1) < 0);

  if (!add_attribute (&self->attributes, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, bytes,
                      (int) size))
    g_error ("no memory left for a digest");
}

/**
 * hopso_cms_builder_dup_to_be_signed:
 *
 * Returns: (transfer full): the bytes whose digest the key has to sign
 */
GBytes *
hopso_cms_builder_dup_to_be_signed (HopsoCmsBuilder *self)
{
  guint8 *bytes = NULL;

  g_return_val_if_fail (HOPSO_IS_CMS_BUILDER (self), NULL);
  g_return_val_if_fail (sk_X509_ATTRIBUTE_num (self->attributes) == 3, NULL);

  int size = ASN1_item_i2d ((const ASN1_VALUE *) self->attributes, &bytes,
                            hopso_signed_attributes_item ());
  if (size <= 0)
    g_error ("no memory left for signed attributes");
  GBytes *to_be_signed = g_bytes_new (bytes, (gsize) size);
  OPENSSL_free (bytes);
  return to_be_signed;
}

/**
 * hopso_cms_builder_set_timestamp_token:
 * @token: an RFC 3161 token over the signature value, in DER
 *
 * Makes the next hopso_cms_builder_finish() embed it.
 */
void
hopso_cms_builder_set_timestamp_token (HopsoCmsBuilder *self, GBytes *token)
{
  g_return_if_fail (HOPSO_IS_CMS_BUILDER (self));

  g_clear_pointer (&self->timestamp_token, g_bytes_unref);
  self->timestamp_token = g_bytes_ref (token);
}

static gboolean
add_certificate (HopsoSignedData *data, HopsoCertificate *certificate)
{
  gsize size;
  const void *bytes = g_bytes_get_data (hopso_certificate_get_der (certificate), &size);
  g_autoptr (ASN1_TYPE) choice = ASN1_TYPE_new ();
  ASN1_STRING *sequence = ASN1_STRING_type_new (V_ASN1_SEQUENCE);

  if (choice == NULL || sequence == NULL || ASN1_STRING_set (sequence, bytes, (int) size) != 1)
    {
      ASN1_STRING_free (sequence);
      return FALSE;
    }
  ASN1_TYPE_set (choice, V_ASN1_SEQUENCE, sequence);
  if (sk_ASN1_TYPE_push (data->certificates, choice) <= 0)
    return FALSE;
  choice = NULL; /* the list owns it now */
  return TRUE;
}

static gboolean
fill_signer (HopsoCmsBuilder *self, HopsoSignerInfo *info, GBytes *value)
{
  X509 *x509 = hopso_certificate_get_x509 (self->signer);
  HopsoIssuerAndSerial *id = HopsoIssuerAndSerial_new ();
  gsize size;
  const void *bytes = g_bytes_get_data (value, &size);

  if (id == NULL)
    return FALSE;
  info->signer_id->type = 0;
  info->signer_id->d.issuer_and_serial = id;
  ASN1_INTEGER_free (id->serial);
  id->serial = ASN1_INTEGER_dup (X509_get0_serialNumber (x509));
  info->signed_attributes = sk_X509_ATTRIBUTE_deep_copy (
      self->attributes, (sk_X509_ATTRIBUTE_copyfunc) X509_ATTRIBUTE_dup, X509_ATTRIBUTE_free);
  if (id->serial == NULL || info->signed_attributes == NULL ||
      X509_NAME_set (&id->issuer, X509_get_issuer_name (x509)) != 1 ||
      ASN1_INTEGER_set (info->version, 1) != 1 ||
      ASN1_STRING_set (info->signature, bytes, (int) size) != 1 ||
      !hopso_algorithm_write_hash (info->digest_algorithm, self->algorithm.hash) ||
      !hopso_algorithm_write_signature (info->signature_algorithm, &self->algorithm))
    return FALSE;
  if (self->timestamp_token == NULL)
    return TRUE;
  return add_attribute (&info->unsigned_attributes, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE,
                        g_bytes_get_data (self->timestamp_token, NULL),
                        (int) g_bytes_get_size (self->timestamp_token));
}

static gboolean
fill_data (HopsoCmsBuilder *self, HopsoSignedData *data, GBytes *value)
{
  X509_ALGOR *digest = X509_ALGOR_new ();
  HopsoSignerInfo *signer = HopsoSignerInfo_new ();

  if (digest == NULL || sk_X509_ALGOR_push (data->digest_algorithms, digest) <= 0 ||
      signer == NULL || sk_HopsoSignerInfo_push (data->signer_infos, signer) <= 0)
    g_error ("no memory left for a signature");
  data->certificates = sk_ASN1_TYPE_new_null ();
  ASN1_OBJECT_free (data->encapsulated->type);
  data->encapsulated->type = OBJ_nid2obj (NID_pkcs7_data);
  if (ASN1_INTEGER_set (data->version, 1) != 1 ||
      !hopso_algorithm_write_hash (digest, self->algorithm.hash) ||
      !add_certificate (data, self->signer))
    return FALSE;
  for (guint i = 0; i < self->others->len; i++)
    if (!add_certificate (data, self->others->pdata[i]))
      return FALSE;
  return fill_signer (self, signer, value);
}

static GBytes *
encode (HopsoCmsBuilder *self, GBytes *value)
{
  g_autoptr (HopsoContentInfo) info = HopsoContentInfo_new ();
  guint8 *bytes = NULL;

  if (info == NULL)
    return NULL;
  ASN1_OBJECT_free (info->type);
  info->type = OBJ_nid2obj (NID_pkcs7_signed);
  if (!fill_data (self, info->data, value))
    return NULL;

  int size = i2d_HopsoContentInfo (info, &bytes);
  if (size <= 0)
    return NULL;
  GBytes *cms = g_bytes_new (bytes, (gsize) size);
  OPENSSL_free (bytes);
  return cms;
}

/**
 * hopso_cms_builder_finish:
 * @signature_value: what the key made of hopso_cms_builder_dup_to_be_signed(); ECDSA as r and s
 *
 * May be called again with the same value once a timestamp token was set.
 *
 * Returns: (transfer full): the CMS in DER; or %NULL with %HOPSO_CRYPTO_ERROR_MISMATCH if the
 *   value does not belong to the certificate
 */
GBytes *
hopso_cms_builder_finish (HopsoCmsBuilder *self, GBytes *signature_value, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_CMS_BUILDER (self), NULL);

  g_autoptr (GBytes) value = self->algorithm.scheme == HOPSO_SIGNATURE_SCHEME_ECDSA
                                 ? hopso_signature_ecdsa_to_der (signature_value, error)
                                 : g_bytes_ref (signature_value);
  if (value == NULL)
    return NULL;

  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (self);
  g_autoptr (GBytes) digest = hopso_digest_bytes (self->algorithm.hash, to_be_signed);
  if (!hopso_signature_verify (self->signer, self->algorithm.scheme, self->algorithm.hash, digest,
                               value, error))
    return NULL;

  GBytes *cms = encode (self, value);
  if (cms == NULL)
    hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the signature cannot be encoded");
  return cms;
}
