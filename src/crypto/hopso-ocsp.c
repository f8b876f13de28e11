/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an answer of OCSP (RFC 6960) states about one certificate. It must come from the issuer or
 * from whom the issuer appointed for that; whether the latter was revoked is not asked here. Any
 * thread. */

#include "hopso-revocation.h"

#include "hopso-algorithm-policy.h"
#include "hopso-ocsp-private.h"
#include "hopso-revocation-private.h"

#include <openssl/err.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_CERTID, OCSP_CERTID_free)

/* An answer without an end says that newer ones can be had at any time (4.2.2.1). */
#define SHORT_LIFE 3600

static OCSP_CERTID *
name_certificate (const EVP_MD *md, HopsoCertificate *certificate, HopsoCertificate *issuer)
{
  return OCSP_cert_to_id (md, hopso_certificate_get_x509 (certificate),
                          hopso_certificate_get_x509 (issuer));
}

static gboolean
names_certificate (const OCSP_CERTID *id, HopsoCertificate *certificate, HopsoCertificate *issuer)
{
  ASN1_OBJECT *hash = NULL;

  OCSP_id_get0_info (NULL, &hash, NULL, NULL, (OCSP_CERTID *) id);
  const EVP_MD *md = EVP_get_digestbyobj (hash);
  g_autoptr (OCSP_CERTID) ours = md != NULL ? name_certificate (md, certificate, issuer) : NULL;
  return ours != NULL && OCSP_id_cmp (ours, id) == 0;
}

static OCSP_SINGLERESP *
find_single (OCSP_BASICRESP *basic, HopsoCertificate *certificate, HopsoCertificate *issuer)
{
  for (int i = 0; i < OCSP_resp_count (basic); i++)
    {
      OCSP_SINGLERESP *single = OCSP_resp_get0 (basic, i);

      if (names_certificate (OCSP_SINGLERESP_get0_id (single), certificate, issuer))
        return single;
    }
  return NULL;
}

/* 4.2.2.2: the issuer itself, or a certificate that it issued for this and that was valid when it
 * answered. */
static gboolean
is_appointed (X509 *signer, HopsoCertificate *issuer, gint64 answered_at)
{
  X509 *authority = hopso_certificate_get_x509 (issuer);
  EVP_PKEY *key = X509_get0_pubkey (authority);
  gint64 not_before, not_after;

  if (X509_cmp (signer, authority) == 0)
    return TRUE;
  return key != NULL && X509_check_issued (authority, signer) == X509_V_OK &&
         X509_verify (signer, key) == 1 &&
         (X509_get_extension_flags (signer) & EXFLAG_XKUSAGE) != 0 &&
         (X509_get_extended_key_usage (signer) & XKU_OCSP_SIGN) != 0 &&
         hopso_asn1_time_to_unix (X509_get0_notBefore (signer), &not_before) &&
         hopso_asn1_time_to_unix (X509_get0_notAfter (signer), &not_after) &&
         not_before <= answered_at && answered_at <= not_after;
}

static gboolean
is_authentic (OCSP_BASICRESP *basic,
              HopsoCertificate *issuer,
              gint64 answered_at,
              GPtrArray *known,
              HopsoCertificate **responder)
{
  STACK_OF (X509) *candidates = sk_X509_new_null ();
  X509 *signer = NULL;

  sk_X509_push (candidates, hopso_certificate_get_x509 (issuer));
  for (guint i = 0; known != NULL && i < known->len; i++)
    sk_X509_push (candidates, hopso_certificate_get_x509 (known->pdata[i]));
  gboolean is_good = OCSP_resp_get0_signer (basic, &signer, candidates) == 1 &&
                     is_appointed (signer, issuer, answered_at) &&
                     OCSP_basic_verify (basic, candidates, NULL, OCSP_NOVERIFY) == 1;
  sk_X509_free (candidates);
  if (is_good && X509_cmp (signer, hopso_certificate_get_x509 (issuer)) != 0)
    {
      *responder = hopso_certificate_new_from_x509 (signer);
      return *responder != NULL && hopso_algorithm_policy_get_key_end (*responder) >= answered_at &&
             hopso_algorithm_policy_was_well_made (*responder);
    }
  return is_good;
}

