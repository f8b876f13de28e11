/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a meeting is to somebody who looks at the clock, and what people are called. */

#include "hopso-meeting-words.h"
#include "hopso-person-words.h"
#include "hopso-test-province.h"

#define HOUR 3600
#define NOW  HOPSO_TEST_MONDAY

static HopsoMeeting *
make_meeting (const char *state, gint64 start, gint64 end)
{
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, start);
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, end);

  return HOPSO_MEETING (hopso_test_province_make (HOPSO_KIND_MEETING, "m", "name", "Họp",
                                                  "meetingState", state, "start", from, "end", to,
                                                  "location", "Phòng họp số 1", NULL));
}

static void
test_phases (void)
{
  static const struct
  {
    const char *state;
    gint64 start;
    gint64 end;
    HopsoMeetingPhase phase;
  } cases[] = {
    { "published", NOW + 1, NOW + HOUR, HOPSO_MEETING_COMING },
    /* Nobody pressed the button: the clock counts. */
    { "published", NOW, NOW + HOUR, HOPSO_MEETING_RUNNING },
    { "published", NOW - HOUR, NOW, HOPSO_MEETING_PAST },
    { "published", NOW - HOUR, 0, HOPSO_MEETING_RUNNING },
    { "published", NOW - 24 * HOUR, 0, HOPSO_MEETING_PAST },
    { "inProgress", NOW - 5 * HOUR, NOW - HOUR, HOPSO_MEETING_RUNNING },
    { "ended", NOW - HOUR, NOW + HOUR, HOPSO_MEETING_PAST },
    { "cancelled", NOW + HOUR, NOW + 2 * HOUR, HOPSO_MEETING_CANCELLED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoMeeting) meeting =
          make_meeting (cases[i].state, cases[i].start, cases[i].end);

      g_assert_cmpint (hopso_meeting_words_get_phase (meeting, NOW), ==, cases[i].phase);
    }
}

static void
check_title (const char *position, const char *unit, const char *title)
{
  g_autoptr (HopsoPerson) person =
      HOPSO_PERSON (hopso_test_province_make (HOPSO_KIND_PERSON, "p", "name", "Vũ Minh Khôi",
                                              "x-login", "p", "x-position", position, NULL));
  g_autoptr (HopsoOrganization) organization = NULL;
  g_autofree char *words = NULL;

  if (unit != NULL)
    organization = HOPSO_ORGANIZATION (hopso_test_province_make (HOPSO_KIND_ORGANIZATION, "o",
                                                                 "name", unit, "shortName", unit,
                                                                 "classification", "unit", NULL));
  words = hopso_person_words_title (person, organization);
  g_assert_cmpstr (words, ==, title);
}

static void
test_titles (void)
{
  check_title ("Giám đốc", "Sở Y tế", "Giám đốc Sở Y tế");
  check_title ("Chánh Văn phòng", "Văn phòng UBND tỉnh", "Chánh Văn phòng UBND tỉnh");
  check_title ("Chủ tịch Ủy ban nhân dân tỉnh", "UBND tỉnh", "Chủ tịch UBND tỉnh");
  check_title ("Chuyên viên", NULL, "Chuyên viên");
  check_title (NULL, "Sở Y tế", "Vũ Minh Khôi");
}

static void
test_facts (void)
{
  g_autoptr (HopsoMeeting) meeting = make_meeting ("published", NOW, NOW + HOUR);
  g_autofree char *all = hopso_meeting_words_facts (meeting, 3, "Giám đốc Sở Y tế");
  g_autofree char *few = hopso_meeting_words_facts (meeting, 0, NULL);

  g_assert_cmpstr (all, ==, "Phòng họp số 1 · 3 items · chair: Giám đốc Sở Y tế");
  g_assert_cmpstr (few, ==, "Phòng họp số 1");
}

static void
test_papers (void)
{
  g_autofree char *none = hopso_meeting_words_papers (0, 0);
  g_autofree char *some = hopso_meeting_words_papers (9, 4);
  g_autofree char *all = hopso_meeting_words_papers (9, 9);

  g_assert_cmpstr (none, ==, "No papers");
  g_assert_cmpstr (some, ==, "9 papers, 4 on this computer");
  g_assert_cmpstr (all, ==, "9 papers, all on this computer");
}

static void
test_answers (void)
{
  g_assert_cmpint (hopso_meeting_words_answer ("accepted", FALSE).tone, ==, HOPSO_TONE_GOOD);
  g_assert_cmpint (hopso_meeting_words_answer ("declined", FALSE).tone, ==, HOPSO_TONE_BAD);
  g_assert_cmpint (hopso_meeting_words_answer (NULL, FALSE).tone, ==, HOPSO_TONE_DIM);
  g_assert_cmpint (hopso_meeting_words_answer ("needs-action", TRUE).tone, ==,
                   HOPSO_TONE_ATTENTION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meetings/meeting-words/phases", test_phases);
  g_test_add_func ("/meetings/meeting-words/titles", test_titles);
  g_test_add_func ("/meetings/meeting-words/facts", test_facts);
  g_test_add_func ("/meetings/meeting-words/papers", test_papers);
  g_test_add_func ("/meetings/meeting-words/answers", test_answers);
  return g_test_run ();
}
