/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of test vectors, written as the standards print them. Spaces are skipped. */

#include "hopso-test-hex.h"

/**
 * hopso_test_hex:
 * @hex: an even number of hexadecimal digits
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
hopso_test_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex++)
    {
      if (*hex == ' ')
        continue;
      g_assert_true (g_ascii_isxdigit (hex[0]) && g_ascii_isxdigit (hex[1]));
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
      g_byte_array_append (bytes, &byte, 1);
      hex++;
    }
  return g_byte_array_free_to_bytes (bytes);
}

/**
 * hopso_test_assert_hex:
 * @bytes: (array length=size): what came out
 * @hex: what should
 */
void
hopso_test_assert_hex (const void *bytes, gsize size, const char *hex)
{
  g_autoptr (GBytes) expected = hopso_test_hex (hex);

  g_assert_cmpmem (bytes, size, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}
