/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points in time as RFC 3339 §5.6 writes them. Printed in UTC, read with any offset. Any thread. */

#include "hopso-wire-json.h"

#include <string.h>

/**
 * hopso_wire_format_time:
 * @unix_seconds: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full) (nullable): such as "2026-01-05T01:30:00Z"; %NULL beyond the year 9999
 */
char *
hopso_wire_format_time (gint64 unix_seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_seconds);

  /* g_date_time_format() writes the year 915 with three digits. */
  return time == NULL
             ? NULL
             : g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (time),
                                g_date_time_get_month (time), g_date_time_get_day_of_month (time),
                                g_date_time_get_hour (time), g_date_time_get_minute (time),
                                g_date_time_get_second (time));
}

/* Reads digits and the very characters that @pattern shows: '0' stands for a digit. */
static gboolean
matches (const char *string, const char *pattern)
{
  for (; *pattern != '\0'; pattern++, string++)
    if (*pattern == '0' ? !g_ascii_isdigit (*string) : *string != *pattern)
      return FALSE;
  return TRUE;
}

static int
two_digits (const char *at)
{
  return (at[0] - '0') * 10 + (at[1] - '0');
}

static gboolean
parse_offset (const char *string, gint64 *seconds)
{
  *seconds = 0;
  if (strcmp (string, "Z") == 0)
    return TRUE;
  if ((*string != '+' && *string != '-') || !matches (string + 1, "00:00") || string[6] != '\0')
    return FALSE;

  int hours = two_digits (string + 1);
  int minutes = two_digits (string + 4);
  if (hours > 23 || minutes > 59)
    return FALSE;
  *seconds = (hours * 60 + minutes) * 60 * (*string == '-' ? -1 : 1);
  return TRUE;
}

/**
 * hopso_wire_parse_time:
 * @string: text from outside
 * @unix_seconds: (out): seconds since 1970-01-01T00:00:00Z; parts of a second are dropped
 *
 * Returns: whether @string is a date-time of RFC 3339; leap seconds are not taken
 */
gboolean
hopso_wire_parse_time (const char *string, gint64 *unix_seconds)
{
  const char *rest;
  gint64 offset;

  if (!matches (string, "0000-00-00T00:00:00"))
    return FALSE;
  rest = string + strlen ("0000-00-00T00:00:00");
  if (*rest == '.')
    {
      if (!g_ascii_isdigit (*++rest))
        return FALSE;
      while (g_ascii_isdigit (*rest))
        rest++;
    }
  if (!parse_offset (rest, &offset))
    return FALSE;

  g_autoptr (GDateTime) time = g_date_time_new_utc (
      two_digits (string) * 100 + two_digits (string + 2), two_digits (string + 5),
      two_digits (string + 8), two_digits (string + 11), two_digits (string + 14),
      two_digits (string + 17));
  if (time == NULL)
    return FALSE;
  *unix_seconds = g_date_time_to_unix (time) - offset;
  return TRUE;
}
