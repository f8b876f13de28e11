/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words out of a document, made fit for a message: valid UTF-8, never absent, not endless. Main
 * thread of the drawing process. */

#include "hopso-render-words.h"

#include <string.h>

/**
 * hopso_render_words:
 * @words: (nullable): what the document says
 *
 * Returns: (transfer full): the same as valid UTF-8, cut where it is too long
 */
char *
hopso_render_words (const char *words)
{
  const gsize length = words != NULL ? strlen (words) : 0;
  const gboolean is_cut = length > HOPSO_RENDER_MAX_WORDS;

  return g_utf8_make_valid (words != NULL ? words : "",
                            is_cut ? (gssize) HOPSO_RENDER_MAX_WORDS : (gssize) length);
}

/**
 * hopso_render_take_words:
 * @words: (transfer full) (nullable): what the document says
 *
 * Returns: (transfer full): as hopso_render_words()
 */
char *
hopso_render_take_words (char *words)
{
  char *fit = hopso_render_words (words);

  g_free (words);
  return fit;
}
