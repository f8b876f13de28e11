/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the small world of hopso-test-server.h into a folder, for tests in Python.
 * Usage: fill-server FOLDER */

#include "hopso-test-server.h"

int
main (int argc, char **argv)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (GError) error = NULL;

  if (argc != 2 || !hopso_server_store_create (argv[1], "Máy chủ thử", "Tỉnh thử", &error))
    g_error ("%s", error == NULL ? "usage: fill-server FOLDER" : error->message);

  g_autoptr (HopsoServerStore) store = hopso_server_store_open (argv[1], clock, &error);
  g_assert_no_error (error);
  hopso_test_server_fill (store);
  hopso_server_store_close (store);
  return 0;
}
