/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-person.h"
#include "hopso-wire-record.h"

#include <string.h>

#define ID "00000000-0000-4000-8000-000000000001"

/* A record of any kind with each of its fields set, or with only those that must be. */
static HopsoRecord *
make (HopsoKindId id, gboolean is_full)
{
  static const char *const words[] = { "một", "hai", NULL };
  const HopsoKind *kind = hopso_kind_get (id);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (id, ID);

  hopso_record_builder_set_etag (builder, is_full ? "7" : NULL);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      if (!is_full && !kind->fields[i].is_required)
        continue;
      if (kind->fields[i].type == HOPSO_FIELD_STRING)
        hopso_record_builder_set_string (builder, i, "chữ \"và\" dấu");
      else if (kind->fields[i].type == HOPSO_FIELD_STRINGS)
        hopso_record_builder_set_strings (builder, i, words);
      else if (kind->fields[i].type == HOPSO_FIELD_TIME)
        hopso_record_builder_set_time (builder, i, 1767576600 + i);
      else if (kind->fields[i].type == HOPSO_FIELD_BOOLEAN)
        hopso_record_builder_set_boolean (builder, i, TRUE);
      else
        hopso_record_builder_set_integer (builder, i, 41 + i);
    }
  return hopso_record_builder_end (builder);
}

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  JsonObject *object = hopso_wire_parse_object (bytes, 65536, &error);

  g_assert_no_error (error);
  return object;
}

static void
test_goes_out_and_comes_back (void)
{
  for (guint kind = 0; kind < HOPSO_N_KINDS; kind++)
    for (guint full = 0; full < 2; full++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (HopsoRecord) record = make (kind, full == 1);
        g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);
        g_autofree char *text = hopso_wire_print_string (object);
        g_autoptr (JsonObject) again = parse (text);
        g_autoptr (HopsoRecord) copy = hopso_wire_record_from_json (again, kind, &error);

        g_assert_no_error (error);
        g_assert_true (hopso_record_equal (record, copy));
      }
}

static void
test_required_members_must_be_there (void)
{
  for (guint id = 0; id < HOPSO_N_KINDS; id++)
    {
      const HopsoKind *kind = hopso_kind_get (id);
      g_autoptr (HopsoRecord) record = make (id, TRUE);

      for (guint i = 0; i < kind->n_fields; i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);

          json_object_remove_member (object, kind->fields[i].name);
          g_autoptr (HopsoRecord) copy = hopso_wire_record_from_json (object, id, &error);
          if (kind->fields[i].is_required)
            g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_MISSING);
          else
            g_assert_no_error (error);
        }
    }
}

static void
test_wrong_types_are_refused (void)
{
  for (guint id = 0; id < HOPSO_N_KINDS; id++)
    {
      const HopsoKind *kind = hopso_kind_get (id);
      g_autoptr (HopsoRecord) record = make (id, TRUE);

      for (guint i = 0; i < kind->n_fields; i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);

          json_object_set_double_member (object, kind->fields[i].name, 1.5);
          g_assert_null (hopso_wire_record_from_json (object, id, &error));
          g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE);
        }
    }
}

static void
test_an_id_is_a_uuid (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) record = make (HOPSO_KIND_ORGANIZATION, TRUE);
  g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);

  json_object_set_string_member (object, "id", "../../etc/passwd");
  g_assert_null (hopso_wire_record_from_json (object, HOPSO_KIND_ORGANIZATION, &error));
  g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_TYPE);
}

static void
test_unknown_members_are_passed_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) record = make (HOPSO_KIND_MEETING, TRUE);
  g_autoptr (JsonObject) object = hopso_wire_record_to_json (record);

  json_object_set_object_member (object, "x-of-a-later-year", json_object_new ());
  g_autoptr (HopsoRecord) copy = hopso_wire_record_from_json (object, HOPSO_KIND_MEETING, &error);
  g_assert_no_error (error);
  g_assert_true (hopso_record_equal (record, copy));
}

