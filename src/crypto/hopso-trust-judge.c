/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decides whether a certificate could be relied on when a signature is proven to have existed:
 * every path to a trusted certificate is tried until one holds (ETSI EN 319 102-1, 5.2.6 and 5.6.2,
 * in one process: a time of validation is a proven time like others). Reads only its bag; what is
 * missing comes out as wants. One thread at a time. */

#include "hopso-trust-judge.h"

#include "hopso-path-search-private.h"
#include "hopso-trust-trial-private.h"

#define MAX_PATHS 20
#define MAX_WANTS 50

struct _HopsoTrustJudge
{
  HopsoTrustList *trust;             /* owned */
  HopsoValidationMaterial *material; /* owned */
  HopsoEvidence *evidence;           /* owned */
  gint64 now;
};

static void
clear_finding (gpointer data)
{
  HopsoTrustFinding *finding = data;

  g_free (finding->detail);
}

HopsoTrustDecision *
hopso_trust_decision_new (void)
{
  HopsoTrustDecision *self = g_new0 (HopsoTrustDecision, 1);

  self->findings = g_array_new (FALSE, FALSE, sizeof (HopsoTrustFinding));
  g_array_set_clear_func (self->findings, clear_finding);
  self->wants = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_validation_want_free);
  return self;
}

/**
 * hopso_trust_decision_free:
 *
 * Lets it go.
 */
void
hopso_trust_decision_free (HopsoTrustDecision *self)
{
  g_clear_pointer (&self->path, g_ptr_array_unref);
  g_array_unref (self->findings);
  g_ptr_array_unref (self->wants);
  g_free (self->revocation);
  g_free (self);
}

/**
 * hopso_trust_decision_is_good:
 *
 * Returns: whether nothing speaks against it
 */
gboolean
hopso_trust_decision_is_good (const HopsoTrustDecision *self)
{
  return self->findings->len == 0;
}

void
hopso_trust_decision_add (HopsoTrustDecision *self,
                          HopsoTrustDoubt doubt,
                          guint link,
                          const char *why)
{
  HopsoTrustFinding finding = { doubt, link, NULL };

  if (self->path == NULL || link == 0)
    finding.detail = g_strdup (why);
  else
    {
      g_autofree char *name = hopso_certificate_dup_subject_common_name (self->path->pdata[link]);

      finding.detail = g_strdup_printf ("%s: %s", name != NULL ? name : "an authority", why);
    }
  g_array_append_val (self->findings, finding);
}

void
hopso_trust_decision_want (HopsoTrustDecision *self, HopsoValidationWant *want)
{
  g_autoptr (HopsoValidationWant) owned = want;

  for (guint i = 0; i < self->wants->len; i++)
    if (hopso_validation_want_equal (self->wants->pdata[i], want))
      return;
  if (self->wants->len < MAX_WANTS)
    g_ptr_array_add (self->wants, g_steal_pointer (&owned));
}

/**
 * hopso_trust_judge_new:
 * @trust: whom we trust
 * @material: what may be read; it may grow between decisions
 * @now: the time of validation
 *
 * Returns: (transfer full): a judge
 */
HopsoTrustJudge *
hopso_trust_judge_new (HopsoTrustList *trust, HopsoValidationMaterial *material, gint64 now)
{
  HopsoTrustJudge *self = g_new0 (HopsoTrustJudge, 1);

  self->trust = g_object_ref (trust);
  self->material = g_object_ref (material);
  self->evidence = hopso_evidence_new (material);
  self->now = now;
  return self;
}

/**
 * hopso_trust_judge_free:
 *
 * Lets it go.
 */
void
hopso_trust_judge_free (HopsoTrustJudge *self)
{
  hopso_evidence_free (self->evidence);
  g_object_unref (self->material);
  g_object_unref (self->trust);
  g_free (self);
}

/* A search for the best path. */
typedef struct
{
  HopsoTrustJudge *judge;             /* borrowed */
  const HopsoTrustQuestion *question; /* borrowed */
  HopsoTrustDecision *best;           /* owned, nullable */
  guint tried;
} Choice;

