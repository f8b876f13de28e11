/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conducts the verification of one file: an inspector reads its structure, a thread checks ranges,
 * digests and values on the bytes and decides; what the decision lacks is fetched, and it decides
 * again. What could not be checked is said so; silence is never "valid". No file takes longer than
 * its limit. The conductor lives on the main thread and never waits. */

#include "hopso-verifier-private.h"

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-verify-steps-private.h"

#define MAX_SIGNATURES 200
#define MAX_ROUNDS     4
#define GATHERED       "hopso-gathered"

/* One verification in progress: the data of its task. */
typedef struct
{
  HopsoFd fd; /* owned */
  HopsoVerifyFlags flags;
  guint64 size;
  gint64 now;
  HopsoValidationMaterial *material; /* owned */
  HopsoTrustJudge *judge;            /* owned */
  GVariant *claims;                  /* owned, nullable: before the inspector has answered */
  char *digest;                      /* owned, nullable: before the file was read */
  HopsoDigestPass *pass;             /* owned, nullable: before the file was read */
  GPtrArray *signatures;             /* owned; HopsoCheckedSignature */
  GPtrArray *wants;                  /* owned, nullable: what the last decision lacks */
  GCancellable *limit;               /* owned: ends it, by hand or by time */
  guint timer;
  gulong by_hand;
  guint rounds;
} Verification;

static void decide (GTask *task);

static void
verification_free (gpointer data)
{
  Verification *verification = data;

  g_clear_handle_id (&verification->timer, g_source_remove);
  hopso_fd_close (verification->fd);
  g_clear_pointer (&verification->judge, hopso_trust_judge_free);
  g_clear_object (&verification->material);
  g_clear_pointer (&verification->claims, g_variant_unref);
  g_free (verification->digest);
  g_clear_pointer (&verification->pass, hopso_digest_pass_free);
  g_ptr_array_unref (verification->signatures);
  g_clear_pointer (&verification->wants, g_ptr_array_unref);
  g_clear_object (&verification->limit);
  g_free (verification);
}

/* --- the limit ------------------------------------------------------------------------------- */

static gboolean
time_is_up_cb (gpointer user_data)
{
  Verification *verification = user_data;

  verification->timer = 0;
  g_cancellable_cancel (verification->limit);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer limit)
{
  g_cancellable_cancel (limit);
}

static void
start_limit (HopsoVerifier *self, Verification *verification, GCancellable *cancellable)
{
  verification->limit = g_cancellable_new ();
  if (!(verification->flags & HOPSO_VERIFY_PATIENT))
    verification->timer = g_timeout_add (self->max_time, time_is_up_cb, verification);
  if (cancellable != NULL)
    verification->by_hand = g_cancellable_connect (
        cancellable, G_CALLBACK (cancelled_cb), g_object_ref (verification->limit), g_object_unref);
}

static void
stop_limit (GTask *task)
{
  Verification *verification = g_task_get_task_data (task);

  g_clear_handle_id (&verification->timer, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), verification->by_hand);
  verification->by_hand = 0;
}

static void
fail (GTask *task, GError *error)
{
  stop_limit (task);
  g_task_return_error (task, error);
}

/* --- the end --------------------------------------------------------------------------------- */

static void
end_verification (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Verification *verification = g_task_get_task_data (owned);
  const HopsoVerifyContext context = { verification->fd, verification->size, verification->material,
                                       verification->now };

  stop_limit (owned);
  if (g_task_return_error_if_cancelled (owned))
    return;
  HopsoSignatureReport *report =
      hopso_signature_report_new (verification->digest, verification->now);
  hopso_verify_ask_seals (&context, verification->signatures);
  for (guint i = 0; i < verification->signatures->len; i++)
    {
      g_autoptr (HopsoSignatureResult) result =
          hopso_verify_make_result (&context, verification->signatures->pdata[i]);

      hopso_signature_report_add (report, result);
    }
  if ((verification->flags & HOPSO_VERIFY_GATHER) != 0)
    g_object_set_data_full (G_OBJECT (owned), GATHERED,
                            hopso_verify_gather (&context, verification->signatures),
                            (GDestroyNotify) hopso_gathered_free);
  if (verification->claims != NULL)
    hopso_verify_claims_tell_document (verification->claims, report);
  g_task_return_pointer (owned, report, g_object_unref);
}

/* --- decisions ------------------------------------------------------------------------------- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Verification *verification = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint n_new =
      hopso_material_fetcher_fetch_finish (HOPSO_MATERIAL_FETCHER (source), result, &error);

  if (error != NULL)
    g_debug ("fetching ended early: %s", error->message);
  verification->rounds++;
  if (n_new > 0)
    decide (g_steal_pointer (&task));
  else
    end_verification (g_steal_pointer (&task));
}

static void
decided (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoVerifier *self = g_task_get_source_object (owned);
  Verification *verification = g_task_get_task_data (owned);
  HopsoFetchFlags flags =
      verification->flags & HOPSO_VERIFY_OFFLINE ? HOPSO_FETCH_OFFLINE : HOPSO_FETCH_NORMAL;

  if (verification->wants == NULL || verification->wants->len == 0 ||
      verification->rounds >= MAX_ROUNDS || g_cancellable_is_cancelled (verification->limit))
    end_verification (g_steal_pointer (&owned));
  else
    hopso_material_fetcher_fetch_async (self->fetcher, verification->wants, verification->material,
                                        flags, verification->limit, fetched_cb,
                                        g_steal_pointer (&owned));
}

static void
step_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    decided (g_steal_pointer (&task));
  else
    fail (task, error);
}

static void
push_step (GTask *task, GTaskThreadFunc function)
{
  HopsoVerifier *self = g_task_get_source_object (task);
  g_autoptr (GTask) step =
      g_task_new (self, g_task_get_cancellable (task), step_done_cb, g_object_ref (task));

  g_task_set_source_tag (step, push_step);
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  hopso_queue_thread_push (self->thread, step, function);
}

static void
judge (Verification *verification)
{
  g_clear_pointer (&verification->wants, g_ptr_array_unref);
  verification->wants =
      hopso_verify_judge (verification->signatures, verification->judge, verification->material,
                          verification->now, verification->limit);
}

static void
decide_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  judge (data);
  g_task_return_boolean (step, TRUE);
}

static void
decide (GTask *task)
{
  g_autoptr (GTask) owned = task;

  push_step (owned, decide_cb);
}

/* --- structure, digests, values -------------------------------------------------------------- */

