/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts authorities.py and makes the PKI that it answers for. */

#include "hopso-test-authorities.h"

#include <stdlib.h>
#include <string.h>

struct _HopsoTestAuthorities
{
  GSubprocess *process;    /* owned */
  GDataInputStream *words; /* owned: what it says */
  char *base;              /* owned: its address, without a slash at the end */
  HopsoTestPki *pki;       /* owned */
};

static const char stamping[] =
    "\n[tsa]\n"
    "serial = tsa.serial\ncrypto_device = builtin\nsigner_digest = sha256\n"
    "default_policy = 1.2.3.4\ndigests = sha256, sha384, sha512\naccuracy = secs:1\n"
    "ess_cert_id_chain = no\ness_cert_id_alg = sha256\n"
    "[foreign]\n"
    "certificate = other-root.pem\nprivate_key = other-root.key\ndatabase = other-root.index\n"
    "new_certs_dir = .\nrand_serial = yes\npolicy = policy\ndefault_md = sha256\n"
    "unique_subject = no\npreserve = yes\n"
    "[x_online]\nkeyUsage = critical,digitalSignature\n"
    "extendedKeyUsage = critical,timeStamping\n"
    "crlDistributionPoints = URI:$ENV::HOPSO_CRL_BASE/sub.crl\n"
    "authorityInfoAccess = OCSP;URI:$ENV::HOPSO_OCSP_URL\n"
    "[x_loose]\nkeyUsage = critical,digitalSignature\n"
    "extendedKeyUsage = critical,timeStamping,codeSigning\n"
    "[x_mild]\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = timeStamping\n";

static const struct
{
  const char *name, *issuer, *extensions, *end;
} stampers[] = {
  { "tsa-online", "sub", "x_online", "20491231235959Z" },
  { "tsa-ended", "sub", "x_online", "20210101000000Z" },
  { "tsa-loose", "sub", "x_loose", "20491231235959Z" },
  { "tsa-mild", "sub", "x_mild", "20491231235959Z" },
  { "tsa-foreign", "foreign", "x_online", "20491231235959Z" },
};

static void
issue (HopsoTestPki *pki, gsize i)
{
  const char *name = stampers[i].name;
  g_autofree char *request = g_strdup_printf (
      "req -new -config authorities.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
      "-keyout %s.key -out %s.csr -subj '/CN=%s'",
      name, name, name);
  g_autofree char *command = g_strdup_printf (
      "ca -batch -notext -config authorities.cnf -name %s -extensions %s -startdate "
      "20200101000000Z -enddate %s -in %s.csr -out %s.pem",
      stampers[i].issuer, stampers[i].extensions, stampers[i].end, name, name);

  hopso_test_pki_run (pki, request);
  hopso_test_pki_run (pki, command);
}

static void
issue_all (HopsoTestPki *pki)
{
  g_autoptr (GBytes) old = hopso_test_pki_read (pki, "ca.cnf");
  g_autoptr (GByteArray) text = g_byte_array_new ();

  g_byte_array_append (text, g_bytes_get_data (old, NULL), (guint) g_bytes_get_size (old));
  g_byte_array_append (text, (const guint8 *) stamping, (guint) strlen (stamping));
  g_autoptr (GBytes) configuration = g_byte_array_free_to_bytes (g_steal_pointer (&text));
  hopso_test_pki_write (pki, "authorities.cnf", configuration);
  for (gsize i = 0; i < G_N_ELEMENTS (stampers); i++)
    issue (pki, i);
}

static char *
read_word (HopsoTestAuthorities *self)
{
  g_autoptr (GError) error = NULL;
  char *word = g_data_input_stream_read_line (self->words, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (word);
  return word;
}

/**
 * hopso_test_authorities_new:
 *
 * Returns: (transfer full): authorities that answer; takes about a second
 */
HopsoTestAuthorities *
hopso_test_authorities_new (void)
{
  HopsoTestAuthorities *self = g_new0 (HopsoTestAuthorities, 1);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;

  /* Nothing of ours is looked at in there. */
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  g_subprocess_launcher_setenv (launcher, "HOPSO_TEST_CLOCK_LIBRARY", HOPSO_TEST_CLOCK_LIBRARY,
                                TRUE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3",
                                               HOPSO_TEST_AUTHORITIES, NULL);
  g_assert_no_error (error);
  self->words = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *port = read_word (self);
  self->base = g_strdup_printf ("http://127.0.0.1:%s", port);
  g_autofree char *responder = g_strdup_printf ("%s/ocsp", self->base);
  self->pki = hopso_test_pki_new_answered (self->base, responder);
  issue_all (self->pki);
  g_autofree char *folder = g_strdup_printf ("%s\n", hopso_test_pki_get_folder (self->pki));
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), folder, strlen (folder),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *ready = read_word (self);
  g_assert_cmpstr (ready, ==, "ready");
  return self;
}

/**
 * hopso_test_authorities_free:
 *
 * Ends them, with their PKI.
 */
void
hopso_test_authorities_free (HopsoTestAuthorities *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->words);
  hopso_test_pki_free (self->pki);
  g_free (self->base);
  g_free (self);
}

/**
 * hopso_test_authorities_get_pki:
 *
 * Returns: (transfer none): their PKI
 */
HopsoTestPki *
hopso_test_authorities_get_pki (HopsoTestAuthorities *self)
{
  return self->pki;
}

/**
 * hopso_test_authorities_dup_url:
 * @path: such as "/tsa/good"
 *
 * Returns: (transfer full): the whole address
 */
char *
hopso_test_authorities_dup_url (HopsoTestAuthorities *self, const char *path)
{
  return g_strconcat (self->base, path, NULL);
}

static char *
ask (HopsoTestAuthorities *self, const char *method, const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_uri (client, self->base, 80, NULL, &error);
  g_autofree char *request = g_strdup_printf (
      "%s %s HTTP/1.0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", method, path);
  char answer[1024];
  gsize size = 0;

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                           sizeof answer - 1, &size, NULL, &error);
  g_assert_no_error (error);
  answer[size] = '\0';
  const char *body = strstr (answer, "\r\n\r\n");
  g_assert_nonnull (body);
  return g_strdup (body + 4);
}

/**
 * hopso_test_authorities_go:
 * @up: whether anybody answers from here on
 */
void
hopso_test_authorities_go (HopsoTestAuthorities *self, gboolean up)
{
  g_free (ask (self, "POST", up ? "/up" : "/down"));
}

/**
 * hopso_test_authorities_count:
 *
 * Returns: how many timestamps were asked for
 */
guint
hopso_test_authorities_count (HopsoTestAuthorities *self)
{
  g_autofree char *number = ask (self, "GET", "/count");

  return (guint) atoi (number);
}
