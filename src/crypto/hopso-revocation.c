/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a revocation list (RFC 5280, 5) states about one certificate. Only complete lists of the
 * certificate's own issuer count; delta and indirect lists are answered with "unknown". And what
 * a statement, of a list or of a responder, means for a time. Any thread. */

#include "hopso-revocation.h"

#include "hopso-algorithm-policy.h"
#include "hopso-algorithm-private.h"
#include "hopso-revocation-private.h"

#include <openssl/err.h>
#include <string.h>

/* The largest lists of big authorities have some ten million bytes. */
#define MAX_SIZE (64 * 1024 * 1024)

void
hopso_revocation_statement_clear (HopsoRevocationStatement *self)
{
  g_clear_object (&self->responder);
}

void
hopso_revocation_doubt (HopsoRevocationStatement *statement, HopsoRevocationDoubt why)
{
  statement->status = HOPSO_REVOCATION_UNKNOWN;
  statement->finding.doubt = why;
}

gboolean
hopso_revocation_is_well_signed (const X509_ALGOR *algorithm, gint64 made_at)
{
  HopsoSignatureAlgorithm signature;

  for (guint hash = HOPSO_HASH_SHA1; hash <= HOPSO_HASH_SHAKE256; hash++)
    if (hopso_algorithm_read_signature (algorithm, (HopsoHash) hash, &signature) &&
        made_at <= hopso_algorithm_policy_get_hash_end ((HopsoHash) hash))
      return TRUE;
  return FALSE;
}

X509_CRL *
hopso_crl_parse (GBytes *bytes)
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
has_unknown_critical (X509_CRL *crl)
{
  for (int i = 0; i < X509_CRL_get_ext_count (crl); i++)
    {
      X509_EXTENSION *extension = X509_CRL_get_ext (crl, i);

      if (X509_EXTENSION_get_critical (extension) &&
          OBJ_obj2nid (X509_EXTENSION_get_object (extension)) != NID_issuing_distribution_point)
        return TRUE;
    }
  return FALSE;
}

static HopsoRevocationDoubt
check_scope (X509_CRL *crl, HopsoCertificate *certificate)
{
  int critical;
  g_autoptr (ISSUING_DIST_POINT) scope =
      X509_CRL_get_ext_d2i (crl, NID_issuing_distribution_point, &critical, NULL);

  if (X509_CRL_get_ext_by_NID (crl, NID_delta_crl, -1) >= 0)
    return HOPSO_REVOCATION_DOUBT_DELTA;
  if (scope != NULL && scope->indirectCRL > 0)
    return HOPSO_REVOCATION_DOUBT_INDIRECT;
  /* Present, but unreadable or twice. */
  if (has_unknown_critical (crl) || (scope == NULL && critical != -1))
    return HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE;
  if (scope == NULL)
    return HOPSO_REVOCATION_DOUBT_NONE;

  gboolean is_ca = hopso_certificate_is_ca (certificate);
  gboolean covers = !(scope->onlyattr > 0) && scope->onlysomereasons == NULL &&
                    !(scope->onlyuser > 0 && is_ca) && !(scope->onlyCA > 0 && !is_ca) &&
                    (scope->distpoint == NULL || is_its_point (scope->distpoint, certificate));
  return covers ? HOPSO_REVOCATION_DOUBT_NONE : HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE;
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

/* ISO/IEC 9594-8, 8.5.2.12: from when on the list keeps certificates that have ended. */
static gint64
read_remembers (X509_CRL *crl)
{
  g_autoptr (ASN1_OBJECT) type = OBJ_txt2obj ("2.5.29.60", 1);
  int at = X509_CRL_get_ext_by_OBJ (crl, type, -1);
  gint64 from = G_MAXINT64;

  if (at < 0)
    return from;
  const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data (X509_CRL_get_ext (crl, at));
  const guint8 *bytes = ASN1_STRING_get0_data (value);
  ASN1_GENERALIZEDTIME *time = d2i_ASN1_GENERALIZEDTIME (NULL, &bytes, ASN1_STRING_length (value));
  if (time == NULL || !hopso_asn1_time_to_unix (time, &from))
    from = G_MAXINT64;
  ASN1_GENERALIZEDTIME_free (time);
  return from;
}

void
hopso_crl_read (X509_CRL *crl,
                HopsoCertificate *certificate,
                HopsoCertificate *issuer,
                HopsoRevocationStatement *statement)
{
  HopsoRevocationFinding *finding = &statement->finding;
  const X509_ALGOR *algorithm;

  if (!hopso_asn1_time_to_unix (X509_CRL_get0_lastUpdate (crl), &finding->this_update))
    {
      hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_MALFORMED);
      return;
    }
  statement->made_at = finding->this_update;
  if (!hopso_asn1_time_to_unix (X509_CRL_get0_nextUpdate (crl), &finding->next_update))
    finding->next_update = finding->this_update;
  X509_CRL_get0_signature (crl, NULL, &algorithm);
  HopsoRevocationDoubt scope = check_scope (crl, certificate);
  if (!is_from_issuer (crl, certificate, issuer))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_WRONG_ISSUER);
  else if (!is_signed (crl, issuer))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
  else if (!hopso_revocation_is_well_signed (algorithm, statement->made_at))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_WEAK);
  else if (scope != HOPSO_REVOCATION_DOUBT_NONE)
    hopso_revocation_doubt (statement, scope);
  else
    {
      statement->remembers_from = read_remembers (crl);
      statement->status =
          find_entry (crl, certificate, finding) ? HOPSO_REVOCATION_REVOKED : HOPSO_REVOCATION_GOOD;
    }
}

