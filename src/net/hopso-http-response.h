/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http-error.h"

G_BEGIN_DECLS

/**
 * HopsoHttpResponse:
 *
 * What a server answered: 4xx and 5xx are answers too.
 */
#define HOPSO_TYPE_HTTP_RESPONSE (hopso_http_response_get_type ())
G_DECLARE_FINAL_TYPE (HopsoHttpResponse, hopso_http_response, HOPSO, HTTP_RESPONSE, GObject)

guint hopso_http_response_get_status (HopsoHttpResponse *self);
const char *hopso_http_response_get_header (HopsoHttpResponse *self, const char *name);
gint64 hopso_http_response_get_date (HopsoHttpResponse *self);
gint64 hopso_http_response_get_retry_after (HopsoHttpResponse *self, gint64 now);
GBytes *hopso_http_response_get_body (HopsoHttpResponse *self);
GInputStream *hopso_http_response_get_stream (HopsoHttpResponse *self);

G_END_DECLS
