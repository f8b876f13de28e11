/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hopsoctl sign needs around it, for tests that run it by the shell. */

#include "sign-world.h"

#include "hopso-test-pages.h"

#include <sys/wait.h>

static char *
dup_serial (SignWorld *self, const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (self->pki, name);

  return hopso_certificate_dup_serial_hex (certificate);
}

/* The folder is that of the keys; what the commands there are made of stands in its environment. */
SignWorld *
sign_world_new (void)
{
  SignWorld *self = sign_world_new_for (hopso_test_pki_new ());

  self->is_borrowed = FALSE;
  return self;
}

/* With a PKI that somebody else publishes, and that outlives it. */
SignWorld *
sign_world_new_for (HopsoTestPki *pki)
{
  SignWorld *self = g_new0 (SignWorld, 1);
  g_autoptr (GBytes) paper = hopso_test_pages_new (2);
  g_autoptr (GBytes) pin = g_bytes_new (HOPSO_TEST_TOKEN_PIN "\n", sizeof HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GBytes) wrong = g_bytes_new ("7654321\n", 8);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  self->pki = pki;
  self->is_borrowed = TRUE;
  self->token = hopso_test_token_new (self->pki, "cli");
  hopso_test_pki_write (self->pki, "paper.pdf", paper);
  hopso_test_pki_write (self->pki, "pin", pin);
  hopso_test_pki_write (self->pki, "wrong", wrong);
  hopso_test_pki_write (self->pki, "empty", nothing);

  g_autofree char *rsa = dup_serial (self, "signer-rsa");
  g_autofree char *revoked = dup_serial (self, "expired");
  g_autofree char *sign = g_strdup_printf ("%s sign --module %s", g_getenv ("HOPSOCTL"),
                                           hopso_test_token_find_module ());
  g_autofree char *verify = g_strdup_printf ("%s verify --offline", g_getenv ("HOPSOCTL"));
  g_setenv ("SERIAL", rsa, TRUE);
  g_setenv ("EXPIRED", revoked, TRUE);
  g_setenv ("SIGN", sign, TRUE);
  g_setenv ("VERIFY", verify, TRUE);
  return self;
}

void
sign_world_free (SignWorld *self)
{
  hopso_test_token_free (self->token);
  if (!self->is_borrowed)
    hopso_test_pki_free (self->pki);
  g_free (self);
}

int
sign_world_run (SignWorld *self, const char *command, char **said)
{
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autofree char *printed = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (hopso_test_pki_get_folder (self->pki), (char **) argv, NULL, 0, NULL, NULL,
                &printed, &complaints, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s\n%s%s", command, printed, complaints);
  if (said != NULL)
    *said = g_strconcat (printed, complaints, NULL);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

gboolean
sign_world_has_file (SignWorld *self, const char *name)
{
  g_autofree char *path = hopso_test_pki_dup_path (self->pki, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}
