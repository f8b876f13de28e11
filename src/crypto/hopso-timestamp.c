/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Time stamps (RFC 3161): the question, the answer, and the token in it, which is a CMS signature
 * of the authority over the digest and the time. How question and answer travel is not known here,
 * nor whether the authority can be trusted. Immutable; any thread. */

#include "hopso-timestamp.h"

#include "hopso-algorithm-policy.h"
#include "hopso-algorithm-private.h"
#include "hopso-cms-asn1-private.h"
#include "hopso-der-private.h"
#include "hopso-random.h"

#include <openssl/err.h>
#include <openssl/ts.h>

#define NONCE_SIZE  8
#define DER_INTEGER 0x02

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)

struct _HopsoTimestamp
{
  GObject parent_instance;

  HopsoCms *cms;     /* owned */
  GBytes *content;   /* owned: what the token signs */
  TS_TST_INFO *info; /* owned */
  HopsoHash hash;    /* of the imprint */
  gint64 time;
};

G_DEFINE_FINAL_TYPE (HopsoTimestamp, hopso_timestamp, G_TYPE_OBJECT)

static void
hopso_timestamp_finalize (GObject *object)
{
  HopsoTimestamp *self = HOPSO_TIMESTAMP (object);

  g_clear_object (&self->cms);
  g_clear_pointer (&self->content, g_bytes_unref);
  TS_TST_INFO_free (self->info);
  G_OBJECT_CLASS (hopso_timestamp_parent_class)->finalize (object);
}

static void
hopso_timestamp_class_init (HopsoTimestampClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_timestamp_finalize;
}

static void
hopso_timestamp_init (HopsoTimestamp *self)
{
}

static gboolean
set_imprint (TS_REQ *request, HopsoHash hash, GBytes *digest)
{
  g_autoptr (TS_MSG_IMPRINT) imprint = TS_MSG_IMPRINT_new ();
  X509_ALGOR *algorithm = X509_ALGOR_new ();
  gsize size;
  const guint8 *bytes = g_bytes_get_data (digest, &size);
  gboolean is_set = imprint != NULL && algorithm != NULL &&
                    hopso_algorithm_write_hash (algorithm, hash) &&
                    TS_MSG_IMPRINT_set_algo (imprint, algorithm) == 1 &&
                    TS_MSG_IMPRINT_set_msg (imprint, (unsigned char *) bytes, (int) size) == 1 &&
                    TS_REQ_set_msg_imprint (request, imprint) == 1;

  X509_ALGOR_free (algorithm);
  return is_set;
}

static gboolean
set_nonce (TS_REQ *request, GBytes *nonce)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (nonce, &size);
  g_autoptr (BIGNUM) number = BN_bin2bn (bytes, (int) size, NULL);
  g_autoptr (ASN1_INTEGER) integer = number != NULL ? BN_to_ASN1_INTEGER (number, NULL) : NULL;

  return integer != NULL && TS_REQ_set_nonce (request, integer) == 1;
}

/**
 * hopso_timestamp_dup_request:
 * @hash: what @digest was made with
 * @digest: what shall be stamped
 * @nonce: (out) (transfer full): must come back in the token
 *
 * Returns: (transfer full): the body of an application/timestamp-query
 */
GBytes *
hopso_timestamp_dup_request (HopsoHash hash, GBytes *digest, GBytes **nonce, GError **error)
{
  g_autoptr (TS_REQ) request = TS_REQ_new ();
  guint8 random[NONCE_SIZE], *der = NULL;
  int size = -1;

  g_return_val_if_fail (g_bytes_get_size (digest) == hopso_hash_get_size (hash), NULL);

  if (!hopso_random_bytes (random, sizeof random, error))
    return NULL;
  g_autoptr (GBytes) fresh = g_bytes_new (random, sizeof random);
  if (request != NULL && TS_REQ_set_version (request, 1) == 1 &&
      set_imprint (request, hash, digest) && set_nonce (request, fresh) &&
      TS_REQ_set_cert_req (request, 1) == 1)
    size = i2d_TS_REQ (request, &der);
  if (size <= 0)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the request cannot be made");
      return NULL;
    }
  GBytes *made = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);
  *nonce = g_steal_pointer (&fresh);
  return made;
}

