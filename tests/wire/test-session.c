/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-wire-session.h"
#include "hopso-wire-version.h"

#include <string.h>

#define ID     "00000000-0000-4000-8000-000000000001"
#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  JsonObject *object = hopso_wire_parse_object (bytes, 65536, NULL);

  g_assert_nonnull (object);
  return object;
}

static void
test_server (void)
{
  HopsoWireServer server = { (char *) "Máy chủ", (char *) "1", (char *) "Thanh Hóa", 1767576600 };
  g_autoptr (JsonObject) object = hopso_wire_server_to_json (&server);
  g_autoptr (HopsoWireServer) copy = hopso_wire_server_from_json (object, NULL);

  g_assert_cmpstr (copy->name, ==, "Máy chủ");
  g_assert_cmpstr (copy->province, ==, "Thanh Hóa");
  g_assert_cmpint (copy->time, ==, 1767576600);
  json_object_remove_member (object, "time");
  g_assert_null (hopso_wire_server_from_json (object, NULL));
}

static void
test_sign_in (void)
{
  g_autoptr (JsonObject) object = parse ("{\"login\":\"a\",\"password\":\"b\",\"device\":\"c\"}");
  g_autoptr (HopsoWireSignIn) sign_in = hopso_wire_sign_in_from_json (object, NULL);

  g_assert_cmpstr (sign_in->login, ==, "a");
  g_assert_cmpstr (hopso_secret_get_string (sign_in->password), ==, "b");
  g_assert_cmpstr (sign_in->device, ==, "c");
  g_autoptr (JsonObject) again = hopso_wire_sign_in_to_json (sign_in);
  g_assert_cmpstr (json_object_get_string_member (again, "password"), ==, "b");
  json_object_remove_member (object, "password");
  g_assert_null (hopso_wire_sign_in_from_json (object, NULL));
}

static void
test_tokens (void)
{
  g_autoptr (JsonObject) object =
      parse ("{\"access\":\"a\",\"refresh\":\"r\",\"expiresIn\":900,\"person\":\"" ID "\"}");
  g_autoptr (HopsoWireTokens) tokens = hopso_wire_tokens_from_json (object, NULL);
  g_autoptr (JsonObject) again = hopso_wire_tokens_to_json (tokens);
  g_autofree char *text = hopso_wire_print_string (object);
  g_autofree char *text_again = hopso_wire_print_string (again);

  g_assert_cmpstr (text, ==, text_again);
  json_object_set_string_member (object, "person", "nobody");
  g_assert_null (hopso_wire_tokens_from_json (object, NULL));
}

static void
test_refresh (void)
{
  g_autoptr (HopsoSecret) refresh = hopso_secret_new_from_string ("r");
  g_autoptr (JsonObject) object = hopso_wire_refresh_to_json (refresh);
  g_autoptr (HopsoSecret) copy = hopso_wire_refresh_from_json (object, NULL);
  g_autoptr (JsonObject) empty = json_object_new ();

  g_assert_cmpstr (hopso_secret_get_string (copy), ==, "r");
  g_assert_null (hopso_wire_refresh_from_json (empty, NULL));
}

static void
test_recovery (void)
{
  static const char *const bad[] = { "{}", "{\"wrapped\":\"\"}", "{\"wrapped\":\"a\"}",
                                     "{\"wrapped\":\"%%%%\"}", "{\"wrapped\":\"YWJj\\nZGVm\"}" };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr (JsonObject) object = hopso_wire_recovery_to_json (bytes);
  g_autoptr (GBytes) copy = hopso_wire_recovery_from_json (object, NULL);

  g_assert_true (g_bytes_equal (bytes, copy));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) refused = parse (bad[i]);
      g_assert_null (hopso_wire_recovery_from_json (refused, NULL));
    }

  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (4097), 4097);
  g_autoptr (JsonObject) too_large = hopso_wire_recovery_to_json (large);
  g_assert_null (hopso_wire_recovery_from_json (too_large, NULL));
}

static void
test_version (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"x-digest\":\"" DIGEST "\"}",
    "{\"x-digest\":\"" DIGEST "\",\"size\":0}",
    "{\"x-digest\":\"" DIGEST "\",\"size\":-1}",
    "{\"x-digest\":\"abc\",\"size\":1}",
    "{\"x-digest\":\"" DIGEST "\",\"size\":1,\"signRequest\":\"x\"}",
  };
  g_autoptr (JsonObject) object = parse (
      "{\"x-digest\":\"" DIGEST "\",\"size\":5,\"fileName\":\"a.pdf\",\"signRequest\":\"" ID "\"}");
  g_autoptr (HopsoWireVersion) version = hopso_wire_version_from_json (object, NULL);
  g_autoptr (JsonObject) again = hopso_wire_version_to_json (version);
  g_autofree char *text = hopso_wire_print_string (object);
  g_autofree char *text_again = hopso_wire_print_string (again);

  g_assert_cmpstr (text, ==, text_again);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) refused = parse (bad[i]);
      g_assert_null (hopso_wire_version_from_json (refused, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/session/server", test_server);
  g_test_add_func ("/wire/session/sign-in", test_sign_in);
  g_test_add_func ("/wire/session/tokens", test_tokens);
  g_test_add_func ("/wire/session/refresh", test_refresh);
  g_test_add_func ("/wire/session/recovery", test_recovery);
  g_test_add_func ("/wire/session/version", test_version);
  return g_test_run ();
}