static HopsoTrustDecision *
try_path (Choice *choice, GPtrArray *path, guint64 limit)
{
  HopsoTrustJudge *judge = choice->judge;
  HopsoTrustDecision *decision = hopso_trust_decision_new ();
  HopsoTrustTrial trial = { judge->trust, judge->material, judge->evidence, choice->question,
                            path,         decision,        judge->now,      judge->now,
                            limit };

  decision->path = g_ptr_array_copy (path, (GCopyFunc) (GCallback) g_object_ref, NULL);
  g_ptr_array_set_free_func (decision->path, g_object_unref);
  hopso_trust_trial_run (&trial);
  return decision;
}

static gboolean
visit_path (GPtrArray *path, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (HopsoTrustDecision) decision = try_path (choice, path, 0);

  choice->tried++;
  if (choice->best == NULL || decision->findings->len < choice->best->findings->len)
    {
      g_clear_pointer (&choice->best, hopso_trust_decision_free);
      choice->best = g_steal_pointer (&decision);
    }
  return hopso_trust_decision_is_good (choice->best) || choice->tried >= MAX_PATHS;
}

static gboolean
comes_along (HopsoTrustJudge *self, HopsoCertificate *certificate, guint64 limit)
{
  const HopsoMaterialPiece *piece = hopso_validation_material_find (
      self->material, HOPSO_MATERIAL_CERTIFICATE, hopso_certificate_get_der (certificate));

  return piece != NULL && piece->end != 0 && piece->end <= limit;
}

/* ETSI EN 319 142-1, 6.3: everything that is needed, the anchor itself excepted. */
static gboolean
is_embedded (Choice *choice, guint64 limit)
{
  GPtrArray *path = choice->best->path;
  g_autoptr (HopsoTrustDecision) again = try_path (choice, path, limit);

  for (guint i = 0; i + 1 < path->len; i++)
    if (!comes_along (choice->judge, path->pdata[i], limit))
      return FALSE;
  return hopso_trust_decision_is_good (again);
}

static GPtrArray *
collect_candidates (HopsoTrustJudge *self)
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

static HopsoTrustDecision *
decide_without_path (HopsoPathSearch *search)
{
  HopsoTrustDecision *decision = hopso_trust_decision_new ();
  g_autoptr (GError) error = NULL;

  hopso_path_search_take_error (search, &error);
  hopso_trust_decision_add (decision,
                            g_error_matches (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_CONSTRAINT)
                                ? HOPSO_TRUST_DOUBT_CHAIN
                                : HOPSO_TRUST_DOUBT_NO_PATH,
                            0, error->message);
  for (guint i = 0; i < search->dead_ends->len; i++)
    if (!hopso_certificate_is_self_issued (search->dead_ends->pdata[i]))
      hopso_trust_decision_want (
          decision,
          hopso_validation_want_new (HOPSO_WANT_ISSUER, search->dead_ends->pdata[i], NULL));
  return decision;
}

/**
 * hopso_trust_judge_decide:
 * @question: about whom
 *
 * Returns: (transfer full): whether it could be relied on, and if not, why
 */
HopsoTrustDecision *
hopso_trust_judge_decide (HopsoTrustJudge *self, const HopsoTrustQuestion *question)
{
  g_autoptr (GPtrArray) candidates = collect_candidates (self);
  g_auto (HopsoPathSearch) search = { 0 };
  Choice choice = { self, question, NULL, 0 };

  hopso_path_search_init (&search, self->trust, candidates, question->existed_at);
  search.ignores_dates = TRUE;
  search.visit = visit_path;
  search.user_data = &choice;
  /* The best one counts, whether it ended the search or not. */
  if (!hopso_path_search_run (&search, question->certificate) && choice.best == NULL)
    return decide_without_path (&search);
  if (hopso_trust_decision_is_good (choice.best))
    {
      choice.best->is_embedded = is_embedded (&choice, G_MAXUINT64);
      choice.best->is_covered = question->covered != 0 && is_embedded (&choice, question->covered);
    }
  return choice.best;
}
