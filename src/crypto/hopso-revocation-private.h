/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-openssl-private.h"
#include "hopso-revocation.h"

#include <openssl/ocsp.h>

G_BEGIN_DECLS

#define HOPSO_CRL_REASON_HOLD 6

/* What one piece of evidence states of a certificate, whenever that is asked. */
typedef struct
{
  HopsoRevocationStatus status;   /* as stated; unknown: see the doubt */
  HopsoRevocationFinding finding; /* next_update is always set when the status is known */
  gint64 made_at;
  gint64 remembers_from;       /* it also knows certificates that ended at this time or later */
  HopsoCertificate *responder; /* owned, nullable: who answered in the issuer's place */
} HopsoRevocationStatement;

void hopso_revocation_statement_clear (HopsoRevocationStatement *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoRevocationStatement, hopso_revocation_statement_clear)

X509_CRL *hopso_crl_parse (GBytes *bytes);
void hopso_crl_read (X509_CRL *crl,
                     HopsoCertificate *certificate,
                     HopsoCertificate *issuer,
                     HopsoRevocationStatement *statement);
/* @known: certificates among which the responder's may be, if it does not send it along. */
void hopso_ocsp_read (OCSP_BASICRESP *basic,
                      HopsoCertificate *certificate,
                      HopsoCertificate *issuer,
                      GPtrArray *known,
                      HopsoRevocationStatement *statement);

void hopso_revocation_doubt (HopsoRevocationStatement *statement, HopsoRevocationDoubt why);

/* Whether evidence may rely on that algorithm at that time. */
gboolean hopso_revocation_is_well_signed (const X509_ALGOR *algorithm, gint64 made_at);

/* What the statement means for a time. */
HopsoRevocationStatus hopso_revocation_judge (HopsoRevocationStatement *statement,
                                              HopsoCertificate *certificate,
                                              gint64 at_time);

G_END_DECLS
