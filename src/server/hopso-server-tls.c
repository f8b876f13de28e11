/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which TLS the server speaks, and its certificate and key. Main thread. */

#include "hopso-server-tls.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* TLS 1.2 and 1.3 with keys agreed on afresh each time, ciphers that authenticate, and no SHA-1:
 * for GnuTLS, which speaks TLS for GLib on Debian. */
static const char priority[] =
    "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+AEAD:+SHA256:+SHA384"
    ":+ECDHE-ECDSA:+ECDHE-RSA"
    ":+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM"
    ":+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1"
    ":+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:+SIGN-ECDSA-SHA512"
    ":+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-ECDSA-SECP521R1-SHA512"
    ":+SIGN-EDDSA-ED25519:+SIGN-RSA-PSS-SHA256:+SIGN-RSA-PSS-SHA384:+SIGN-RSA-PSS-SHA512"
    ":+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-PSS-RSAE-SHA512"
    ":+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:+SIGN-RSA-SHA512"
    ":+COMP-NULL:+CTYPE-X509:%SAFE_RENEGOTIATION";

/**
 * hopso_server_tls_restrict:
 *
 * Says it through the only door that GLib leaves, which is read when TLS is first used.
 */
void
hopso_server_tls_restrict (void)
{
  g_setenv ("G_TLS_GNUTLS_PRIORITY", priority, TRUE);
}

/* A group may read a key, as Debian's own for certificates does; everybody may not. */
static gboolean
check_key_file (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  if ((status.st_mode & (S_IRWXO | S_IWGRP)) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
               _ ("The private key %s is open to others than its owner; say “chmod 600” to it"),
               path);
  return FALSE;
}

/**
 * hopso_server_tls_load:
 *
 * Returns: (transfer full): the certificate with its key, or %NULL with @error
 */
GTlsCertificate *
hopso_server_tls_load (const HopsoServerTls *self, GError **error)
{
  if (!check_key_file (self->key_file, error))
    return NULL;
  return g_tls_certificate_new_from_files (self->cert_file, self->key_file, error);
}
