/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose clock is wrong, when a server's certificate is right but for its dates: the server is asked
 * the time, over a connection of its own that carries nothing else. What it answers changes no
 * decision, only the words: the connection stays refused. Main thread. */

#include "hopso-http-private.h"

#include <glib/gi18n-lib.h>

#define TIMEOUT_SECONDS  10
#define UNNOTICED_OFFSET 300 /* a clock that is so little wrong is not what is wrong */

typedef struct
{
  SoupSession *session;         /* owned: never used for anything else */
  SoupMessage *message;         /* owned */
  GTlsDatabase *own_anchors;    /* owned, nullable */
  GTlsCertificate *certificate; /* owned, nullable: not seen yet */
} Comparison;

static void
comparison_free (Comparison *comparison)
{
  soup_session_abort (comparison->session);
  g_clear_object (&comparison->session);
  g_clear_object (&comparison->message);
  g_clear_object (&comparison->own_anchors);
  g_clear_object (&comparison->certificate);
  g_free (comparison);
}

gboolean
hopso_http_is_dates_alone (GTlsCertificateFlags faults)
{
  const GTlsCertificateFlags dates = G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED;

  return faults != 0 && (faults & ~dates) == 0;
}

static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags faults,
                       gpointer user_data)
{
  Comparison *comparison = user_data;
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));

  if (comparison->own_anchors != NULL)
    faults = g_tls_database_verify_chain (comparison->own_anchors, certificate,
                                          G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                          NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  g_set_object (&comparison->certificate, certificate);
  return hopso_http_is_dates_alone (faults);
}

static gint64
to_unix (GDateTime *moment, gint64 otherwise)
{
  return moment != NULL ? g_date_time_to_unix (moment) : otherwise;
}

static gboolean
is_valid_at (GTlsCertificate *certificate, gint64 moment)
{
  g_autoptr (GDateTime) first = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) last = g_tls_certificate_get_not_valid_after (certificate);

  return moment >= to_unix (first, G_MAXINT64) && moment <= to_unix (last, G_MININT64);
}

static char *
format_time (gint64 moment)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (moment);

  /* Translators: a date and a time of day, as strftime writes them. */
  return g_date_time_format (local, _ ("%Y-%m-%d %H:%M"));
}

/* Words when it is the clock here, else NULL. */
static char *
judge (Comparison *comparison)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (comparison->message);
  const char *value = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;
  gint64 here = g_get_real_time () / G_USEC_PER_SEC;
  gint64 there = to_unix (date, here);

  if (ABS (there - here) < UNNOTICED_OFFSET || comparison->certificate == NULL ||
      !is_valid_at (comparison->certificate, there))
    return NULL;

  g_autofree char *here_text = format_time (here);
  g_autofree char *there_text = format_time (there);
  return g_strdup_printf (
      _ ("This machine’s clock seems wrong: it shows %s, the server says %s. Set "
         "the clock. If it is right, tell the administrator of the server."),
      here_text, there_text);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, NULL);

  g_task_return_pointer (task, stream != NULL ? judge (g_task_get_task_data (task)) : NULL, g_free);
}

void
hopso_http_compare_clocks_async (GUri *uri,
                                 GTlsDatabase *own_anchors,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Comparison *comparison = g_new0 (Comparison, 1);
  g_autoptr (GUri) root = g_uri_build (G_URI_FLAGS_NONE, "https", NULL, g_uri_get_host (uri),
                                       g_uri_get_port (uri), "/", NULL, NULL);

  comparison->session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, NULL);
  comparison->message = soup_message_new_from_uri ("HEAD", root);
  g_set_object (&comparison->own_anchors, own_anchors);
  soup_message_add_flags (comparison->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (comparison->message, "accept-certificate", G_CALLBACK (accept_certificate_cb),
                    comparison);
  g_task_set_source_tag (task, hopso_http_compare_clocks_async);
  g_task_set_task_data (task, comparison, (GDestroyNotify) comparison_free);
  soup_session_send_async (comparison->session, comparison->message, G_PRIORITY_DEFAULT,
                           cancellable, sent_cb, task);
}

char *
hopso_http_compare_clocks_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
