/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a revocation list (RFC 5280, 5) says about one certificate at one time. Only complete lists
 * of the certificate's own issuer count; delta and indirect lists are answered with "unknown". Any
 * thread. */

#include "hopso-revocation.h"

#include "hopso-openssl-private.h"
#include "hopso-revocation-private.h"

#include <openssl/err.h>
#include <string.h>

/* The largest lists of big authorities have some ten million bytes. */
#define MAX_SIZE (64 * 1024 * 1024)

static X509_CRL *
parse (GBytes *bytes)
{
  gsize size;
  const guint8 *start = g_bytes_get_data (bytes, &size);
  const guint8 *end = start;
  g_autoptr (X509_CRL) crl = size <= MAX_SIZE ? d2i_X509_CRL (NULL, &end, (long) size) : NULL;

  return crl != NULL && end == start + size ? g_steal_pointer (&crl) : NULL;
}

static gboolean
is_from_issuer (X509_CRL *crl, HopsoCertificate *certificate, HopsoCertificate *issuer)
{
  X509 *above = hopso_certificate_get_x509 (issuer);
  X509 *below = hopso_certificate_get_x509 (certificate);

  return X509_NAME_cmp (X509_CRL_get_issuer (crl), X509_get_subject_name (above)) == 0 &&
         X509_NAME_cmp (X509_get_issuer_name (below), X509_get_subject_name (above)) == 0 &&
         (hopso_certificate_get_key_usage (issuer) & HOPSO_KEY_USAGE_CRL_SIGN) != 0;
}

static gboolean
is_signed (X509_CRL *crl, HopsoCertificate *issuer)
{
  EVP_PKEY *key = X509_get0_pubkey (hopso_certificate_get_x509 (issuer));

  return key != NULL && X509_CRL_verify (crl, key) == 1;
}

static gboolean
has_url (char **urls, const GENERAL_NAME *name)
{
  if (name->type != GEN_URI)
    return FALSE;

  const ASN1_STRING *uri = name->d.uniformResourceIdentifier;
  for (char **url = urls; *url != NULL; url++)
    if (strlen (*url) == (gsize) ASN1_STRING_length (uri) &&
        memcmp (*url, ASN1_STRING_get0_data (uri), strlen (*url)) == 0)
      return TRUE;
  return FALSE;
}

/* 5.2.5: a list that is one of several must be the one that the certificate points to. */
static gboolean
is_its_point (const DIST_POINT_NAME *point, HopsoCertificate *certificate)
{
  g_auto (GStrv) urls = hopso_certificate_dup_crl_urls (certificate);

  if (point->type != 0)
    return FALSE;
  for (int i = 0; i < sk_GENERAL_NAME_num (point->name.fullname); i++)
    if (has_url (urls, sk_GENERAL_NAME_value (point->name.fullname, i)))
      return TRUE;
  return FALSE;
}

static gboolean
covers (X509_CRL *crl, HopsoCertificate *certificate)
{
  int critical;
  g_autoptr (ISSUING_DIST_POINT) scope =
      X509_CRL_get_ext_d2i (crl, NID_issuing_distribution_point, &critical, NULL);

  /* Every critical extension but this one is beyond us, the delta indicator among them. */
  for (int i = 0; i < X509_CRL_get_ext_count (crl); i++)
    {
      X509_EXTENSION *extension = X509_CRL_get_ext (crl, i);

      if (X509_EXTENSION_get_critical (extension) &&
          OBJ_obj2nid (X509_EXTENSION_get_object (extension)) != NID_issuing_distribution_point)
        return FALSE;
    }
  if (X509_CRL_get_ext_by_NID (crl, NID_delta_crl, -1) >= 0)
    return FALSE;
  if (scope == NULL)
    return critical == -1; /* absent, not unreadable or twice */

  gboolean is_ca = hopso_certificate_is_ca (certificate);
  return !(scope->indirectCRL > 0) && !(scope->onlyattr > 0) && scope->onlysomereasons == NULL &&
         !(scope->onlyuser > 0 && is_ca) && !(scope->onlyCA > 0 && !is_ca) &&
         (scope->distpoint == NULL || is_its_point (scope->distpoint, certificate));
}

