/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether one key signed the whole of an XML file (XML Signature, W3C; as ETSI TS 119 612, 5.7.1
 * wants it). The library computes; what may be asked of it is decided here: one signature below
 * the root, enveloped, over everything but itself; canonical forms and SHA-2 only, no XPath, no
 * XSLT, no other files. The key is that of a certificate that came along, and the caller knows by
 * its fingerprint whether to believe it. Any thread. */

#include "hopso-xml-signature-private.h"

#include "hopso-service-list.h"

#include <xmlsec/xmlsec.h>

/* The others build upon the one above. */
#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#define DSIG             "http://www.w3.org/2000/09/xmldsig#"
#define MAX_CERTIFICATES 20
#define MIN_RSA_BITS     2048
#define MIN_EC_BITS      224

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlSecDSigCtx, xmlSecDSigCtxDestroy)

static void
say_nothing (const char *file,
             int line,
             const char *func,
             const char *object,
             const char *subject,
             int reason,
             const char *message)
{
}

static gpointer
prepare_cb (gpointer data)
{
  xmlInitParser ();
  g_assert (xmlSecInit () == 0);
  g_assert (xmlSecOpenSSLAppInit (NULL) == 0);
  g_assert (xmlSecOpenSSLInit () == 0);
  xmlSecErrorsSetCallback (say_nothing);
  return NULL;
}

void
hopso_xml_signature_prepare (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, prepare_cb, NULL);
}

static gboolean
fail (GError **error, HopsoServiceListError code, const char *what)
{
  g_set_error_literal (error, HOPSO_SERVICE_LIST_ERROR, (int) code, what);
  return FALSE;
}

static xmlNode *
find_signature (xmlDoc *tree, GError **error)
{
  xmlNode *signature = hopso_bounded_xml_find (xmlDocGetRootElement (tree), DSIG, "Signature");

  if (signature != NULL && hopso_bounded_xml_next (signature) == NULL)
    return signature;
  fail (error, HOPSO_SERVICE_LIST_ERROR_SIGNATURE, "the file does not have exactly one signature");
  return NULL;
}

static gboolean
is_strong (HopsoCertificate *certificate)
{
  guint bits = hopso_certificate_get_key_bits (certificate);

  switch (hopso_certificate_get_key_type (certificate))
    {
    case HOPSO_KEY_TYPE_RSA:
      return bits >= MIN_RSA_BITS;
    case HOPSO_KEY_TYPE_EC:
      return bits >= MIN_EC_BITS;
    case HOPSO_KEY_TYPE_OTHER:
    default:
      return FALSE;
    }
}

static HopsoCertificate *
read_certificate (xmlNode *node)
{
  g_autofree char *text = hopso_bounded_xml_dup_text (node);
  gsize size = 0;
  guchar *bytes = text != NULL ? g_base64_decode (text, &size) : NULL;
  g_autoptr (GBytes) der = g_bytes_new_take (bytes, size);

  return hopso_certificate_new_from_der (der, NULL);
}

/* The certificates that came along with the signature, each once tried. */
static GPtrArray *
list_certificates (xmlNode *signature)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  xmlNode *data = hopso_bounded_xml_walk (signature, DSIG, "KeyInfo", "X509Data", NULL);

  for (; data != NULL; data = hopso_bounded_xml_next (data))
    for (xmlNode *node = hopso_bounded_xml_find (data, DSIG, "X509Certificate");
         node != NULL && all->len < MAX_CERTIFICATES; node = hopso_bounded_xml_next (node))
      {
        HopsoCertificate *certificate = read_certificate (node);

        if (certificate != NULL)
          g_ptr_array_add (all, certificate);
      }
  return all;
}

