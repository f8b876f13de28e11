/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trust lists. Their signature is looked at, and whatever came out, the reading goes on as if it
 * had held: else no changed byte would reach the reader of services. */

#include "fuzz.h"
#include "hopso-service-list.h"

#include <string.h>

typedef struct _xmlDoc xmlDoc;

HopsoCertificate *
__real_hopso_xml_signature_verify (xmlDoc *tree, const char *fingerprint, GError **error);
HopsoCertificate *
__wrap_hopso_xml_signature_verify (xmlDoc *tree, const char *fingerprint, GError **error);

static const char operator_pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBszCCAVmgAwIBAgIUOqHFdZyhXhEMVw3LSagATfk8EaswCgYIKoZIzj0EAwIw\n"
    "LzELMAkGA1UEBhMCVk4xDTALBgNVBAoMBEZ1enoxETAPBgNVBAMMCE9wZXJhdG9y\n"
    "MB4XDTI2MTEyMjE5MzUyOVoXDTQ4MTAxNzE5MzUyOVowLzELMAkGA1UEBhMCVk4x\n"
    "DTALBgNVBAoMBEZ1enoxETAPBgNVBAMMCE9wZXJhdG9yMFkwEwYHKoZIzj0CAQYI\n"
    "KoZIzj0DAQcDQgAEItImW9CX35I+0QfooaIGnDdbh3h+QwCZnCMJRMVOtHxCWu6C\n"
    "MD/oABlm15Eyl+WeSCBZVWfCUrESlYliN5ng+aNTMFEwHQYDVR0OBBYEFBoKYT+2\n"
    "ZfJ+HMBhLWS9yGTdq0b7MB8GA1UdIwQYMBaAFBoKYT+2ZfJ+HMBhLWS9yGTdq0b7\n"
    "MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAJK0FMxTqPqTcy9r\n"
    "oGFLGXXilDE1OSwzpFMpy4KxMtqwAiBTlW7NcDc99hb/iILDKhANON766H6VFEV4\n"
    "5EPmK6oZiA==\n"
    "-----END CERTIFICATE-----\n";

/* The linker calls it in the place of the real one. */
HopsoCertificate *
__wrap_hopso_xml_signature_verify (xmlDoc *tree, const char *fingerprint, GError **error)
{
  HopsoCertificate *signer = __real_hopso_xml_signature_verify (tree, fingerprint, NULL);
  g_autoptr (GBytes) pem = g_bytes_new_static (operator_pem, strlen (operator_pem));

  g_clear_object (&signer);
  return hopso_certificate_new_from_pem (pem, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) input = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoServiceList) list = hopso_service_list_open (input, NULL, &error);

  g_assert_true ((list != NULL) == (error == NULL));
  if (list == NULL)
    return 0;
  g_assert_true (hopso_service_list_get_name (list) == NULL ||
                 g_utf8_validate (hopso_service_list_get_name (list), -1, NULL));
  for (guint i = 0; i < hopso_service_list_get_n_terms (list); i++)
    {
      const HopsoServiceTerm *term = hopso_service_list_get_term (list, i);

      g_assert_true (HOPSO_IS_CERTIFICATE (term->certificate));
      g_assert_cmpint (term->from, <, term->until);
    }
  return 0;
}
