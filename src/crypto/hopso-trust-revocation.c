/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The revocation of one link of a path (ETSI EN 319 102-1, 5.2.5 and 5.6.2.2): which pieces of the
 * bag tell something about it that can be believed, and until when they vouch for it. A responder
 * is held to the same rules as everybody. Silence is never good news. */

#include "hopso-trust-trial-private.h"

/* The search through the bag for one link. */
typedef struct
{
  HopsoCertificate *certificate;              /* borrowed */
  HopsoCertificate *issuer;                   /* borrowed */
  const HopsoRevocationStatement *newest;     /* borrowed, nullable: what counts */
  const HopsoMaterialPiece *newest_piece;     /* borrowed, nullable */
  const HopsoRevocationStatement *revocation; /* borrowed, nullable: for ever */
  HopsoRevocationDoubt doubt;                 /* about the rest */
  gboolean lacks_poe;
} Search;

static gboolean
counts (const HopsoTrustTrial *self, const HopsoMaterialPiece *piece)
{
  return piece->kind != HOPSO_MATERIAL_CERTIFICATE &&
         (self->limit == 0 || (piece->end != 0 && piece->end <= self->limit));
}

/* RFC 6960, 4.2.2.2.1. Only the issuer's own word counts about its responder; otherwise it would
 * vouch for itself. */
static gboolean
responder_holds (HopsoTrustTrial *self,
                 const HopsoRevocationStatement *statement,
                 HopsoCertificate *issuer)
{
  HopsoCertificate *responder = statement->responder;
  gboolean is_good = FALSE;

  if (responder == NULL)
    return TRUE;
  if (!hopso_certificate_is_for_signing (responder))
    return FALSE;
  if (hopso_certificate_is_never_revoked (responder))
    return TRUE;
  for (guint i = 0; i < hopso_validation_material_get_n (self->material); i++)
    {
      const HopsoMaterialPiece *piece = hopso_validation_material_get (self->material, i);
      const HopsoRevocationStatement *about =
          counts (self, piece) ? hopso_evidence_ask (self->evidence, piece, responder, issuer)
                               : NULL;

      if (about == NULL || about->status == HOPSO_REVOCATION_UNKNOWN || about->responder != NULL)
        continue;
      if (about->status == HOPSO_REVOCATION_REVOKED)
        return FALSE;
      is_good = is_good || statement->made_at <= about->finding.next_update;
    }
  if (!is_good)
    {
      HopsoValidationWant *want =
          hopso_validation_want_new (HOPSO_WANT_REVOCATION, responder, issuer);

      want->is_proven = TRUE;
      hopso_trust_decision_want (self->decision, want);
    }
  return is_good;
}

/* What was made after the end of who made it, or of the link itself, may be anybody's. */
static gboolean
is_old_enough (const HopsoTrustTrial *self,
               const HopsoMaterialPiece *piece,
               const HopsoRevocationStatement *statement)
{
  gint64 existed_at = MIN (piece->existed_at, self->now);

  return (self->control >= self->now || existed_at <= self->control) &&
         (statement->responder == NULL ||
          existed_at <= hopso_certificate_get_not_after (statement->responder));
}

static gboolean
knows_link (const Search *search, const HopsoRevocationStatement *statement)
{
  gint64 end = hopso_certificate_get_not_after (search->certificate);

  return statement->finding.this_update <= end || statement->remembers_from <= end;
}

static void
weigh (HopsoTrustTrial *self, Search *search, const HopsoMaterialPiece *piece)
{
  const HopsoRevocationStatement *statement =
      hopso_evidence_ask (self->evidence, piece, search->certificate, search->issuer);
  HopsoRevocationDoubt doubt = HOPSO_REVOCATION_DOUBT_NONE;

  if (statement->status == HOPSO_REVOCATION_UNKNOWN)
    doubt = statement->finding.doubt;
  else if (!responder_holds (self, statement, search->issuer))
    doubt = HOPSO_REVOCATION_DOUBT_RESPONDER;
  else if (statement->status == HOPSO_REVOCATION_REVOKED &&
           statement->finding.reason != HOPSO_CRL_REASON_HOLD)
    {
      if (search->revocation == NULL ||
          statement->finding.revoked_at < search->revocation->finding.revoked_at)
        search->revocation = statement;
    }
  else if (statement->status == HOPSO_REVOCATION_GOOD && !knows_link (search, statement))
    doubt = HOPSO_REVOCATION_DOUBT_STALE;
  else if (!is_old_enough (self, piece, statement))
    search->lacks_poe = TRUE;
  else if (search->newest == NULL ||
           statement->finding.this_update > search->newest->finding.this_update)
    {
      search->newest = statement;
      search->newest_piece = piece;
    }
  /* That others' lists are others' is no news. */
  if (doubt != HOPSO_REVOCATION_DOUBT_NONE && doubt != HOPSO_REVOCATION_DOUBT_WRONG_ISSUER &&
      doubt != HOPSO_REVOCATION_DOUBT_OUT_OF_SCOPE)
    search->doubt = doubt;
}

