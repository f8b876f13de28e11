/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as people say them: "Today 08:00", "25 minutes left". Pure functions of the time, of now
 * and of the local time zone; the words do not depend on the locale's own date formats, since a
 * machine may speak Vietnamese without having a Vietnamese locale. Usable from any thread. */

#include "hopso-time-words.h"

#include <glib/gi18n.h>

#define MINUTES_PER_HOUR 60
#define MINUTES_PER_DAY  (24 * 60)

static const char *const weekdays[] = { N_ ("Monday"),   N_ ("Tuesday"), N_ ("Wednesday"),
                                        N_ ("Thursday"), N_ ("Friday"),  N_ ("Saturday"),
                                        N_ ("Sunday") };
static const char *const months[] = { N_ ("January"), N_ ("February"), N_ ("March"),
                                      N_ ("April"),   N_ ("May"),      N_ ("June"),
                                      N_ ("July"),    N_ ("August"),   N_ ("September"),
                                      N_ ("October"), N_ ("November"), N_ ("December") };

/* A time out of GDateTime's years can only come from damaged data: it is shown as the epoch. */
static GDateTime *
to_local (gint64 time)
{
  GDateTime *local = g_date_time_new_from_unix_local (time);

  return local != NULL ? local : g_date_time_new_from_unix_local (0);
}

static guint32
julian_day (GDateTime *local)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
  return g_date_get_julian (&date);
}

static const char *
weekday_of (GDateTime *local)
{
  return _ (weekdays[g_date_time_get_day_of_week (local) - 1]);
}

/* "23/11", with the year when it is not this year's. */
static char *
day_and_month (GDateTime *local, gint64 now)
{
  g_autoptr (GDateTime) today = to_local (now);

  /* Translators: day/month, as strftime() knows them. */
  if (g_date_time_get_year (local) == g_date_time_get_year (today))
    return g_date_time_format (local, _ ("%d/%m"));
  /* Translators: day/month/year, as strftime() knows them. */
  return g_date_time_format (local, _ ("%d/%m/%Y"));
}

/**
 * hopso_time_words_days_between:
 * @from: a time, in seconds since 1970
 * @to: another
 *
 * Returns: how many midnights lie between them; negative when @to is the earlier
 */
int
hopso_time_words_days_between (gint64 from, gint64 to)
{
  g_autoptr (GDateTime) a = to_local (from);
  g_autoptr (GDateTime) b = to_local (to);

  return (int) julian_day (b) - (int) julian_day (a);
}

/**
 * hopso_time_words_clock:
 * @time: in seconds since 1970
 *
 * Returns: (transfer full): such as "08:00"
 */
char *
hopso_time_words_clock (gint64 time)
{
  g_autoptr (GDateTime) local = to_local (time);

  return g_date_time_format (local, "%H:%M");
}

/**
 * hopso_time_words_moment:
 * @time: in seconds since 1970
 * @now: the present
 *
 * Returns: (transfer full): such as "Today 08:00" or "Thursday, 26/11 08:00"
 */
char *
hopso_time_words_moment (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) local = to_local (time);
  g_autofree char *clock = hopso_time_words_clock (time);
  g_autofree char *day = NULL;

  switch (hopso_time_words_days_between (now, time))
    {
    case -1:
      return g_strdup_printf (_ ("Yesterday %s"), clock);
    case 0:
      return g_strdup_printf (_ ("Today %s"), clock);
    case 1:
      return g_strdup_printf (_ ("Tomorrow %s"), clock);
    default:
      day = day_and_month (local, now);
      /* Translators: weekday, date, time of day. */
      return g_strdup_printf (_ ("%s, %s %s"), weekday_of (local), day, clock);
    }
}

/**
 * hopso_time_words_exact:
 * @time: in seconds since 1970
 *
 * Returns: (transfer full): the time with nothing left to guess, "08:00, Monday, 23/11/2026"
 */
char *
hopso_time_words_exact (gint64 time)
{
  g_autoptr (GDateTime) local = to_local (time);
  g_autofree char *clock = hopso_time_words_clock (time);
  g_autofree char *day = g_date_time_format (local, _ ("%d/%m/%Y"));

  /* Translators: time of day, weekday, date. */
  return g_strdup_printf (_ ("%s, %s, %s"), clock, weekday_of (local), day);
}

/**
 * hopso_time_words_day:
 * @time: in seconds since 1970
 * @now: the present
 *
 * Returns: (transfer full): the heading of a day, "Today, Monday 23/11" or "Thursday, 26/11"
 */
char *
hopso_time_words_day (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) local = to_local (time);
  g_autofree char *day = day_and_month (local, now);
  const char *weekday = weekday_of (local);

  switch (hopso_time_words_days_between (now, time))
    {
    case -1:
      /* Translators: weekday and date. */
      return g_strdup_printf (_ ("Yesterday, %s %s"), weekday, day);
    case 0:
      /* Translators: weekday and date. */
      return g_strdup_printf (_ ("Today, %s %s"), weekday, day);
    case 1:
      /* Translators: weekday and date. */
      return g_strdup_printf (_ ("Tomorrow, %s %s"), weekday, day);
    default:
      /* Translators: weekday and date. */
      return g_strdup_printf (_ ("%s, %s"), weekday, day);
    }
}

