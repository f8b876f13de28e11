/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-organization.h"
#include "hopso-wire-changes.h"
#include "hopso-wire-problem.h"

#include <string.h>

#define ID   "00000000-0000-4000-8000-000000000001"
#define GONE "00000000-0000-4000-8000-000000000002"

static HopsoRecord *
make_organization (void)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_ORGANIZATION, ID);

  hopso_record_builder_set_etag (builder, "3");
  hopso_record_builder_set_string (builder, HOPSO_ORGANIZATION_NAME, "Sở Y tế");
  hopso_record_builder_set_string (builder, HOPSO_ORGANIZATION_CLASSIFICATION, "department");
  return hopso_record_builder_end (builder);
}

static JsonObject *
through_text (JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = hopso_wire_print (object);
  JsonObject *again = hopso_wire_parse_object (bytes, 65536, &error);

  g_assert_no_error (error);
  return again;
}

static void
test_goes_out_and_comes_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWireChanges) changes = hopso_wire_changes_new ("4", "9");

  changes->has_more = TRUE;
  g_ptr_array_add (changes->created, make_organization ());
  g_ptr_array_add (changes->updated, make_organization ());
  g_ptr_array_add (changes->destroyed, hopso_wire_destroyed_new (HOPSO_KIND_PAPER, GONE, TRUE));

  g_autoptr (JsonObject) object = hopso_wire_changes_to_json (changes);
  g_autoptr (JsonObject) text = through_text (object);
  g_autoptr (HopsoWireChanges) copy = hopso_wire_changes_from_json (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (copy->old_state, ==, "4");
  g_assert_cmpstr (copy->new_state, ==, "9");
  g_assert_true (copy->has_more);
  g_assert_cmpuint (copy->created->len, ==, 1);
  g_assert_true (hopso_record_equal (copy->created->pdata[0], changes->created->pdata[0]));
  g_assert_cmpuint (copy->updated->len, ==, 1);
  g_assert_cmpuint (copy->destroyed->len, ==, 1);

  const HopsoWireDestroyed *gone = copy->destroyed->pdata[0];
  g_assert_cmpint (gone->kind, ==, HOPSO_KIND_PAPER);
  g_assert_cmpstr (gone->id, ==, GONE);
  g_assert_true (gone->purge);
}

static HopsoWireChanges *
read_changes (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (JsonObject) object = hopso_wire_parse_object (bytes, 65536, NULL);

  g_assert_nonnull (object);
  return hopso_wire_changes_from_json (object, error);
}

#define CHANGES(created, destroyed) \
  "{\"newState\":\"1\",\"hasMoreChanges\":false,\"updated\":{},\"created\":" created \
  ",\"destroyed\":" destroyed "}"

static void
test_kinds_of_a_later_year_are_passed_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWireChanges) changes = read_changes (
      CHANGES ("{\"polls\":[{}]}", "[{\"kind\":\"polls\",\"id\":\"" GONE "\",\"x-purge\":false}]"),
      &error);

  g_assert_no_error (error);
  g_assert_cmpuint (changes->created->len, ==, 0);
  g_assert_cmpuint (changes->destroyed->len, ==, 0);
  g_assert_null (changes->old_state);
}

static void
test_refuses_what_is_malformed (void)
{
  static const char *const texts[] = {
    "{}",
    CHANGES ("[]", "[]"),
    CHANGES ("{}", "{}"),
    CHANGES ("{\"meetings\":{}}", "[]"),
    CHANGES ("{\"meetings\":[1]}", "[]"),
    CHANGES ("{\"meetings\":[{\"id\":\"" ID "\"}]}", "[]"),
    CHANGES ("{}", "[1]"),
    CHANGES ("{}", "[{}]"),
    CHANGES ("{}", "[{\"kind\":\"papers\",\"id\":\"x\"}]"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (read_changes (texts[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_a_problem_keeps_both_languages_and_the_object (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWireProblem) problem = hopso_wire_problem_new (
      "urn:hopso:problem:stale", 412, "Đã có người thay đổi", "Somebody changed it", "detail");
  problem->current = make_organization ();
  problem->retry_after = 5;

  g_autoptr (JsonObject) object = hopso_wire_problem_to_json (problem, TRUE);
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==, "Somebody changed it");
  g_autoptr (JsonObject) text = through_text (object);
  g_autoptr (HopsoWireProblem) copy = hopso_wire_problem_from_json (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (copy->type, ==, problem->type);
  g_assert_cmpint (copy->status, ==, 412);
  g_assert_cmpstr (copy->title_vi, ==, "Đã có người thay đổi");
  g_assert_cmpstr (copy->title_en, ==, "Somebody changed it");
  g_assert_cmpstr (copy->detail, ==, "detail");
  g_assert_cmpint (copy->retry_after, ==, 5);
  g_assert_true (hopso_record_equal (copy->current, problem->current));
}

static void
test_a_strangers_problem_can_be_shown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "title", "Bad Gateway");
  g_autoptr (HopsoWireProblem) problem = hopso_wire_problem_from_json (object, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (problem->type, ==, "about:blank");
  g_assert_cmpstr (problem->title_vi, ==, "Bad Gateway");
  g_assert_null (problem->current);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/changes/goes-out-and-comes-back", test_goes_out_and_comes_back);
  g_test_add_func ("/wire/changes/kinds-of-a-later-year-are-passed-over",
                   test_kinds_of_a_later_year_are_passed_over);
  g_test_add_func ("/wire/changes/refuses-what-is-malformed", test_refuses_what_is_malformed);
  g_test_add_func ("/wire/problem/keeps-both-languages-and-the-object",
                   test_a_problem_keeps_both_languages_and_the_object);
  g_test_add_func ("/wire/problem/a-strangers-problem-can-be-shown",
                   test_a_strangers_problem_can_be_shown);
  return g_test_run ();
}
