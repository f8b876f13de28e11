/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where our own processes' programs lie: beside each other where they were installed, or in the
 * folders of a build. Any thread. */

#include "hopso-program.h"

/**
 * hopso_program_find:
 * @name: of one of our processes
 *
 * Returns: (transfer full): its file, in one of the folders of `$HOPSO_LIBEXEC_DIR` or where it is
 * installed
 */
char *
hopso_program_find (const char *name)
{
  const char *folders = g_getenv ("HOPSO_LIBEXEC_DIR");
  g_auto (GStrv) listed = g_strsplit (folders != NULL ? folders : "", ":", -1);

  for (char **folder = listed; *folder != NULL; folder++)
    {
      g_autofree char *path = g_build_filename (*folder, name, NULL);

      if (**folder != '\0' && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_build_filename (HOPSO_LIBEXEC_DIR, name, NULL);
}