/**
 * hopso_timestamp_dup_token:
 * @response: the body of an application/timestamp-reply
 *
 * Returns: (transfer full): the token in it; or %NULL with %HOPSO_CRYPTO_ERROR_UNSUPPORTED if the
 *   authority refused
 */
GBytes *
hopso_timestamp_dup_token (GBytes *response, GError **error)
{
  gsize consumed, size;
  gboolean was_der;
  g_autoptr (GBytes) der = hopso_der_normalise (response, &consumed, &was_der, error);

  if (der == NULL)
    return NULL;

  /* TimeStampResp: PKIStatusInfo, whose first member is the status, and the token. */
  const guint8 *bytes = g_bytes_get_data (der, &size);
  HopsoDer at = { bytes, size }, status, number, token;
  guint8 tag;
  if (consumed != g_bytes_get_size (response) || !hopso_der_enter (&at, HOPSO_DER_SEQUENCE) ||
      !hopso_der_next (&at, &tag, &status, NULL) || tag != HOPSO_DER_SEQUENCE ||
      !hopso_der_next (&status, &tag, &number, NULL) || tag != DER_INTEGER || number.size != 1)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_MALFORMED,
                               "this is no answer of a time stamp authority");
      return NULL;
    }
  /* 2.4.2: 0 is granted, 1 granted with modifications; only then comes a token. */
  if (number.at[0] > 1 || !hopso_der_next (&at, &tag, NULL, &token) || tag != HOPSO_DER_SEQUENCE)
    {
      g_set_error_literal (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED,
                           "the time stamp authority refused");
      return NULL;
    }
  return g_bytes_new (token.at, token.size);
}

static gboolean
read_info (HopsoTimestamp *self)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (self->content, &size);
  const guint8 *end = bytes;

  self->info = d2i_TS_TST_INFO (NULL, &end, (long) size);
  if (self->info == NULL || end != bytes + size || TS_TST_INFO_get_version (self->info) != 1)
    return FALSE;

  TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint (self->info);
  return hopso_algorithm_read_hash (TS_MSG_IMPRINT_get_algo (imprint), &self->hash) &&
         hopso_asn1_time_to_unix (TS_TST_INFO_get_time (self->info), &self->time);
}

/**
 * hopso_timestamp_parse:
 * @token: from an answer, a signature's attribute, or a document time stamp; zero bytes may follow
 *
 * Returns: (transfer full): the time stamp, not yet verified
 */
HopsoTimestamp *
hopso_timestamp_parse (GBytes *token, GError **error)
{
  g_autoptr (HopsoTimestamp) self = g_object_new (HOPSO_TYPE_TIMESTAMP, NULL);

  self->cms = hopso_cms_parse_with_content (token, NID_id_smime_ct_TSTInfo, &self->content, error);
  if (self->cms == NULL)
    return NULL;
  if (!read_info (self))
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_MALFORMED, "this is no time stamp");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_timestamp_get_time:
 *
 * Returns: the time it states
 */
gint64
hopso_timestamp_get_time (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), 0);
  return self->time;
}

/**
 * hopso_timestamp_get_hash:
 *
 * Returns: what to digest the stamped bytes with
 */
HopsoHash
hopso_timestamp_get_hash (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), HOPSO_HASH_SHA256);
  return self->hash;
}

/**
 * hopso_timestamp_has_nonce:
 * @nonce: of the request
 *
 * Returns: whether the token answers that request
 */
gboolean
hopso_timestamp_has_nonce (HopsoTimestamp *self, GBytes *nonce)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), FALSE);

  const ASN1_INTEGER *ours = TS_TST_INFO_get_nonce (self->info);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (nonce, &size);
  g_autoptr (BIGNUM) number = ours != NULL ? ASN1_INTEGER_to_BN (ours, NULL) : NULL;
  g_autoptr (BIGNUM) asked = BN_bin2bn (bytes, (int) size, NULL);
  return number != NULL && asked != NULL && BN_cmp (number, asked) == 0;
}

/**
 * hopso_timestamp_get_padding:
 *
 * Returns: how many zero bytes followed the token
 */
gsize
hopso_timestamp_get_padding (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), 0);
  return hopso_cms_get_padding (self->cms);
}

/**
 * hopso_timestamp_get_signer_certificate:
 *
 * Returns: (transfer none) (nullable): the authority's certificate, if it came along
 */
HopsoCertificate *
hopso_timestamp_get_signer_certificate (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), NULL);
  return hopso_cms_get_signer_certificate (self->cms);
}

