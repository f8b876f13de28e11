/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person types, and what SQLite's index is asked. Nothing typed is ever syntax there: each
 * word goes between quotes. Pure. */

#include "hopso-search-private.h"

#include <string.h>

#define MAX_WORDS 32

/* Whether the words carry a mark or đ, and so are meant exactly. */
gboolean
hopso_search_is_accented (const char *words)
{
  g_autofree char *apart = g_utf8_normalize (words, -1, G_NORMALIZE_NFD);

  for (const char *next = apart; next != NULL && *next != '\0'; next = g_utf8_next_char (next))
    {
      gunichar letter = g_utf8_get_char (next);

      if (letter == 0x110 || letter == 0x111 || g_unichar_ismark (letter))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_word (gunichar letter)
{
  return g_unichar_isalnum (letter) || g_unichar_ismark (letter);
}

/* The words of @text up to @end, each between quotes; one phrase if @is_phrase. */
static void
take_words (GPtrArray *terms, const char *text, const char *end, gboolean is_phrase)
{
  g_autoptr (GString) phrase = g_string_new (NULL);

  while (text < end && terms->len < MAX_WORDS)
    {
      const char *word = text;

      while (text < end && is_of_word (g_utf8_get_char (text)))
        text = g_utf8_next_char (text);
      if (text > word)
        {
          g_string_append_printf (phrase, phrase->len > 0 ? " %.*s" : "%.*s", (int) (text - word),
                                  word);
          if (!is_phrase)
            {
              g_ptr_array_add (terms, g_strdup_printf ("\"%s\"", phrase->str));
              g_string_truncate (phrase, 0);
            }
        }
      if (text < end)
        text = g_utf8_next_char (text);
    }
  if (is_phrase && phrase->len > 0)
    g_ptr_array_add (terms, g_strdup_printf ("\"%s\"", phrase->str));
}

/* Whether what ends at @end is a word of more than one letter: with one letter begins half of what
 * is written, and to rank all that would take longer than to type the next letter. */
static gboolean
may_go_on (const char *words, const char *end)
{
  const char *last = g_utf8_find_prev_char (words, end);
  const char *before = last != NULL ? g_utf8_find_prev_char (words, last) : NULL;

  return before != NULL && is_of_word (g_utf8_get_char (last)) &&
         is_of_word (g_utf8_get_char (before));
}

/* Sets @is_open if the last word may go on. */
static GPtrArray *
split (const char *words, gboolean *is_open)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  gboolean is_phrase = FALSE;
  const char *end;

  for (; (end = strchr (words, '"')) != NULL; words = end + 1, is_phrase = !is_phrase)
    take_words (terms, words, end, is_phrase);
  end = words + strlen (words);
  take_words (terms, words, end, is_phrase);
  *is_open = may_go_on (words, end);
  return g_steal_pointer (&terms);
}

/* All words next to each other, as one phrase. */
static char *
join_phrase (GPtrArray *terms)
{
  GString *phrase = g_string_new ("\"");

  for (guint i = 0; i < terms->len; i++)
    {
      const char *term = g_ptr_array_index (terms, i);

      if (i > 0)
        g_string_append_c (phrase, ' ');
      g_string_append_len (phrase, term + 1, (gssize) strlen (term) - 2);
    }
  g_string_append_c (phrase, '"');
  return g_string_free (phrase, FALSE);
}

/* An expression of FTS5: all words; pages where they follow one another rank higher. NULL when
 * there is no word. */
char *
hopso_search_write_match (const char *words)
{
  g_autofree char *whole = g_utf8_normalize (words, -1, G_NORMALIZE_NFC);
  gboolean is_open;
  g_autoptr (GPtrArray) terms = whole != NULL ? split (whole, &is_open) : NULL;

  if (terms == NULL || terms->len == 0)
    return NULL;

  const char *star = is_open ? " *" : "";
  g_autofree char *phrase = join_phrase (terms);
  if (terms->len == 1)
    return g_strconcat (phrase, star, NULL);
  g_ptr_array_add (terms, NULL);
  g_autofree char *all = g_strjoinv (" AND ", (char **) terms->pdata);
  return g_strdup_printf ("(%s%s) OR (%s%s)", phrase, star, all, star);
}