/* Once revoked is revoked for ever: old evidence is proof enough. Of good news it must not have
 * grown old by then, nor be from after the certificate's end, when authorities forget. */
HopsoRevocationStatus
hopso_revocation_judge (HopsoRevocationStatement *statement,
                        HopsoCertificate *certificate,
                        gint64 at_time)
{
  HopsoRevocationFinding *finding = &statement->finding;
  gint64 end = MAX (at_time, hopso_certificate_get_not_after (certificate));

  if (statement->status == HOPSO_REVOCATION_REVOKED)
    return finding->revoked_at <= at_time ? HOPSO_REVOCATION_REVOKED : HOPSO_REVOCATION_GOOD;
  if (statement->status == HOPSO_REVOCATION_GOOD &&
      (at_time > finding->next_update || finding->this_update > end))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_STALE);
  return statement->status;
}

/**
 * hopso_revocation_doubt_describe:
 *
 * Returns: (transfer none): why a status is unknown, for experts
 */
const char *
hopso_revocation_doubt_describe (HopsoRevocationDoubt doubt)
{
  static const char *const words[] = {
    [HOPSO_REVOCATION_DOUBT_NONE] = "there is no evidence about revocation",
    [HOPSO_REVOCATION_DOUBT_MALFORMED] = "the evidence about revocation cannot be read",
    [HOPSO_REVOCATION_DOUBT_WRONG_ISSUER] = "the revocation list is another authority's",
    [HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE] = "the evidence about revocation is not authentic",
    [HOPSO_REVOCATION_DOUBT_STALE] = "the evidence about revocation is too old",
    [HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE] = "the evidence is about other certificates",
    [HOPSO_REVOCATION_DOUBT_DELTA] = "the revocation list has changes only",
    [HOPSO_REVOCATION_DOUBT_INDIRECT] = "the revocation list speaks for several authorities",
    [HOPSO_REVOCATION_DOUBT_WEAK] = "the evidence about revocation is signed too weakly",
    [HOPSO_REVOCATION_DOUBT_RESPONDER] = "the responder itself may be revoked",
  };

  return (guint) doubt < G_N_ELEMENTS (words) ? words[doubt] : words[0];
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
  g_auto (HopsoRevocationStatement) ours = { .status = HOPSO_REVOCATION_UNKNOWN,
                                             .finding = { .reason = -1 } };
  g_autoptr (X509_CRL) parsed = hopso_crl_parse (crl);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (certificate), HOPSO_REVOCATION_UNKNOWN);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (issuer), HOPSO_REVOCATION_UNKNOWN);

  if (parsed != NULL)
    hopso_crl_read (parsed, certificate, issuer, &ours);
  else
    hopso_revocation_doubt (&ours, HOPSO_REVOCATION_DOUBT_MALFORMED);
  ERR_clear_error ();
  HopsoRevocationStatus status = hopso_revocation_judge (&ours, certificate, at_time);
  if (finding != NULL)
    *finding = ours.finding;
  return status;
}
