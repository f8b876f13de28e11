/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A token for tests, made with SoftHSM's and OpenSC's own programs. It sets SOFTHSM2_CONF, so it
 * is made before other threads start, and there is one at a time. */

#include "hopso-test-token.h"

#include "hopso-test-folder.h"

#include <string.h>

#define SO_PIN "7654321"

struct _HopsoTestToken
{
  char *folder; /* owned */
};

static const struct
{
  const char *id, *certificate, *key;
} objects[] = {
  { "01", "signer-rsa", "signer-rsa" }, { "02", "signer-ec", "signer-ec" },
  { "03", "expired", "expired" },       { "04", "encrypt", "encrypt" },
  { "05", "revoked", "signer-ec" },     { "06", "sub", NULL },
};

/**
 * hopso_test_token_find_module:
 *
 * Returns: where SoftHSM's module is
 */
const char *
hopso_test_token_find_module (void)
{
  static const char *const files[] = { "/usr/lib/softhsm/libsofthsm2.so",
                                       "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                                       "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (g_file_test (files[i], G_FILE_TEST_EXISTS))
      return files[i];
  g_error ("softhsm2 is not installed");
}

static void run (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL, *err = NULL;
  int status;
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_spawn_command_line_sync (command, &out, &err, &status, &error))
    g_error ("%s: %s", command, error->message);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s%s", command, out, err);
}

static void
write_configuration (HopsoTestToken *self)
{
  g_autofree char *path = g_build_filename (self->folder, "softhsm2.conf", NULL);
  g_autofree char *text = g_strdup_printf ("directories.tokendir = %s\n"
                                           "objectstore.backend = file\n"
                                           "log.level = ERROR\n",
                                           self->folder);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_setenv ("SOFTHSM2_CONF", path, TRUE);
}

static void
import_key (const char *label, HopsoTestPki *pki, const char *name, const char *id)
{
  run ("softhsm2-util --import %s/%s.key --token '%s' --label %s --id %s "
       "--pin " HOPSO_TEST_TOKEN_PIN " --force",
       hopso_test_pki_get_folder (pki), name, label, name, id);
}

static void
import_certificate (const char *label, HopsoTestPki *pki, const char *name, const char *id)
{
  run ("pkcs11-tool --module %s --token-label '%s' --login --pin " HOPSO_TEST_TOKEN_PIN
       " --write-object %s/%s.pem --type cert --label %s --id %s",
       hopso_test_token_find_module (), label, hopso_test_pki_get_folder (pki), name, name, id);
}

/**
 * hopso_test_token_add_key:
 * @pki: gets the key and its certificate, which nobody vouches for
 * @label: of the token
 * @name: of the key
 * @algorithm: for `openssl genpkey -algorithm`, with what belongs to it
 * @id: its CKA_ID
 */
void
hopso_test_token_add_key (HopsoTestToken *self,
                          HopsoTestPki *pki,
                          const char *label,
                          const char *name,
                          const char *algorithm,
                          const char *id)
{
  const char *folder = hopso_test_pki_get_folder (pki);

  g_return_if_fail (self != NULL);

  run ("openssl genpkey -algorithm %s -out %s/%s.key", algorithm, folder, name);
  run ("openssl req -x509 -key %s/%s.key -out %s/%s.pem -subj /CN=%s -days 30 "
       "-addext keyUsage=digitalSignature,nonRepudiation -addext basicConstraints=CA:FALSE",
       folder, name, folder, name, name);
  import_key (label, pki, name, id);
  import_certificate (label, pki, name, id);
}

static void
import (const char *label, HopsoTestPki *pki, gsize i)
{
  if (objects[i].key != NULL)
    import_key (label, pki, objects[i].key, objects[i].id);
  import_certificate (label, pki, objects[i].certificate, objects[i].id);
}

static void
fill (HopsoTestPki *pki, const char *label)
{
  run ("softhsm2-util --init-token --free --label '%s' --so-pin " SO_PIN
       " --pin " HOPSO_TEST_TOKEN_PIN,
       label);
  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    import (label, pki, i);
}

/**
 * hopso_test_token_new:
 * @label: of the token
 *
 * Returns: (transfer full): a token; takes about half a second
 */
HopsoTestToken *
hopso_test_token_new (HopsoTestPki *pki, const char *label)
{
  HopsoTestToken *self = g_new0 (HopsoTestToken, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hopso-token-XXXXXX", &error);
  g_assert_no_error (error);
  write_configuration (self);
  fill (pki, label);
  return self;
}

/**
 * hopso_test_token_add:
 * @label: of another token with the same certificates, in another reader of the same module
 */
void
hopso_test_token_add (HopsoTestToken *self, HopsoTestPki *pki, const char *label)
{
  g_return_if_fail (self != NULL);
  fill (pki, label);
}

/**
 * hopso_test_token_add_agency:
 * @label: of a token that is there
 *
 * The agency's certificate and its key come onto it, as 07.
 */
void
hopso_test_token_add_agency (HopsoTestToken *self, HopsoTestPki *pki, const char *label)
{
  g_return_if_fail (self != NULL);
  import_key (label, pki, "agency", "07");
  import_certificate (label, pki, "agency", "07");
}

/**
 * hopso_test_token_free:
 * @self: (transfer full): removed with its folder
 */
void
hopso_test_token_free (HopsoTestToken *self)
{
  hopso_test_folder_remove (self->folder);
  g_unsetenv ("SOFTHSM2_CONF");
  g_free (self->folder);
  g_free (self);
}
