/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A CMS signature (RFC 5652) that came from outside: its parts. It must have exactly one signer
 * and, but for old formats that ask for it, no content of its own. Whether it holds is in
 * hopso-cms-verify.c. Immutable once its signer is found; any thread. */

#include "hopso-cms.h"

#include "hopso-cms-private.h"
#include "hopso-der-private.h"

#include <openssl/err.h>

#define MAX_CERTIFICATES 200
#define MAX_TIMESTAMPS   20

G_DEFINE_FINAL_TYPE (HopsoCms, hopso_cms, G_TYPE_OBJECT)

static void
hopso_cms_finalize (GObject *object)
{
  HopsoCms *self = HOPSO_CMS (object);

  HopsoContentInfo_free (self->info);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_object (&self->signer_certificate);
  g_clear_pointer (&self->signed_attributes, g_bytes_unref);
  g_clear_pointer (&self->signature_value, g_bytes_unref);
  g_clear_pointer (&self->timestamp_tokens, g_ptr_array_unref);
  G_OBJECT_CLASS (hopso_cms_parent_class)->finalize (object);
}

static void
hopso_cms_class_init (HopsoCmsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_cms_finalize;
}

static void
hopso_cms_init (HopsoCms *self)
{
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
  self->timestamp_tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

static gboolean
fail (GError **error, HopsoCryptoError code, const char *what)
{
  hopso_crypto_take_error (error, code, what);
  return FALSE;
}

static gboolean
is_zero (const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (bytes[i] != 0)
      return FALSE;
  return TRUE;
}

/* One reading of the bytes for all that follows: DER, and without the filling behind it. */
static GBytes *
take_der (HopsoCms *self, GBytes *bytes, GError **error)
{
  gsize size, consumed;
  const guint8 *all = g_bytes_get_data (bytes, &size);
  g_autoptr (GBytes) der = hopso_der_normalise (bytes, &consumed, &self->is_der, error);

  if (der == NULL)
    return NULL;
  if (!is_zero (all + consumed, size - consumed))
    {
      fail (error, HOPSO_CRYPTO_ERROR_MALFORMED, "something stands behind the signature");
      return NULL;
    }
  self->padding = size - consumed;
  return g_steal_pointer (&der);
}

static gboolean
take_structure (HopsoCms *self, GBytes *der, GError **error)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (der, &size);
  const guint8 *end = bytes;

  self->info = d2i_HopsoContentInfo (NULL, &end, (long) size);
  if (self->info == NULL || end != bytes + size ||
      OBJ_obj2nid (self->info->type) != NID_pkcs7_signed)
    return fail (error, HOPSO_CRYPTO_ERROR_MALFORMED, "this is no CMS signature");

  const HopsoSignedData *data = self->info->data;
  if (sk_HopsoSignerInfo_num (data->signer_infos) != 1)
    return fail (error, HOPSO_CRYPTO_ERROR_UNSUPPORTED, "there is not exactly one signer");
  self->signer = sk_HopsoSignerInfo_value (data->signer_infos, 0);
  if (!hopso_algorithm_read_hash (self->signer->digest_algorithm, &self->hash))
    return fail (error, HOPSO_CRYPTO_ERROR_UNSUPPORTED, "the hash function is not known");
  self->knows_algorithm = hopso_algorithm_read_signature (self->signer->signature_algorithm,
                                                          self->hash, &self->algorithm);
  self->signature_value = hopso_cms_string_to_bytes (self->signer->signature);
  return TRUE;
}

/* RFC 5652, 5.4: the attributes as they stand in the message, under the tag of a SET. The path is
 * content info, [0], signed data, last member, first signer, fourth member. */
static gboolean
take_signed_attributes (HopsoCms *self, GBytes *der, GError **error)
{
  gsize size;
  HopsoDer at = { g_bytes_get_data (der, &size), 0 };
  HopsoDer member, whole;
  guint8 tag = 0;

  if (self->signer->signed_attributes == NULL)
    return TRUE;
  at.size = size;
  gboolean is_found =
      hopso_der_enter (&at, HOPSO_DER_SEQUENCE) && hopso_der_next (&at, &tag, NULL, NULL) &&
      hopso_der_enter (&at, HOPSO_DER_CONTEXT (0)) && hopso_der_enter (&at, HOPSO_DER_SEQUENCE);
  while (is_found && at.size > 0)
    is_found = hopso_der_next (&at, &tag, NULL, &member);
  is_found = is_found && hopso_der_enter (&member, HOPSO_DER_SET) &&
             hopso_der_enter (&member, HOPSO_DER_SEQUENCE);
  for (int i = 0; i < 4 && is_found; i++)
    is_found = hopso_der_next (&member, &tag, NULL, &whole);
  if (!is_found || tag != HOPSO_DER_CONTEXT (0))
    return fail (error, HOPSO_CRYPTO_ERROR_MALFORMED, "the signed attributes are missing");

  guint8 *copy = g_memdup2 (whole.at, whole.size);
  copy[0] = HOPSO_DER_SET;
  self->signed_attributes = g_bytes_new_take (copy, whole.size);
  return TRUE;
}

