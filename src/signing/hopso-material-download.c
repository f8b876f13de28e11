/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One question to one place. OCSP is asked by POST with a nonce; a responder that has only answers
 * made in advance may not like that, and is asked again by GET (RFC 5019, 5). Not cancelled: others
 * may wait for the same answer, and its time is limited. Main thread. */

#include "hopso-material-download-private.h"

#include "hopso-ocsp-request.h"
#include "hopso-random.h"

#define MAX_SECONDS      6
#define MAX_OCSP_SIZE    (1024 * 1024)
#define MAX_CRL_SIZE     (32 * 1024 * 1024)
#define MAX_ISSUER_SIZE  (1024 * 1024)
#define MAX_ADDRESS_SIZE 1024

typedef struct
{
  HopsoValidationWant *want; /* owned */
  char *url;                 /* owned */
  GBytes *question;          /* owned, nullable: with OCSP, without a nonce */
  GBytes *nonce;             /* owned, nullable: the one that is out */
  HopsoHttpReach reach;
} Download;

static void
download_free (gpointer data)
{
  Download *self = data;

  hopso_validation_want_free (self->want);
  g_free (self->url);
  g_clear_pointer (&self->question, g_bytes_unref);
  g_clear_pointer (&self->nonce, g_bytes_unref);
  g_free (self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = hopso_http_send_public_finish (HOPSO_HTTP (source), result, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
get (GTask *task, const char *address, gsize max_size, GAsyncReadyCallback callback)
{
  Download *self = g_task_get_task_data (task);
  const HopsoHttpRequest request = { .method = "GET",
                                     .uri = address,
                                     .max_size = max_size,
                                     .reach = self->reach,
                                     .max_seconds = MAX_SECONDS };

  hopso_http_send_public_async (g_task_get_source_object (task), &request, NULL, callback, task);
}

static void
post (GTask *task, GBytes *question, GAsyncReadyCallback callback)
{
  Download *self = g_task_get_task_data (task);
  const HopsoHttpRequest request = { .method = "POST",
                                     .uri = self->url,
                                     .content_type = "application/ocsp-request",
                                     .body = question,
                                     .max_size = MAX_OCSP_SIZE,
                                     .reach = self->reach,
                                     .max_seconds = MAX_SECONDS };

  hopso_http_send_public_async (g_task_get_source_object (task), &request, NULL, callback, task);
}

static void
second_answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) answer = hopso_http_send_public_finish (HOPSO_HTTP (source), result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (!hopso_ocsp_is_answer_to (answer, NULL))
    g_task_return_new_error (task, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL,
                             "the responder gave no answer");
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_bytes_unref);
}

/* What the server does not like in another way, unlike one that is not there. */
static gboolean
is_worth_another_try (const GError *error)
{
  return error == NULL || g_error_matches (error, HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL);
}

static void
first_answer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Download *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = hopso_http_send_public_finish (HOPSO_HTTP (source), result, &error);

  if (answer != NULL && hopso_ocsp_is_answer_to (answer, self->nonce))
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_bytes_unref);
  else if (is_worth_another_try (error))
    {
      g_autofree char *address = hopso_ocsp_dup_address (self->url, self->question);

      if (strlen (address) <= MAX_ADDRESS_SIZE)
        get (g_steal_pointer (&task), address, MAX_OCSP_SIZE, second_answer_cb);
      else
        post (g_steal_pointer (&task), self->question, second_answer_cb);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask_responder (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  guint8 chance[HOPSO_OCSP_NONCE_SIZE];
  GError *error = NULL;

  if (!hopso_random_bytes (chance, sizeof chance, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  self->nonce = g_bytes_new (chance, sizeof chance);
  g_autoptr (GBytes) question =
      hopso_ocsp_dup_request (self->want->certificate, self->want->issuer, self->nonce, NULL);
  post (task, question != NULL ? question : self->question, first_answer_cb);
}

void
hopso_material_download_async (HopsoHttp *http,
                               const HopsoMaterialPlace *place,
                               const HopsoValidationWant *want,
                               HopsoHttpReach reach,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (http, NULL, callback, user_data);
  Download *self = g_new0 (Download, 1);

  g_task_set_source_tag (task, hopso_material_download_async);
  self->want = hopso_validation_want_new (want->kind, want->certificate, want->issuer);
  self->url = g_strdup (place->url);
  self->question = place->question != NULL ? g_bytes_ref (place->question) : NULL;
  self->reach = reach;
  g_task_set_task_data (task, self, download_free);
  if (place->kind == HOPSO_PLACE_OCSP)
    ask_responder (task);
  else
    get (task, place->url, place->kind == HOPSO_PLACE_CRL ? MAX_CRL_SIZE : MAX_ISSUER_SIZE,
         fetched_cb);
}

GBytes *
hopso_material_download_finish (HopsoHttp *http, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
