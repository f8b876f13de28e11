/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Working days, held to calendars as they were published for civil servants. */

#include "hopso-publish-rules.h"

#include <gio/gio.h>

/* A day of the calendar in Viet Nam. */
static gint64
day_of (const char *date)
{
  g_autofree char *text = g_strconcat (date, "T12:00:00+07:00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return hopso_working_days_get_day (g_date_time_to_unix (time));
}

static void
test_year (void)
{
  static const char *const off[] = {
    "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-20", "2026-04-27", "2026-04-30",
    "2026-05-01", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-22", "2027-01-01",
    "2027-02-05", "2027-02-10", "2027-02-11", "2027-05-03", "2028-01-03", "2028-05-02",
  };
  static const char *const on[] = {
    "2026-01-10", "2026-02-13", "2026-02-23", "2026-04-28", "2026-05-04",
    "2026-08-22", "2026-09-03", "2026-11-23", "2027-02-12", "2027-05-04",
  };
  g_autoptr (HopsoWorkingDays) days = hopso_working_days_new ();

  for (guint i = 0; i < G_N_ELEMENTS (off); i++)
    g_assert_cmpstr (hopso_working_days_is_working (days, day_of (off[i])) ? off[i] : "", ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (on); i++)
    g_assert_cmpstr (hopso_working_days_is_working (days, day_of (on[i])) ? "" : on[i], ==, "");
}

/* Three whole working days lie between the latest day and the meeting. */
static void
test_latest (void)
{
  static const struct
  {
    const char *meeting;
    guint notice;
    const char *latest;
  } rows[] = {
    { "2026-12-28", 3, "2026-12-22" }, { "2026-11-27", 3, "2026-11-23" },
    { "2026-11-30", 3, "2026-11-24" }, { "2026-02-24", 3, "2026-02-11" },
    { "2026-12-28", 0, "2026-12-28" }, { "2026-12-28", 1, "2026-12-24" },
    { "2027-02-15", 3, "2027-02-02" },
  };
  g_autoptr (HopsoWorkingDays) days = hopso_working_days_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 meeting = day_of (rows[i].meeting);
      gint64 latest = hopso_working_days_find_latest (days, meeting, rows[i].notice);

      g_assert_cmpint (latest, ==, day_of (rows[i].latest));
      if (rows[i].notice > 0)
        g_assert_cmpuint (hopso_working_days_count_between (days, latest, meeting), ==,
                          rows[i].notice);
    }
}

static void
test_midnight (void)
{
  gint64 day = day_of ("2026-11-23");
  gint64 start = hopso_working_days_get_start (day);

  g_assert_cmpint (hopso_working_days_get_day (start), ==, day);
  g_assert_cmpint (hopso_working_days_get_day (start - 1), ==, day - 1);
  g_assert_cmpint (hopso_working_days_get_day (start + 24 * 3600 - 1), ==, day);
  g_assert_cmpint (hopso_working_days_get_day (-7 * 3600 - 1), ==, -1);
}

/* A record can carry any number: far away only weeks count, and counting ends. */
static void
test_far (void)
{
  static const gint64 moments[] = { 0, G_MAXINT64 - 8 * 3600, G_MININT64 + 8 * 3600 };
  g_autoptr (HopsoWorkingDays) days = hopso_working_days_new ();

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      gint64 day = hopso_working_days_get_day (moments[i]);

      g_assert_cmpint (hopso_working_days_find_latest (days, day, G_MAXUINT), <, day);
      g_assert_cmpuint (hopso_working_days_count_between (days, day, G_MAXINT64), <=, 400);
    }
}

static void
test_announced (void)
{
  g_autoptr (HopsoPublishRules) rules = hopso_publish_rules_new ();
  gint64 day = day_of ("2026-11-24");

  g_assert_true (hopso_working_days_is_working (rules->days, day));
  g_assert_true (hopso_publish_rules_set (rules, "holiday=2026-11-24", NULL));
  g_assert_true (hopso_publish_rules_set (rules, "workday=2026-11-28", NULL));
  g_assert_true (hopso_publish_rules_set (rules, "notice=5", NULL));
  g_assert_true (hopso_publish_rules_set (rules, "review=required", NULL));

  g_autofree char *text = hopso_publish_rules_to_string (rules);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (HopsoPublishRules) again = hopso_publish_rules_new ();

  g_assert_cmpstr (text, ==,
                   "notice=5\nreview=required\nscan=optional\n"
                   "holiday=2026-11-24\nworkday=2026-11-28\n");
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_assert_true (hopso_publish_rules_set (again, lines[i], NULL));

  g_autoptr (HopsoPublishRules) copy = hopso_publish_rules_copy (again);

  g_assert_false (hopso_working_days_is_working (copy->days, day));
  g_assert_true (hopso_working_days_is_working (copy->days, day_of ("2026-11-28")));
  g_assert_cmpuint (copy->notice, ==, 5);
  g_assert_true (copy->needs_review);
}

static void
test_refused (void)
{
  static const char *const wrong[] = {
    "",         "notice",           "notice=",          "notice=-1",          "notice=31",
    "review=1", "scan=perhaps",     "holiday=2026-2-1", "holiday=2026-02-30", "holiday=2026-02-01x",
    "holiday=", "workday=tomorrow", "days=3",           "notice=3 ",
  };
  g_autoptr (HopsoPublishRules) rules = hopso_publish_rules_new ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (hopso_publish_rules_set (rules, wrong[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  g_assert_cmpuint (rules->notice, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/working-days/year", test_year);
  g_test_add_func ("/working-days/latest", test_latest);
  g_test_add_func ("/working-days/midnight", test_midnight);
  g_test_add_func ("/working-days/far", test_far);
  g_test_add_func ("/working-days/announced", test_announced);
  g_test_add_func ("/working-days/refused", test_refused);
  return g_test_run ();
}