static gboolean
take_certificates (HopsoCms *self, GError **error)
{
  const STACK_OF (ASN1_TYPE) *choices = self->info->data->certificates;

  if (sk_ASN1_TYPE_num (choices) > MAX_CERTIFICATES)
    return fail (error, HOPSO_CRYPTO_ERROR_UNSUPPORTED, "there are too many certificates");
  for (int i = 0; i < sk_ASN1_TYPE_num (choices); i++)
    {
      const ASN1_TYPE *choice = sk_ASN1_TYPE_value (choices, i);

      /* The other choices of 10.2.2 are attribute certificates and the like. */
      if (choice->type != V_ASN1_SEQUENCE)
        continue;
      g_autoptr (GBytes) der = hopso_cms_string_to_bytes (choice->value.sequence);
      HopsoCertificate *certificate = hopso_certificate_new_from_der (der, NULL);
      if (certificate != NULL)
        g_ptr_array_add (self->certificates, certificate);
    }
  return TRUE;
}

static gboolean
is_named_by (X509 *x509, const HopsoSignerId *id)
{
  if (id->type == 0)
    return X509_NAME_cmp (id->d.issuer_and_serial->issuer, X509_get_issuer_name (x509)) == 0 &&
           ASN1_INTEGER_cmp (id->d.issuer_and_serial->serial, X509_get0_serialNumber (x509)) == 0;

  const ASN1_OCTET_STRING *key_id = X509_get0_subject_key_id (x509);
  return key_id != NULL && ASN1_OCTET_STRING_cmp (key_id, id->d.key_id) == 0;
}

static void
find_signer_certificate (HopsoCms *self)
{
  for (guint i = 0; i < self->certificates->len; i++)
    {
      HopsoCertificate *certificate = self->certificates->pdata[i];

      if (is_named_by (hopso_certificate_get_x509 (certificate), self->signer->signer_id))
        {
          self->signer_certificate = g_object_ref (certificate);
          return;
        }
    }
}

/* ETSI EN 319 122-1, 5.3: there may be several, of several authorities. */
static void
take_timestamps (HopsoCms *self)
{
  const STACK_OF (X509_ATTRIBUTE) *all = self->signer->unsigned_attributes;
  int at = -1;

  while ((at = X509at_get_attr_by_NID (all, NID_id_smime_aa_timeStampToken, at)) >= 0)
    {
      X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (all, at);

      for (int i = 0; i < X509_ATTRIBUTE_count (attribute); i++)
        {
          const ASN1_TYPE *token = X509_ATTRIBUTE_get0_type (attribute, i);

          if (token->type == V_ASN1_SEQUENCE && self->timestamp_tokens->len < MAX_TIMESTAMPS)
            g_ptr_array_add (self->timestamp_tokens,
                             hopso_cms_string_to_bytes (token->value.sequence));
        }
    }
}

static HopsoCms *
parse (GBytes *bytes, GError **error)
{
  g_autoptr (HopsoCms) self = g_object_new (HOPSO_TYPE_CMS, NULL);
  g_autoptr (GBytes) der = take_der (self, bytes, error);

  if (der == NULL || !take_structure (self, der, error) ||
      !take_signed_attributes (self, der, error) || !take_certificates (self, error))
    return NULL;
  find_signer_certificate (self);
  take_timestamps (self);
  ERR_clear_error ();
  return g_steal_pointer (&self);
}

/**
 * hopso_cms_parse:
 * @bytes: the signature; zero bytes may follow it
 *
 * Returns: (transfer full): the signature; or %NULL with %HOPSO_CRYPTO_ERROR_MALFORMED, or with
 *   %HOPSO_CRYPTO_ERROR_UNSUPPORTED for another number of signers, content inside, unknown hashes
 */
HopsoCms *
hopso_cms_parse (GBytes *bytes, GError **error)
{
  g_autoptr (HopsoCms) self = parse (bytes, error);

  if (self == NULL)
    return NULL;
  if (self->info->data->encapsulated->content != NULL)
    {
      fail (error, HOPSO_CRYPTO_ERROR_UNSUPPORTED, "the signature has a content of its own");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_cms_parse_enveloping:
 * @bytes: the signature; zero bytes may follow it
 * @content: (out) (transfer full): the content inside, which must be plain data
 *
 * Returns: (transfer full): the signature, as the PDF format adbe.pkcs7.sha1 has it
 */
HopsoCms *
hopso_cms_parse_enveloping (GBytes *bytes, GBytes **content, GError **error)
{
  return hopso_cms_parse_with_content (bytes, NID_pkcs7_data, content, error);
}

HopsoCms *
hopso_cms_parse_with_content (GBytes *bytes, int type, GBytes **content, GError **error)
{
  g_autoptr (HopsoCms) self = parse (bytes, error);

  if (self == NULL)
    return NULL;
  const HopsoEncapsulated *encapsulated = self->info->data->encapsulated;
  if (encapsulated->content == NULL || OBJ_obj2nid (encapsulated->type) != type)
    {
      fail (error, HOPSO_CRYPTO_ERROR_MALFORMED, "the signed content is of another kind");
      return NULL;
    }
  *content = hopso_cms_string_to_bytes (encapsulated->content);
  return g_steal_pointer (&self);
}

/**
 * hopso_cms_get_padding:
 *
 * Returns: how many zero bytes followed the signature
 */
gsize
hopso_cms_get_padding (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), 0);
  return self->padding;
}

