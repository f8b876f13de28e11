/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vietnamese text as people type it in a hurry: without diacritics, in small letters. Pure
 * functions, usable from any thread. */

#include "hopso-text-fold.h"

#include "hopso-fold.h"

#include <string.h>

/**
 * hopso_text_fold:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text in small letters without diacritics, "đ" as "d"
 */
char *
hopso_text_fold (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup ("");
  return hopso_fold_text (text, HOPSO_FOLD_LOOSE);
}

/**
 * hopso_text_fold_matches:
 * @folded: folded text
 * @folded_words: folded words, apart by spaces
 *
 * Returns: whether every word occurs in the text, in any order
 */
gboolean
hopso_text_fold_matches (const char *folded, const char *folded_words)
{
  g_auto (GStrv) words = g_strsplit (folded_words, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * hopso_text_capitalised:
 * @text: (nullable): UTF-8
 *
 * Returns: (transfer full): @text beginning with a capital, as something does that stands alone
 */
char *
hopso_text_capitalised (const char *text)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  if (text == NULL || text[0] == '\0')
    return g_strdup ("");
  g_string_append_unichar (sentence, g_unichar_totitle (g_utf8_get_char (text)));
  g_string_append (sentence, g_utf8_next_char (text));
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}
