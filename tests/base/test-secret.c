/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-secret.h"

#include <string.h>

static void
test_keeps_bytes_and_ends_with_zero (void)
{
  g_autoptr (HopsoSecret) secret = hopso_secret_new ("12\0"
                                                     "34",
                                                     5);
  g_autoptr (HopsoSecret) again = hopso_secret_ref (secret);
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (again, &size);

  g_assert_cmpmem (bytes, size,
                   "12\0"
                   "34",
                   5);
  g_assert_cmpuint (bytes[5], ==, 0);
}

static void
test_empty_is_an_empty_string (void)
{
  g_autoptr (HopsoSecret) secret = hopso_secret_new_from_string ("");

  g_assert_cmpstr (hopso_secret_get_string (secret), ==, "");
}

static void
test_wipe_overwrites (void)
{
  char pin[] = "12345678";

  hopso_secret_wipe (pin, strlen (pin));
  for (guint i = 0; i < sizeof pin; i++)
    g_assert_cmpint (pin[i], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/keeps-bytes-and-ends-with-zero",
                   test_keeps_bytes_and_ends_with_zero);
  g_test_add_func ("/base/secret/empty-is-an-empty-string", test_empty_is_an_empty_string);
  g_test_add_func ("/base/secret/wipe-overwrites", test_wipe_overwrites);
  return g_test_run ();
}
