/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-crypto-error.h"
#include "hopso-digest-pass.h"
#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-test-hex.h"

#include <string.h>

/* FIPS 180-4 and FIPS 202: the digests of "abc". */
static const struct
{
  HopsoHash hash;
  const char *digest;
} of_abc[] = {
  { HOPSO_HASH_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
  { HOPSO_HASH_SHA224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7" },
  { HOPSO_HASH_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { HOPSO_HASH_SHA384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                       "8086072ba1e7cc2358baeca134c825a7" },
  { HOPSO_HASH_SHA512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
  { HOPSO_HASH_SHA512_224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa" },
  { HOPSO_HASH_SHA512_256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23" },
  { HOPSO_HASH_SHA3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf" },
  { HOPSO_HASH_SHA3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532" },
  { HOPSO_HASH_SHA3_384, "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
                         "98d88cea927ac7f539f1edf228376d25" },
  { HOPSO_HASH_SHA3_512, "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
                         "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0" },
  { HOPSO_HASH_SHAKE256, "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739"
                         "d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4" },
};

static void
test_known_answers (void)
{
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (of_abc); i++)
    {
      g_autoptr (GBytes) digest = hopso_digest_bytes (of_abc[i].hash, abc);
      g_autofree char *hex = hopso_digest_to_hex (digest);

      g_test_message ("%s", hopso_hash_get_name (of_abc[i].hash));
      g_assert_cmpstr (hex, ==, of_abc[i].digest);
      g_assert_cmpuint (g_bytes_get_size (digest), ==, hopso_hash_get_size (of_abc[i].hash));
    }
}

static void
test_pieces_are_as_good_as_the_whole (void)
{
  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA256);
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autofree char *whole = hopso_sha256_hex (abc);

  hopso_digester_update (digester, "a", 1);
  hopso_digester_update (digester, NULL, 0);
  hopso_digester_update (digester, "bc", 2);
  g_autoptr (GBytes) digest = hopso_digester_finish (digester);
  g_autofree char *pieces = hopso_digest_to_hex (digest);
  g_assert_cmpstr (pieces, ==, whole);
}

static void
test_ranges_of_a_file (void)
{
  /* More than two windows, so that the loop over them counts. */
  gsize size = 2 * 1024 * 1024 + 4321;
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 31 >> 3);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", bytes, size, &error);
  g_assert_no_error (error);

  const guint64 ranges[] = { 0, size - 1000, size - 100, 100 };
  g_autoptr (GBytes) digest = NULL;
  g_assert_true (hopso_digest_fd (fd, ranges, 2, HOPSO_HASH_SHA512, &digest, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (HopsoDigester) digester = hopso_digester_new (HOPSO_HASH_SHA512);
  hopso_digester_update (digester, bytes, size - 1000);
  hopso_digester_update (digester, bytes + size - 100, 100);
  g_autoptr (GBytes) expected = hopso_digester_finish (digester);
  g_assert_true (g_bytes_equal (digest, expected));
}

static void
test_refuses_ranges_outside (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "0123456789", 10, &error);
  const guint64 too_long[] = { 5, 6 }, wrapping[] = { 5, G_MAXUINT64 };
  g_autoptr (GBytes) digest = NULL;

  g_assert_false (hopso_digest_fd (fd, too_long, 1, HOPSO_HASH_SHA256, &digest, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_clear_error (&error);
  g_assert_false (hopso_digest_fd (fd, wrapping, 1, HOPSO_HASH_SHA256, &digest, NULL, &error));
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
  g_assert_null (digest);
}

static void
test_can_be_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "0123456789", 10, &error);
  const guint64 whole[] = { 0, 10 };
  g_autoptr (GBytes) digest = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (hopso_digest_fd (fd, whole, 1, HOPSO_HASH_SHA256, &digest, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_equal_compares_all_bytes (void)
{
  g_autoptr (GBytes) a = g_bytes_new_static ("0123", 4);
  g_autoptr (GBytes) same = g_bytes_new_static ("0123", 4);
  g_autoptr (GBytes) other = g_bytes_new_static ("0124", 4);
  g_autoptr (GBytes) shorter = g_bytes_new_static ("012", 3);

  g_assert_true (hopso_digest_equal (a, same));
  g_assert_false (hopso_digest_equal (a, other));
  g_assert_false (hopso_digest_equal (a, shorter));
}

/* Whatever is asked for in one pass is as if it were asked for alone. */
static void
test_one_pass_is_as_good_as_many (void)
{
  enum
  {
    SIZE = 3 * 1024 * 1024 + 77
  };
  g_autofree guint8 *bytes = g_malloc (SIZE);
  g_autoptr (GRand) chances = g_rand_new_with_seed (11);
  g_autoptr (HopsoDigestPass) pass = hopso_digest_pass_new (HOPSO_HASH_SHA256, SIZE);
  g_autoptr (GError) error = NULL;
  guint64 ranges[40][4] = {
    { 0, 0, 0, SIZE },
    { 0, SIZE, SIZE, 0 },
    { 0, 0, 0, 0 },
    { 0, 10, 10, 10 },
    { 0, 10, 30, 1 },
    { 0, 1024 * 1024, 2 * 1024 * 1024, 1024 * 1024 },
    { 0, 10, 9, 1 },
    { 1, 10, 20, 1 },
    { 0, 10, 20, SIZE },
    { 0, SIZE + 1, SIZE + 1, 0 },
    { 0, 10, 20, G_MAXUINT64 },
  };

  for (guint i = 0; i < SIZE; i++)
    bytes[i] = (guint8) g_rand_int (chances);
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", bytes, SIZE, &error);
  for (guint i = 11; i < G_N_ELEMENTS (ranges); i++)
    {
      ranges[i][1] = (guint64) g_rand_int_range (chances, 0, SIZE / 2);
      ranges[i][2] = ranges[i][1] + (guint64) g_rand_int_range (chances, 0, SIZE / 4);
      ranges[i][3] = (guint64) g_rand_int_range (chances, 0, SIZE / 4);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    hopso_digest_pass_add (pass, ranges[i]);
  g_assert_true (hopso_digest_pass_run (pass, fd, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      GBytes *found = hopso_digest_pass_lookup (pass, HOPSO_HASH_SHA256, ranges[i]);
      g_autoptr (GBytes) alone = NULL;

      g_assert_null (hopso_digest_pass_lookup (pass, HOPSO_HASH_SHA512, ranges[i]));
      g_assert_cmpint (found != NULL, ==, i < 6 || i >= 11);
      if (found == NULL)
        continue;
      g_assert_true (hopso_digest_fd (fd, ranges[i], 2, HOPSO_HASH_SHA256, &alone, NULL, &error));
      g_assert_true (g_bytes_equal (found, alone));
    }
}

static void
test_a_pass_tells_of_a_file_cut_off (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("test", "0123456789", 10, &error);
  g_autoptr (HopsoDigestPass) pass = hopso_digest_pass_new (HOPSO_HASH_SHA256, 11);

  g_assert_false (hopso_digest_pass_run (pass, fd, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_null (hopso_digest_pass_get_whole (pass));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/digest/known-answers", test_known_answers);
  g_test_add_func ("/crypto/digest/pieces-are-as-good-as-the-whole",
                   test_pieces_are_as_good_as_the_whole);
  g_test_add_func ("/crypto/digest/ranges-of-a-file", test_ranges_of_a_file);
  g_test_add_func ("/crypto/digest/refuses-ranges-outside", test_refuses_ranges_outside);
  g_test_add_func ("/crypto/digest/can-be-cancelled", test_can_be_cancelled);
  g_test_add_func ("/crypto/digest/equal-compares-all-bytes", test_equal_compares_all_bytes);
  g_test_add_func ("/crypto/digest/one-pass-is-as-good-as-many", test_one_pass_is_as_good_as_many);
  g_test_add_func ("/crypto/digest/a-pass-tells-of-a-file-cut-off",
                   test_a_pass_tells_of_a_file_cut_off);
  return g_test_run ();
}