/**
 * hopso_timestamp_find_signer:
 * @material: a bag
 *
 * Takes the authority's certificate from @material, if it did not come along.
 */
void
hopso_timestamp_find_signer (HopsoTimestamp *self, HopsoValidationMaterial *material)
{
  g_return_if_fail (HOPSO_IS_TIMESTAMP (self));
  hopso_cms_find_signer (self->cms, material);
}

/**
 * hopso_timestamp_get_certificates:
 *
 * Returns: (transfer none) (element-type HopsoCertificate): all that came along
 */
GPtrArray *
hopso_timestamp_get_certificates (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), NULL);
  return hopso_cms_get_certificates (self->cms);
}

/**
 * hopso_timestamp_add_material:
 * @material: a bag
 * @end: how many bytes of the document reach past this token
 *
 * Puts the certificates and the evidence about revocation that came along into @material.
 */
void
hopso_timestamp_add_material (HopsoTimestamp *self, HopsoValidationMaterial *material, guint64 end)
{
  g_return_if_fail (HOPSO_IS_TIMESTAMP (self));
  hopso_cms_add_material (self->cms, material, end);
}

/**
 * hopso_timestamp_get_strength_end:
 *
 * Returns: until when the hashes of the token can be relied on, %G_MAXINT64 if no end is known
 */
gint64
hopso_timestamp_get_strength_end (HopsoTimestamp *self)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), 0);
  return MIN (hopso_algorithm_policy_get_hash_end (self->hash),
              hopso_algorithm_policy_get_hash_end (hopso_cms_get_hash (self->cms)));
}

static HopsoCheck
check_imprint (HopsoTimestamp *self, GBytes *digest)
{
  TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint (self->info);
  const ASN1_OCTET_STRING *message = TS_MSG_IMPRINT_get_msg (imprint);
  g_autoptr (GBytes) stamped =
      g_bytes_new (ASN1_STRING_get0_data (message), (gsize) ASN1_STRING_length (message));

  return hopso_digest_equal (stamped, digest) ? HOPSO_CHECK_PASSED : HOPSO_CHECK_FAILED;
}

/* 2.3: extended key usage, critical, with time stamping alone. OpenSSL's own check also forbids
 * other uses of the key, which the standard does not. */
static gboolean
may_only_stamp (X509 *x509)
{
  int critical = -1;
  EXTENDED_KEY_USAGE *uses = X509_get_ext_d2i (x509, NID_ext_key_usage, &critical, NULL);
  gboolean is_alone = sk_ASN1_OBJECT_num (uses) == 1 &&
                      OBJ_obj2nid (sk_ASN1_OBJECT_value (uses, 0)) == NID_time_stamp;

  EXTENDED_KEY_USAGE_free (uses);
  return is_alone && critical == 1;
}

static HopsoCheck
check_purpose (HopsoTimestamp *self)
{
  HopsoCertificate *authority = hopso_cms_get_signer_certificate (self->cms);

  if (authority == NULL)
    return HOPSO_CHECK_ABSENT;
  return hopso_certificate_is_for_signing (authority) &&
                 may_only_stamp (hopso_certificate_get_x509 (authority))
             ? HOPSO_CHECK_PASSED
             : HOPSO_CHECK_FAILED;
}

/**
 * hopso_timestamp_verify:
 * @digest: what hopso_timestamp_get_hash() makes of the stamped bytes
 * @findings: (out): each check by itself
 *
 * Returns: whether the authority of the embedded certificate stated the time for these bytes
 */
gboolean
hopso_timestamp_verify (HopsoTimestamp *self, GBytes *digest, HopsoTimestampFindings *findings)
{
  g_return_val_if_fail (HOPSO_IS_TIMESTAMP (self), FALSE);

  g_autoptr (GBytes) content_digest =
      hopso_digest_bytes (hopso_cms_get_hash (self->cms), self->content);
  gboolean is_signed = hopso_cms_verify (self->cms, content_digest, &findings->cms);
  findings->imprint = check_imprint (self, digest);
  findings->purpose = check_purpose (self);
  ERR_clear_error ();
  return is_signed && findings->imprint == HOPSO_CHECK_PASSED &&
         findings->purpose == HOPSO_CHECK_PASSED &&
         findings->cms.certificate_binding == HOPSO_CHECK_PASSED;
}
