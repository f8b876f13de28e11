/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Acts on meetings and papers, and the question who has time: what is written is read again the
 * same, and what makes no sense is refused. */

#include "hopso-wire-course.h"

#include <string.h>

#define PERSON "00000000-0000-4000-8000-0000000000b1"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  JsonObject *object = hopso_wire_parse_object (bytes, 4096, &error);

  g_assert_no_error (error);
  return object;
}

static void
test_acts_are_read_again (void)
{
  const HopsoCourseAct act = { .reason = "Bão", .start = 1900000000, .end = 1900003600 };
  const HopsoReviewAct review = { .type = HOPSO_REVIEW_RETURN,
                                  .reviewer = PERSON,
                                  .reason = "Sai" };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = hopso_wire_course_to_json (&act);
  g_autoptr (HopsoWireCourse) read = hopso_wire_course_from_json (body, &error);
  g_autoptr (JsonObject) said = hopso_wire_review_to_json (&review);
  g_autoptr (HopsoWireReview) heard = hopso_wire_review_from_json (said, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->reason, ==, act.reason);
  g_assert_cmpint (read->start, ==, act.start);
  g_assert_cmpint (read->end, ==, act.end);
  g_assert_cmpint (heard->type, ==, HOPSO_REVIEW_RETURN);
  g_assert_cmpstr (heard->person, ==, PERSON);
  g_assert_cmpstr (heard->reason, ==, "Sai");
}

static void
test_questions_are_read_again (void)
{
  char *persons[] = { (char *) PERSON, NULL };
  const HopsoWireAvailability asked = { persons, 1900000000, 1900003600, (char *) PERSON };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = hopso_wire_availability_to_json (&asked);
  g_autoptr (HopsoWireAvailability) read = hopso_wire_availability_from_json (body, &error);
  g_autoptr (JsonObject) answer = hopso_wire_busy_to_json ((const char *const *) persons);
  g_auto (GStrv) busy = hopso_wire_busy_from_json (answer, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->persons[0], ==, PERSON);
  g_assert_cmpint (read->end, ==, 1900003600);
  g_assert_cmpstr (read->except, ==, PERSON);
  g_assert_cmpuint (g_strv_length (busy), ==, 1);
}

static void
test_what_makes_no_sense_is_refused (void)
{
  static const char *const bodies[] = {
    "{\"reason\":1}",
    "{\"start\":\"soon\"}",
    "{\"start\":1900000000}",
    "{\"end\":[]}",
    "{\"act\":\"burn\"}",
    "{\"act\":null}",
    "{\"act\":\"ask\",\"person\":\"x\"}",
    "{\"persons\":[\"x\"]}",
    "{\"persons\":{}}",
    "{\"busy\":[1]}",
    "{\"busy\":[\"x\"]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (JsonObject) object = parse (bodies[i]);
      g_autoptr (HopsoWireCourse) course = hopso_wire_course_from_json (object, NULL);
      g_autoptr (HopsoWireReview) review = hopso_wire_review_from_json (object, NULL);
      g_autoptr (HopsoWireAvailability) question = hopso_wire_availability_from_json (object, NULL);
      g_auto (GStrv) busy = hopso_wire_busy_from_json (object, NULL);

      g_test_message ("%s", bodies[i]);
      g_assert_null (review);
      g_assert_null (question);
      g_assert_null (busy);
      g_assert_cmpint (course == NULL, ==, i < 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/course/acts-are-read-again", test_acts_are_read_again);
  g_test_add_func ("/wire/course/questions-are-read-again", test_questions_are_read_again);
  g_test_add_func ("/wire/course/what-makes-no-sense-is-refused",
                   test_what_makes_no_sense_is_refused);
  return g_test_run ();
}