static void
want_evidence (HopsoTrustTrial *self, const Search *search, gint64 newer_than)
{
  HopsoValidationWant *want =
      hopso_validation_want_new (HOPSO_WANT_REVOCATION, search->certificate, search->issuer);

  want->is_proven = TRUE;
  want->newer_than = newer_than;
  hopso_trust_decision_want (self->decision, want);
}

/* RFC 3161, 4: a timestamp made before its authority was closed for a harmless reason stays. */
static gboolean
was_closed_in_order (const HopsoTrustTrial *self, guint link, const HopsoRevocationFinding *finding)
{
  static const int harmless[] = { CRL_REASON_UNSPECIFIED, CRL_REASON_AFFILIATION_CHANGED,
                                  CRL_REASON_SUPERSEDED, CRL_REASON_CESSATION_OF_OPERATION };

  if (link != 0 || self->question->use != HOPSO_CERTIFICATE_STAMPS_TIME ||
      self->question->made_at >= finding->revoked_at)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    if (finding->reason == harmless[i])
      return TRUE;
  return FALSE;
}

static void
take_revocation (HopsoTrustTrial *self, guint link, const HopsoRevocationFinding *finding)
{
  if (link == 0)
    self->decision->revoked_at = finding->revoked_at;
  if (was_closed_in_order (self, link, finding))
    return;
  hopso_trust_trial_limit (self, HOPSO_TRUST_DOUBT_REVOKED, link,
                           finding->revoked_at == G_MININT64 ? G_MININT64 : finding->revoked_at - 1,
                           "the certificate was revoked");
}

static char *
describe_source (const HopsoMaterialPiece *piece, const HopsoRevocationStatement *statement)
{
  static const char *const sources[] = {
    [HOPSO_MATERIAL_DSS] = "dss",         [HOPSO_MATERIAL_CMS] = "cms",
    [HOPSO_MATERIAL_KNOWN] = "known",     [HOPSO_MATERIAL_CACHE] = "cache",
    [HOPSO_MATERIAL_FETCHED] = "fetched",
  };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (statement->finding.this_update);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  return g_strdup_printf ("%s, %s, %s", piece->kind == HOPSO_MATERIAL_CRL ? "crl" : "ocsp",
                          sources[piece->source], when != NULL ? when : "?");
}

static void
take_newest (HopsoTrustTrial *self, guint link, const Search *search)
{
  const HopsoRevocationFinding *finding = &search->newest->finding;

  if (link == 0)
    {
      self->decision->is_known_good = search->newest->status == HOPSO_REVOCATION_GOOD;
      g_free (self->decision->revocation);
      self->decision->revocation = describe_source (search->newest_piece, search->newest);
    }
  if (search->newest->status == HOPSO_REVOCATION_REVOKED)
    {
      take_revocation (self, link, finding);
      return;
    }
  /* It vouches until then; the standard goes back to its making, which is earlier, but calls it
   * fresh in between (5.2.5.4). */
  if (finding->next_update < self->control)
    hopso_trust_trial_limit (self, HOPSO_TRUST_DOUBT_UNKNOWN, link, finding->next_update,
                             hopso_revocation_doubt_describe (HOPSO_REVOCATION_DOUBT_STALE));
  /* Who brings the evidence may have chosen the old one: something newer is better. */
  if (finding->next_update < self->question->existed_at)
    want_evidence (self, search, finding->this_update + 1);
  else if (search->newest_piece->end != 0 && finding->this_update < self->question->existed_at)
    want_evidence (self, search, 0);
}

void
hopso_trust_trial_check_revocation (HopsoTrustTrial *self, guint link)
{
  Search search = { .certificate = self->path->pdata[link],
                    .issuer = self->path->pdata[link + 1],
                    .doubt = HOPSO_REVOCATION_DOUBT_NONE };

  if (hopso_certificate_is_never_revoked (search.certificate))
    return;
  for (guint i = 0; i < hopso_validation_material_get_n (self->material); i++)
    {
      const HopsoMaterialPiece *piece = hopso_validation_material_get (self->material, i);

      if (counts (self, piece))
        weigh (self, &search, piece);
    }
  if (search.revocation != NULL)
    take_revocation (self, link, &search.revocation->finding);
  else if (search.newest != NULL)
    take_newest (self, link, &search);
  else
    {
      hopso_trust_decision_add (
          self->decision,
          search.lacks_poe ? HOPSO_TRUST_DOUBT_EVIDENCE_NO_POE : HOPSO_TRUST_DOUBT_UNKNOWN, link,
          search.lacks_poe ? "nothing proves the age of the evidence about revocation"
                           : hopso_revocation_doubt_describe (search.doubt));
      want_evidence (self, &search, 0);
    }
}