/**
 * hopso_time_words_day_short:
 * @time: in seconds since 1970
 * @now: the present
 *
 * Returns: (transfer full): "Today", "Tomorrow" or "25/11"
 */
char *
hopso_time_words_day_short (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) local = to_local (time);

  switch (hopso_time_words_days_between (now, time))
    {
    case -1:
      return g_strdup (_ ("Yesterday"));
    case 0:
      return g_strdup (_ ("Today"));
    case 1:
      return g_strdup (_ ("Tomorrow"));
    default:
      return day_and_month (local, now);
    }
}

/**
 * hopso_time_words_date:
 * @time: in seconds since 1970
 *
 * Returns: (transfer full): such as "Monday, 23 November"
 */
char *
hopso_time_words_date (gint64 time)
{
  g_autoptr (GDateTime) local = to_local (time);

  /* Translators: weekday, day of the month, month. */
  return g_strdup_printf (_ ("%s, %d %s"), weekday_of (local), g_date_time_get_day_of_month (local),
                          _ (months[g_date_time_get_month (local) - 1]));
}

/**
 * hopso_time_words_date_short:
 * @time: in seconds since 1970
 *
 * Returns: (transfer full): such as "Monday, 23/11"
 */
char *
hopso_time_words_date_short (gint64 time)
{
  g_autoptr (GDateTime) local = to_local (time);
  g_autofree char *day = g_date_time_format (local, _ ("%d/%m"));

  return g_strdup_printf (_ ("%s, %s"), weekday_of (local), day);
}

/**
 * hopso_time_words_span:
 * @start: in seconds since 1970
 * @end: the same, or 0 when it is open
 *
 * Returns: (transfer full): such as "Monday, 23/11 · 08:00 – 11:30"
 */
char *
hopso_time_words_span (gint64 start, gint64 end)
{
  g_autofree char *day = hopso_time_words_date_short (start);
  g_autofree char *from = hopso_time_words_clock (start);
  g_autofree char *to = NULL;

  if (end <= start)
    return g_strdup_printf ("%s · %s", day, from);
  to = hopso_time_words_days_between (start, end) == 0 ? hopso_time_words_clock (end)
                                                       : hopso_time_words_moment (end, start);
  return g_strdup_printf ("%s · %s – %s", day, from, to);
}

/**
 * hopso_time_words_minutes:
 * @minutes: how many
 *
 * Returns: (transfer full): such as "60 minutes", never turned into hours, as in an agenda
 */
char *
hopso_time_words_minutes (gint64 minutes)
{
  int count = (int) CLAMP (minutes, 0, G_MAXINT);

  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) count), count);
}

/**
 * hopso_time_words_duration:
 * @minutes: how many
 *
 * Returns: (transfer full): such as "25 minutes" or "2 hours 10 minutes"
 */
char *
hopso_time_words_duration (gint64 minutes)
{
  int hours = (int) (CLAMP (minutes, 0, G_MAXINT) / MINUTES_PER_HOUR);
  g_autofree char *rest = hopso_time_words_minutes (minutes % MINUTES_PER_HOUR);
  g_autofree char *whole = NULL;

  if (hours == 0)
    return g_steal_pointer (&rest);
  whole = g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) hours), hours);
  if (minutes % MINUTES_PER_HOUR == 0)
    return g_steal_pointer (&whole);
  /* Translators: hours and minutes, such as "2 hours 10 minutes". */
  return g_strdup_printf (_ ("%s %s"), whole, rest);
}

static char *
days_left (int days)
{
  return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) days), days);
}

/**
 * hopso_time_words_distance:
 * @time: in seconds since 1970
 * @now: the present
 *
 * A moment that has begun is never "0 minutes left": minutes are rounded up while it is ahead.
 *
 * Returns: (transfer full): such as "25 minutes left", "3 days left" or "2 hours ago"
 */
char *
hopso_time_words_distance (gint64 time, gint64 now)
{
  int days = hopso_time_words_days_between (now, time);
  gint64 minutes = time > now ? (time - now - 1) / 60 + 1 : (now - time) / 60;
  g_autofree char *words = NULL;

  if (time > now && days > 0 && minutes > MINUTES_PER_DAY / 2)
    return days_left (days);
  if (time <= now && minutes == 0)
    return g_strdup (_ ("now"));
  if (time <= now && days < 0 && minutes > MINUTES_PER_DAY / 2)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) -days), -days);
  words = hopso_time_words_duration (minutes);
  /* Translators: a duration, such as "25 minutes". */
  return g_strdup_printf (time > now ? _ ("%s left") : _ ("%s ago"), words);
}

/**
 * hopso_time_words_deadline:
 * @deadline: in seconds since 1970
 * @now: the present
 *
 * Returns: (transfer full): such as "Due today", "Due 25/11" or "Overdue since 20/11"
 */
char *
hopso_time_words_deadline (gint64 deadline, gint64 now)
{
  g_autoptr (GDateTime) local = to_local (deadline);
  g_autofree char *day = day_and_month (local, now);
  int days = hopso_time_words_days_between (now, deadline);

  if (days == 0 && deadline < now)
    return g_strdup (_ ("Overdue today"));
  if (days < 0)
    return g_strdup_printf (_ ("Overdue since %s"), day);
  if (days == 0)
    return g_strdup (_ ("Due today"));
  if (days == 1)
    return g_strdup (_ ("Due tomorrow"));
  return g_strdup_printf (_ ("Due %s"), day);
}
