/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts working days by data/calendar and by what an administrator has announced. What a holiday
 * takes from a weekend is made up for on the next working days (Labour Code 45/2019/QH14, art.
 * 111). Viet Nam has one time and no summer time. Pure; no lunar calendar is computed. */

#include "hopso-working-days.h"

#include "hopso-working-days-table.h"

#include <string.h>

#define ZONE_SECONDS  (7 * 3600)
#define DAY_SECONDS   (24 * 3600)
#define JULIAN_OF_0   719163 /* g_date_get_julian() of 1970-01-01 */
#define WEEKDAY_OF_0  4      /* a Thursday; 0 is Sunday */
#define LONGEST_BREAK 16     /* days off in a row that are looked back through */
#define FURTHEST_LOOK 400    /* days: whatever is announced, a search ends */

struct _HopsoWorkingDays
{
  GHashTable *announced; /* owned: date "YYYY-MM-DD" → whether one works */
};

/**
 * hopso_working_days_new:
 *
 * Returns: (transfer full): the calendar as it is known, without announcements
 */
HopsoWorkingDays *
hopso_working_days_new (void)
{
  HopsoWorkingDays *self = g_new0 (HopsoWorkingDays, 1);

  self->announced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * hopso_working_days_copy:
 *
 * Returns: (transfer full): the same again
 */
HopsoWorkingDays *
hopso_working_days_copy (const HopsoWorkingDays *self)
{
  HopsoWorkingDays *copy = hopso_working_days_new ();
  GHashTableIter iter;
  gpointer date, is_working;

  g_hash_table_iter_init (&iter, self->announced);
  while (g_hash_table_iter_next (&iter, &date, &is_working))
    g_hash_table_insert (copy->announced, g_strdup (date), is_working);
  return copy;
}

/**
 * hopso_working_days_free:
 * @self: (transfer full): a calendar
 */
void
hopso_working_days_free (HopsoWorkingDays *self)
{
  g_hash_table_unref (self->announced);
  g_free (self);
}

/* "YYYY-MM-DD" of a day, into a buffer of 16. */
static void
print_date (gint64 day, char date[16])
{
  GDate calendar;

  g_date_clear (&calendar, 1);
  g_date_set_julian (&calendar, (guint32) (day + JULIAN_OF_0));
  g_date_strftime (date, 16, "%Y-%m-%d", &calendar);
}

static gboolean
is_date (const char *text)
{
  int numbers[] = { 0, 0, 0 };

  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0, part = 0; i < 10; i++)
    if (i == 4 || i == 7)
      part++;
    else if (!g_ascii_isdigit (text[i]))
      return FALSE;
    else
      numbers[part] = numbers[part] * 10 + (text[i] - '0');
  return g_date_valid_dmy ((GDateDay) numbers[2], (GDateMonth) numbers[1], (GDateYear) numbers[0]);
}

/**
 * hopso_working_days_set:
 * @date: "YYYY-MM-DD"
 * @is_working: whether offices work on that day, whatever else says
 *
 * Takes over an announcement; the latest about a day holds.
 *
 * Returns: whether it is a date
 */
gboolean
hopso_working_days_set (HopsoWorkingDays *self, const char *date, gboolean is_working)
{
  if (!is_date (date))
    return FALSE;
  g_hash_table_insert (self->announced, g_strdup (date), GINT_TO_POINTER (is_working));
  return TRUE;
}

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/**
 * hopso_working_days_append_rules:
 * @rules: gets a line "holiday=YYYY-MM-DD" or "workday=YYYY-MM-DD" for each announcement, in order
 */
void
hopso_working_days_append_rules (const HopsoWorkingDays *self, GString *rules)
{
  g_autoptr (GList) dates = g_list_sort (g_hash_table_get_keys (self->announced), by_text);

  for (GList *l = dates; l != NULL; l = l->next)
    g_string_append_printf (rules, "%s=%s\n",
                            g_hash_table_lookup (self->announced, l->data) ? "workday" : "holiday",
                            (const char *) l->data);
}

