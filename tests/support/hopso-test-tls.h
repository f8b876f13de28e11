/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoTestTls:
 * @ca_file: the authority's certificate, PEM
 * @server_file: certificate and key of a server "localhost", 127.0.0.1 and ::1, PEM
 * @folder: where both are
 *
 * An authority and a server's certificate, made by openssl for one test.
 */
typedef struct
{
  char *ca_file;
  char *server_file;
  char *folder;
} HopsoTestTls;

HopsoTestTls *hopso_test_tls_new (void);
HopsoTestTls *hopso_test_tls_new_for_days (int days, const char *names);
char *hopso_test_tls_add_server (
    HopsoTestTls *self, const char *name, const char *names, int first_day, int last_day);
char *hopso_test_tls_add_self_signed (HopsoTestTls *self);
void hopso_test_tls_free (HopsoTestTls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoTestTls, hopso_test_tls_free)

G_END_DECLS
