/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-wire-json.h"

#include <string.h>

static JsonNode *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return hopso_wire_parse (bytes, 4096, error);
}

static void
test_takes_what_is_json (void)
{
  static const char *const texts[] = {
    "{}",
    " [ ] ",
    "\"\"",
    "null",
    "true",
    "-0",
    "0.5e-3",
    "9223372036854775807",
    "-9223372036854775808",
    "\"\\u0041\\ud83d\\ude00\\n\\/\"",
    "{\"a\":{\"a\":[1,2,{\"b\":null}]}}",
    "\"Họp số\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_refuses_what_is_not (void)
{
  static const struct
  {
    const char *text;
    HopsoWireError code;
  } cases[] = {
    { "", HOPSO_WIRE_ERROR_SYNTAX },
    { " ", HOPSO_WIRE_ERROR_SYNTAX },
    { "{", HOPSO_WIRE_ERROR_SYNTAX },
    { "[", HOPSO_WIRE_ERROR_SYNTAX },
    { "[1,]", HOPSO_WIRE_ERROR_SYNTAX },
    { "[1 2]", HOPSO_WIRE_ERROR_SYNTAX },
    { "{\"a\":1,}", HOPSO_WIRE_ERROR_SYNTAX },
    { "{\"a\" 1}", HOPSO_WIRE_ERROR_SYNTAX },
    { "{a:1}", HOPSO_WIRE_ERROR_SYNTAX },
    { "{\"a\":1 \"b\":2}", HOPSO_WIRE_ERROR_SYNTAX },
    { "{\"a\":1,\"a\":1}", HOPSO_WIRE_ERROR_SYNTAX },
    { "{} {}", HOPSO_WIRE_ERROR_SYNTAX },
    { "// no\n{}", HOPSO_WIRE_ERROR_SYNTAX },
    { "'a'", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"a", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\x\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\u12\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\u0000\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\ud83d\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\ud83d\\u0041\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\ud83d\\u12\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\\ude00\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"a\nb\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\"\xff\"", HOPSO_WIRE_ERROR_SYNTAX },
    { "\xef\xbb\xbf{}", HOPSO_WIRE_ERROR_SYNTAX },
    { "01", HOPSO_WIRE_ERROR_SYNTAX },
    { "+1", HOPSO_WIRE_ERROR_SYNTAX },
    { ".5", HOPSO_WIRE_ERROR_SYNTAX },
    { "5.", HOPSO_WIRE_ERROR_SYNTAX },
    { "1e", HOPSO_WIRE_ERROR_SYNTAX },
    { "NaN", HOPSO_WIRE_ERROR_SYNTAX },
    { "tru", HOPSO_WIRE_ERROR_SYNTAX },
    { "9223372036854775808", HOPSO_WIRE_ERROR_TOO_LARGE },
    { "1e400", HOPSO_WIRE_ERROR_TOO_LARGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", g_utf8_validate (cases[i].text, -1, NULL) ? cases[i].text : "(bytes)");
      g_assert_null (parse (cases[i].text, &error));
      g_assert_error (error, HOPSO_WIRE_ERROR, (int) cases[i].code);
    }
}

static void
test_nul_is_no_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{}\0", 3);

  g_assert_null (hopso_wire_parse (bytes, 4096, &error));
  g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_SYNTAX);
}

static void
test_depth_has_a_limit (void)
{
  for (guint depth = HOPSO_WIRE_MAX_DEPTH; depth <= HOPSO_WIRE_MAX_DEPTH + 1; depth++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '[');
      for (guint i = 0; i < depth; i++)
        g_string_append_c (text, ']');
      g_autoptr (JsonNode) node = parse (text->str, &error);
      if (depth <= HOPSO_WIRE_MAX_DEPTH)
        g_assert_no_error (error);
      else
        g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TOO_DEEP);
    }
}

static void
test_size_has_a_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("[1,2]", 5);
  g_autoptr (JsonNode) node = hopso_wire_parse (bytes, 5, &error);

  g_assert_no_error (error);
  g_assert_null (hopso_wire_parse (bytes, 4, &error));
  g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TOO_LARGE);
}

static void
test_an_object_is_asked_for (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("[1,2]", 5);

  g_assert_null (hopso_wire_parse_object (bytes, 5, &error));
  g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE);
}

