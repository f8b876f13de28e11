/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the submissions of hopso-test-signed.h, each under its name, and root.pem, whom to trust,
 * into a folder. Usage: write-signed FOLDER */

#include "hopso-test-signed.h"

#include <string.h>

static void
write_bytes (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (HopsoTestPki) pki = NULL;
  g_autoptr (GBytes) root = NULL;

  g_assert_cmpint (argc, ==, 2);
  pki = hopso_test_pki_new ();
  root = hopso_test_pki_read (pki, "root.pem");
  write_bytes (argv[1], "root.pem", root);
  for (guint i = 0; i < HOPSO_TEST_N_SIGNED; i++)
    {
      g_autoptr (GBytes) file = hopso_test_signed_new (pki, (HopsoTestSigned) i, NULL);

      write_bytes (argv[1], hopso_test_signed_get_name ((HopsoTestSigned) i), file);
    }
  return 0;
}
