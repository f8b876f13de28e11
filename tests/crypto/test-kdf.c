/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-crypto-error.h"
#include "hopso-kdf.h"
#include "hopso-random.h"
#include "hopso-test-hex.h"

#include <string.h>

static void
assert_secret (HopsoSecret *secret, const char *hex)
{
  gsize size;
  const guint8 *bytes = hopso_secret_get_bytes (secret, &size);

  hopso_test_assert_hex (bytes, size, hex);
}

/* RFC 5869, A.3: neither salt nor info. */
static void
test_hkdf_known_answer (void)
{
  guint8 input[22];

  memset (input, 0x0b, sizeof input);
  g_autoptr (HopsoSecret) key = hopso_secret_new (input, sizeof input);
  g_autoptr (HopsoSecret) derived = hopso_hkdf_sha256 (key, "", 42);
  assert_secret (derived, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                          "9d201395faa4b61a96c8");
}

/* Computed apart from OpenSSL, from the RFC's formula. */
static void
test_hkdf_info_names_the_purpose (void)
{
  guint8 input[32];

  for (guint i = 0; i < sizeof input; i++)
    input[i] = (guint8) i;
  g_autoptr (HopsoSecret) key = hopso_secret_new (input, sizeof input);
  g_autoptr (HopsoSecret) derived = hopso_hkdf_sha256 (key, "hopso/database", 64);
  assert_secret (derived, "241eca5f3b1b90d5b5c49986ed2c52e3d93793050f0a64f16907e33d4fee1710"
                          "1ba9a7013b7c833ed3beed09cc12b5cb3562cef8eefb6eef4e4d74abd7a544c5");
}

/* RFC 7914, 12. */
static const struct
{
  const char *password, *salt;
  guint log2_n, r, p;
  const char *key;
} scrypts[] = {
  { "", "", 4, 1, 1,
    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
    "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906" },
  { "password", "NaCl", 10, 8, 16,
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640" },
};

static void
test_scrypt_known_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scrypts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (scrypts[i].password);
      g_autoptr (GBytes) salt = g_bytes_new (scrypts[i].salt, strlen (scrypts[i].salt));
      g_autoptr (HopsoSecret) key =
          hopso_scrypt (password, salt, scrypts[i].log2_n, scrypts[i].r, scrypts[i].p, 64, &error);

      g_assert_no_error (error);
      assert_secret (key, scrypts[i].key);
    }
}

static void
test_scrypt_refuses_excess (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("p");
  g_autoptr (GBytes) salt = g_bytes_new_static ("s", 1);
  g_autoptr (HopsoSecret) key = hopso_scrypt (password, salt, 31, 8, 1, 32, &error);

  g_assert_null (key);
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED);
}

static void
test_password_is_recognised (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("mật khẩu đúng");
  g_autoptr (HopsoSecret) wrong = hopso_secret_new_from_string ("mật khẩu sai");
  g_autofree char *hash = hopso_scrypt_hash_password (password, &error);
  g_autofree char *another = hopso_scrypt_hash_password (password, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$scrypt$ln=15,r=8,p=1$"));
  g_assert_cmpstr (hash, !=, another);
  g_assert_true (hopso_scrypt_verify_hash (hash, password, &error));
  g_assert_no_error (error);
  g_assert_false (hopso_scrypt_verify_hash (hash, wrong, &error));
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_AUTHENTICATION);
}

static void
test_malformed_hashes_are_no_wrong_passwords (void)
{
  static const char *const hashes[] = {
    "",
    "$scrypt$",
    "scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=-8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$short",
    "$scrypt$ln=4,r=8,p=1$AAAAAAA!AAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
  };
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("p");

  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", hashes[i]);
      g_assert_false (hopso_scrypt_verify_hash (hashes[i], password, &error));
      g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MALFORMED);
    }
}

static void
test_random_bytes_differ (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) one = hopso_random_secret (32, &error);
  g_autoptr (HopsoSecret) other = hopso_random_secret (32, &error);

  g_assert_no_error (error);
  g_assert_cmpint (
      memcmp (hopso_secret_get_bytes (one, NULL), hopso_secret_get_bytes (other, NULL), 32), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crypto/kdf/hkdf-known-answer", test_hkdf_known_answer);
  g_test_add_func ("/crypto/kdf/hkdf-info-names-the-purpose", test_hkdf_info_names_the_purpose);
  g_test_add_func ("/crypto/kdf/scrypt-known-answers", test_scrypt_known_answers);
  g_test_add_func ("/crypto/kdf/scrypt-refuses-excess", test_scrypt_refuses_excess);
  g_test_add_func ("/crypto/kdf/password-is-recognised", test_password_is_recognised);
  g_test_add_func ("/crypto/kdf/malformed-hashes-are-no-wrong-passwords",
                   test_malformed_hashes_are_no_wrong_passwords);
  g_test_add_func ("/crypto/kdf/random-bytes-differ", test_random_bytes_differ);
  return g_test_run ();
}
