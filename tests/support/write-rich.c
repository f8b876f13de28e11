/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a document for tests that are no C: write-rich FILE [PAGES]; with a number of pages the
 * book, else the one with everything. */

#include "hopso-test-rich.h"

#include <stdlib.h>

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) bytes = NULL;

  if (argc < 2)
    return 2;
  bytes = argc > 2 ? hopso_test_rich_new_book ((guint) atoi (argv[2])) : hopso_test_rich_new ();
  return g_file_set_contents (argv[1], g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), NULL)
             ? 0
             : 1;
}
