/* SPDX-License-Identifier: GPL-3.0-or-later */

/* In what a published meeting differs from before, in words: “item 3 is new, paper 2 of item 2 is
 * replaced”. Pure functions of publications; they know no widget. */

#include "hopso-change-words.h"

#include "hopso-meeting-difference.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

#include <string.h>

#define MOST_SAID 8

/**
 * hopso_change_words_heading:
 * @publication: what was told of a meeting
 *
 * Returns: (transfer full): what happened to it, with the number of the version
 */
char *
hopso_change_words_heading (HopsoPublication *publication)
{
  const char *kind = hopso_publication_get_kind (publication);
  int version = (int) CLAMP (hopso_publication_get_version (publication), 0, G_MAXINT);

  if (g_strcmp0 (kind, "cancel") == 0)
    return g_strdup (_ ("The meeting has been cancelled"));
  if (g_strcmp0 (kind, "postpone") == 0)
    return g_strdup_printf (_ ("The meeting has been moved (version %d)"), version);
  if (g_strcmp0 (kind, "change") == 0)
    return g_strdup_printf (_ ("The meeting has changed (version %d)"), version);
  return g_strdup_printf (_ ("Published (version %d)"), version);
}

static gboolean
is (const char *word, const char *other)
{
  return g_strcmp0 (word, other) == 0;
}

static char *
describe_item (const HopsoMeetingChange *change)
{
  const char *which = change->number != NULL ? change->number : change->name;

  if (which == NULL)
    which = "";
  if (is (change->how, HOPSO_CHANGE_NEW))
    return g_strdup_printf (_ ("item %s is new"), which);
  if (is (change->how, HOPSO_CHANGE_REMOVED))
    return g_strdup_printf (_ ("item %s is removed"), change->name != NULL ? change->name : which);
  if (is (change->how, HOPSO_CHANGE_MOVED))
    return g_strdup_printf (_ ("item %s has moved"), which);
  return g_strdup_printf (_ ("item %s has changed"), which);
}

/* "paper 2 of item 3"; where it has no place, its name. */
static char *
name_paper (const HopsoMeetingChange *change)
{
  if (change->position > 0 && change->number != NULL)
    return g_strdup_printf (_ ("paper %u of item %s"), change->position, change->number);
  if (change->position > 0)
    return g_strdup_printf (_ ("paper %u"), change->position);
  return g_strdup_printf (_ ("paper “%s”"), change->name != NULL ? change->name : "");
}

static char *
describe_paper (const HopsoMeetingChange *change)
{
  g_autofree char *which = name_paper (change);

  if (is (change->how, HOPSO_CHANGE_NEW))
    return g_strdup_printf (_ ("%s is new"), which);
  if (is (change->how, HOPSO_CHANGE_REPLACED))
    return g_strdup_printf (_ ("%s is replaced"), which);
  if (is (change->how, HOPSO_CHANGE_REMOVED))
    return g_strdup_printf (_ ("paper “%s” is removed"), change->name != NULL ? change->name : "");
  return g_strdup_printf (_ ("%s has changed"), which);
}

/* The name of a change of the time is "START END START END". */
static char *
describe_time (const HopsoMeetingChange *change)
{
  g_auto (GStrv) parts = g_strsplit (change->name != NULL ? change->name : "", " ", -1);
  g_autofree char *span = NULL;

  if (g_strv_length (parts) != 4)
    return g_strdup (_ ("the time has changed"));
  span = hopso_time_words_span (g_ascii_strtoll (parts[2], NULL, 10),
                                g_ascii_strtoll (parts[3], NULL, 10));
  return g_strdup_printf (_ ("time: %s"), span);
}

static char *
describe_fact (const HopsoMeetingChange *change)
{
  const char *name = change->name != NULL ? change->name : "";

  if (is (change->what, HOPSO_CHANGED_TIME))
    return describe_time (change);
  if (is (change->what, HOPSO_CHANGED_PLACE))
    return g_strdup_printf (_ ("place: %s"), name);
  if (is (change->what, HOPSO_CHANGED_NAME))
    return g_strdup_printf (_ ("name: %s"), name);
  if (is (change->what, HOPSO_CHANGED_ONLINE))
    return g_strdup (_ ("the online room has changed"));
  if (is (change->what, HOPSO_CHANGED_CHAIR))
    return g_strdup (_ ("another chair"));
  if (is (change->what, HOPSO_CHANGED_SECRETARY))
    return g_strdup (_ ("another secretary"));
  return g_strdup (_ ("the note has changed"));
}

/**
 * hopso_change_words_mark:
 * @how: (nullable): how an item or a paper differs from before
 *
 * Returns: (transfer none) (nullable): a word for its row
 */
const char *
hopso_change_words_mark (const char *how)
{
  if (how == NULL)
    return NULL;
  if (is (how, HOPSO_CHANGE_NEW))
    return C_ ("mark", "New");
  if (is (how, HOPSO_CHANGE_REPLACED))
    return C_ ("mark", "Replaced");
  return C_ ("mark", "Changed");
}

/* Of what has a number or a place only that is said. */
static gboolean
says_a_name (const HopsoMeetingChange *change)
{
  if (is (change->what, HOPSO_CHANGED_PAPER))
    return is (change->how, HOPSO_CHANGE_REMOVED) || change->position == 0;
  return is (change->what, HOPSO_CHANGED_ITEM) &&
         (is (change->how, HOPSO_CHANGE_REMOVED) || change->number == NULL);
}

static void
add_people (GPtrArray *said, guint n_new, guint n_removed)
{
  if (n_new > 0)
    g_ptr_array_add (said,
                     g_strdup_printf (ngettext ("%u person more", "%u people more", n_new), n_new));
  if (n_removed > 0)
    g_ptr_array_add (
        said,
        g_strdup_printf (ngettext ("%u person fewer", "%u people fewer", n_removed), n_removed));
}

static char *
join (GPtrArray *said)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n = MIN (said->len, MOST_SAID);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", (const char *) said->pdata[i]);
  if (said->len > n)
    g_string_append_printf (
        words, ngettext (", and %u more change", ", and %u more changes", said->len - n),
        said->len - n);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
describe (HopsoPublication *publication, gboolean with_names)
{
  const char *const *lines = hopso_publication_get_changes (publication);
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  guint n_new = 0;
  guint n_removed = 0;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[i]);

      if (change == NULL || (!with_names && says_a_name (change)))
        continue;
      if (is (change->what, HOPSO_CHANGED_ITEM))
        g_ptr_array_add (said, describe_item (change));
      else if (is (change->what, HOPSO_CHANGED_PAPER))
        g_ptr_array_add (said, describe_paper (change));
      else if (!is (change->what, HOPSO_CHANGED_PARTICIPANT))
        g_ptr_array_add (said, describe_fact (change));
      else
        {
          n_new += is (change->how, HOPSO_CHANGE_NEW);
          n_removed += is (change->how, HOPSO_CHANGE_REMOVED);
        }
    }
  add_people (said, n_new, n_removed);
  return join (said);
}

/**
 * hopso_change_words_changes:
 * @publication: what was told of a meeting
 *
 * Returns: (transfer full): what differs from before, possibly empty
 */
char *
hopso_change_words_changes (HopsoPublication *publication)
{
  return describe (publication, TRUE);
}

/**
 * hopso_change_words_brief:
 * @publication: what was told of a meeting
 *
 * Returns: (transfer full): the same without what would name an item or a paper, for places where
 *   others look on
 */
char *
hopso_change_words_brief (HopsoPublication *publication)
{
  return describe (publication, FALSE);
}
