/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl tokens and hopsoctl token pin as a script sees them, with a real token. */

#include "hopso-cli.h"
#include "hopso-test-token.h"

#include <string.h>
#include <sys/wait.h>

static HopsoTestPki *pki; /* owned by main */

static int
run (const char *command, char **said)
{
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autofree char *printed = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (hopso_test_pki_get_folder (pki), (char **) argv, NULL, 0, NULL, NULL, &printed,
                &complaints, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s\n%s%s", command, printed, complaints);
  if (said != NULL)
    *said = g_strconcat (printed, complaints, NULL);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static JsonArray *
run_json (const char *command, JsonParser *parser, HopsoCliExit status)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (run (command, &json), ==, status);
  g_assert_true (json_parser_load_from_data (parser, json, -1, &error));
  g_assert_no_error (error);
  return json_node_get_array (json_parser_get_root (parser));
}

/* The certificate of a fixture, by its number. */
static JsonObject *
find_key (JsonArray *keys, const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (certificate);

  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *key = json_array_get_object_element (keys, i);

      if (g_str_equal (json_object_get_string_member (key, "serial"), serial))
        return key;
    }
  g_assert_not_reached ();
}

static void
test_lists_what_a_card_says (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *keys = run_json ("$TOKENS --json", parser, HOPSO_CLI_YES);
  JsonObject *rsa = find_key (keys, "signer-rsa");
  JsonArray *usage = json_object_get_array_member (rsa, "usage");

  g_assert_cmpuint (json_array_get_length (keys), ==, 6);
  g_assert_cmpstr (json_object_get_string_member (rsa, "token"), ==, "cli");
  g_assert_cmpstr (json_object_get_string_member (rsa, "tokenManufacturer"), ==, "SoftHSM project");
  g_assert_cmpstr (json_object_get_string_member (rsa, "holder"), ==, "Nguyễn Văn Đức");
  g_assert_cmpstr (json_object_get_string_member (rsa, "pin"), ==, "ok");
  g_assert_false (json_object_get_boolean_member (rsa, "pinPad"));
  g_assert_cmpstr (json_object_get_string_member (rsa, "key"), ==, "RSA");
  g_assert_cmpint (json_object_get_int_member (rsa, "keyBits"), ==, 2048);
  g_assert_cmpint (json_object_get_int_member (rsa, "notBefore"), <,
                   json_object_get_int_member (rsa, "notAfter"));
  g_assert_cmpstr (json_array_get_string_element (usage, 0), ==, "digitalSignature");
  g_assert_true (json_object_get_boolean_member (rsa, "canSign"));

  static const char *const unfit[][2] = { { "expired", "expired" },
                                          { "encrypt", "wrong-usage" },
                                          { "revoked", "wrong-key" },
                                          { "sub", "no-key" } };
  for (gsize i = 0; i < G_N_ELEMENTS (unfit); i++)
    {
      JsonObject *key = find_key (keys, unfit[i][0]);

      g_assert_false (json_object_get_boolean_member (key, "canSign"));
      g_assert_cmpstr (json_object_get_string_member (key, "fitness"), ==, unfit[i][1]);
    }
}

static void
test_says_it_in_words (void)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (run ("$TOKENS", &said), ==, HOPSO_CLI_YES);
  g_assert_nonnull (strstr (said, "cli · "));
  g_assert_nonnull (strstr (said, "The PIN is in order"));
  g_assert_nonnull (strstr (said, "    for digital signatures"));
  g_assert_nonnull (strstr (said, "    cannot sign: the certificate has expired"));
  g_assert_nonnull (
      strstr (said, "    cannot sign: the key on the token belongs to another certificate"));
}

static void
test_lists_the_software (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *modules = run_json ("$TOKENS --modules --json", parser, HOPSO_CLI_YES);
  JsonObject *module = json_array_get_object_element (modules, 0);
  g_autofree char *said = NULL;

  g_assert_cmpuint (json_array_get_length (modules), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (module, "source"), ==, "given");
  g_assert_cmpstr (json_object_get_string_member (module, "manufacturer"), ==, "SoftHSM");
  g_assert_true (json_object_get_null_member (module, "error"));
  g_assert_cmpint (run ("$HOPSOCTL tokens --module /lib/x86_64-linux-gnu/libm.so.6", &said), ==,
                   HOPSO_CLI_FAILED);
  g_assert_nonnull (strstr (said, "software failed"));
}

