/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trust lists (ETSI TS 119 612) that the xmlsec1 program signs, so that our own reading of XML
 * Signature does not judge itself. */

#include "hopso-test-service-list.h"

#include <string.h>

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define ENC  "http://www.w3.org/2001/04/xmlenc#"
#define C14N "http://www.w3.org/2001/10/xml-exc-c14n#"

/**
 * hopso_test_service_list_make_state:
 * @certificate: (nullable): of the service; what is past need not name it again
 * @since: such as "2020-01-01T00:00:00Z"
 *
 * Returns: (transfer full): the inside of a ServiceInformation or ServiceHistoryInstance
 */
char *
hopso_test_service_list_make_state (HopsoTestPki *pki,
                                    const char *certificate,
                                    const char *type,
                                    const char *status,
                                    const char *since)
{
  g_autofree char *identity = g_strdup ("");

  if (certificate != NULL)
    {
      g_autoptr (HopsoCertificate) own = hopso_test_pki_dup_certificate (pki, certificate);
      gsize size;
      const guint8 *der = g_bytes_get_data (hopso_certificate_get_der (own), &size);
      g_autofree char *text = g_base64_encode (der, size);

      g_free (identity);
      identity = g_strdup_printf ("<ServiceDigitalIdentity><DigitalId><X509Certificate>%s"
                                  "</X509Certificate></DigitalId></ServiceDigitalIdentity>",
                                  text);
    }
  return g_strdup_printf ("<ServiceTypeIdentifier>%s</ServiceTypeIdentifier>"
                          "<ServiceName><Name xml:lang=\"vi\">Dịch vụ</Name></ServiceName>%s"
                          "<ServiceStatus>%s</ServiceStatus>"
                          "<StatusStartingTime>%s</StatusStartingTime>",
                          type, identity, status, since);
}

/**
 * hopso_test_service_list_make_service:
 * @present: the state that holds now
 * @past: (nullable): the one before it
 *
 * Returns: (transfer full): a TSPService
 */
char *
hopso_test_service_list_make_service (const char *present, const char *past)
{
  g_autofree char *history = past != NULL
                                 ? g_strdup_printf ("<ServiceHistory><ServiceHistoryInstance>%s"
                                                    "</ServiceHistoryInstance></ServiceHistory>",
                                                    past)
                                 : g_strdup ("");

  return g_strdup_printf ("<TSPService><ServiceInformation>%s</ServiceInformation>%s</TSPService>",
                          present, history);
}

static char *
make_template (HopsoTestSignature signature)
{
  const char *method = signature == HOPSO_TEST_SIGNATURE_SHA1 ? DSIG "%s-sha1" : MORE "%s-sha256";
  const char *uri = signature == HOPSO_TEST_SIGNATURE_PART ? "#part" : "";
  const char *selection =
      signature == HOPSO_TEST_SIGNATURE_XPATH
          ? "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
            "<XPath>ancestor-or-self::*[local-name()='SchemeInformation']</XPath></Transform>"
          : "";

  return g_strdup_printf (
      "<Signature xmlns=\"" DSIG "\"><SignedInfo>"
      "<CanonicalizationMethod Algorithm=\"" C14N "\"/><SignatureMethod Algorithm=\"%s\"/>"
      "<Reference URI=\"%s\"><Transforms>"
      "<Transform Algorithm=\"" DSIG "enveloped-signature\"/>%s"
      "<Transform Algorithm=\"" C14N "\"/></Transforms>"
      "<DigestMethod Algorithm=\"" ENC "sha256\"/><DigestValue/></Reference></SignedInfo>"
      "<SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo></Signature>",
      method, uri, selection);
}

static void
sign (HopsoTestPki *pki, const char *signer)
{
  g_autofree char *command =
      g_strdup_printf ("cd '%s' && exec xmlsec1 --sign --id-attr:id SchemeInformation "
                       "--privkey-pem %s.key,%s.pem --output list.xml list.in",
                       hopso_test_pki_get_folder (pki), signer, signer);
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &said, &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("xmlsec1: %s: %s", error->message, said);
}

/**
 * hopso_test_service_list_new:
 * @signer: whose key signs, of the PKI
 * @number: its sequence number
 * @services: TSPService after TSPService
 *
 * Returns: (transfer full): a trust list of 2026-01-01
 */
GBytes *
hopso_test_service_list_new (HopsoTestPki *pki,
                             const char *signer,
                             guint number,
                             const char *services,
                             HopsoTestSignature signature)
{
  gboolean is_rsa = g_str_has_suffix (signer, "rsa") || g_str_has_suffix (signer, "root");
  g_autofree char *raw = make_template (signature);
  g_auto (GStrv) parts = g_strsplit (raw, "%s", -1);
  g_autofree char *made = g_strjoinv (is_rsa ? "rsa" : "ecdsa", parts);
  g_autofree char *text = g_strdup_printf (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<TrustServiceStatusList xmlns=\"http://uri.etsi.org/02231/v2#\">"
      "<SchemeInformation id=\"part\"><TSLSequenceNumber>%u</TSLSequenceNumber>"
      "<SchemeOperatorName><Name xml:lang=\"en\">Test centre</Name>"
      "<Name xml:lang=\"vi\">Trung tâm thử nghiệm</Name></SchemeOperatorName>"
      "<SchemeTerritory>VN</SchemeTerritory>"
      "<ListIssueDateTime>2026-01-01T00:00:00Z</ListIssueDateTime>"
      "<NextUpdate><dateTime>2026-07-01T00:00:00Z</dateTime></NextUpdate></SchemeInformation>"
      "<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName>"
      "<Name xml:lang=\"vi\">Nhà cung cấp</Name></TSPName></TSPInformation>"
      "<TSPServices>%s</TSPServices></TrustServiceProvider></TrustServiceProviderList>%s"
      "</TrustServiceStatusList>\n",
      number, services, made);
  g_autoptr (GBytes) unsigned_list = g_bytes_new (text, strlen (text));

  hopso_test_pki_write (pki, "list.in", unsigned_list);
  sign (pki, signer);
  return hopso_test_pki_read (pki, "list.xml");
}
