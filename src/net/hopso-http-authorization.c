/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The library's copy of a token lasts no longer than it takes to send it. It may have to be sent
 * again, when an old connection turns out to be closed; after the answer has begun no more. Main
 * thread. */

#include "hopso-http-private.h"
#include "hopso-secret.h"

#define AUTHORIZATION "Authorization"

static void
wrote_headers_cb (SoupMessage *message, gpointer user_data)
{
  soup_message_headers_remove (soup_message_get_request_headers (message), AUTHORIZATION);
}

static void
restarted_cb (SoupMessage *message, gpointer user_data)
{
  HopsoSecret *kept = g_object_get_data (G_OBJECT (message), AUTHORIZATION);

  if (kept != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), AUTHORIZATION,
                                  hopso_secret_get_string (kept));
}

static void
got_headers_cb (SoupMessage *message, gpointer user_data)
{
  g_object_set_data (G_OBJECT (message), AUTHORIZATION, NULL);
}

void
hopso_http_keep_authorization_short (SoupMessage *message)
{
  const char *value =
      soup_message_headers_get_one (soup_message_get_request_headers (message), AUTHORIZATION);

  if (value == NULL)
    return;
  g_object_set_data_full (G_OBJECT (message), AUTHORIZATION, hopso_secret_new_from_string (value),
                          (GDestroyNotify) hopso_secret_unref);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
  g_signal_connect (message, "restarted", G_CALLBACK (restarted_cb), NULL);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
}
