/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerTls:
 * @cert_file: (borrowed): the certificate with its chain, PEM
 * @key_file: (borrowed): its private key, PEM
 */
typedef struct
{
  const char *cert_file;
  const char *key_file;
} HopsoServerTls;

void hopso_server_tls_restrict (void);
GTlsCertificate *hopso_server_tls_load (const HopsoServerTls *self, GError **error);

G_END_DECLS