/**
 * hopso_working_days_get_day:
 * @seconds: since 1970-01-01T00:00:00Z
 *
 * Returns: the day in Viet Nam at that moment
 */
gint64
hopso_working_days_get_day (gint64 seconds)
{
  gint64 local = seconds + ZONE_SECONDS;

  return local / DAY_SECONDS - (local % DAY_SECONDS < 0 ? 1 : 0);
}

/**
 * hopso_working_days_get_start:
 * @day: a day in Viet Nam
 *
 * Returns: when it begins, in seconds since 1970-01-01T00:00:00Z
 */
gint64
hopso_working_days_get_start (gint64 day)
{
  return day * DAY_SECONDS - ZONE_SECONDS;
}

static gboolean
is_weekend (gint64 day)
{
  gint64 weekday = ((day + WEEKDAY_OF_0) % 7 + 7) % 7;

  return weekday == 0 || weekday == 6;
}

/* Whether a table or an announcement closes the offices, and whether one opens them. */
static void
look_up (const HopsoWorkingDays *self, gint64 day, gboolean *is_off, gboolean *is_on)
{
  char date[16];
  gpointer is_working;

  print_date (day, date);
  *is_off = g_strv_contains (days_off, date) || g_strv_contains (days_yearly, date + 5);
  *is_on = g_strv_contains (days_on, date);
  if (g_hash_table_lookup_extended (self->announced, date, NULL, &is_working))
    {
      *is_on = GPOINTER_TO_INT (is_working);
      *is_off = !*is_on;
    }
}

/**
 * hopso_working_days_is_working:
 * @day: a day in Viet Nam
 *
 * Returns: whether offices work
 */
gboolean
hopso_working_days_is_working (const HopsoWorkingDays *self, gint64 day)
{
  guint owed = 0;
  gboolean works = TRUE;

  /* Far outside the calendar that a date can be printed of, only weeks are known. */
  if (day < -JULIAN_OF_0 / 2 || day > 10 * JULIAN_OF_0)
    return !is_weekend (day);
  for (gint64 at = day - LONGEST_BREAK; at <= day; at++)
    {
      gboolean is_off, is_on;

      look_up (self, at, &is_off, &is_on);
      works = FALSE;
      if (is_on)
        works = TRUE;
      else if (is_off)
        owed += is_weekend (at) ? 1 : 0;
      else if (!is_weekend (at) && owed > 0)
        owed--;
      else
        works = !is_weekend (at);
    }
  return works;
}

/**
 * hopso_working_days_find_latest:
 * @meeting_day: the day of the meeting
 * @notice: how many whole working days must lie between, at most
 *   %HOPSO_WORKING_DAYS_MAX_NOTICE
 *
 * Returns: the latest working day on which invitation and papers may be sent; @meeting_day where
 *   no notice is needed
 */
gint64
hopso_working_days_find_latest (const HopsoWorkingDays *self, gint64 meeting_day, guint notice)
{
  gint64 day = meeting_day;
  guint left = notice > 0 ? MIN (notice, HOPSO_WORKING_DAYS_MAX_NOTICE) + 1 : 0;

  for (guint looked = 0; left > 0 && looked < FURTHEST_LOOK; looked++)
    if (hopso_working_days_is_working (self, --day))
      left--;
  return day;
}

/**
 * hopso_working_days_count_between:
 * @from: a day
 * @to: a later day
 *
 * Returns: how many working days lie between them, without both; counting ends at 400 days
 */
guint
hopso_working_days_count_between (const HopsoWorkingDays *self, gint64 from, gint64 to)
{
  guint count = 0;

  for (gint64 day = from + 1; day < to && day < from + FURTHEST_LOOK; day++)
    count += hopso_working_days_is_working (self, day) ? 1 : 0;
  return count;
}
