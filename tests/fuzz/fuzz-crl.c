/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revocation lists, asked about a certificate of the corpus that is not revoked: nobody without
 * the authority's key can make a list that says otherwise. */

#include "fuzz.h"
#include "hopso-revocation.h"

static HopsoCertificate *signer, *issuer; /* owned, for ever */
static gint64 time_of_list;

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_build_filename (CORPUS, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    g_error ("%s", error->message);
  return g_bytes_new_take (bytes, size);
}

static HopsoCertificate *
load_certificate (const char *name)
{
  g_autoptr (GBytes) der = load (name);

  return hopso_certificate_new_from_der (der, NULL);
}

static void
set_up (void)
{
  g_autoptr (GBytes) genuine = load ("crl/sub.crl");
  HopsoRevocationFinding finding;

  signer = load_certificate ("certificate/signer.der");
  issuer = load_certificate ("certificate/sub.der");
  hopso_revocation_check_crl (genuine, signer, issuer, 0, &finding);
  time_of_list = finding.this_update;
  g_assert_cmpint (hopso_revocation_check_crl (genuine, signer, issuer, time_of_list, NULL), ==,
                   HOPSO_REVOCATION_GOOD);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) crl = g_bytes_new (bytes, size);
  HopsoRevocationFinding finding;

  if (signer == NULL)
    set_up ();
  g_assert_cmpint (hopso_revocation_check_crl (crl, signer, issuer, time_of_list, &finding), !=,
                   HOPSO_REVOCATION_REVOKED);
  return 0;
}
