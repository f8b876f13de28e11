/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-wire-session.h"
#include "hopso-wire-submission.h"

#define R  "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"
#define S1 "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0002"
#define S2 "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0003"
#define P  "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0004"
#define A  "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a000a"
#define B  "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a000b"
#define D  "1111111111111111111111111111111111111111111111111111111111111111"

#define REQ(id, paper) \
  "\"request\":{\"id\":\"" id "\",\"paper\":\"" paper "\",\"x-signer\":\"" A \
  "\",\"x-state\":\"waiting\"}"
#define STEP(id, signer) \
  "{\"id\":\"" id "\",\"request\":\"" R "\",\"x-number\":1,\"x-signer\":\"" signer \
  "\",\"x-action\":\"approve\",\"x-state\":\"active\"}"
#define PAPER(id, digest, size) \
  "\"paper\":{\"id\":\"" id "\",\"name\":\"T\",\"fileName\":\"t.pdf\",\"x-digest\":\"" digest \
  "\",\"size\":" size "}"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  JsonObject *object = hopso_wire_parse_object (bytes, 1 << 20, NULL);

  g_assert_nonnull (object);
  return object;
}

static void
test_goes_and_comes (void)
{
  static const char *const good[] = {
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "," STEP (S2, B) "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "]," PAPER (P, D, "5") "}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (JsonObject) object = parse (good[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoWireSubmission) submission = hopso_wire_submission_from_json (object, &error);
      g_autoptr (JsonObject) again = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      again = hopso_wire_submission_to_json (submission);
      text = hopso_wire_print_string (again);
      g_assert_cmpstr (text, ==, good[i]);
    }
}

static void
test_refuses_what_makes_no_sense (void)
{
  static const char *const bad[] = {
    "{}",
    "{" REQ (R, P) "}",
    "{" REQ (R, P) ",\"steps\":[]}",
    "{" REQ (R, P) ",\"steps\":[1]}",
    "{" REQ (R, P) ",\"steps\":{}}",
    "{\"request\":[],\"steps\":[" STEP (S1, A) "]}",
    "{" REQ (R, "x") ",\"steps\":[" STEP (S1, A) "]}",
    "{" REQ (R, R) ",\"steps\":[" STEP (S1, A) "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (R, A) "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (P, A) "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "," STEP (S1, B) "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, "nobody") "]}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "]," PAPER (B, D, "5") "}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "]," PAPER (P, "abc", "5") "}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "]," PAPER (P, D, "0") "}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "]," PAPER (P, D, "-5") "}",
    "{" REQ (R, P) ",\"steps\":[" STEP (S1, A) "],\"paper\":1}",
  };
  g_autoptr (GString) many = g_string_new ("{" REQ (R, P) ",\"steps\":[");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) object = parse (bad[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (hopso_wire_submission_from_json (object, &error));
      g_assert_true (error->domain == HOPSO_WIRE_ERROR);
    }
  for (guint i = 0; i < 33; i++)
    g_string_append_printf (many,
                            "%s{\"id\":\"3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a01%02x\",\"request\":\"" R
                            "\",\"x-number\":1,\"x-signer\":\"" A
                            "\",\"x-action\":\"approve\",\"x-state\":\"active\"}",
                            i == 0 ? "" : ",", i);
  g_string_append (many, "]}");
  g_autoptr (JsonObject) too_many = parse (many->str);
  g_assert_null (hopso_wire_submission_from_json (too_many, NULL));
}

static void
test_acts (void)
{
  static const char *const bad[] = { "{\"reason\":1}", "{\"person\":\"x\"}", "{\"step\":[]}" };
  static const char good[] = "{\"reason\":\"x\",\"person\":\"" A "\",\"step\":\"" S1 "\"}";
  g_autoptr (JsonObject) object = parse (good);
  g_autoptr (HopsoWireSignAct) act = hopso_wire_sign_act_from_json (object, NULL);
  g_autoptr (JsonObject) again = hopso_wire_sign_act_to_json (act);
  g_autofree char *text = hopso_wire_print_string (again);
  g_autoptr (JsonObject) empty = parse ("{}");
  g_autoptr (HopsoWireSignAct) nothing = hopso_wire_sign_act_from_json (empty, NULL);

  g_assert_cmpstr (text, ==, good);
  g_assert_nonnull (nothing);
  g_assert_null (nothing->reason);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) refused = parse (bad[i]);

      g_assert_null (hopso_wire_sign_act_from_json (refused, NULL));
    }
}

/* The server's rules; those of a newer one that nobody here knows are passed over. */
static void
test_rules (void)
{
  g_autoptr (JsonObject) object = parse (
      "{\"name\":\"n\",\"version\":\"1\",\"province\":\"p\",\"time\":\"2026-11-22T00:00:00Z\","
      "\"x-signing\":[\"unopened=forbid\",\"colour=red\",\"submit=chair\"]}");
  g_autoptr (JsonObject) wrong = parse (
      "{\"name\":\"n\",\"version\":\"1\",\"province\":\"p\",\"time\":\"2026-11-22T00:00:00Z\","
      "\"x-signing\":[1]}");
  g_autoptr (HopsoWireServer) server = hopso_wire_server_from_json (object, NULL);
  g_autoptr (JsonObject) again = hopso_wire_server_to_json (server);
  g_autoptr (HopsoWireServer) copy = hopso_wire_server_from_json (again, NULL);

  g_assert_true (copy->signing->forbids_unopened);
  g_assert_cmpstr (copy->signing->submitters[0], ==, "chair");
  g_assert_cmpstr (copy->signing->delegable[1], ==, "approve");
  g_assert_null (hopso_wire_server_from_json (wrong, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/submission/goes-and-comes", test_goes_and_comes);
  g_test_add_func ("/wire/submission/refuses-what-makes-no-sense",
                   test_refuses_what_makes_no_sense);
  g_test_add_func ("/wire/submission/acts", test_acts);
  g_test_add_func ("/wire/submission/rules", test_rules);
  return g_test_run ();
}