/**
 * hopso_cms_is_der:
 *
 * Returns: whether it was written in DER, as PDF wants it, and not with open lengths
 */
gboolean
hopso_cms_is_der (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), FALSE);
  return self->is_der;
}

/**
 * hopso_cms_get_signer_certificate:
 *
 * Returns: (transfer none) (nullable): the certificate of who signed, if it came along
 */
HopsoCertificate *
hopso_cms_get_signer_certificate (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), NULL);
  return self->signer_certificate;
}

/**
 * hopso_cms_find_signer:
 * @material: a bag
 *
 * Takes the certificate of who signed from @material, if it did not come along. Before it is
 * verified, and once.
 */
void
hopso_cms_find_signer (HopsoCms *self, HopsoValidationMaterial *material)
{
  g_return_if_fail (HOPSO_IS_CMS (self));

  for (guint i = 0; i < hopso_validation_material_get_n (material); i++)
    {
      HopsoCertificate *certificate = hopso_validation_material_get (material, i)->certificate;

      if (self->signer_certificate == NULL && certificate != NULL &&
          is_named_by (hopso_certificate_get_x509 (certificate), self->signer->signer_id))
        self->signer_certificate = g_object_ref (certificate);
    }
}

/**
 * hopso_cms_get_certificates:
 *
 * Returns: (transfer none) (element-type HopsoCertificate): all that came along
 */
GPtrArray *
hopso_cms_get_certificates (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), NULL);
  return self->certificates;
}

/**
 * hopso_cms_get_hash:
 *
 * Returns: what to digest the content with
 */
HopsoHash
hopso_cms_get_hash (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), HOPSO_HASH_SHA256);
  return self->hash;
}

/**
 * hopso_cms_get_scheme:
 * @scheme: (out): how it was signed
 *
 * Returns: whether we know that algorithm and its parameters
 */
gboolean
hopso_cms_get_scheme (HopsoCms *self, HopsoSignatureScheme *scheme)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), FALSE);
  *scheme = self->algorithm.scheme;
  return self->knows_algorithm;
}

/**
 * hopso_cms_has_signed_attributes:
 *
 * Returns: whether it is more than a bare value over the content
 */
gboolean
hopso_cms_has_signed_attributes (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), FALSE);
  return self->signed_attributes != NULL;
}

/**
 * hopso_cms_get_signing_time:
 * @unix_seconds: (out): when the signer says to have signed
 *
 * Returns: whether the signer says so in the CMS; PAdES says it in the PDF instead
 */
gboolean
hopso_cms_get_signing_time (HopsoCms *self, gint64 *unix_seconds)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), FALSE);

  const ASN1_TYPE *time =
      hopso_cms_find_attribute (self->signer->signed_attributes, NID_pkcs9_signingTime);
  return time != NULL && (time->type == V_ASN1_UTCTIME || time->type == V_ASN1_GENERALIZEDTIME) &&
         hopso_asn1_time_to_unix (time->value.asn1_string, unix_seconds);
}

/**
 * hopso_cms_get_signature_value:
 *
 * Returns: (transfer none): the value that a signature timestamp covers
 */
GBytes *
hopso_cms_get_signature_value (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), NULL);
  return self->signature_value;
}

/**
 * hopso_cms_get_timestamp_token:
 *
 * Returns: (transfer none) (nullable): the RFC 3161 token over the value
 */
GBytes *
hopso_cms_get_timestamp_token (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), NULL);
  return self->timestamp_tokens->len > 0 ? self->timestamp_tokens->pdata[0] : NULL;
}

/**
 * hopso_cms_get_timestamp_tokens:
 *
 * Returns: (transfer none) (element-type GBytes): all RFC 3161 tokens over the value
 */
GPtrArray *
hopso_cms_get_timestamp_tokens (HopsoCms *self)
{
  g_return_val_if_fail (HOPSO_IS_CMS (self), NULL);
  return self->timestamp_tokens;
}

/**
 * hopso_cms_add_material:
 * @material: a bag
 * @end: how many bytes of the document reach past this signature
 *
 * Puts the certificates and the evidence about revocation that came along into @material.
 */
void
hopso_cms_add_material (HopsoCms *self, HopsoValidationMaterial *material, guint64 end)
{
  g_return_if_fail (HOPSO_IS_CMS (self));

  for (guint i = 0; i < self->certificates->len; i++)
    hopso_validation_material_add_embedded (
        material, HOPSO_MATERIAL_CERTIFICATE,
        hopso_certificate_get_der (self->certificates->pdata[i]), HOPSO_MATERIAL_CMS, end);
  hopso_cms_take_material (self->info, material, end);
}
