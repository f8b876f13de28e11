/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-cipher.h"
#include "hopso-crypto-error.h"
#include "hopso-document-cipher.h"
#include "hopso-random.h"
#include "hopso-test-hex.h"

#include <string.h>

static HopsoSecret *
secret_from_hex (const char *hex)
{
  g_autoptr (GBytes) bytes = hopso_test_hex (hex);

  return hopso_secret_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16. */
static void
test_opens_the_known_answer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key =
      secret_from_hex ("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  g_autoptr (GBytes) sealed =
      hopso_test_hex ("cafebabefacedbaddecaf888"
                      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                      "76fc6ece0f4e1768cddf8853bb2d551b");
  g_autoptr (GBytes) associated = hopso_test_hex ("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  g_autoptr (GBytes) plain = hopso_aead_open (key, sealed, associated, &error);

  g_assert_no_error (error);
  hopso_test_assert_hex (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain),
                         "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                         "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
}

static void
test_what_is_sealed_opens (void)
{
  static const gsize sizes[] = { 0, 1, 16, 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key = hopso_random_secret (32, &error);
  g_autoptr (GBytes) associated = g_bytes_new_static ("note", 4);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) plain = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);
      g_autoptr (GBytes) sealed = hopso_aead_seal (key, plain, associated, &error);
      g_autoptr (GBytes) again = hopso_aead_seal (key, plain, associated, &error);
      g_autoptr (GBytes) opened = hopso_aead_open (key, sealed, associated, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (sealed), ==, sizes[i] + HOPSO_AEAD_OVERHEAD);
      g_assert_false (g_bytes_equal (sealed, again));
      g_assert_true (g_bytes_equal (opened, plain));
    }
}

static void
assert_does_not_open (HopsoSecret *key, const guint8 *bytes, gsize size, GBytes *associated)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new (bytes, size);
  g_autoptr (GBytes) opened = hopso_aead_open (key, sealed, associated, &error);

  g_assert_null (opened);
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION);
}

static void
test_every_change_is_noticed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key = hopso_random_secret (32, &error);
  g_autoptr (HopsoSecret) other_key = hopso_random_secret (32, &error);
  g_autoptr (GBytes) associated = g_bytes_new_static ("note", 4);
  g_autoptr (GBytes) other = g_bytes_new_static ("nope", 4);
  g_autoptr (GBytes) plain = g_bytes_new_static ("text", 4);
  g_autoptr (GBytes) sealed = hopso_aead_seal (key, plain, associated, &error);
  gsize size = g_bytes_get_size (sealed);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), size);

  for (gsize i = 0; i < size; i++)
    {
      bytes[i] ^= 1;
      assert_does_not_open (key, bytes, size, associated);
      bytes[i] ^= 1;
      assert_does_not_open (key, bytes, i, associated);
    }
  assert_does_not_open (other_key, bytes, size, associated);
  assert_does_not_open (key, bytes, size, other);
  assert_does_not_open (key, bytes, size, NULL);
}

typedef struct
{
  HopsoGcmStream *stream;
  guint8 plain[HOPSO_GCM_STREAM_CHUNK];
  guint8 sealed[3][HOPSO_GCM_STREAM_CHUNK + HOPSO_GCM_STREAM_OVERHEAD];
  guint8 opened[HOPSO_GCM_STREAM_CHUNK];
} Fixture;

#define LAST 100

