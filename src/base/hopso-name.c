/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Titles and names that others wrote, on their way to a screen, a terminal or a disk. What cannot
 * be seen but changes what is seen is left out: control characters, which a terminal obeys, and
 * marks of direction, which make "gpj.exe" of "exe.jpg". Any thread. */

#include "hopso-name.h"

#include <string.h>

/* What stays when it is shown: everything but controls, marks of direction and line separators.
 * Joiners stay, since letters of some scripts need them. */
static gboolean
is_shown (gunichar c)
{
  if (c == '\n' || c == '\t')
    return TRUE;
  if (g_unichar_iscntrl (c) || (c >= 0x80 && c < 0xa0))
    return FALSE;
  return !(c == 0x061c || c == 0x200b || c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f));
}

/**
 * hopso_name_clean:
 * @text: what somebody else wrote
 *
 * Returns: (transfer full): the same as UTF-8, without what cannot be seen; lines stay
 */
char *
hopso_name_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_shown (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* A name that Windows keeps for a device, whatever its ending (CON, com1.pdf, …). */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", "conin$", "conout$" };
  gsize size = strcspn (name, ".");
  g_autofree char *stem = g_ascii_strdown (name, (gssize) size);

  g_strchomp (stem);
  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (strcmp (stem, devices[i]) == 0)
      return TRUE;
  return strlen (stem) == 4 && (g_str_has_prefix (stem, "com") || g_str_has_prefix (stem, "lpt")) &&
         g_ascii_isdigit (stem[3]);
}

/* Cuts the middle out, so that the ending stays. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  gsize ending = dot == NULL ? 0 : strlen (dot);
  gsize stem;

  if (name->len <= HOPSO_NAME_MAX_FILE)
    return;
  if (ending > 16)
    ending = 0;
  stem = HOPSO_NAME_MAX_FILE - ending;
  while (stem > 0 && ((guchar) name->str[stem] & 0xc0) == 0x80)
    stem--;
  g_string_erase (name, (gssize) stem, (gssize) (name->len - ending - stem));
}

/**
 * hopso_name_for_file:
 * @text: (nullable): the name that somebody else gave a file, UTF-8
 * @fallback: what to take when nothing is left of it
 *
 * Returns: (transfer full): a name without folders, that every file system takes and that means
 *   nothing to a shell, to Windows, or to a terminal
 */
char *
hopso_name_for_file (const char *text, const char *fallback)
{
  g_autofree char *clean = hopso_name_clean (text == NULL ? "" : text);
  const char *last = clean;

  for (const char *at = clean; *at != '\0'; at++)
    if (*at == '/' || *at == '\\')
      last = at + 1;

  GString *name = g_string_new (last);

  for (gsize i = 0; i < name->len; i++)
    if (strchr ("<>:\"|?*\n\t", name->str[i]) != NULL)
      name->str[i] = '_';
  shorten (name);
  /* Windows drops them at the end; at the beginning they hide a file. */
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
  gsize n_leading = strspn (name->str, ". ");
  g_string_erase (name, 0, (gssize) n_leading);
  if (name->str[0] == '-' || is_device (name->str))
    g_string_prepend_c (name, '_');
  if (name->len == 0)
    g_string_assign (name, fallback);
  return g_string_free (name, FALSE);
}
