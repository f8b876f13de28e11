/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days as people type them: 5/11/2026, 05-11-2026, 05.11.2026. Pure functions. */

#include "hopso-day-text.h"

#include <stdio.h>

/**
 * hopso_day_text_read:
 * @text: as typed
 * @date: (out caller-allocates): the day, not valid when @text is none
 *
 * Returns: whether it is a day
 */
gboolean
hopso_day_text_read (const char *text, GDate *date)
{
  guint day, month, year;
  char rest;

  g_date_clear (date, 1);
  if (sscanf (text, " %2u%*1[-/. ]%2u%*1[-/. ]%4u %c", &day, &month, &year, &rest) != 3 ||
      year < 1000 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

/**
 * hopso_day_text_write:
 * @date: a valid day
 *
 * Returns: (transfer full): as people write it
 */
char *
hopso_day_text_write (const GDate *date)
{
  return g_strdup_printf ("%02u/%02u/%04u", g_date_get_day (date), (guint) g_date_get_month (date),
                          g_date_get_year (date));
}
