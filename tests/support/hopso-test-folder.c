/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Folders that tests make for themselves, and leave. Any thread. */

#include "hopso-test-folder.h"

#include <gio/gio.h>

/**
 * hopso_test_folder_remove:
 * @path: a folder, or a file; it need not be there
 *
 * Removes it with all that is in it. Links are removed and not followed.
 */
void
hopso_test_folder_remove (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, "standard::name", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFileInfo *info;

  while (children != NULL && g_file_enumerator_iterate (children, &info, NULL, NULL, NULL) &&
         info != NULL)
    {
      g_autofree char *child = g_build_filename (path, g_file_info_get_name (info), NULL);

      hopso_test_folder_remove (child);
    }
  g_file_delete (file, NULL, NULL);
}
