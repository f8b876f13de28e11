/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoHttpError:
 * @HOPSO_HTTP_ERROR_OFFLINE: no connection, or it broke: worth another try later
 * @HOPSO_HTTP_ERROR_TLS: the server did not prove who it is; the message says why
 * @HOPSO_HTTP_ERROR_TOO_LARGE: the reply is larger than the caller takes
 * @HOPSO_HTTP_ERROR_REFUSED: the policy forbids it, such as plain HTTP
 * @HOPSO_HTTP_ERROR_PROTOCOL: what came back is not HTTP
 */
typedef enum
{
  HOPSO_HTTP_ERROR_OFFLINE,
  HOPSO_HTTP_ERROR_TLS,
  HOPSO_HTTP_ERROR_TOO_LARGE,
  HOPSO_HTTP_ERROR_REFUSED,
  HOPSO_HTTP_ERROR_PROTOCOL
} HopsoHttpError;

#define HOPSO_HTTP_ERROR (hopso_http_error_quark ())
GQuark hopso_http_error_quark (void);

G_END_DECLS