/* 4.4.4: certificates that ended after this time are still known. */
static gint64
read_remembers (OCSP_SINGLERESP *single)
{
  ASN1_GENERALIZEDTIME *cutoff =
      OCSP_SINGLERESP_get1_ext_d2i (single, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
  gint64 from;

  if (cutoff == NULL || !hopso_asn1_time_to_unix (cutoff, &from))
    from = G_MAXINT64;
  ASN1_GENERALIZEDTIME_free (cutoff);
  return from;
}

static void
read_status (OCSP_SINGLERESP *single, HopsoRevocationStatement *statement)
{
  HopsoRevocationFinding *finding = &statement->finding;
  ASN1_GENERALIZEDTIME *revoked = NULL;
  int status = OCSP_single_get0_status (single, &finding->reason, &revoked, NULL, NULL);

  if (status == V_OCSP_CERTSTATUS_REVOKED)
    {
      statement->status = HOPSO_REVOCATION_REVOKED;
      /* A date that cannot be read was always. */
      if (!hopso_asn1_time_to_unix (revoked, &finding->revoked_at))
        finding->revoked_at = G_MININT64;
    }
  else if (status == V_OCSP_CERTSTATUS_GOOD)
    {
      statement->status = HOPSO_REVOCATION_GOOD;
      statement->remembers_from = read_remembers (single);
    }
  else
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE);
}

void
hopso_ocsp_read (OCSP_BASICRESP *basic,
                 HopsoCertificate *certificate,
                 HopsoCertificate *issuer,
                 GPtrArray *known,
                 HopsoRevocationStatement *statement)
{
  HopsoRevocationFinding *finding = &statement->finding;
  ASN1_GENERALIZEDTIME *this_update = NULL, *next_update = NULL;
  OCSP_SINGLERESP *single = find_single (basic, certificate, issuer);

  if (single == NULL)
    {
      hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE);
      return;
    }
  OCSP_single_get0_status (single, NULL, NULL, &this_update, &next_update);
  if (!hopso_asn1_time_to_unix (this_update, &finding->this_update) ||
      !hopso_asn1_time_to_unix (OCSP_resp_get0_produced_at (basic), &statement->made_at))
    {
      hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_MALFORMED);
      return;
    }
  if (next_update == NULL || !hopso_asn1_time_to_unix (next_update, &finding->next_update))
    finding->next_update = finding->this_update + SHORT_LIFE;
  if (!is_authentic (basic, issuer, statement->made_at, known, &statement->responder))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_BAD_SIGNATURE);
  else if (!hopso_revocation_is_well_signed (OCSP_resp_get0_tbs_sigalg (basic), statement->made_at))
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_WEAK);
  else
    read_status (single, statement);
}

/**
 * hopso_revocation_check_ocsp:
 * @response: the body of an application/ocsp-response
 * @certificate: in question
 * @issuer: of @certificate
 * @at_time: when it must have been good
 * @finding: (out) (optional): details
 *
 * Returns: what the answer proves
 */
HopsoRevocationStatus
hopso_revocation_check_ocsp (GBytes *response,
                             HopsoCertificate *certificate,
                             HopsoCertificate *issuer,
                             gint64 at_time,
                             HopsoRevocationFinding *finding)
{
  g_auto (HopsoRevocationStatement) ours = { .status = HOPSO_REVOCATION_UNKNOWN,
                                             .finding = { .reason = -1 } };
  g_autoptr (OCSP_BASICRESP) basic = hopso_ocsp_parse (response);

  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (certificate), HOPSO_REVOCATION_UNKNOWN);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (issuer), HOPSO_REVOCATION_UNKNOWN);

  if (basic != NULL)
    hopso_ocsp_read (basic, certificate, issuer, NULL, &ours);
  else
    hopso_revocation_doubt (&ours, HOPSO_REVOCATION_DOUBT_MALFORMED);
  ERR_clear_error ();
  HopsoRevocationStatus status = hopso_revocation_judge (&ours, certificate, at_time);
  if (finding != NULL)
    *finding = ours.finding;
  return status;
}
