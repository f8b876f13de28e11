/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conducts the verification of one file: an inspector reads its structure, a thread checks ranges,
 * digests, values and paths on the bytes, then revocation lists are fetched from where the
 * certificates say. What could not be checked is said so; silence is never "valid". The conductor
 * lives on the main thread and never waits. */

#include "hopso-verifier.h"

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-http.h"
#include "hopso-queue-thread.h"
#include "hopso-verify-steps-private.h"

#define MAX_CRL_SIZE   (32 * 1024 * 1024)
#define MAX_SIGNATURES 200

struct _HopsoVerifier
{
  GObject parent_instance;

  HopsoPdfClient *pdf_client; /* owned */
  HopsoHttp *http;            /* owned, nullable: nothing is fetched */
  HopsoTrustList *trust;      /* owned */
  HopsoClock *clock;          /* owned */
  HopsoQueueThread *thread;   /* owned */
};

G_DEFINE_FINAL_TYPE (HopsoVerifier, hopso_verifier, G_TYPE_OBJECT)

/* One verification in progress: the data of its task. */
typedef struct
{
  HopsoFd fd; /* owned */
  HopsoVerifyFlags flags;
  gint64 now;
  HopsoTrustList *trust; /* owned */
  GVariant *claims;      /* owned, nullable: before the inspector has answered */
  char *digest;          /* owned, nullable: likewise */
  GPtrArray *signatures; /* owned; HopsoCheckedSignature */
  GHashTable *crls;      /* owned: address → GBytes, or NULL when it could not be had */
  guint signature;       /* whose revocation is being looked up */
  guint link;            /* of its path */
  guint address;         /* of that link's lists */
} Verification;

static void continue_revocation (GTask *task);

