/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The evidence about revocation in a bag of material. Lists may be large and are asked many times,
 * so what was parsed and what was answered is kept. One thread at a time. */

#include "hopso-evidence-private.h"

#include "hopso-ocsp-private.h"

#include <openssl/err.h>

struct _HopsoEvidence
{
  GHashTable *parsed;  /* owned: HopsoMaterialPiece, borrowed → Parsed */
  GHashTable *answers; /* owned: Answer, its own key */
};

typedef struct
{
  X509_CRL *crl;        /* owned, nullable */
  OCSP_BASICRESP *ocsp; /* owned, nullable */
} Parsed;

typedef struct
{
  const HopsoMaterialPiece *piece; /* borrowed: as long as the bag */
  HopsoCertificate *certificate;   /* owned */
  HopsoCertificate *issuer;        /* owned */
  HopsoRevocationStatement statement;
} Answer;

static void
parsed_free (gpointer data)
{
  Parsed *parsed = data;

  X509_CRL_free (parsed->crl);
  OCSP_BASICRESP_free (parsed->ocsp);
  g_free (parsed);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->certificate);
  g_object_unref (answer->issuer);
  hopso_revocation_statement_clear (&answer->statement);
  g_free (answer);
}

static guint
answer_hash (gconstpointer data)
{
  const Answer *answer = data;

  /* Cheap: it is asked for every piece and every link. */
  return g_direct_hash (answer->piece) * 31 +
         (guint) hopso_certificate_get_not_after (answer->certificate);
}

static gboolean
answer_equal (gconstpointer a, gconstpointer b)
{
  const Answer *one = a, *other = b;

  return one->piece == other->piece &&
         hopso_certificate_equal (one->certificate, other->certificate) &&
         hopso_certificate_equal (one->issuer, other->issuer);
}

HopsoEvidence *
hopso_evidence_new (HopsoValidationMaterial *material)
{
  HopsoEvidence *self = g_new0 (HopsoEvidence, 1);

  self->parsed = g_hash_table_new_full (NULL, NULL, NULL, parsed_free);
  self->answers = g_hash_table_new_full (answer_hash, answer_equal, answer_free, NULL);
  return self;
}

void
hopso_evidence_free (HopsoEvidence *self)
{
  g_hash_table_unref (self->parsed);
  g_hash_table_unref (self->answers);
  g_free (self);
}

static const Parsed *
parse (HopsoEvidence *self, const HopsoMaterialPiece *piece)
{
  Parsed *parsed = g_hash_table_lookup (self->parsed, piece);

  if (parsed != NULL)
    return parsed;
  parsed = g_new0 (Parsed, 1);
  if (piece->kind == HOPSO_MATERIAL_CRL)
    parsed->crl = hopso_crl_parse (piece->der);
  else
    parsed->ocsp = hopso_ocsp_parse (piece->der);
  g_hash_table_insert (self->parsed, (gpointer) piece, parsed);
  return parsed;
}

const HopsoRevocationStatement *
hopso_evidence_ask (HopsoEvidence *self,
                    const HopsoMaterialPiece *piece,
                    HopsoCertificate *certificate,
                    HopsoCertificate *issuer)
{
  const Answer key = { .piece = piece, .certificate = certificate, .issuer = issuer };

  if (piece->kind != HOPSO_MATERIAL_CRL && piece->kind != HOPSO_MATERIAL_OCSP)
    return NULL;
  Answer *answer = g_hash_table_lookup (self->answers, &key);
  if (answer != NULL)
    return &answer->statement;

  const Parsed *parsed = parse (self, piece);
  answer = g_new0 (Answer, 1);
  answer->piece = piece;
  answer->certificate = g_object_ref (certificate);
  answer->issuer = g_object_ref (issuer);
  answer->statement.status = HOPSO_REVOCATION_UNKNOWN;
  answer->statement.remembers_from = G_MAXINT64;
  answer->statement.finding.reason = -1;
  if (parsed->crl != NULL)
    hopso_crl_read (parsed->crl, certificate, issuer, &answer->statement);
  else if (parsed->ocsp != NULL)
    hopso_ocsp_read (parsed->ocsp, certificate, issuer, &answer->statement);
  else
    hopso_revocation_doubt (&answer->statement, HOPSO_REVOCATION_DOUBT_MALFORMED);
  ERR_clear_error ();
  g_hash_table_add (self->answers, answer);
  return &answer->statement;
}
