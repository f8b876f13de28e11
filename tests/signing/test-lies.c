/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Inspectors that lie about what they have prepared, or about the signed file: whatever they say,
 * nothing appears that is called signed. */

#include "signing-world.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  const char *name;
  HopsoSigningError refusal;
} Lie;

static const Lie lies[] = {
  { "another-page", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-shorter-range", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-hole-in-the-document", HOPSO_SIGNING_ERROR_PREPARED },
  { "an-update-cut-off", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-hole-that-is-shifted", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-hole-that-is-smaller", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-range-beyond-every-file", HOPSO_SIGNING_ERROR_PREPARED },
  { "an-empty-update", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-letter-of-the-page", HOPSO_SIGNING_ERROR_PREPARED },
  { "a-signed-file-without-signature", HOPSO_SIGNING_ERROR_CHECK },
  { "a-part-that-is-called-the-whole", HOPSO_SIGNING_ERROR_CHECK },
};

static void
test_the_lie_is_refused (gconstpointer data)
{
  const Lie *told = data;
  g_autofree char *lie = g_strdup_printf ("lying-inspector-%u", (guint) (told - lies) + 1);
  g_autofree char *program = g_build_filename (g_getenv ("HOPSO_LIARS"), lie, NULL);
  g_autofree char *folder = g_dir_make_tmp ("hopso-liar-XXXXXX", NULL);
  g_autofree char *link = g_build_filename (folder, "hopso-pdf-inspect", NULL);
  g_autofree char *honest = g_strdup (g_getenv ("HOPSO_LIBEXEC_DIR"));
  g_autofree char *folders = g_strdup_printf ("%s:%s", folder, honest);

  g_assert_cmpint (symlink (program, link), ==, 0);
  g_setenv ("HOPSO_LIBEXEC_DIR", folders, TRUE);
  {
    g_autoptr (SigningWorld) world = signing_world_new ();
    g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (world, "signer-rsa", NULL);
    g_autofree char *out = signing_world_dup_path (world, "out.pdf");
    g_autoptr (GError) error = NULL;

    signing_world_typeset (world, "in.pdf");
    g_autoptr (HopsoSignJob) job = signing_world_make_job (world, "in.pdf", "out.pdf");
    hopso_sign_batch_add_job (batch, job);
    g_assert_true (signing_world_sign (world, batch, &error));
    g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_FAILED);
    g_assert_error (hopso_sign_job_get_error (job), HOPSO_SIGNING_ERROR, (int) told->refusal);
    g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  }
  g_setenv ("HOPSO_LIBEXEC_DIR", honest, TRUE);
  g_unlink (link);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strconcat ("/signing/lies/", lies[i].name, NULL);

      g_test_add_data_func (path, &lies[i], test_the_lie_is_refused);
    }
  return g_test_run ();
}
