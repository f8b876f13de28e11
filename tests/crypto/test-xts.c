/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-cipher.h"
#include "hopso-digest.h"
#include "hopso-test-hex.h"

#include <string.h>

/* The key of IEEE 1619, B, vectors 10 to 14. */
#define KEY \
  "2718281828459045235360287471352662497757247093699959574966967627" \
  "3141592653589793238462643383279502884197169399375105820974944592"

static HopsoXts *
xts_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hopso_test_hex (KEY);
  g_autoptr (HopsoSecret) key =
      hopso_secret_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  HopsoXts *xts = hopso_xts_new (key, &error);

  g_assert_no_error (error);
  return xts;
}

static void
fill (guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) i;
}

/* IEEE 1619, B, vector 10; the digest stands for all 512 bytes. */
static void
test_known_answer (void)
{
  g_autoptr (HopsoXts) xts = xts_new ();
  g_autoptr (GError) error = NULL;
  guint8 sector[512];

  fill (sector, sizeof sector);
  g_assert_true (hopso_xts_encrypt (xts, 0xff, sector, sizeof sector, &error));
  g_assert_no_error (error);
  hopso_test_assert_hex (sector, 32,
                         "1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b");

  g_autoptr (GBytes) whole = g_bytes_new (sector, sizeof sector);
  g_autofree char *digest = hopso_sha256_hex (whole);
  g_assert_cmpstr (digest, ==, "e97e974fa393af794f7a4684395814cf820de60a01eaec677d87b452e316b364");
}

/* Computed apart from OpenSSL's XTS: plain AES blocks and the standard's formula. */
static const struct
{
  gsize size;
  const char *cipher;
} stolen[] = {
  { 16, "50ea7b0e72da7912892bcd0c7496baa4" },
  { 17, "305df6e1882b1413520605508a29976c50" },
  { 31, "a51e2b546798d6d40ae84260b32d5fa650ea7b0e72da7912892bcd0c7496ba" },
  { 40, "50ea7b0e72da7912892bcd0c7496baa48c510f5f442eceb9dcb8d6cdcd030bf9b346523120af299d" },
  { 72, "50ea7b0e72da7912892bcd0c7496baa4b346523120af299dac5b9960aed521fb369169dcb0c7d652"
        "a3af8bd85e97b61ceb3a6045610e700735d1c37a0656c6a848a1dbefdee6b7bf" },
};

static void
test_steals_ciphertext (void)
{
  g_autoptr (HopsoXts) xts = xts_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (stolen); i++)
    {
      g_autoptr (GError) error = NULL;
      guint8 bytes[72];

      fill (bytes, sizeof bytes);
      g_assert_true (hopso_xts_encrypt (xts, G_GUINT64_CONSTANT (0x123456789a), bytes,
                                        stolen[i].size, &error));
      g_assert_no_error (error);
      hopso_test_assert_hex (bytes, stolen[i].size, stolen[i].cipher);
    }
}

static void
test_every_size_comes_back (void)
{
  g_autoptr (HopsoXts) xts = xts_new ();

  for (gsize size = 16; size <= 4096 + 24; size += size < 300 ? 1 : 97)
    {
      g_autoptr (GError) error = NULL;
      guint8 plain[4120], bytes[4120];

      fill (plain, sizeof plain);
      memcpy (bytes, plain, sizeof bytes);
      g_assert_true (hopso_xts_encrypt (xts, size, bytes, size, &error));
      g_assert_cmpint (memcmp (bytes, plain, size), !=, 0);
      /* What lies behind stays. */
      g_assert_cmpmem (bytes + size, sizeof bytes - size, plain + size, sizeof plain - size);
      g_assert_true (hopso_xts_decrypt (xts, size, bytes, size, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (bytes, sizeof bytes, plain, sizeof plain);
    }
}

static void
test_sectors_with_equal_text_differ (void)
{
  g_autoptr (HopsoXts) xts = xts_new ();
  g_autoptr (GError) error = NULL;
  guint8 one[64] = { 0 }, other[64] = { 0 };

  g_assert_true (hopso_xts_encrypt (xts, 1, one, sizeof one, &error));
  g_assert_true (hopso_xts_encrypt (xts, 2, other, sizeof other, &error));
  g_assert_cmpint (memcmp (one, other, sizeof one), !=, 0);
}

static void
test_refuses_a_key_of_two_equal_halves (void)
{
  guint8 zero[HOPSO_XTS_KEY_SIZE] = { 0 };
  g_autoptr (HopsoSecret) key = hopso_secret_new (zero, sizeof zero);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoXts) xts = hopso_xts_new (key, &error);

  g_assert_null (xts);
  g_assert_nonnull (error);
}

static gpointer
work (gpointer data)
{
  HopsoXts *xts = data;

  for (guint64 i = 0; i < 2000; i++)
    {
      guint8 bytes[100] = { 0 }, zero[100] = { 0 };

      g_assert_true (hopso_xts_encrypt (xts, i, bytes, sizeof bytes, NULL));
      g_assert_true (hopso_xts_decrypt (xts, i, bytes, sizeof bytes, NULL));
      g_assert_cmpmem (bytes, sizeof bytes, zero, sizeof zero);
    }
  return NULL;
}

static void
test_threads_share_one (void)
{
  g_autoptr (HopsoXts) xts = xts_new ();
  GThread *thread = g_thread_new ("xts", work, xts);

  work (xts);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/xts/known-answer", test_known_answer);
  g_test_add_func ("/crypto/xts/steals-ciphertext", test_steals_ciphertext);
  g_test_add_func ("/crypto/xts/every-size-comes-back", test_every_size_comes_back);
  g_test_add_func ("/crypto/xts/sectors-with-equal-text-differ",
                   test_sectors_with_equal_text_differ);
  g_test_add_func ("/crypto/xts/refuses-a-key-of-two-equal-halves",
                   test_refuses_a_key_of_two_equal_halves);
  g_test_add_func ("/crypto/xts/threads-share-one", test_threads_share_one);
  return g_test_run ();
}
