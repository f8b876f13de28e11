/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libsoup, the resolver and the TLS library report, sorted by what a caller can do about it,
 * and why a certificate was refused in words for people. Pure. */

#include "hopso-http-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (hopso - http - error - quark, hopso_http_error)

static const struct
{
  GTlsCertificateFlags flag;
  const char *reason;
} certificate_faults[] = {
  { G_TLS_CERTIFICATE_BAD_IDENTITY,
    N_ ("The server’s certificate belongs to another address. Check the address that was typed.") },
  { G_TLS_CERTIFICATE_EXPIRED,
    N_ ("The server’s certificate has expired. Tell the administrator of the server.") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED,
    N_ ("The server’s certificate is not valid yet. Check this machine’s clock.") },
  { G_TLS_CERTIFICATE_REVOKED,
    N_ ("The server’s certificate was revoked. Tell the administrator of the server.") },
  { G_TLS_CERTIFICATE_INSECURE,
    N_ ("The server’s certificate is too weak. Tell the administrator of the server.") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_ ("The server’s certificate comes from an authority that this machine does not trust. "
        "Install the province’s authority if it has its own.") },
};

#define FAULTS_KEY "hopso-certificate-faults"

/* What the province's own authority finds wrong, also when that is nothing: it knows better than
 * the system's, who know nothing of it. */
void
hopso_http_note_faults (SoupMessage *message, GTlsCertificateFlags faults)
{
  g_object_set_data (G_OBJECT (message), FAULTS_KEY, GUINT_TO_POINTER ((guint) faults + 1));
}

GTlsCertificateFlags
hopso_http_get_faults (SoupMessage *message)
{
  guint own = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (message), FAULTS_KEY));

  return own != 0 ? (GTlsCertificateFlags) (own - 1)
                  : soup_message_get_tls_peer_certificate_errors (message);
}

static const char *
explain_certificate (SoupMessage *message)
{
  GTlsCertificateFlags flags = hopso_http_get_faults (message);

  for (guint i = 0; i < G_N_ELEMENTS (certificate_faults); i++)
    if ((flags & certificate_faults[i].flag) != 0)
      return _ (certificate_faults[i].reason);
  return _ ("The connection to the server is not secure, so it was not used.");
}

static gboolean
is_broken_connection (const GError *error)
{
  static const int codes[] = {
    G_IO_ERROR_HOST_NOT_FOUND,
    G_IO_ERROR_HOST_UNREACHABLE,
    G_IO_ERROR_NETWORK_UNREACHABLE,
    G_IO_ERROR_CONNECTION_REFUSED,
    G_IO_ERROR_CONNECTION_CLOSED,
    G_IO_ERROR_BROKEN_PIPE,
    G_IO_ERROR_NOT_CONNECTED,
    G_IO_ERROR_TIMED_OUT,
    G_IO_ERROR_PARTIAL_INPUT,
    G_IO_ERROR_PROXY_FAILED,
    G_IO_ERROR_PROXY_NEED_AUTH,
    G_IO_ERROR_PROXY_AUTH_FAILED,
    G_IO_ERROR_PROXY_NOT_ALLOWED,
    G_IO_ERROR_CLOSED,
    G_IO_ERROR_FAILED,
  };

  if (error->domain == G_RESOLVER_ERROR)
    return TRUE;
  if (error->domain == G_TLS_ERROR)
    return error->code == G_TLS_ERROR_EOF || error->code == G_TLS_ERROR_MISC;
  if (error->domain != G_IO_ERROR)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (error->code == codes[i])
      return TRUE;
  return FALSE;
}

/* The connection was then closed on this side; trying again would not help. */
static gboolean
is_old_tls (SoupMessage *message)
{
  GTlsProtocolVersion version = soup_message_get_tls_protocol_version (message);

  return version != G_TLS_PROTOCOL_VERSION_UNKNOWN && version < G_TLS_PROTOCOL_VERSION_TLS_1_2;
}

/* It came to nothing with no word against the certificate. */
static gboolean
is_broken_handshake (const GError *error, SoupMessage *message)
{
  return g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE) &&
         hopso_http_get_faults (message) == 0;
}

/* Takes @error; @message is the request that failed. Cancelled stays what it is. */
GError *
hopso_http_translate_error (GError *error, SoupMessage *message)
{
  g_autoptr (GError) cause = error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      cause->domain == HOPSO_HTTP_ERROR)
    return g_steal_pointer (&cause);
  if (hopso_http_was_kept (message))
    return g_error_new_literal (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_REFUSED,
                                _ ("The address leads into this network, not to the Internet"));
  if ((is_broken_connection (cause) || is_broken_handshake (cause, message)) &&
      !is_old_tls (message))
    return g_error_new (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_OFFLINE,
                        _ ("The server cannot be reached (%s)"), cause->message);
  if (cause->domain == G_TLS_ERROR || is_old_tls (message))
    return g_error_new_literal (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_TLS,
                                explain_certificate (message));
  return g_error_new (HOPSO_HTTP_ERROR, HOPSO_HTTP_ERROR_PROTOCOL,
                      _ ("The server gave no usable answer (%s)"), cause->message);
}
