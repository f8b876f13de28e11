/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers about a certificate of the corpus that is not revoked: nobody without the authority's
 * key can make one that says otherwise. */

#include "fuzz.h"
#include "hopso-revocation.h"

static HopsoCertificate *
load (const char *name)
{
  g_autofree char *path = g_build_filename (CORPUS, "certificate", name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    g_error ("%s", error->message);
  g_autoptr (GBytes) der = g_bytes_new_take (bytes, size);
  return hopso_certificate_new_from_der (der, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  static HopsoCertificate *signer, *issuer; /* owned, for ever */
  g_autoptr (GBytes) response = g_bytes_new (bytes, size);

  if (signer == NULL)
    {
      signer = load ("signer.der");
      issuer = load ("sub.der");
    }
  g_assert_cmpint (hopso_revocation_check_ocsp (response, signer, issuer, 0, NULL), !=,
                   HOPSO_REVOCATION_REVOKED);
  return 0;
}
