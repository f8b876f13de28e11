/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A certificate authority for one test, made by the openssl program: independent of the libraries
 * that the tests judge. */

#include "hopso-test-tls.h"

#include <glib/gstdio.h>

static void
run_openssl (const char *folder, const char *arguments)
{
  g_autofree char *line = g_strconcat ("openssl ", arguments, NULL);
  g_auto (GStrv) argv = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &complaints, &status,
                &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, complaints);
}

static void
join_files (const char *folder, const char *one, const char *two, const char *target)
{
  g_autofree char *one_path = g_build_filename (folder, one, NULL);
  g_autofree char *two_path = g_build_filename (folder, two, NULL);
  g_autofree char *one_text = NULL;
  g_autofree char *two_text = NULL;
  g_autofree char *both = NULL;

  g_assert_true (g_file_get_contents (one_path, &one_text, NULL, NULL));
  g_assert_true (g_file_get_contents (two_path, &two_text, NULL, NULL));
  both = g_strconcat (one_text, two_text, NULL);
  g_assert_true (g_file_set_contents (target, both, -1, NULL));
}

/**
 * hopso_test_tls_new_for_days:
 * @days: how long the server's certificate is valid; a negative one has expired
 * @names: its names, as openssl writes them, such as "DNS:localhost"
 *
 * Returns: (transfer full): an authority and a server's certificate
 */
HopsoTestTls *
hopso_test_tls_new_for_days (int days, const char *names)
{
  HopsoTestTls *self = g_new0 (HopsoTestTls, 1);
  g_autofree char *request = g_strdup_printf (
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out server.csr "
      "-subj '/CN=test server' -addext 'subjectAltName=%s'",
      names);
  g_autofree char *sign =
      g_strdup_printf ("x509 -req -in server.csr -CA ca.pem -CAkey ca-key.pem -copy_extensions "
                       "copy -days %d -out cert.pem",
                       days);

  self->folder = g_dir_make_tmp ("hopso-tls-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->ca_file = g_build_filename (self->folder, "ca.pem", NULL);
  self->server_file = g_build_filename (self->folder, "server.pem", NULL);
  run_openssl (self->folder, "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
                             "ca-key.pem -out ca.pem -days 30 -subj '/CN=Test authority' -addext "
                             "'keyUsage=critical,keyCertSign,cRLSign'");
  run_openssl (self->folder, request);
  run_openssl (self->folder, sign);
  join_files (self->folder, "cert.pem", "key.pem", self->server_file);
  g_assert_cmpint (g_chmod (self->server_file, 0600), ==, 0);
  return self;
}

static char *
format_day (int day)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) moment = g_date_time_add_days (now, day);

  return g_date_time_format (moment, "%Y%m%d%H%M%SZ");
}

/* What `openssl ca` wants beside it; it alone can say when a certificate begins. */
static void
write_authority (const HopsoTestTls *self)
{
  static const char text[] =
      "[ca]\ndefault_ca=one\n[one]\ndatabase=index.txt\nrand_serial=yes\nnew_certs_dir=.\n"
      "certificate=ca.pem\nprivate_key=ca-key.pem\ndefault_md=sha256\npolicy=any\n"
      "unique_subject=no\ncopy_extensions=copy\n[any]\ncommonName=supplied\n";
  g_autofree char *rules = g_build_filename (self->folder, "ca.cnf", NULL);
  g_autofree char *index = g_build_filename (self->folder, "index.txt", NULL);

  g_assert_true (g_file_set_contents (rules, text, -1, NULL));
  if (!g_file_test (index, G_FILE_TEST_EXISTS))
    g_assert_true (g_file_set_contents (index, "", 0, NULL));
}

/**
 * hopso_test_tls_add_server:
 * @name: a word for its files
 * @names: its names, as openssl writes them
 * @first_day: from when it is valid, in days from now
 * @last_day: until when
 *
 * Returns: (transfer full): certificate and key of one more server of the same authority, PEM
 */
char *
hopso_test_tls_add_server (
    HopsoTestTls *self, const char *name, const char *names, int first_day, int last_day)
{
  g_autofree char *first = format_day (first_day);
  g_autofree char *last = format_day (last_day);
  g_autofree char *request = g_strdup_printf (
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s-key.pem -out %s.csr "
      "-subj '/CN=%s' -addext 'subjectAltName=%s'",
      name, name, name, names);
  g_autofree char *sign = g_strdup_printf (
      "ca -batch -notext -config ca.cnf -in %s.csr -startdate %s -enddate %s -out %s-cert.pem",
      name, first, last, name);
  g_autofree char *certificate = g_strconcat (name, "-cert.pem", NULL);
  g_autofree char *key = g_strconcat (name, "-key.pem", NULL);
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  char *path = g_build_filename (self->folder, file, NULL);

  write_authority (self);
  run_openssl (self->folder, request);
  run_openssl (self->folder, sign);
  join_files (self->folder, certificate, key, path);
  return path;
}

/**
 * hopso_test_tls_add_self_signed:
 *
 * Returns: (transfer full): certificate and key of a server that vouches for itself, PEM
 */
char *
hopso_test_tls_add_self_signed (HopsoTestTls *self)
{
  char *path = g_build_filename (self->folder, "alone.pem", NULL);

  run_openssl (self->folder,
               "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout alone-key.pem "
               "-out alone-cert.pem -days 30 -subj '/CN=alone' -addext "
               "'subjectAltName=IP:127.0.0.1'");
  join_files (self->folder, "alone-cert.pem", "alone-key.pem", path);
  return path;
}

/**
 * hopso_test_tls_new:
 *
 * Returns: (transfer full): an authority and the certificate of a server on this machine
 */
HopsoTestTls *
hopso_test_tls_new (void)
{
  return hopso_test_tls_new_for_days (30, "DNS:localhost,IP:127.0.0.1,IP:::1");
}

/**
 * hopso_test_tls_free:
 * @self: (transfer full): removes its files
 */
void
hopso_test_tls_free (HopsoTestTls *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->ca_file);
  g_free (self->server_file);
  g_free (self->folder);
  g_free (self);
}