static gboolean
find_entry (X509_CRL *crl, HopsoCertificate *certificate, HopsoRevocationFinding *finding)
{
  X509_REVOKED *entry = NULL;

  /* 2 stands for "removed from the list", which complete lists do not know. */
  if (X509_CRL_get0_by_cert (crl, &entry, hopso_certificate_get_x509 (certificate)) != 1)
    return FALSE;
  /* A date that cannot be read was always. */
  if (!hopso_asn1_time_to_unix (X509_REVOKED_get0_revocationDate (entry), &finding->revoked_at))
    finding->revoked_at = G_MININT64;

  ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i (entry, NID_crl_reason, NULL, NULL);
  if (reason != NULL)
    finding->reason = (int) ASN1_ENUMERATED_get (reason);
  ASN1_ENUMERATED_free (reason);
  return TRUE;
}

HopsoRevocationStatus
hopso_revocation_doubt (HopsoRevocationFinding *finding, HopsoRevocationDoubt why)
{
  finding->doubt = why;
  return HOPSO_REVOCATION_UNKNOWN;
}

/* Evidence must not have grown old by then, nor be from after the certificate's end, when
 * authorities forget. */
HopsoRevocationStatus
hopso_revocation_judge_good (HopsoRevocationFinding *finding,
                             HopsoCertificate *certificate,
                             gint64 at_time)
{
  gint64 end = MAX (at_time, hopso_certificate_get_not_after (certificate));

  if (at_time <= finding->next_update && finding->this_update <= end)
    return HOPSO_REVOCATION_GOOD;
  return hopso_revocation_doubt (finding, HOPSO_REVOCATION_DOUBT_STALE);
}

/* Once revoked is revoked for ever: old evidence is proof enough. */
HopsoRevocationStatus
hopso_revocation_judge_revoked (const HopsoRevocationFinding *finding, gint64 at_time)
{
  return finding->revoked_at <= at_time ? HOPSO_REVOCATION_REVOKED : HOPSO_REVOCATION_GOOD;
}

static HopsoRevocationStatus
ask (X509_CRL *crl,
     HopsoCertificate *certificate,
     HopsoCertificate *issuer,
     gint64 at_time,
     HopsoRevocationFinding *finding)
{
  if (!hopso_asn1_time_to_unix (X509_CRL_get0_lastUpdate (crl), &finding->this_update))
    return hopso_revocation_doubt (finding, HOPSO_REVOCATION_DOUBT_MALFORMED);
  hopso_asn1_time_to_unix (X509_CRL_get0_nextUpdate (crl), &finding->next_update);
  if (!is_from_issuer (crl, certificate, issuer))
    return hopso_revocation_doubt (finding, HOPSO_REVOCATION_DOUBT_WRONG_ISSUER);
  if (!is_signed (crl, issuer))
    return hopso_revocation_doubt (finding, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
  if (!covers (crl, certificate))
    return hopso_revocation_doubt (finding, HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE);
  if (find_entry (crl, certificate, finding))
    return hopso_revocation_judge_revoked (finding, at_time);
  return hopso_revocation_judge_good (finding, certificate, at_time);
}

/**
 * hopso_revocation_check_crl:
 * @crl: the list, DER
 * @certificate: the certificate in question
 * @issuer: the certificate of who issued it; the list must be signed with its key
 * @at_time: when it must have been good
 * @finding: (out) (optional): details
 *
 * Returns: what the list proves
 */
HopsoRevocationStatus
hopso_revocation_check_crl (GBytes *crl,
                            HopsoCertificate *certificate,
                            HopsoCertificate *issuer,
                            gint64 at_time,
                            HopsoRevocationFinding *finding)
{
  HopsoRevocationFinding ours = { .reason = -1 };
  g_autoptr (X509_CRL) parsed = parse (crl);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (certificate), HOPSO_REVOCATION_UNKNOWN);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (issuer), HOPSO_REVOCATION_UNKNOWN);

  HopsoRevocationStatus status =
      parsed != NULL ? ask (parsed, certificate, issuer, at_time, &ours)
                     : hopso_revocation_doubt (&ours, HOPSO_REVOCATION_DOUBT_MALFORMED);
  ERR_clear_error ();
  if (finding != NULL)
    *finding = ours;
  return status;
}