static void
unref_bytes (gpointer bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static void
verification_free (gpointer data)
{
  Verification *verification = data;

  hopso_fd_close (verification->fd);
  g_clear_object (&verification->trust);
  g_clear_pointer (&verification->claims, g_variant_unref);
  g_free (verification->digest);
  g_ptr_array_unref (verification->signatures);
  g_hash_table_unref (verification->crls);
  g_free (verification);
}

static void
hopso_verifier_finalize (GObject *object)
{
  HopsoVerifier *self = HOPSO_VERIFIER (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_object_unref (self->pdf_client);
  g_clear_object (&self->http);
  g_object_unref (self->trust);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (hopso_verifier_parent_class)->finalize (object);
}

static void
hopso_verifier_class_init (HopsoVerifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_verifier_finalize;
}

static void
hopso_verifier_init (HopsoVerifier *self)
{
  self->thread = hopso_queue_thread_new ("hopso-verifier");
}

/**
 * hopso_verifier_new:
 * @pdf_client: (transfer none): the PDF processes
 * @http: (transfer none) (nullable): fetches revocation lists; without it nothing is fetched
 * @trust: (transfer none): the authorities that are trusted
 * @clock: (transfer none): the time of validation
 *
 * Returns: (transfer full): a verifier
 */
HopsoVerifier *
hopso_verifier_new (HopsoPdfClient *pdf_client,
                    HopsoHttp *http,
                    HopsoTrustList *trust,
                    HopsoClock *clock)
{
  HopsoVerifier *self = g_object_new (HOPSO_TYPE_VERIFIER, NULL);

  self->pdf_client = g_object_ref (pdf_client);
  self->http = http != NULL ? g_object_ref (http) : NULL;
  self->trust = g_object_ref (trust);
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * hopso_verifier_get_trust:
 *
 * Returns: (transfer none): the authorities that are trusted; changes count from the next
 *   verification on
 */
HopsoTrustList *
hopso_verifier_get_trust (HopsoVerifier *self)
{
  g_return_val_if_fail (HOPSO_IS_VERIFIER (self), NULL);

  return self->trust;
}

/* --- revocation ------------------------------------------------------------------------------ */

static void
end_verification (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Verification *verification = g_task_get_task_data (owned);
  HopsoSignatureReport *report =
      hopso_signature_report_new (verification->digest, verification->now);

  for (guint i = 0; i < verification->signatures->len; i++)
    {
      HopsoCheckedSignature *signature = g_ptr_array_index (verification->signatures, i);

      hopso_signature_report_add (report, signature->result);
    }
  g_task_return_pointer (owned, report, g_object_unref);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Verification *verification = g_task_get_task_data (task);
  HopsoCheckedSignature *signature =
      g_ptr_array_index (verification->signatures, verification->signature);
  g_auto (GStrv) addresses =
      hopso_certificate_dup_crl_urls (g_ptr_array_index (signature->path, verification->link));
  g_autoptr (GError) error = NULL;
  GBytes *crl = hopso_http_send_public_finish (HOPSO_HTTP (source), result, &error);

  if (crl == NULL)
    g_debug ("a revocation list could not be fetched: %s", error->message);
  g_hash_table_insert (verification->crls, g_strdup (addresses[verification->address]), crl);
  continue_revocation (g_steal_pointer (&task));
}

/* The list for the present link: %FALSE when it has yet to be fetched from the present address. */
static gboolean
find_crl (Verification *verification, char **addresses, gboolean may_fetch, GBytes **crl)
{
  for (; addresses != NULL && addresses[verification->address] != NULL; verification->address++)
    {
      const char *address = addresses[verification->address];

      if (!g_hash_table_lookup_extended (verification->crls, address, NULL, (gpointer *) crl) &&
          may_fetch && g_str_has_prefix (address, "http"))
        return FALSE;
      if (*crl != NULL)
        return TRUE;
    }
  return TRUE;
}

/* The next link of the next signature; the anchor itself is trusted and not looked up. */
static gboolean
next_link (Verification *verification, HopsoCheckedSignature **signature)
{
  for (; verification->signature < verification->signatures->len; verification->signature++)
    {
      *signature = g_ptr_array_index (verification->signatures, verification->signature);
      if ((*signature)->path != NULL && verification->link + 1 < (*signature)->path->len)
        return TRUE;
      verification->link = 0;
      verification->address = 0;
    }
  return FALSE;
}

static void
continue_revocation (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoVerifier *self = g_task_get_source_object (owned);
  Verification *verification = g_task_get_task_data (owned);
  gboolean may_fetch = self->http != NULL && !(verification->flags & HOPSO_VERIFY_OFFLINE);
  HopsoCheckedSignature *signature;

  while (next_link (verification, &signature))
    {
      HopsoCertificate *link = g_ptr_array_index (signature->path, verification->link);
      g_auto (GStrv) addresses = hopso_certificate_dup_crl_urls (link);
      GBytes *crl = NULL;

      if (g_task_return_error_if_cancelled (owned))
        return;
      if (!find_crl (verification, addresses, may_fetch, &crl))
        {
          GCancellable *cancellable = g_task_get_cancellable (owned);

          const HopsoHttpRequest request = { .method = "GET",
                                             .uri = addresses[verification->address],
                                             .max_size = MAX_CRL_SIZE };

          hopso_http_send_public_async (self->http, &request, cancellable, fetched_cb,
                                        g_steal_pointer (&owned));
          return;
        }
      hopso_verify_revocation (signature, verification->link, crl, verification->now);
      verification->link++;
      verification->address = 0;
    }
  end_verification (g_steal_pointer (&owned));
}

/* --- structure, digests, paths --------------------------------------------------------------- */

static gboolean
check_all (Verification *verification, GCancellable *cancellable, GError **error)
{
  HopsoVerifyContext context = { verification->fd, 0, verification->trust, verification->now };
  g_autoptr (GVariant) claims =
      g_variant_lookup_value (verification->claims, "signatures", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = claims != NULL ? g_variant_n_children (claims) : 0;

  if (!hopso_fd_get_size (verification->fd, &context.size, error))
    return FALSE;
  if (n > MAX_SIGNATURES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           "The file has too many signatures");
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) claim = g_variant_get_child_value (claims, i);
      HopsoCheckedSignature *signature =
          hopso_verify_signature (&context, claim, (guint) i + 1, cancellable, error);

      if (signature == NULL)
        return FALSE;
      g_ptr_array_add (verification->signatures, signature);
    }
  return TRUE;
}

static void
check_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  Verification *verification = data;
  guint64 range[2] = { 0, 0 };
  g_autoptr (GBytes) digest = NULL;
  GError *error = NULL;

  if (!hopso_fd_get_size (verification->fd, &range[1], &error) ||
      !hopso_digest_fd (verification->fd, range, 1, HOPSO_HASH_SHA256, &digest, cancellable,
                        &error) ||
      !check_all (verification, cancellable, &error))
    {
      g_task_return_error (step, error);
      return;
    }
  verification->digest = hopso_digest_to_hex (digest);
  g_task_return_boolean (step, TRUE);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    continue_revocation (g_steal_pointer (&task));
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoVerifier *self = g_task_get_source_object (task);
  Verification *verification = g_task_get_task_data (task);
  GError *error = NULL;

  verification->claims =
      hopso_pdf_client_inspect_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (verification->claims == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_autoptr (GTask) step =
      g_task_new (self, g_task_get_cancellable (task), checked_cb, g_object_ref (task));
  g_task_set_source_tag (step, inspected_cb);
  g_task_set_task_data (step, verification, NULL);
  hopso_queue_thread_push (self->thread, step, check_cb);
}

/**
 * hopso_verifier_verify_async:
 * @fd: the file; opened again, so the caller may close it
 * @flags: whether anything may be fetched
 * @cancellable: (nullable): gives up
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Verifies every signature of a PDF: structure, digest, value, certificate binding, path,
 * revocation and what was changed later, in this order (ETSI EN 319 102-1 §5.3).
 */
void
hopso_verifier_verify_async (HopsoVerifier *self,
                             int fd,
                             HopsoVerifyFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_VERIFIER (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Verification *verification = g_new0 (Verification, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, hopso_verifier_verify_async);
  verification->flags = flags;
  verification->now = hopso_clock_now (self->clock);
  verification->trust = g_object_ref (self->trust);
  verification->signatures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_checked_signature_free);
  verification->crls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_bytes);
  verification->fd = hopso_fd_reopen_read_only (fd, &error);
  g_task_set_task_data (task, verification, verification_free);
  if (verification->fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_pdf_client_inspect_async (self->pdf_client, verification->fd, cancellable, inspected_cb,
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
