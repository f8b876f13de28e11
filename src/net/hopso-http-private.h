/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http-response.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

HopsoHttpResponse *hopso_http_response_new (SoupMessage *message, GInputStream *stream);
void hopso_http_response_take_body (HopsoHttpResponse *self, GBytes *body);
GError *hopso_http_translate_error (GError *error, SoupMessage *message);

G_END_DECLS
