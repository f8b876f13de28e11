/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One question to one timestamp authority, asked again when the line or the authority fails, and
 * the answer held against it before anybody gets it: its bytes first, then whether the authority is
 * trusted, with what must be fetched to know that. Authorities were seen to take more than two
 * minutes. Main thread. */

#include "hopso-timestamp-client.h"

#include "hopso-http.h"
#include "hopso-signing-error.h"
#include "hopso-timestamp-authorities-table.h"
#include "hopso-timestamp-check-private.h"
#include "hopso-verifier-private.h"

#define MAX_SECONDS 180
#define N_TRIES     3
#define PAUSE       2000 /* milliseconds, then twice that */
#define MAX_SIZE    (256 * 1024)
#define MAX_ROUNDS  4

struct _HopsoTimestampClient
{
  GObject parent_instance;

  HopsoVerifier *verifier; /* owned */
  guint max_seconds;
  guint n_tries;
  guint pause;
};

G_DEFINE_FINAL_TYPE (HopsoTimestampClient, hopso_timestamp_client, G_TYPE_OBJECT)

/* One wish in progress: the data of its task. */
typedef struct
{
  char *url; /* owned */
  HopsoHash hash;
  GBytes *digest; /* owned */
  HopsoTimestampTried tried;
  gpointer data;
  guint number;                      /* of the try */
  GBytes *nonce;                     /* owned, nullable: of the try */
  gint64 sent_at;                    /* the try */
  GBytes *token;                     /* owned, nullable: before it is checked */
  HopsoTimestamp *timestamp;         /* owned, nullable: likewise */
  HopsoValidationMaterial *material; /* owned */
  HopsoTrustJudge *judge;            /* owned, nullable: before there is a token */
  GSource *pause;                    /* owned, nullable: between tries */
  GSource *interrupt;                /* owned, nullable: likewise */
  guint rounds;
} Wish;

static void try_once (GTask *task);
static void decide (GTask *task);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
wish_free (gpointer data)
{
  Wish *self = data;

  clear_source (&self->pause);
  clear_source (&self->interrupt);
  g_free (self->url);
  g_bytes_unref (self->digest);
  g_clear_pointer (&self->nonce, g_bytes_unref);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_clear_object (&self->timestamp);
  g_clear_pointer (&self->judge, hopso_trust_judge_free);
  g_object_unref (self->material);
  g_free (self);
}

static void
hopso_timestamp_client_finalize (GObject *object)
{
  g_object_unref (HOPSO_TIMESTAMP_CLIENT (object)->verifier);
  G_OBJECT_CLASS (hopso_timestamp_client_parent_class)->finalize (object);
}

static void
hopso_timestamp_client_class_init (HopsoTimestampClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_timestamp_client_finalize;
}

static void
hopso_timestamp_client_init (HopsoTimestampClient *self)
{
  hopso_timestamp_client_set_patience (self, MAX_SECONDS, N_TRIES, PAUSE);
}

/**
 * hopso_timestamp_client_get_default_url:
 *
 * Returns: (transfer none): the authority that is asked when nobody chose another
 */
const char *
hopso_timestamp_client_get_default_url (void)
{
  return timestamp_authorities[0];
}

/**
 * hopso_timestamp_client_new:
 * @verifier: (transfer none): whose trust, network and clock are used
 *
 * Returns: (transfer full): a client
 */
HopsoTimestampClient *
hopso_timestamp_client_new (HopsoVerifier *verifier)
{
  HopsoTimestampClient *self = g_object_new (HOPSO_TYPE_TIMESTAMP_CLIENT, NULL);

  self->verifier = g_object_ref (verifier);
  return self;
}

/**
 * hopso_timestamp_client_set_patience:
 * @max_seconds: how long one try may take
 * @n_tries: how often it is tried when nobody answers
 * @pause_milliseconds: how long to wait before the second try; twice as long before the third
 */
void
hopso_timestamp_client_set_patience (HopsoTimestampClient *self,
                                     guint max_seconds,
                                     guint n_tries,
                                     guint pause_milliseconds)
{
  g_return_if_fail (HOPSO_IS_TIMESTAMP_CLIENT (self));

  self->max_seconds = max_seconds;
  self->n_tries = n_tries;
  self->pause = pause_milliseconds;
}

/* --- trust ----------------------------------------------------------------------------------- */

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Wish *self = g_task_get_task_data (task);
  guint n_new = hopso_material_fetcher_fetch_finish (HOPSO_MATERIAL_FETCHER (source), result, NULL);

  self->rounds = n_new > 0 ? self->rounds + 1 : MAX_ROUNDS;
  if (!g_task_return_error_if_cancelled (task))
    decide (g_steal_pointer (&task));
}

static void
decide (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoTimestampClient *client = g_task_get_source_object (owned);
  Wish *self = g_task_get_task_data (owned);
  gint64 now = hopso_clock_now (client->verifier->clock);
  const HopsoTrustQuestion question = { hopso_timestamp_get_signer_certificate (self->timestamp),
                                        HOPSO_CERTIFICATE_STAMPS_TIME, now,
                                        hopso_timestamp_get_time (self->timestamp), 0 };
  g_autoptr (HopsoTrustDecision) decision = hopso_trust_judge_decide (self->judge, &question);
  GError *error = NULL;

  if (decision->wants->len > 0 && self->rounds < MAX_ROUNDS)
    hopso_material_fetcher_fetch_async (client->verifier->fetcher, decision->wants, self->material,
                                        HOPSO_FETCH_NORMAL, g_task_get_cancellable (owned),
                                        fetched_cb, g_object_ref (owned));
  else if (!hopso_timestamp_check_trust (decision, &error))
    g_task_return_error (owned, error);
  else
    g_task_return_pointer (owned, g_steal_pointer (&self->token), (GDestroyNotify) g_bytes_unref);
}

