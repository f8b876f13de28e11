/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-keyring.h"
#include "hopso-recovery.h"
#include "store-runner.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
assert_parses (const char *typed, HopsoSecret *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) parsed = hopso_recovery_code_parse (typed, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hopso_secret_get_string (parsed), ==, hopso_secret_get_string (code));
}

static void
assert_refused (const char *typed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_recovery_code_parse (typed, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
}

static void
test_code_is_read_as_people_write_it (void)
{
  g_autoptr (HopsoSecret) code = hopso_recovery_code_new (NULL);
  const char *text = hopso_secret_get_string (code);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_auto (GStrv) groups = g_strsplit (text, "-", -1);
  g_autofree char *spaced = g_strjoinv (" ", groups);
  g_autofree char *bare = g_strjoinv ("", groups);
  g_autofree char *alike = g_strdup (bare);
  g_autofree char *typographic = g_strjoinv ("\u00a0–\u2009", groups);

  g_assert_cmpuint (g_strv_length (groups), ==, 8);
  g_assert_cmpuint (strlen (bare), ==, 32);
  g_strdelimit (alike, "0", 'o');
  g_strdelimit (alike, "1", 'l');
  assert_parses (text, code);
  assert_parses (lower, code);
  assert_parses (spaced, code);
  assert_parses (bare, code);
  assert_parses (alike, code);
  assert_parses (typographic, code);
}

static void
test_codes_differ (void)
{
  g_autoptr (HopsoSecret) one = hopso_recovery_code_new (NULL);
  g_autoptr (HopsoSecret) two = hopso_recovery_code_new (NULL);

  g_assert_cmpstr (hopso_secret_get_string (one), !=, hopso_secret_get_string (two));
}

static void
test_every_wrong_letter_is_found (void)
{
  g_autoptr (HopsoSecret) code = hopso_recovery_code_new (NULL);
  g_autofree char *text = g_strdup (hopso_secret_get_string (code));

  for (gsize i = 0; text[i] != '\0'; i++)
    for (const char *letter = alphabet; text[i] != '-' && *letter != '\0'; letter++)
      if (*letter != hopso_secret_get_string (code)[i])
        {
          text[i] = *letter;
          assert_refused (text);
          text[i] = hopso_secret_get_string (code)[i];
        }
}

static void
test_every_exchange_is_found (void)
{
  g_autoptr (HopsoSecret) code = hopso_recovery_code_new (NULL);
  const char *text = hopso_secret_get_string (code);

  for (gsize i = 0; text[i] != '\0' && text[i + 1] != '\0'; i++)
    {
      g_autofree char *exchanged = g_strdup (text);

      exchanged[i] = text[i + 1];
      exchanged[i + 1] = text[i];
      if (text[i] != text[i + 1] && text[i] != '-' && text[i + 1] != '-')
        assert_refused (exchanged);
    }
  for (gsize i = 0; i + 9 <= strlen (text); i += 5)
    {
      g_autofree char *exchanged = g_strdup (text);

      memcpy (exchanged + i, text + i + 5, 4);
      memcpy (exchanged + i + 5, text + i, 4);
      if (memcmp (text + i, text + i + 5, 4) != 0)
        assert_refused (exchanged);
    }
}

static void
test_mistyped_group_is_named (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) code = hopso_recovery_code_new (NULL);
  g_autofree char *text = g_strdup (hopso_secret_get_string (code));

  text[12] = text[12] == 'A' ? 'B' : 'A';
  g_assert_null (hopso_recovery_code_parse (text, &error));
  g_assert_cmpstr (error->message, ==, "Group 3 of the recovery code is mistyped.");
  assert_refused ("");
  assert_refused ("ABCD");
  assert_refused ("ABC?");
  assert_refused ("ABCDEFGHJKMNPQRSTVWXYZABCDEFGHJKMNPQRSTVWXYZ");
}

static void
test_recovery_gives_the_account_key_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) key = hopso_account_key_new (&error);
  g_autoptr (HopsoSecret) code = hopso_recovery_code_new (&error);
  g_autoptr (HopsoSecret) other = hopso_recovery_code_new (&error);
  g_autoptr (GBytes) wrapped = hopso_key_wrap (code, key, &error);
  gsize key_size, size;
  const guint8 *key_bytes = hopso_secret_get_bytes (key, &key_size);
  const guint8 *wrapped_bytes = g_bytes_get_data (wrapped, &size);

  g_assert_no_error (error);
  g_assert_cmpuint (key_size, ==, 32);
  g_assert_null (memmem (wrapped_bytes, size, key_bytes, 16));

  g_autoptr (HopsoSecret) again = hopso_key_unwrap (code, wrapped, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (hopso_secret_get_bytes (again, NULL), 32, key_bytes, 32);
  g_assert_null (hopso_key_unwrap (other, wrapped, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, HOPSO_STORE_ERROR_WRONG_KEY);
}

static void
assert_unwrap_fails (const guint8 *bytes, gsize size, HopsoStoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("x");
  g_autoptr (GBytes) wrapped = g_bytes_new (bytes, size);

  g_assert_null (hopso_key_unwrap (password, wrapped, &error));
  g_assert_error (error, HOPSO_STORE_ERROR, (int) code);
}

static void
test_hostile_wrapped_keys_are_refused (void)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string ("x");
  g_autoptr (GBytes) wrapped = hopso_key_wrap (password, password, NULL);
  gsize size = g_bytes_get_size (wrapped);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (wrapped, NULL), size);

  assert_unwrap_fails (bytes, 0, HOPSO_STORE_ERROR_DAMAGED);
  assert_unwrap_fails (bytes, 20, HOPSO_STORE_ERROR_DAMAGED);
  assert_unwrap_fails (bytes, size - 1, HOPSO_STORE_ERROR_WRONG_KEY);
  bytes[12] = 30; /* a cost of 1 TiB */
  assert_unwrap_fails (bytes, size, HOPSO_STORE_ERROR_DAMAGED);
  bytes[12] = 14; /* a lower one is another key */
  assert_unwrap_fails (bytes, size, HOPSO_STORE_ERROR_WRONG_KEY);
  bytes[12] = 15;
  bytes[size - 1] ^= 1;
  assert_unwrap_fails (bytes, size, HOPSO_STORE_ERROR_WRONG_KEY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/recovery/code-is-read-as-people-write-it",
                   test_code_is_read_as_people_write_it);
  g_test_add_func ("/store/recovery/codes-differ", test_codes_differ);
  g_test_add_func ("/store/recovery/every-wrong-letter-is-found", test_every_wrong_letter_is_found);
  g_test_add_func ("/store/recovery/every-exchange-is-found", test_every_exchange_is_found);
  g_test_add_func ("/store/recovery/mistyped-group-is-named", test_mistyped_group_is_named);
  g_test_add_func ("/store/recovery/gives-the-account-key-back",
                   test_recovery_gives_the_account_key_back);
  g_test_add_func ("/store/recovery/hostile-wrapped-keys-are-refused",
                   test_hostile_wrapped_keys_are_refused);
  return g_test_run ();
}
