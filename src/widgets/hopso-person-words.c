/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How people are called: position and unit, once each, with the usual short forms. Pure functions.
 */

#include "hopso-person-words.h"

#include <string.h>

/**
 * hopso_person_words_abbreviate:
 * @text: a name or position
 *
 * Returns: (transfer full): with the usual short forms, so that it fits on its line
 */
char *
hopso_person_words_abbreviate (const char *text)
{
  static const char *const forms[][2] = {
    { "Ủy ban nhân dân", "UBND" },
    { "Hội đồng nhân dân", "HĐND" },
    { "Uỷ ban nhân dân", "UBND" },
  };
  g_autoptr (GString) words = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    g_string_replace (words, forms[i][0], forms[i][1], 0);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * hopso_person_words_position:
 * @person: (nullable): somebody
 * @organization: (nullable): where they work
 *
 * Returns: (transfer full): position and unit, the unit only when the position does not say it
 */
char *
hopso_person_words_position (HopsoPerson *person, HopsoOrganization *organization)
{
  const char *title = person != NULL ? hopso_person_get_position (person) : NULL;
  const char *unit = NULL;
  g_autofree char *position = hopso_person_words_abbreviate (title != NULL ? title : "");
  g_autofree char *name = NULL;

  if (organization != NULL)
    unit = hopso_organization_get_short_name (organization);
  if (unit == NULL && organization != NULL)
    unit = hopso_organization_get_name (organization);
  if (unit == NULL)
    return g_steal_pointer (&position);
  name = hopso_person_words_abbreviate (unit);
  if (position[0] == '\0')
    return g_steal_pointer (&name);
  if (strstr (position, name) != NULL)
    return g_steal_pointer (&position);
  return g_strdup_printf ("%s · %s", position, name);
}

/* How many bytes at the end of @position are the beginning of @unit, in whole words: the office of
 * "Chánh Văn phòng" of "Văn phòng UBND tỉnh" is said once. */
static gsize
find_overlap (const char *position, const char *unit)
{
  gsize length = strlen (position);

  for (const char *word = position; word != NULL && *word != '\0';)
    {
      gsize rest = length - (gsize) (word - position);

      if (strncmp (word, unit, rest) == 0 && (unit[rest] == ' ' || unit[rest] == '\0'))
        return rest;
      word = strchr (word, ' ');
      word = word != NULL ? word + 1 : NULL;
    }
  return 0;
}

/**
 * hopso_person_words_title:
 * @person: (nullable): somebody
 * @organization: (nullable): where they work
 *
 * Returns: (transfer full) (nullable): position and unit in one go, "Giám đốc Sở Y tế"; the name
 *   of somebody without a position
 */
char *
hopso_person_words_title (HopsoPerson *person, HopsoOrganization *organization)
{
  const char *title = person != NULL ? hopso_person_get_position (person) : NULL;
  g_autofree char *position = NULL;
  g_autofree char *both = NULL;
  const char *unit;

  if (person == NULL)
    return NULL;
  if (title == NULL || title[0] == '\0')
    return g_strdup (hopso_person_get_name (person));
  position = hopso_person_words_abbreviate (title);
  both = hopso_person_words_position (person, organization);
  unit = strstr (both, " · ");
  if (unit == NULL)
    return g_steal_pointer (&position);
  unit += strlen (" · ");
  position[strlen (position) - find_overlap (position, unit)] = '\0';
  g_strchomp (position);
  return g_strdup_printf ("%s %s", position, unit);
}
