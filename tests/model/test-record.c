/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-person.h"

#include <string.h>

static HopsoRecord *
build_meeting (const char *name, gint64 start)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_MEETING, "m1");

  hopso_record_builder_set_etag (builder, "7");
  hopso_record_builder_set_string (builder, HOPSO_MEETING_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_MEETING_STATE, "published");
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, start);
  return hopso_record_builder_end (builder);
}

static void
test_every_kind_is_whole (void)
{
  for (guint k = 0; k < HOPSO_N_KINDS; k++)
    {
      const HopsoKind *kind = hopso_kind_get (k);
      g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (k, "x");
      g_autoptr (HopsoRecord) record = hopso_record_builder_end (builder);

      g_assert_cmpuint (kind->id, ==, k);
      g_assert_true (hopso_kind_find (kind->name) == kind);
      g_assert_true (hopso_record_get_kind (record) == kind);
      for (guint f = 0; f < kind->n_fields; f++)
        {
          g_assert_nonnull (kind->fields[f].name);
          g_assert_cmpint (hopso_kind_find_field (kind, kind->fields[f].name), ==, (int) f);
          g_assert_false (hopso_record_is_set (record, f));
        }
    }
  g_assert_null (hopso_kind_find ("nothing"));
  g_assert_cmpint (hopso_kind_find_field (hopso_kind_get (0), "nothing"), ==, -1);
}

static void
test_keeps_what_it_was_built_with (void)
{
  g_autoptr (HopsoRecord) record = build_meeting ("Phiên họp", 1000);

  g_assert_true (HOPSO_IS_MEETING (record));
  g_assert_cmpstr (hopso_record_get_id (record), ==, "m1");
  g_assert_cmpstr (hopso_record_get_etag (record), ==, "7");
  g_assert_cmpstr (hopso_meeting_get_name (HOPSO_MEETING (record)), ==, "Phiên họp");
  g_assert_cmpint (hopso_meeting_get_start (HOPSO_MEETING (record)), ==, 1000);
  g_assert_null (hopso_meeting_get_location (HOPSO_MEETING (record)));
}

static void
test_a_changed_copy_leaves_the_original (void)
{
  g_autoptr (HopsoRecord) old = build_meeting ("Phiên họp", 1000);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (old);

  hopso_record_builder_set_string (builder, HOPSO_MEETING_LOCATION, "Phòng họp số 1");
  g_autoptr (HopsoRecord) new = hopso_record_builder_end (builder);

  g_assert_null (hopso_meeting_get_location (HOPSO_MEETING (old)));
  g_assert_cmpstr (hopso_meeting_get_location (HOPSO_MEETING (new)), ==, "Phòng họp số 1");
  g_assert_cmpstr (hopso_meeting_get_name (HOPSO_MEETING (new)), ==, "Phiên họp");
  g_assert_false (hopso_record_equal (old, new));
  g_assert_true (hopso_record_field_equal (old, new, HOPSO_MEETING_NAME));
  g_assert_false (hopso_record_field_equal (old, new, HOPSO_MEETING_LOCATION));
}

static void
test_equal_compares_every_field (void)
{
  g_autoptr (HopsoRecord) a = build_meeting ("Phiên họp", 1000);
  g_autoptr (HopsoRecord) b = build_meeting ("Phiên họp", 1000);
  g_autoptr (HopsoRecord) c = build_meeting ("Phiên họp", 1001);

  g_assert_true (hopso_record_equal (a, b));
  g_assert_false (hopso_record_equal (a, c));
}

static void
test_string_lists_are_copied (void)
{
  const char *roles[] = { "official", "signer", NULL };
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PERSON, "p1");

  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, roles);
  roles[0] = "admin";
  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, roles);
  g_autoptr (HopsoRecord) record = hopso_record_builder_end (builder);
  const char *const *kept = hopso_person_get_roles (HOPSO_PERSON (record));

  g_assert_cmpuint (g_strv_length ((char **) kept), ==, 2);
  g_assert_cmpstr (kept[0], ==, "admin");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record/every-kind-is-whole", test_every_kind_is_whole);
  g_test_add_func ("/model/record/keeps-what-it-was-built-with", test_keeps_what_it_was_built_with);
  g_test_add_func ("/model/record/a-changed-copy-leaves-the-original",
                   test_a_changed_copy_leaves_the_original);
  g_test_add_func ("/model/record/equal-compares-every-field", test_equal_compares_every_field);
  g_test_add_func ("/model/record/string-lists-are-copied", test_string_lists_are_copied);
  return g_test_run ();
}