static void
test_a_patch_makes_one_of_the_other (void)
{
  for (guint kind = 0; kind < HOPSO_N_KINDS; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoRecord) full = make (kind, TRUE);
      g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (full);
      g_autoptr (HopsoRecord) bare_source = make (kind, FALSE);
      for (guint i = 0; i < hopso_kind_get (kind)->n_fields; i++)
        hopso_record_builder_copy_field (builder, bare_source, i);
      g_autoptr (HopsoRecord) bare = hopso_record_builder_end (builder);
      g_autoptr (JsonObject) adding = hopso_wire_patch_to_json (bare, full);
      g_autoptr (JsonObject) removing = hopso_wire_patch_to_json (full, bare);
      g_autoptr (HopsoRecord) made = hopso_wire_record_apply_patch (bare, adding, &error);
      g_assert_no_error (error);
      g_autoptr (HopsoRecord) unmade = hopso_wire_record_apply_patch (full, removing, &error);
      g_assert_no_error (error);

      g_assert_true (hopso_record_equal (made, full));
      g_assert_true (hopso_record_equal (unmade, bare));
    }
}

static void
test_equal_records_need_no_patch (void)
{
  g_autoptr (HopsoRecord) one = make (HOPSO_KIND_PAPER, TRUE);
  g_autoptr (HopsoRecord) two = make (HOPSO_KIND_PAPER, TRUE);
  g_autoptr (JsonObject) patch = hopso_wire_patch_to_json (one, two);

  g_assert_cmpuint (json_object_get_size (patch), ==, 0);
}

static void
test_a_patch_may_not_take_what_is_required (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) record = make (HOPSO_KIND_PAPER, TRUE);
  g_autoptr (JsonObject) patch = parse ("{\"name\":null}");

  g_assert_null (hopso_wire_record_apply_patch (record, patch, &error));
  g_assert_error (error, HOPSO_WIRE_ERROR, HOPSO_WIRE_ERROR_MISSING);
}

static void
test_a_patch_leaves_id_and_tag (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRecord) record = make (HOPSO_KIND_PAPER, TRUE);
  g_autoptr (JsonObject) patch = parse ("{\"id\":\"x\",\"etag\":\"y\"}");
  g_autoptr (HopsoRecord) patched = hopso_wire_record_apply_patch (record, patch, &error);

  g_assert_no_error (error);
  g_assert_true (hopso_record_equal (record, patched));
}

static void
test_names_show_what_they_are (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object =
      parse ("{\"id\":\"" ID "\",\"name\":\"Ban\\u202efdp\\u001b[2J A\","
             "\"x-login\":\"an\"}");
  g_autoptr (HopsoRecord) person = hopso_wire_record_from_json (object, HOPSO_KIND_PERSON, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hopso_person_get_name (HOPSO_PERSON (person)), ==, "Banfdp[2J A");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/record/goes-out-and-comes-back", test_goes_out_and_comes_back);
  g_test_add_func ("/wire/record/required-members-must-be-there",
                   test_required_members_must_be_there);
  g_test_add_func ("/wire/record/wrong-types-are-refused", test_wrong_types_are_refused);
  g_test_add_func ("/wire/record/an-id-is-a-uuid", test_an_id_is_a_uuid);
  g_test_add_func ("/wire/record/unknown-members-are-passed-over",
                   test_unknown_members_are_passed_over);
  g_test_add_func ("/wire/record/a-patch-makes-one-of-the-other",
                   test_a_patch_makes_one_of_the_other);
  g_test_add_func ("/wire/record/equal-records-need-no-patch", test_equal_records_need_no_patch);
  g_test_add_func ("/wire/record/a-patch-may-not-take-what-is-required",
                   test_a_patch_may_not_take_what_is_required);
  g_test_add_func ("/wire/record/a-patch-leaves-id-and-tag", test_a_patch_leaves_id_and_tag);
  g_test_add_func ("/wire/record/names-show-what-they-are", test_names_show_what_they_are);
  return g_test_run ();
}
