/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file that a document carries is called: never a path, never hidden, without letters that
 * turn the direction of writing, so that what ends in "exe" cannot look as if it ended in "pdf".
 * What is shown is what is saved. Pure; any thread. */

#include "hopso-attachment-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* File systems take 255 bytes; something is added to names that are taken. */
#define MAX_BYTES 200u

/* So long is the end that says what kind of file it is. */
#define MAX_ENDING 12u

static gboolean
is_harmless (gunichar c)
{
  static const GUnicodeType harmful[] = {
    G_UNICODE_CONTROL,        G_UNICODE_FORMAT,
    G_UNICODE_LINE_SEPARATOR, G_UNICODE_PARAGRAPH_SEPARATOR,
    G_UNICODE_PRIVATE_USE,    G_UNICODE_SURROGATE,
    G_UNICODE_UNASSIGNED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (harmful); i++)
    {
      if (g_unichar_type (c) == harmful[i])
        return FALSE;
    }
  return c > 0x7f || strchr ("<>:\"|?*", (int) c) == NULL;
}

static const char *
skip_folders (const char *said)
{
  const char *name = said;

  for (const char *next = said; *next != '\0'; next++)
    {
      if (*next == '/' || *next == '\\')
        name = next + 1;
    }
  return name;
}

/* Keeps the end of the name, which says what it is. */
static void
shorten (GString *name)
{
  const char *ending = strrchr (name->str, '.');
  const gsize kept = ending != NULL && strlen (ending) <= MAX_ENDING ? strlen (ending) : 0;
  gsize end = MAX_BYTES - kept;

  if (name->len <= MAX_BYTES)
    return;
  while (end > 0 && ((guchar) name->str[end] & 0xc0) == 0x80)
    end--;
  g_string_erase (name, (gssize) end, (gssize) (name->len - kept - end));
}

/**
 * hopso_attachment_name_clean:
 * @said: what the document calls it; any words
 *
 * Returns: (transfer full): a name for a file
 */
char *
hopso_attachment_name_clean (const char *said)
{
  g_autofree char *valid = g_utf8_make_valid (said, -1);
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *next = skip_folders (valid); *next != '\0'; next = g_utf8_next_char (next))
    {
      const gunichar c = g_utf8_get_char (next);

      if (is_harmless (c))
        g_string_append_unichar (name, g_unichar_isspace (c) ? ' ' : c);
    }
  while (name->len > 0 && (name->str[0] == '.' || name->str[0] == ' '))
    g_string_erase (name, 0, 1);
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  shorten (name);
  return name->len > 0 ? g_strdup (name->str) : g_strdup (_ ("attached file"));
}