/* Two whole chunks and a last one of 100 bytes, all zero. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key = hopso_random_secret (32, &error);

  f->stream = hopso_gcm_stream_new (key, &error);
  for (guint32 i = 0; i < 3; i++)
    g_assert_true (hopso_gcm_stream_seal (f->stream, i, i == 2, f->plain,
                                          i == 2 ? LAST : HOPSO_GCM_STREAM_CHUNK, f->sealed[i],
                                          &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_gcm_stream_free (f->stream);
}

static gboolean
open_at (Fixture *f, guint number, gboolean is_last, guint from, gsize plain_size)
{
  g_autoptr (GError) error = NULL;
  gboolean is_open =
      hopso_gcm_stream_open (f->stream, number, is_last, f->sealed[from],
                             plain_size + HOPSO_GCM_STREAM_OVERHEAD, f->opened, &error);

  if (!is_open)
    g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION);
  return is_open;
}

static void
test_chunks_open_in_any_order (Fixture *f, gconstpointer data)
{
  memset (f->opened, 0xff, sizeof f->opened);
  g_assert_true (open_at (f, 2, TRUE, 2, LAST));
  g_assert_cmpmem (f->opened, LAST, f->plain, LAST);
  g_assert_true (open_at (f, 0, FALSE, 0, HOPSO_GCM_STREAM_CHUNK));
  g_assert_cmpmem (f->opened, sizeof f->opened, f->plain, sizeof f->plain);
  g_assert_true (open_at (f, 1, FALSE, 1, HOPSO_GCM_STREAM_CHUNK));
}

static void
test_chunks_keep_their_places (Fixture *f, gconstpointer data)
{
  g_assert_false (open_at (f, 0, FALSE, 1, HOPSO_GCM_STREAM_CHUNK));
  g_assert_false (open_at (f, 1, FALSE, 0, HOPSO_GCM_STREAM_CHUNK));
}

static void
test_the_end_cannot_move (Fixture *f, gconstpointer data)
{
  g_assert_false (open_at (f, 1, TRUE, 1, HOPSO_GCM_STREAM_CHUNK));
  g_assert_false (open_at (f, 2, FALSE, 2, LAST));
  g_assert_false (open_at (f, 2, TRUE, 2, LAST - 1));
}

static void
assert_bytes (const guint8 *bytes, const char *hex)
{
  g_autoptr (GBytes) expected = hopso_test_hex (hex);

  g_assert_cmpmem (bytes, g_bytes_get_size (expected), g_bytes_get_data (expected, NULL),
                   g_bytes_get_size (expected));
}

/* RFC 6229, 40-bit and 128-bit keys: the first bytes of the stream. */
static void
test_rc4_gives_the_known_stream (void)
{
  static const guint8 key[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
  guint8 short_stream[16] = { 0 }, long_stream[16] = { 0 };

  hopso_rc4 (key, 5, short_stream, sizeof short_stream);
  assert_bytes (short_stream, "b2396305f03dc027ccc3524a0a1118a8");
  hopso_rc4 (key, 16, long_stream, sizeof long_stream);
  assert_bytes (long_stream, "9ac7cc9a609d1ef7b2932899cde41b97");
}

/* NIST SP 800-38A, F.2.1 and F.2.5. */
static void
test_aes_cbc_gives_the_known_answer (void)
{
  static const char plain[] = "6bc1bee22e409f96e93d7e117393172a";
  static const char *const keys[] = {
    "2b7e151628aed2a6abf7158809cf4f3c",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"
  };
  static const char *const closed[] = { "7649abac8119b246cee98e9b12e9197d",
                                        "f58c4c04d6e5f1ba779eabfb5f7bfbd6" };
  guint8 iv[16];

  for (guint8 i = 0; i < 16; i++)
    iv[i] = i;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GBytes) key = hopso_test_hex (keys[i]);
      g_autoptr (GBytes) text = hopso_test_hex (plain);
      guint8 bytes[16];

      memcpy (bytes, g_bytes_get_data (text, NULL), sizeof bytes);
      g_assert_true (hopso_aes_cbc_encrypt (g_bytes_get_data (key, NULL), g_bytes_get_size (key),
                                            iv, bytes, sizeof bytes, NULL));
      assert_bytes (bytes, closed[i]);
      g_assert_true (hopso_aes_cbc_decrypt (g_bytes_get_data (key, NULL), g_bytes_get_size (key),
                                            iv, bytes, sizeof bytes, NULL));
      assert_bytes (bytes, plain);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/document-cipher/rc4", test_rc4_gives_the_known_stream);
  g_test_add_func ("/crypto/document-cipher/aes-cbc", test_aes_cbc_gives_the_known_answer);
  g_test_add_func ("/crypto/aead/opens-the-known-answer", test_opens_the_known_answer);
  g_test_add_func ("/crypto/aead/what-is-sealed-opens", test_what_is_sealed_opens);
  g_test_add_func ("/crypto/aead/every-change-is-noticed", test_every_change_is_noticed);
  g_test_add ("/crypto/gcm-stream/chunks-open-in-any-order", Fixture, NULL, set_up,
              test_chunks_open_in_any_order, tear_down);
  g_test_add ("/crypto/gcm-stream/chunks-keep-their-places", Fixture, NULL, set_up,
              test_chunks_keep_their_places, tear_down);
  g_test_add ("/crypto/gcm-stream/the-end-cannot-move", Fixture, NULL, set_up,
              test_the_end_cannot_move, tear_down);
  return g_test_run ();
}
