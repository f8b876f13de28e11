/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The evidence about revocation in a bag of material. Lists may be large and are asked many times,
 * so what was parsed and what was answered is kept. One thread at a time. */

#include "hopso-evidence-private.h"

#include "hopso-ocsp-private.h"

#include <openssl/err.h>

struct _HopsoEvidence
{
  HopsoValidationMaterial *material; /* owned */
  GHashTable *parsed;                /* owned: HopsoMaterialPiece, borrowed → Parsed */
  GHashTable *answers;               /* owned: Answer, its own key */
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
  guint n_pieces; /* in the bag when it was asked */
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

  self->material = g_object_ref (material);
  self->parsed = g_hash_table_new_full (NULL, NULL, NULL, parsed_free);
  self->answers = g_hash_table_new_full (answer_hash, answer_equal, answer_free, NULL);
  return self;
}

void
hopso_evidence_free (HopsoEvidence *self)
{
  g_hash_table_unref (self->parsed);
  g_hash_table_unref (self->answers);
  g_object_unref (self->material);
  g_free (self);
}

static GPtrArray *
list_certificates (HopsoEvidence *self)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < hopso_validation_material_get_n (self->material); i++)
    {
      const HopsoMaterialPiece *piece = hopso_validation_material_get (self->material, i);

      if (piece->certificate != NULL)
        g_ptr_array_add (all, piece->certificate);
    }
  return all;
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

static void
read_statement (HopsoEvidence *self, Answer *answer)
{
  const Parsed *parsed = parse (self, answer->piece);
  HopsoRevocationStatement *statement = &answer->statement;
  g_autoptr (GPtrArray) known = parsed->ocsp != NULL ? list_certificates (self) : NULL;

  statement->status = HOPSO_REVOCATION_UNKNOWN;
  statement->remembers_from = G_MAXINT64;
  statement->finding.reason = -1;
  if (parsed->crl != NULL)
    hopso_crl_read (parsed->crl, answer->certificate, answer->issuer, statement);
  else if (parsed->ocsp != NULL)
    hopso_ocsp_read (parsed->ocsp, answer->certificate, answer->issuer, known, statement);
  else
    hopso_revocation_doubt (statement, HOPSO_REVOCATION_DOUBT_MALFORMED);
  ERR_clear_error ();
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
  guint n_pieces = hopso_validation_material_get_n (self->material);
  Answer *answer = g_hash_table_lookup (self->answers, &key);
  /* A responder's certificate may have come since. */
  if (answer != NULL &&
      (answer->statement.status != HOPSO_REVOCATION_UNKNOWN || answer->n_pieces == n_pieces))
    return &answer->statement;
  if (answer != NULL)
    g_hash_table_remove (self->answers, answer);

  answer = g_new0 (Answer, 1);
  answer->piece = piece;
  answer->certificate = g_object_ref (certificate);
  answer->issuer = g_object_ref (issuer);
  answer->n_pieces = n_pieces;
  read_statement (self, answer);
  g_hash_table_add (self->answers, answer);
  return &answer->statement;
}
