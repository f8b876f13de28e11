/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The question whether a certificate is revoked (OCSP, RFC 6960), in the two ways of asking it. A
 * nonce ties an answer to its question where the responder copies it; big responders sign in
 * advance and leave it out, and then the answer's own times keep old ones away. What an answer
 * proves is not judged here. Any thread. */

#include "hopso-ocsp-request.h"

#include "hopso-ocsp-private.h"

#include <openssl/err.h>

#define MAX_SIZE (1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_CERTID, OCSP_CERTID_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_REQUEST, OCSP_REQUEST_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_RESPONSE, OCSP_RESPONSE_free)

static gboolean
add_nonce (OCSP_REQUEST *request, GBytes *nonce)
{
  gsize size;
  gconstpointer bytes = g_bytes_get_data (nonce, &size);

  return OCSP_request_add1_nonce (request, (unsigned char *) bytes, (int) size) == 1;
}

/**
 * hopso_ocsp_dup_request:
 * @certificate: in question
 * @issuer: of @certificate
 * @nonce: (nullable): bytes of chance
 *
 * Returns: (transfer full): the body of an application/ocsp-request
 */
GBytes *
hopso_ocsp_dup_request (HopsoCertificate *certificate,
                        HopsoCertificate *issuer,
                        GBytes *nonce,
                        GError **error)
{
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (issuer), NULL);

  g_autoptr (OCSP_REQUEST) request = OCSP_REQUEST_new ();
  /* RFC 5019, 2.1.1: SHA-1, which only names here. */
  g_autoptr (OCSP_CERTID) id = OCSP_cert_to_id (
      EVP_sha1 (), hopso_certificate_get_x509 (certificate), hopso_certificate_get_x509 (issuer));
  guint8 *der = NULL;
  int size = -1;

  if (request != NULL && id != NULL && OCSP_request_add0_id (request, id) != NULL)
    {
      id = NULL; /* the request owns it now */
      if (nonce == NULL || add_nonce (request, nonce))
        size = i2d_OCSP_REQUEST (request, &der);
    }
  if (size <= 0)
    {
      hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_FAILED, "the request cannot be made");
      return NULL;
    }
  GBytes *made = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);
  return made;
}

/**
 * hopso_ocsp_dup_address:
 * @url: of the responder
 * @request: without a nonce, so that what lies between may keep the answer
 *
 * Returns: (transfer full): what to GET for the same answer (RFC 6960, A.1)
 */
char *
hopso_ocsp_dup_address (const char *url, GBytes *request)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (request, &size);
  g_autofree char *text = g_base64_encode (bytes, size);
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);

  return g_strconcat (url, g_str_has_suffix (url, "/") ? "" : "/", escaped, NULL);
}

OCSP_BASICRESP *
hopso_ocsp_parse (GBytes *bytes)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);
  const guint8 *end = start;
  g_autoptr (OCSP_RESPONSE) response =
      size <= MAX_SIZE ? d2i_OCSP_RESPONSE (NULL, &end, (long) size) : NULL;

  if (response == NULL || end != start + size ||
      OCSP_response_status (response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    return NULL;
  return OCSP_response_get1_basic (response);
}

/* The extension's value is itself an OCTET STRING; some responders leave that out. */
static gboolean
holds_nonce (OCSP_BASICRESP *basic, int at, GBytes *nonce)
{
  const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data (OCSP_BASICRESP_get_ext (basic, at));
  const guint8 *bytes = ASN1_STRING_get0_data (value);
  gsize size = (gsize) ASN1_STRING_length (value);
  g_autoptr (GBytes) bare = g_bytes_new (bytes, size);
  g_autoptr (GBytes) inner = size > 2 && bytes[0] == 0x04 && bytes[1] == size - 2
                                 ? g_bytes_new (bytes + 2, size - 2)
                                 : NULL;

  return g_bytes_equal (bare, nonce) || (inner != NULL && g_bytes_equal (inner, nonce));
}

/**
 * hopso_ocsp_is_answer_to:
 * @response: the body of an application/ocsp-response
 * @nonce: (nullable): what was sent
 *
 * Returns: whether it is an answer and does not carry the nonce of another question; it may carry
 *   none
 */
gboolean
hopso_ocsp_is_answer_to (GBytes *response, GBytes *nonce)
{
  g_autoptr (OCSP_BASICRESP) basic = hopso_ocsp_parse (response);
  int at = basic != NULL ? OCSP_BASICRESP_get_ext_by_NID (basic, NID_id_pkix_OCSP_Nonce, -1) : -1;
  gboolean is_ours = basic != NULL && (at < 0 || (nonce != NULL && holds_nonce (basic, at, nonce)));

  ERR_clear_error ();
  return is_ours;
}
