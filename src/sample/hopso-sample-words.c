/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fills the gaps of a sentence: {place}, {object}, {year}, {last}, {next}, {n:10-900} a number,
 * {p:60-99} a percentage, {d:3-12} a decimal, {s:60-99} that share of the latest number, {q} the
 * latest share itself. Pure: the words' own random numbers decide. */

#include "hopso-sample-private.h"

#include <string.h>

/* 12.345, as numbers are written in Vietnamese. */
static void
append_number (GString *out, gint32 number)
{
  if (number >= 1000)
    g_string_append_printf (out, "%d.%03d", number / 1000, number % 1000);
  else
    g_string_append_printf (out, number < 10 ? "%02d" : "%d", number);
}

static void
append_range (GString *out, HopsoSampleWords *words, char kind, const char *range)
{
  char *end;
  gint64 low = g_ascii_strtoll (range, &end, 10);
  gint64 high = *end == '-' ? g_ascii_strtoll (end + 1, NULL, 10) : low;
  gint32 number = g_rand_int_range (words->rand, (gint32) low, (gint32) MAX (high, low) + 1);
  gint32 tenths = kind == 'n' ? 0 : g_rand_int_range (words->rand, 0, 10);

  switch (kind)
    {
    case 'n':
      words->number = number;
      append_number (out, number);
      break;
    case 's':
      words->share = number * 10 + tenths;
      append_number (out, (gint32) ((gint64) words->number * words->share / 1000));
      break;
    default:
      g_string_append_printf (out, "%d,%d%s", number, tenths, kind == 'p' ? "%" : "");
      break;
    }
}

/* "Xã Đồng Tâm" begins a sentence; inside one it is "xã Đồng Tâm". */
static void
append_place (GString *out, const char *place)
{
  gunichar first = g_utf8_get_char (place);

  if (*place == '\0')
    return;
  g_string_append_unichar (out, out->len > 0 ? g_unichar_tolower (first) : first);
  g_string_append (out, g_utf8_next_char (place));
}

static const char *
pick (HopsoSampleWords *words, JsonArray *array)
{
  guint n = array != NULL ? json_array_get_length (array) : 0;

  return n > 0 ? hopso_sample_get_string (array,
                                          (guint) g_rand_int_range (words->rand, 0, (gint32) n))
               : "";
}

static void
append_gap (GString *out, HopsoSampleWords *words, const char *gap)
{
  if (strcmp (gap, "place") == 0)
    append_place (out, words->place ? words->place : pick (words, words->places));
  else if (strcmp (gap, "object") == 0)
    g_string_append (out, words->object ? words->object : pick (words, words->objects));
  else if (strcmp (gap, "year") == 0)
    g_string_append_printf (out, "%d", words->year);
  else if (strcmp (gap, "last") == 0)
    g_string_append_printf (out, "%d", words->year - 1);
  else if (strcmp (gap, "next") == 0)
    g_string_append_printf (out, "%d", words->year + 1);
  else if (strcmp (gap, "q") == 0)
    g_string_append_printf (out, "%d,%d", words->share / 10, words->share % 10);
  else if (gap[0] != '\0' && gap[1] == ':')
    append_range (out, words, gap[0], gap + 2);
}

/* The sentence with its gaps filled. */
char *
hopso_sample_expand (HopsoSampleWords *words, const char *template)
{
  GString *out = g_string_new (NULL);

  while (*template != '\0')
    {
      const char *open = strchr (template, '{');
      const char *close = open ? strchr (open, '}') : NULL;

      if (close == NULL)
        {
          g_string_append (out, template);
          break;
        }
      g_string_append_len (out, template, open - template);
      g_autofree char *gap = g_strndup (open + 1, (gsize) (close - open - 1));

      append_gap (out, words, gap);
      template = close + 1;
    }
  return g_string_free (out, FALSE);
}