static void
take_answer (GTask *task, GBytes *answer)
{
  g_autoptr (GTask) owned = task;
  HopsoTimestampClient *client = g_task_get_source_object (owned);
  Wish *self = g_task_get_task_data (owned);
  gint64 now = hopso_clock_now (client->verifier->clock);
  const HopsoTimestampQuestion question = { self->hash, self->digest, self->nonce, self->sent_at,
                                            now };
  GError *error = NULL;

  self->timestamp = hopso_timestamp_check_answer (&question, answer, &self->token, &error);
  if (self->timestamp == NULL)
    {
      g_task_return_error (owned, error);
      return;
    }
  hopso_timestamp_add_material (self->timestamp, self->material, 0);
  self->judge = hopso_trust_judge_new (client->verifier->trust, self->material, now);
  decide (g_steal_pointer (&owned));
}

/* --- tries ----------------------------------------------------------------------------------- */

static gboolean
pause_over_cb (gpointer user_data)
{
  GTask *task = user_data;
  Wish *self = g_task_get_task_data (task);

  clear_source (&self->interrupt);
  clear_source (&self->pause);
  try_once (task);
  return G_SOURCE_REMOVE;
}

static gboolean
interrupt_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Wish *self = g_task_get_task_data (task);

  clear_source (&self->pause);
  clear_source (&self->interrupt);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Takes the task: one of the two sources goes on with it. */
static void
pause_before_next (GTask *task)
{
  HopsoTimestampClient *client = g_task_get_source_object (task);
  Wish *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->pause = g_timeout_source_new (client->pause * self->number);
  g_source_set_callback (self->pause, pause_over_cb, task, NULL);
  g_source_attach (self->pause, g_task_get_context (task));
  if (cancellable == NULL)
    return;
  self->interrupt = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->interrupt, G_SOURCE_FUNC (interrupt_cb), task, NULL);
  g_source_attach (self->interrupt, g_task_get_context (task));
}

/* A line that breaks and a server that is out of order may be better in a moment. */
static gboolean
is_worth_another_try (const GError *error)
{
  return g_error_matches (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE) ||
         g_error_matches (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL);
}

static void
fail (GTask *task, const GError *reason)
{
  Wish *self = g_task_get_task_data (task);
  gboolean is_policy = g_error_matches (reason, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TOO_LARGE) ||
                       g_error_matches (reason, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (reason));
  else if (is_policy)
    g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_AUTHORITY, "%s",
                             reason->message);
  else if (self->number > 1)
    g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP,
                             "%s, tried %u times", reason->message, self->number);
  else
    g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP, "%s",
                             reason->message);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoTimestampClient *client = g_task_get_source_object (task);
  Wish *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = hopso_http_send_public_finish (HOPSO_HTTP (source), result, &error);

  if (answer != NULL)
    take_answer (g_steal_pointer (&task), answer);
  else if (is_worth_another_try (error) && self->number < client->n_tries)
    pause_before_next (g_steal_pointer (&task));
  else
    fail (task, error);
}

/* Takes the task. */
static void
try_once (GTask *task)
{
  g_autoptr (GTask) owned = task;
  HopsoTimestampClient *client = g_task_get_source_object (owned);
  Wish *self = g_task_get_task_data (owned);
  g_autoptr (GBytes) question = NULL;
  GError *error = NULL;

  self->number++;
  g_clear_pointer (&self->nonce, g_bytes_unref);
  question = hopso_timestamp_dup_request (self->hash, self->digest, &self->nonce, &error);
  if (question == NULL)
    {
      g_task_return_error (owned, error);
      return;
    }
  if (self->tried != NULL)
    self->tried (self->number, self->data);
  self->sent_at = hopso_clock_now (client->verifier->clock);

  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = self->url,
                                     .content_type = "application/timestamp-query",
                                     .body = question,
                                     .max_size = MAX_SIZE,
                                     /* The administrator or the person named it. */
                                     .reach = HOPSO_HTTP_REACH_ANYWHERE,
                                     .max_seconds = client->max_seconds,
                                     .max_silence = client->max_seconds };
  hopso_http_send_public_async (client->verifier->http, &request, g_task_get_cancellable (owned),
                                answered_cb, g_object_ref (owned));
}

/**
 * hopso_timestamp_client_stamp_async:
 * @wish: what shall be stamped and by whom
 * @cancellable: (nullable): gives up at once
 *
 * Has bytes stamped.
 */
void
hopso_timestamp_client_stamp_async (HopsoTimestampClient *self,
                                    const HopsoTimestampWish *wish,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_TIMESTAMP_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wish *copy = g_new0 (Wish, 1);

  g_task_set_source_tag (task, hopso_timestamp_client_stamp_async);
  copy->url = g_strdup (wish->url != NULL ? wish->url : hopso_timestamp_client_get_default_url ());
  copy->hash = wish->hash;
  copy->digest = g_bytes_ref (wish->digest);
  copy->tried = wish->tried;
  copy->data = wish->data;
  copy->material = hopso_validation_material_new ();
  g_task_set_task_data (task, copy, wish_free);
  if (self->verifier->http == NULL)
    g_task_return_new_error (task, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP,
                             "Nobody may be asked");
  else
    try_once (g_steal_pointer (&task));
}

/**
 * hopso_timestamp_client_stamp_finish:
 *
 * Returns: (transfer full): the token, checked; or %NULL with %HOPSO_SIGNING_ERROR_NO_TIMESTAMP
 *   when nobody answered, %HOPSO_SIGNING_ERROR_AUTHORITY when the answer must not be used
 */
GBytes *
hopso_timestamp_client_stamp_finish (HopsoTimestampClient *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