static void
check_all (Verification *verification, GVariant *claims)
{
  const HopsoVerifyContext context = { verification->fd, verification->size, verification->material,
                                       verification->now, verification->pass };

  for (gsize i = 0; i < g_variant_n_children (claims); i++)
    {
      g_autoptr (GVariant) claim = g_variant_get_child_value (claims, i);
      HopsoCheckedSignature *signature =
          hopso_verify_signature (&context, claim, (guint) i + 1, verification->limit);

      if (signature == NULL)
        signature = hopso_verify_skip_signature (claim, (guint) i + 1);
      g_ptr_array_add (verification->signatures, signature);
    }
}

/* An inspector that did not come to an end leaves one signature that nobody looked at. */
static void
skip_all (Verification *verification)
{
  GVariantDict claim;

  g_variant_dict_init (&claim, NULL);
  g_variant_dict_insert (&claim, "field", "s", "");
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_dict_end (&claim));
  g_ptr_array_add (verification->signatures, hopso_verify_skip_signature (variant, 1));
}

static gboolean
read_digests (Verification *verification,
              GVariant *claims,
              GCancellable *cancellable,
              GError **error)
{
  if (!hopso_fd_get_size (verification->fd, &verification->size, error))
    return FALSE;
  verification->pass =
      hopso_verify_claims_digest (claims, verification->fd, verification->size, cancellable, error);
  if (verification->pass == NULL)
    return FALSE;
  verification->digest = hopso_digest_to_hex (hopso_digest_pass_get_whole (verification->pass));
  return TRUE;
}

static void
check_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Verification *verification = data;
  g_autoptr (GVariant) claims = NULL;
  GError *error = NULL;

  if (verification->claims != NULL)
    claims = g_variant_lookup_value (verification->claims, "signatures", G_VARIANT_TYPE ("aa{sv}"));
  if (claims != NULL && g_variant_n_children (claims) > MAX_SIGNATURES)
    {
      g_task_return_new_error (step, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                               "The file has too many signatures");
      return;
    }
  if (!read_digests (verification, claims, cancellable, &error))
    {
      g_task_return_error (step, error);
      return;
    }
  if (verification->claims == NULL)
    skip_all (verification);
  else
    hopso_verify_claims_take_material (verification->claims, verification->material);
  if (claims != NULL)
    check_all (verification, claims);
  judge (verification);
  g_task_return_boolean (step, TRUE);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Verification *verification = g_task_get_task_data (task);
  GError *error = NULL;

  verification->claims =
      hopso_pdf_client_inspect_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (verification->claims == NULL && (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                                       g_cancellable_is_cancelled (g_task_get_cancellable (task))))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  push_step (task, check_cb);
}

/**
 * hopso_verifier_verify_original_async:
 * @original: the file, opened again, so that the caller may close it, and its password
 * @flags: whether anything may be fetched
 * @cancellable: (nullable): gives up
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Verifies every signature of a PDF: structure, digest, value, certificate binding, times, path,
 * revocation and what was changed later (ETSI EN 319 102-1 §5).
 */
void
hopso_verifier_verify_original_async (HopsoVerifier *self,
                                      const HopsoPdfOriginal *original,
                                      HopsoVerifyFlags flags,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Verification *verification = g_new0 (Verification, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_verifier_verify_original_async);
  verification->flags = flags;
  verification->now = self->time != 0 ? self->time : hopso_clock_now (self->clock);
  verification->material = hopso_validation_material_new ();
  verification->judge =
      hopso_trust_judge_new (self->trust, verification->material, verification->now);
  verification->signatures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_checked_signature_free);
  verification->fd = hopso_fd_reopen_read_only (original->fd, &error);
  g_task_set_task_data (task, verification, verification_free);
  if (verification->fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  start_limit (self, verification, cancellable);
  const HopsoPdfOriginal own = { verification->fd, original->password };
  hopso_pdf_client_inspect_async (self->pdf_client, &own, verification->limit, inspected_cb,
                                  g_steal_pointer (&task));
}

/**
 * hopso_verifier_verify_finish:
 *
 * Returns: (transfer full): what was found, or %NULL with @error when the file cannot be read as
 *   a PDF at all
 */
HopsoSignatureReport *
hopso_verifier_verify_finish (HopsoVerifier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

HopsoGathered *
hopso_verifier_steal_gathered (GAsyncResult *result)
{
  return g_object_steal_data (G_OBJECT (result), GATHERED);
}