static void
test_members_are_checked (void)
{
  static const char text[] = "{\"s\":\"x\",\"i\":1,\"d\":1.5,\"b\":true,\"n\":null,\"l\":[\"a\",1],"
                             "\"t\":\"2026-02-30T00:00:00Z\",\"id\":\"0A\"}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) object = hopso_wire_parse_object (bytes, 4096, NULL);
  g_autofree char *string = NULL;
  char **strings;
  gboolean boolean;
  gint64 number;

  g_assert_true (hopso_wire_read_string (object, "s", TRUE, &string, NULL));
  g_assert_cmpstr (string, ==, "x");
  g_clear_pointer (&string, g_free);
  g_assert_true (hopso_wire_read_string (object, "n", FALSE, &string, NULL));
  g_assert_null (string);
  g_assert_false (hopso_wire_read_string (object, "n", TRUE, &string, NULL));
  g_assert_false (hopso_wire_read_string (object, "i", FALSE, &string, NULL));
  g_assert_false (hopso_wire_read_integer (object, "d", TRUE, &number, NULL));
  g_assert_false (hopso_wire_read_integer (object, "s", TRUE, &number, NULL));
  g_assert_false (hopso_wire_read_boolean (object, "i", TRUE, &boolean, NULL));
  g_assert_false (hopso_wire_read_time (object, "t", TRUE, &number, NULL));
  g_assert_false (hopso_wire_read_strings (object, "l", TRUE, &strings, NULL));
  g_assert_false (hopso_wire_read_strings (object, "s", TRUE, &strings, NULL));
  g_assert_false (hopso_wire_read_id (object, "id", TRUE, &string, NULL));
}

static void
test_times_of_rfc_3339 (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } good[] = {
    { "1970-01-01T00:00:01Z", 1 },
    { "2026-01-05T08:30:00+07:00", 1767576600 },
    { "2026-01-05T01:30:00.999Z", 1767576600 },
    { "2026-01-04T18:30:00-07:00", 1767576600 },
  };
  static const char *const bad[] = {
    "",
    "2026-01-05",
    "2026-01-05T08:30:00",
    "2026-01-05 08:30:00Z",
    "2026-01-05T08:30:00z",
    "2026-13-05T08:30:00Z",
    "2026-01-05T24:30:00Z",
    "2026-01-05T08:30:60Z",
    "2026-01-05T08:30:00.Z",
    "2026-01-05T08:30:00+0700",
    "2026-01-05T08:30:00+24:00",
    "2026-01-05T08:30:00+07:00x",
    "0000-01-05T08:30:00Z",
  };
  gint64 time;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (hopso_wire_parse_time (good[i].text, &time));
      g_assert_cmpint (time, ==, good[i].time);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hopso_wire_parse_time (bad[i], &time));

  g_autofree char *printed = hopso_wire_format_time (1767576600);
  g_assert_cmpstr (printed, ==, "2026-01-05T01:30:00Z");
}

/* One meeting of the year 915 stopped everybody's changes. */
static void
test_old_times_come_back (void)
{
  gint64 time;

  g_assert_true (hopso_wire_parse_time ("0915-01-05T08:30:00+07:00", &time));
  g_autofree char *text = hopso_wire_format_time (time);
  g_assert_cmpstr (text, ==, "0915-01-05T01:30:00Z");
}

static void
test_identifiers (void)
{
  g_assert_true (hopso_wire_is_id ("00000000-0000-4000-8000-00000000000f"));
  g_assert_false (hopso_wire_is_id ("00000000-0000-4000-8000-00000000000F"));
  g_assert_false (hopso_wire_is_id ("00000000-0000-4000-8000-00000000000"));
  g_assert_false (hopso_wire_is_id ("00000000-0000-4000-8000-00000000000f1"));
  g_assert_false (hopso_wire_is_id (""));
  g_assert_true (
      hopso_wire_is_digest ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  g_assert_false (
      hopso_wire_is_digest ("E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  g_assert_false (hopso_wire_is_digest ("e3b0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/json/takes-what-is-json", test_takes_what_is_json);
  g_test_add_func ("/wire/json/refuses-what-is-not", test_refuses_what_is_not);
  g_test_add_func ("/wire/json/nul-is-no-text", test_nul_is_no_text);
  g_test_add_func ("/wire/json/depth-has-a-limit", test_depth_has_a_limit);
  g_test_add_func ("/wire/json/size-has-a-limit", test_size_has_a_limit);
  g_test_add_func ("/wire/json/an-object-is-asked-for", test_an_object_is_asked_for);
  g_test_add_func ("/wire/json/members-are-checked", test_members_are_checked);
  g_test_add_func ("/wire/json/times-of-rfc-3339", test_times_of_rfc_3339);
  g_test_add_func ("/wire/json/old-times-come-back", test_old_times_come_back);
  g_test_add_func ("/wire/json/identifiers", test_identifiers);
  return g_test_run ();
}
