/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the certificate that is to sign is revoked, asked before it signs (TT 15/2025/TT-BKHCN,
 * article 5.1). Only an answer that proves itself counts; without a network it stays unknown, and
 * that is no reason not to sign. Main thread. */

#include "hopso-certificate-check.h"

#include "hopso-trust-judge.h"
#include "hopso-verifier-private.h"

#define MAX_ROUNDS 4

typedef struct
{
  HopsoCertificate *certificate;     /* owned */
  HopsoValidationMaterial *material; /* owned */
  guint rounds;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->certificate);
  g_object_unref (check->material);
  g_free (check);
}

static void decide (GTask *task);

/* What could not be had is missing in the next decision. */
static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_material_fetcher_fetch_finish (HOPSO_MATERIAL_FETCHER (source), result, NULL);
  decide (user_data);
}

/* Takes @task. */
static void
decide (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoVerifier *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  gint64 now = self->time != 0 ? self->time : hopso_clock_now (self->clock);
  const HopsoTrustQuestion question = { .certificate = check->certificate,
                                        .use = HOPSO_CERTIFICATE_SIGNS_DOCUMENTS,
                                        .existed_at = now };

  if (g_task_return_error_if_cancelled (owned))
    return;
  g_autoptr (HopsoTrustJudge) judge = hopso_trust_judge_new (self->trust, check->material, now);
  g_autoptr (HopsoTrustDecision) decision = hopso_trust_judge_decide (judge, &question);
  if (decision->revoked_at != 0)
    g_task_return_int (owned, HOPSO_CERTIFICATE_REVOKED);
  else if (decision->is_known_good)
    g_task_return_int (owned, HOPSO_CERTIFICATE_GOOD);
  else if (decision->wants->len == 0 || check->rounds++ >= MAX_ROUNDS)
    g_task_return_int (owned, HOPSO_CERTIFICATE_UNKNOWN);
  else
    hopso_material_fetcher_fetch_async (self->fetcher, decision->wants, check->material,
                                        HOPSO_FETCH_NORMAL, g_task_get_cancellable (owned),
                                        fetched_cb, g_object_ref (owned));
}

/**
 * hopso_verifier_check_certificate_async:
 * @certificate: what is to sign
 *
 * Asks its authority whether it is revoked.
 */
void
hopso_verifier_check_certificate_async (HopsoVerifier *self,
                                        HopsoCertificate *certificate,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);

  check->certificate = g_object_ref (certificate);
  check->material = hopso_validation_material_new ();
  g_task_set_source_tag (task, hopso_verifier_check_certificate_async);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  decide (task);
}

/**
 * hopso_verifier_check_certificate_finish:
 *
 * Returns: how it stands; unknown with @error when it was cancelled
 */
HopsoCertificateStanding
hopso_verifier_check_certificate_finish (HopsoVerifier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), HOPSO_CERTIFICATE_UNKNOWN);

  gssize standing = g_task_propagate_int (G_TASK (result), error);
  return standing < 0 ? HOPSO_CERTIFICATE_UNKNOWN : (HopsoCertificateStanding) standing;
}