static gboolean
allow_algorithms (xmlSecDSigCtx *context)
{
  const xmlSecTransformId for_both[] = { xmlSecTransformInclC14NId, xmlSecTransformExclC14NId,
                                         xmlSecTransformInclC14N11Id };
  const xmlSecTransformId for_references[] = { xmlSecTransformEnvelopedId,
                                               xmlSecOpenSSLTransformSha256Id,
                                               xmlSecOpenSSLTransformSha384Id,
                                               xmlSecOpenSSLTransformSha512Id };
  const xmlSecTransformId for_values[] = {
    xmlSecOpenSSLTransformRsaSha256Id,   xmlSecOpenSSLTransformRsaSha384Id,
    xmlSecOpenSSLTransformRsaSha512Id,   xmlSecOpenSSLTransformEcdsaSha256Id,
    xmlSecOpenSSLTransformEcdsaSha384Id, xmlSecOpenSSLTransformEcdsaSha512Id,
  };
  gboolean is_done = TRUE;

  context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
  context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
  for (gsize i = 0; i < G_N_ELEMENTS (for_both); i++)
    is_done = is_done && xmlSecDSigCtxEnableReferenceTransform (context, for_both[i]) == 0 &&
              xmlSecDSigCtxEnableSignatureTransform (context, for_both[i]) == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (for_references); i++)
    is_done = is_done && xmlSecDSigCtxEnableReferenceTransform (context, for_references[i]) == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (for_values); i++)
    is_done = is_done && xmlSecDSigCtxEnableSignatureTransform (context, for_values[i]) == 0;
  return is_done;
}

/* Beside the whole, the signature may sign parts of itself (XAdES). */
static gboolean
covers_everything (xmlSecDSigCtx *context)
{
  xmlSecSize n = xmlSecPtrListGetSize (&context->signedInfoReferences);

  for (xmlSecSize i = 0; i < n; i++)
    {
      const xmlSecDSigReferenceCtx *reference =
          xmlSecPtrListGetItem (&context->signedInfoReferences, i);

      if (reference->uri != NULL && reference->uri[0] == '\0' &&
          reference->status == xmlSecDSigStatusSucceeded)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_signed_by (xmlNode *signature, HopsoCertificate *certificate)
{
  g_autoptr (xmlSecDSigCtx) context = xmlSecDSigCtxCreate (NULL);
  gsize size;
  const guint8 *der = g_bytes_get_data (hopso_certificate_get_der (certificate), &size);

  if (context == NULL || !allow_algorithms (context))
    return FALSE;
  context->signKey = xmlSecOpenSSLAppKeyLoadMemory (der, (xmlSecSize) size,
                                                    xmlSecKeyDataFormatCertDer, NULL, NULL, NULL);
  return context->signKey != NULL && xmlSecDSigCtxVerify (context, signature) == 0 &&
         context->status == xmlSecDSigStatusSucceeded && covers_everything (context);
}

static gboolean
has_fingerprint (HopsoCertificate *certificate, const char *fingerprint)
{
  g_autofree char *own = hopso_certificate_dup_fingerprint (certificate);

  return g_ascii_strcasecmp (own, fingerprint) == 0;
}

HopsoCertificate *
hopso_xml_signature_verify (xmlDoc *tree, const char *fingerprint, GError **error)
{
  static const xmlChar *const ids[] = { BAD_CAST "Id", NULL };
  xmlNode *signature = find_signature (tree, error);
  gboolean is_known = FALSE;

  if (signature == NULL)
    return NULL;
  xmlSecAddIDs (tree, signature, (const xmlChar **) ids);
  g_autoptr (GPtrArray) certificates = list_certificates (signature);
  for (guint i = 0; i < certificates->len; i++)
    {
      HopsoCertificate *certificate = g_ptr_array_index (certificates, i);

      if (fingerprint != NULL && !has_fingerprint (certificate, fingerprint))
        continue;
      is_known = TRUE;
      if (is_strong (certificate) && is_signed_by (signature, certificate))
        return g_object_ref (certificate);
    }
  if (fingerprint != NULL && !is_known)
    fail (error, HOPSO_SERVICE_LIST_ERROR_OPERATOR, "the file was signed by somebody else");
  else
    fail (error, HOPSO_SERVICE_LIST_ERROR_SIGNATURE, "the file's signature does not hold");
  return NULL;
}
