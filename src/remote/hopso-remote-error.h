/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoRemoteError:
 * @HOPSO_REMOTE_ERROR_OFFLINE: the server cannot be reached; later it may
 * @HOPSO_REMOTE_ERROR_TLS: the server did not prove who it is; the message says why
 * @HOPSO_REMOTE_ERROR_UNAUTHORIZED: the person must sign in
 * @HOPSO_REMOTE_ERROR_FORBIDDEN: not this person's to do or to see
 * @HOPSO_REMOTE_ERROR_CONFLICT: somebody else wrote first; the error carries what they wrote
 * @HOPSO_REMOTE_ERROR_GONE: the state is too old: everything must be fetched again
 * @HOPSO_REMOTE_ERROR_REJECTED: the server will never take this; the message says why
 * @HOPSO_REMOTE_ERROR_SERVER: the server is in trouble or busy; later it may work
 */
typedef enum
{
  HOPSO_REMOTE_ERROR_OFFLINE,
  HOPSO_REMOTE_ERROR_TLS,
  HOPSO_REMOTE_ERROR_UNAUTHORIZED,
  HOPSO_REMOTE_ERROR_FORBIDDEN,
  HOPSO_REMOTE_ERROR_CONFLICT,
  HOPSO_REMOTE_ERROR_GONE,
  HOPSO_REMOTE_ERROR_REJECTED,
  HOPSO_REMOTE_ERROR_SERVER
} HopsoRemoteError;

#define HOPSO_REMOTE_ERROR (hopso_remote_error_quark ())
GQuark hopso_remote_error_quark (void);

HopsoRecord *hopso_remote_error_get_current (const GError *error);
gint64 hopso_remote_error_get_retry_after (const GError *error);

gboolean hopso_remote_error_is_wide (const GError *error);

gboolean hopso_remote_is_foreign (guint status, const char *content_type);
GError *hopso_remote_error_new_from_reply (guint status,
                                           const char *content_type,
                                           GBytes *body,
                                           gint64 retry_after);
GError *hopso_remote_error_translate (GError *error);

G_END_DECLS
