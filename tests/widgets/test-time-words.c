/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times in words, table by table, around a Monday morning in Vietnam (UTC+7). */

#include "hopso-clock.h"
#include "hopso-time-words.h"

/* 2026-11-23 08:25:00 +07:00, a Monday. */
#define MONDAY G_GINT64_CONSTANT (1795397100)
#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

typedef char *(*Words) (gint64 time, gint64 now);

typedef struct
{
  gint64 offset;
  const char *words;
} Case;

static void
check (Words words, const Case *cases, gsize n_cases)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_fixed (MONDAY);
  gint64 now = hopso_clock_now (clock);

  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *got = words (now + cases[i].offset, now);

      g_assert_cmpstr (got, ==, cases[i].words);
    }
}

static void
test_moment (void)
{
  static const Case cases[] = {
    { -25 * MINUTE, "Today 08:00" },
    { 15 * HOUR + 34 * MINUTE, "Today 23:59" },
    { 15 * HOUR + 35 * MINUTE, "Tomorrow 00:00" },
    { -8 * HOUR - 26 * MINUTE, "Yesterday 23:59" },
    { 3 * DAY, "Thursday, 26/11 08:25" },
    { -30 * DAY, "Saturday, 24/10 08:25" },
    { 60 * DAY, "Friday, 22/01/2027 08:25" },
  };

  check (hopso_time_words_moment, cases, G_N_ELEMENTS (cases));
}

static void
test_distance (void)
{
  static const Case cases[] = {
    { 0, "now" },
    { -59, "now" },
    { -60, "1 minute ago" },
    { 1, "1 minute left" },
    { 25 * MINUTE, "25 minutes left" },
    { 59 * MINUTE + 1, "1 hour left" },
    { 2 * HOUR + 10 * MINUTE, "2 hours 10 minutes left" },
    { 16 * HOUR, "1 day left" },
    { 3 * DAY, "3 days left" },
    { -25 * MINUTE, "25 minutes ago" },
    { -3 * DAY, "3 days ago" },
  };

  check (hopso_time_words_distance, cases, G_N_ELEMENTS (cases));
}

static void
test_distance_across_midnight (void)
{
  gint64 evening = MONDAY + 13 * HOUR;
  g_autofree char *words = hopso_time_words_distance (evening + 10 * HOUR, evening);

  g_assert_cmpstr (words, ==, "10 hours left");
}

static void
test_deadline (void)
{
  static const Case cases[] = {
    { 8 * HOUR, "Due today" },
    { -1, "Overdue today" },
    { DAY, "Due tomorrow" },
    { 2 * DAY, "Due 25/11" },
    { -3 * DAY, "Overdue since 20/11" },
    { 60 * DAY, "Due 22/01/2027" },
  };

  check (hopso_time_words_deadline, cases, G_N_ELEMENTS (cases));
}

static void
test_days (void)
{
  static const Case headings[] = {
    { 0, "Today, Monday 23/11" },
    { DAY, "Tomorrow, Tuesday 24/11" },
    { -DAY, "Yesterday, Sunday 22/11" },
    { 4 * DAY, "Friday, 27/11" },
  };
  static const Case briefs[] = {
    { 0, "Today" }, { DAY, "Tomorrow" }, { -DAY, "Yesterday" }, { 2 * DAY, "25/11" }
  };

  check (hopso_time_words_day, headings, G_N_ELEMENTS (headings));
  check (hopso_time_words_day_short, briefs, G_N_ELEMENTS (briefs));
}

static void
test_dates (void)
{
  g_autofree char *exact = hopso_time_words_exact (MONDAY);
  g_autofree char *date = hopso_time_words_date (MONDAY);
  g_autofree char *brief = hopso_time_words_date_short (MONDAY);
  g_autofree char *span = hopso_time_words_span (MONDAY, MONDAY + 3 * HOUR);
  g_autofree char *open = hopso_time_words_span (MONDAY, 0);
  g_autofree char *long_span = hopso_time_words_span (MONDAY, MONDAY + DAY);

  g_assert_cmpstr (exact, ==, "08:25, Monday, 23/11/2026");
  g_assert_cmpstr (date, ==, "Monday, 23 November");
  g_assert_cmpstr (brief, ==, "Monday, 23/11");
  g_assert_cmpstr (span, ==, "Monday, 23/11 · 08:25 – 11:25");
  g_assert_cmpstr (open, ==, "Monday, 23/11 · 08:25");
  g_assert_cmpstr (long_span, ==, "Monday, 23/11 · 08:25 – Tomorrow 08:25");
}

static void
test_durations (void)
{
  g_autofree char *none = hopso_time_words_duration (0);
  g_autofree char *short_one = hopso_time_words_duration (25);
  g_autofree char *round = hopso_time_words_duration (120);
  g_autofree char *both = hopso_time_words_duration (130);
  g_autofree char *agenda = hopso_time_words_minutes (90);
  g_autofree char *damaged = hopso_time_words_minutes (G_MININT64);

  g_assert_cmpstr (none, ==, "0 minutes");
  g_assert_cmpstr (short_one, ==, "25 minutes");
  g_assert_cmpstr (round, ==, "2 hours");
  g_assert_cmpstr (both, ==, "2 hours 10 minutes");
  g_assert_cmpstr (agenda, ==, "90 minutes");
  g_assert_cmpstr (damaged, ==, "0 minutes");
}

static void
test_impossible_times (void)
{
  g_autofree char *late = hopso_time_words_moment (G_MAXINT64, MONDAY);
  g_autofree char *early = hopso_time_words_exact (G_MININT64);

  g_assert_cmpstr (late, ==, "Thursday, 01/01/1970 08:00");
  g_assert_cmpstr (early, ==, "08:00, Thursday, 01/01/1970");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/time-words/moment", test_moment);
  g_test_add_func ("/widgets/time-words/distance", test_distance);
  g_test_add_func ("/widgets/time-words/distance-across-midnight", test_distance_across_midnight);
  g_test_add_func ("/widgets/time-words/deadline", test_deadline);
  g_test_add_func ("/widgets/time-words/days", test_days);
  g_test_add_func ("/widgets/time-words/dates", test_dates);
  g_test_add_func ("/widgets/time-words/durations", test_durations);
  g_test_add_func ("/widgets/time-words/impossible-times", test_impossible_times);
  return g_test_run ();
}
