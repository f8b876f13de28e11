/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One path under one question, from the anchor down: how long can each link be relied on, given
 * the links above it? The control time slides back when a link ended, was revoked, is no longer
 * vouched for or became too weak (ETSI EN 319 102-1, 5.6.2.2); what is proven to have existed
 * before it stays good. */

#include "hopso-trust-trial-private.h"

#include "hopso-algorithm-policy.h"
#include "hopso-path-search-private.h"

void
hopso_trust_trial_limit (
    HopsoTrustTrial *self, HopsoTrustDoubt doubt, guint link, gint64 until, const char *why)
{
  if (until < self->question->existed_at)
    hopso_trust_decision_add (self->decision, doubt, link, why);
  else
    self->control = MIN (self->control, until);
}

static gboolean
is_configured (HopsoTrustTrial *self, HopsoCertificate *certificate)
{
  GPtrArray *known = hopso_trust_list_get_intermediates (self->trust);

  for (guint i = 0; i < known->len; i++)
    if (hopso_certificate_equal (known->pdata[i], certificate))
      return TRUE;
  return FALSE;
}

/* The signature names its own certificate; that of an authority has to prove its age by itself. */
static void
check_age (HopsoTrustTrial *self, guint link)
{
  HopsoCertificate *certificate = self->path->pdata[link];

  if (link == 0 || self->control >= self->now || is_configured (self, certificate))
    return;
  const HopsoMaterialPiece *piece = hopso_validation_material_find (
      self->material, HOPSO_MATERIAL_CERTIFICATE, hopso_certificate_get_der (certificate));
  if (piece == NULL || MIN (piece->existed_at, self->now) > self->control)
    hopso_trust_decision_add (self->decision, HOPSO_TRUST_DOUBT_NO_POE, link,
                              "nothing proves the age of the certificate");
}

static void
check_dates (HopsoTrustTrial *self, guint link)
{
  HopsoCertificate *certificate = self->path->pdata[link];

  if (self->question->existed_at < hopso_certificate_get_not_before (certificate))
    hopso_trust_decision_add (self->decision, HOPSO_TRUST_DOUBT_NOT_YET_VALID, link,
                              "the certificate had not begun");
  if (hopso_certificate_get_not_after (certificate) < self->now)
    hopso_trust_trial_limit (self, HOPSO_TRUST_DOUBT_EXPIRED, link,
                             hopso_certificate_get_not_after (certificate),
                             "the certificate has ended");
}

static void
check_algorithms (HopsoTrustTrial *self, guint link)
{
  HopsoCertificate *certificate = self->path->pdata[link];
  gint64 end = hopso_algorithm_policy_get_key_end (certificate);

  if (end < self->now)
    hopso_trust_trial_limit (self, HOPSO_TRUST_DOUBT_WEAK, link, end, "the key is too weak");
  /* The anchor is trusted for itself, whatever signed it. */
  if (link + 1 < self->path->len && !hopso_algorithm_policy_was_well_made (certificate))
    hopso_trust_decision_add (self->decision, HOPSO_TRUST_DOUBT_WEAK, link,
                              "the certificate is signed too weakly");
}

void
hopso_trust_trial_run (HopsoTrustTrial *self)
{
  if (self->question->use == HOPSO_CERTIFICATE_SIGNS_DOCUMENTS &&
      !hopso_certificate_is_for_documents (self->path->pdata[0]))
    hopso_trust_decision_add (self->decision, HOPSO_TRUST_DOUBT_USAGE, 0,
                              "the certificate is not meant for documents");
  for (guint link = self->path->len; link-- > 0;)
    {
      gboolean is_anchor = link + 1 == self->path->len;

      if (!is_anchor)
        {
          check_age (self, link);
          hopso_trust_trial_check_revocation (self, link);
        }
      check_dates (self, link);
      check_algorithms (self, link);
    }
}
