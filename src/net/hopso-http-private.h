/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

HopsoHttpResponse *hopso_http_response_new (SoupMessage *message, GInputStream *stream);
void hopso_http_response_take_body (HopsoHttpResponse *self, GBytes *body);
GError *hopso_http_translate_error (GError *error, SoupMessage *message);

/* For a message with its headers set that is not sent yet. */
void hopso_http_keep_authorization_short (SoupMessage *message);

void hopso_http_send_any_async (HopsoHttp *self,
                                const HopsoHttpRequest *request,
                                gboolean is_public,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Whether @uri, of @request or of a redirect, may be asked. */
gboolean hopso_http_judge_address (GUri *uri,
                                   const HopsoHttpRequest *request,
                                   gboolean is_public,
                                   GError **error);

/* Drops a connection to a machine that is not in the Internet, before it is made. */
void hopso_http_keep_to_internet (SoupMessage *message);
void hopso_http_be_patient (SoupMessage *message, guint max_silence);
gboolean hopso_http_was_kept (SoupMessage *message);

void hopso_http_note_faults (SoupMessage *message, GTlsCertificateFlags faults);
GTlsCertificateFlags hopso_http_get_faults (SoupMessage *message);

GCancellable *hopso_http_patience_begin (SoupMessage *message, GCancellable *caller);
gboolean hopso_http_patience_end (SoupMessage *message);

/* Whether nothing but the dates of the certificate is wrong. */
gboolean hopso_http_is_dates_alone (GTlsCertificateFlags faults);

/* For a certificate with wrong dates alone: asks the server the time, and says whose clock it is.
 */
void hopso_http_compare_clocks_async (GUri *uri,
                                      GTlsDatabase *own_anchors,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *hopso_http_compare_clocks_finish (GAsyncResult *result);

G_END_DECLS
