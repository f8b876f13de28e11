/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-mac.h"
#include "hopso-test-hex.h"

#include <string.h>

/* RFC 4231 has no number in front; this was computed by
 * printf '\1\0\0\0\0\0\0\0Hi There' | openssl mac -digest SHA256 -macopt hexkey:0b…0b HMAC */
static void
test_known_value (void)
{
  guint8 key_bytes[HOPSO_MAC_KEY_SIZE];
  guint8 mac[HOPSO_MAC_SIZE];
  g_autoptr (GError) error = NULL;

  memset (key_bytes, 0x0b, sizeof key_bytes);
  g_autoptr (HopsoSecret) key = hopso_secret_new (key_bytes, sizeof key_bytes);
  g_autoptr (HopsoMac) self = hopso_mac_new (key, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_mac_compute (self, 1, (const guint8 *) "Hi There", 8, mac));
  g_autoptr (GBytes) expected =
      hopso_test_hex ("b6babe68ce482105037145336fb722d47ba41c92da0fb4592b146a9f4ee9745b");
  g_assert_cmpmem (mac, sizeof mac, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
test_number_bytes_and_key_matter (void)
{
  guint8 key_bytes[HOPSO_MAC_KEY_SIZE] = { 1 };
  g_autoptr (HopsoSecret) key = hopso_secret_new (key_bytes, sizeof key_bytes);
  key_bytes[31] ^= 1;
  g_autoptr (HopsoSecret) other_key = hopso_secret_new (key_bytes, sizeof key_bytes);
  g_autoptr (HopsoMac) self = hopso_mac_new (key, NULL);
  g_autoptr (HopsoMac) other = hopso_mac_new (other_key, NULL);
  guint8 macs[5][HOPSO_MAC_SIZE];

  g_assert_true (hopso_mac_compute (self, 1, (const guint8 *) "bytes", 5, macs[0]));
  g_assert_true (hopso_mac_compute (self, 2, (const guint8 *) "bytes", 5, macs[1]));
  g_assert_true (hopso_mac_compute (self, 1, (const guint8 *) "bytez", 5, macs[2]));
  g_assert_true (hopso_mac_compute (other, 1, (const guint8 *) "bytes", 5, macs[3]));
  g_assert_true (hopso_mac_compute (self, 1, (const guint8 *) "bytes", 5, macs[4]));
  for (guint i = 1; i < 4; i++)
    g_assert_cmpint (memcmp (macs[0], macs[i], HOPSO_MAC_SIZE), !=, 0);
  g_assert_cmpmem (macs[0], HOPSO_MAC_SIZE, macs[4], HOPSO_MAC_SIZE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/mac/known-value", test_known_value);
  g_test_add_func ("/crypto/mac/number-bytes-and-key-matter", test_number_bytes_and_key_matter);
  return g_test_run ();
}
