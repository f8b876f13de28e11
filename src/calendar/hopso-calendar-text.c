/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines of iCalendar: folded after 75 octets and never within a letter, words escaped (RFC
 * 5545, 3.1 and 3.3.11), parameters as RFC 6868 writes what they could not hold. */

#include "hopso-calendar-text-private.h"

#include <string.h>

#define MAX_OCTETS 75

/* What may not stand in any value; a line feed is written by name. */
static gboolean
is_forbidden (gunichar letter)
{
  return (letter < 0x20 && letter != '\t') || letter == 0x7f;
}

static void
append_folded (GString *output, const char *line)
{
  gsize used = 0;

  for (const char *letter = line; *letter != '\0'; letter = g_utf8_next_char (letter))
    {
      const gsize size = (gsize) (g_utf8_next_char (letter) - letter);

      if (used + size > MAX_OCTETS)
        {
          g_string_append (output, "\r\n ");
          used = 1;
        }
      g_string_append_len (output, letter, (gssize) size);
      used += size;
    }
  g_string_append (output, "\r\n");
}

/**
 * hopso_calendar_add_line:
 * @output: an iCalendar object
 * @name: of a property, with its parameters
 * @value: as it stands there; what no line may hold is left out
 */
void
hopso_calendar_add_line (GString *output, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  g_autoptr (GString) line = g_string_new (name);

  g_string_append_c (line, ':');
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);

      if (!is_forbidden (letter))
        g_string_append_unichar (line, letter);
    }
  append_folded (output, line->str);
}

/**
 * hopso_calendar_add_text:
 * @output: an iCalendar object
 * @name: of a property
 * @text: words, perhaps of several lines
 */
void
hopso_calendar_add_text (GString *output, const char *name, const char *text)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\r' && at[1] == '\n')
        continue;
      if (*at == '\n' || *at == '\r')
        g_string_append (escaped, "\\n");
      else
        {
          if (strchr ("\\;,", *at) != NULL)
            g_string_append_c (escaped, '\\');
          g_string_append_c (escaped, *at);
        }
    }
  hopso_calendar_add_line (output, name, escaped->str);
}

/**
 * hopso_calendar_append_parameter:
 * @name: of a property, with the parameters it has already
 * @parameter: one more
 * @value: its words
 */
void
hopso_calendar_append_parameter (GString *name, const char *parameter, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_printf (name, ";%s=\"", parameter);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);

      if (letter == '^')
        g_string_append (name, "^^");
      else if (letter == '"')
        g_string_append (name, "^'");
      else if (letter == '\n')
        g_string_append (name, "^n");
      else if (!is_forbidden (letter))
        g_string_append_unichar (name, letter);
    }
  g_string_append_c (name, '"');
}
