/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the form of hopso-test-form.h into a folder, as it is and signed: form.pdf, approved.pdf,
 * certified-1.pdf to certified-3.pdf, and root.pem, whom to trust. Usage: write-form FOLDER */

#include "hopso-test-form.h"
#include "hopso-test-recipe.h"

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
  static const char *const names[] = { "approved.pdf", "certified-1.pdf", "certified-2.pdf",
                                       "certified-3.pdf" };
  g_autoptr (HopsoTestPki) pki = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GBytes) form = hopso_test_form_new ("/NeedAppearances true/XFA(x)");

  g_assert_cmpint (argc, ==, 2);
  pki = hopso_test_pki_new ();
  root = hopso_test_pki_read (pki, "root.pem");
  write_bytes (argv[1], "root.pem", root);
  write_bytes (argv[1], "form.pdf", form);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, form);
      const HopsoPdfSignaturePlan plan = { .signing_time = 1795350309,
                                           .utc_offset = 420,
                                           .certification = i };
      g_autofree char *path = g_build_filename (argv[1], names[i], NULL);

      hopso_test_recipe_sign_plan (recipe, "signer-rsa", FALSE, &plan);
      hopso_test_recipe_write (recipe, path);
    }
  return 0;
}
