/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which pages somebody means who types "1-3,7,9-". Pure. */

#include "hopso-cli-pages.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char **labels; /* borrowed, nullable */
  guint n_pages;
  GArray *pages; /* owned: of guint */
} Parser;

static gboolean
fail_senseless (const char *words, GError **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” names no pages. Type them like 2 or 1-3,7 or 5-."), words);
  return FALSE;
}

static gboolean
fail_missing (const Parser *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               ngettext ("The document has %u page.", "The document has %u pages.", self->n_pages),
               self->n_pages);
  return FALSE;
}

/* The page of one name, from 0; past the last when there is no such page. */
static gboolean
find_page (const Parser *self, const char *name, guint *page)
{
  guint64 number = 0;

  if (self->labels == NULL)
    {
      if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXUINT, &number, NULL))
        return FALSE;
      *page = (guint) number - 1;
      return TRUE;
    }
  for (*page = 0; self->labels[*page] != NULL; (*page)++)
    {
      if (g_str_equal (self->labels[*page], name))
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_range (Parser *self, guint first, guint last, GError **error)
{
  if (first >= self->n_pages || last >= self->n_pages)
    return fail_missing (self, error);
  for (guint page = first; page <= last; page++)
    g_array_append_val (self->pages, page);
  return TRUE;
}

/* Labels may have a dash of their own, so each is tried. */
static gboolean
add_token (Parser *self, const char *token, const char *words, GError **error)
{
  guint first;
  guint last;

  if (find_page (self, token, &first))
    return add_range (self, first, first, error);
  for (const char *dash = strchr (token, '-'); dash != NULL; dash = strchr (dash + 1, '-'))
    {
      g_autofree char *from = g_strndup (token, (gsize) (dash - token));

      if (!find_page (self, from, &first))
        continue;
      if (dash[1] == '\0')
        return add_range (self, first, MAX (self->n_pages, 1) - 1, error);
      if (find_page (self, dash + 1, &last) && first <= last)
        return add_range (self, first, last, error);
    }
  return fail_senseless (words, error);
}

/**
 * hopso_cli_pages_parse:
 * @words: what was typed
 * @labels: (nullable): what the pages are called, if that was typed and not their numbers
 * @n_pages: how many there are
 * @error: of %G_OPTION_ERROR when it makes no sense, else there is no such page
 *
 * Returns: (transfer full) (element-type guint): the pages in the order they were typed, from 0
 */
GArray *
hopso_cli_pages_parse (const char *words, char **labels, guint n_pages, GError **error)
{
  g_auto (GStrv) tokens = g_strsplit (words, ",", -1);
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  Parser self = { labels, n_pages, pages };

  for (char **token = tokens; *token != NULL; token++)
    {
      if (!add_token (&self, g_strstrip (*token), words, error))
        return NULL;
    }
  if (pages->len == 0)
    fail_senseless (words, error);
  return pages->len > 0 ? g_steal_pointer (&pages) : NULL;
}