static void
test_changes_the_pin (void)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (run ("$PIN --token cli --pin-file pin --new-pin-file new", &said), ==,
                   HOPSO_CLI_YES);
  g_assert_nonnull (strstr (said, "has been changed"));
  g_assert_null (strstr (said, "86420"));
  /* The old one is no good any more, the new one is. */
  g_assert_cmpint (run ("$PIN --pin-file pin --new-pin-file new", NULL), ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (run ("$PIN --pin-fd 7 --new-pin-fd 8 7<new 8<pin", NULL), ==, HOPSO_CLI_YES);
}

static void
test_refuses_before_the_token_counts (void)
{
  static const struct
  {
    const char *command;
    HopsoCliExit status;
    const char *words;
  } refusals[] = {
    { "$HOPSOCTL token", HOPSO_CLI_USAGE, "token pin" },
    { "$HOPSOCTL token unlock", HOPSO_CLI_USAGE, "token pin" },
    { "$PIN --pin-file pin --pin-fd 7 --new-pin-file new", HOPSO_CLI_USAGE, "not in both" },
    { "$PIN --token other --pin-file pin --new-pin-file new", HOPSO_CLI_FAILED, "No such token" },
    { "$PIN --pin-file empty --new-pin-file new", HOPSO_CLI_FAILED, "empty" },
    { "$PIN --pin-file pin --new-pin-file empty", HOPSO_CLI_FAILED, "length" },
    { "$PIN --pin-file pin --new-pin-file short", HOPSO_CLI_FAILED, "4 to 255 characters" },
  };
  g_autoptr (JsonParser) parser = json_parser_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *said = NULL;

      g_assert_cmpint (run (refusals[i].command, &said), ==, refusals[i].status);
      g_assert_nonnull (strstr (said, refusals[i].words));
    }
  JsonArray *keys = run_json ("$TOKENS --json", parser, HOPSO_CLI_YES);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (keys, 0), "pin"),
                   ==, "ok");
}

/* A wrong PIN is tried once, and told before the next time. */
static void
test_a_wrong_pin_is_told (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *said = NULL;

  g_assert_cmpint (run ("$PIN --pin-file new --new-pin-file pin", &said), ==, HOPSO_CLI_FAILED);
  g_assert_nonnull (strstr (said, "The PIN is wrong."));
  JsonArray *keys = run_json ("$TOKENS --json", parser, HOPSO_CLI_YES);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (keys, 0), "pin"),
                   ==, "low");
}

static void
write_text (const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  hopso_test_pki_write (pki, name, bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  pki = hopso_test_pki_new ();
  HopsoTestToken *token = hopso_test_token_new (pki, "cli");
  g_autofree char *tokens = g_strdup_printf ("%s tokens --module %s", g_getenv ("HOPSOCTL"),
                                             hopso_test_token_find_module ());
  g_autofree char *pin = g_strdup_printf ("%s token pin --module %s", g_getenv ("HOPSOCTL"),
                                          hopso_test_token_find_module ());

  g_setenv ("TOKENS", tokens, TRUE);
  g_setenv ("PIN", pin, TRUE);
  write_text ("pin", HOPSO_TEST_TOKEN_PIN "\n");
  write_text ("new", "86420\n");
  write_text ("short", "123\n");
  write_text ("empty", "");
  g_test_add_func ("/cli/tokens/lists-what-a-card-says", test_lists_what_a_card_says);
  g_test_add_func ("/cli/tokens/says-it-in-words", test_says_it_in_words);
  g_test_add_func ("/cli/tokens/lists-the-software", test_lists_the_software);
  g_test_add_func ("/cli/token/refuses-before-the-token-counts",
                   test_refuses_before_the_token_counts);
  g_test_add_func ("/cli/token/changes-the-pin", test_changes_the_pin);
  g_test_add_func ("/cli/token/a-wrong-pin-is-told", test_a_wrong_pin_is_told);
  int status = g_test_run ();
  hopso_test_token_free (token);
  hopso_test_pki_free (pki);
  return status;
}
