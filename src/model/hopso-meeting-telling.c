/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of a meeting's course that makes publications: what is told, and to whom. What concerns
 * a restricted paper stands in a publication of its own, which only its readers get. Pure; any
 * thread. */

#include "hopso-meeting-course-private.h"

#include "hopso-agenda.h"
#include "hopso-derived-id.h"
#include "hopso-meeting-difference.h"
#include "hopso-paper.h"
#include "hopso-publication.h"

#include <string.h>

/* Who reads a restricted paper, as one text; NULL: everybody may know of it. */
static char *
list_readers (GPtrArray *before, GPtrArray *after, const char *id)
{
  GPtrArray *sides[] = { after, before };

  for (gsize s = 0; s < G_N_ELEMENTS (sides); s++)
    for (guint i = 0; i < sides[s]->len; i++)
      {
        HopsoPaper *paper = sides[s]->pdata[i];
        const char *const *readers;

        if (!HOPSO_IS_PAPER (sides[s]->pdata[i]) ||
            strcmp (hopso_record_get_id (HOPSO_RECORD (paper)), id) != 0)
          continue;
        if (!hopso_paper_is_restricted (paper))
          return NULL;
        readers = hopso_paper_get_readers (paper);
        return readers != NULL ? g_strjoinv ("\n", (char **) readers) : g_strdup ("");
      }
  return NULL;
}

static HopsoRecord *
make_publication (HopsoMeeting *meeting,
                  const HopsoCourseAct *act,
                  const char *kind,
                  const char *readers,
                  GPtrArray *lines)
{
  g_autofree char *version =
      g_strdup_printf ("%" G_GINT64_FORMAT, hopso_meeting_get_version (meeting));
  const char *meeting_id = hopso_record_get_id (HOPSO_RECORD (meeting));
  g_autofree char *id = hopso_derived_id_make ("publication", meeting_id, version, readers, NULL);
  g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PUBLICATION, id);

  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_MEETING, meeting_id);
  hopso_record_builder_set_integer (b, HOPSO_PUBLICATION_VERSION,
                                    hopso_meeting_get_version (meeting));
  hopso_record_builder_set_time (b, HOPSO_PUBLICATION_CREATED, act->now);
  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_PERSON, act->person);
  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_KIND, kind);
  hopso_record_builder_set_string (b, HOPSO_PUBLICATION_REASON, act->reason);
  if (readers != NULL)
    {
      g_auto (GStrv) persons = g_strsplit (readers, "\n", -1);
      hopso_record_builder_set_strings (b, HOPSO_PUBLICATION_READERS,
                                        (const char *const *) persons);
    }
  if (lines->len > 0)
    {
      g_ptr_array_add (lines, NULL);
      hopso_record_builder_set_strings (b, HOPSO_PUBLICATION_CHANGES,
                                        (const char *const *) lines->pdata);
    }
  return hopso_record_builder_end (b);
}

/* One publication for everybody, and one for each circle of readers that restricted papers have. */
void
hopso_meeting_course_tell (HopsoCourseOutcome *outcome,
                           GPtrArray *before,
                           GPtrArray *after,
                           const HopsoCourseAct *act,
                           const char *kind)
{
  HopsoMeeting *meeting = HOPSO_MEETING (hopso_agenda_find_meeting (after));
  g_autoptr (GPtrArray) changes = hopso_meeting_difference (before, after);
  g_autoptr (GPtrArray) for_all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) for_few =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer readers;
  gpointer lines;

  for (guint i = 0; i < changes->len; i++)
    {
      const HopsoMeetingChange *change = changes->pdata[i];
      g_autofree char *circle = strcmp (change->what, HOPSO_CHANGED_PAPER) == 0
                                    ? list_readers (before, after, change->id)
                                    : NULL;
      GPtrArray *into = circle == NULL ? for_all : g_hash_table_lookup (for_few, circle);

      if (into == NULL)
        {
          into = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (for_few, g_steal_pointer (&circle), into);
        }
      g_ptr_array_add (into, hopso_meeting_change_to_string (change));
    }
  g_ptr_array_add (outcome->put, make_publication (meeting, act, kind, NULL, for_all));
  g_hash_table_iter_init (&iter, for_few);
  while (g_hash_table_iter_next (&iter, &readers, &lines))
    g_ptr_array_add (outcome->put, make_publication (meeting, act, kind, readers, lines));
}

/* A paper that is kept from most people from now on is not named to them in old news either. */
void
hopso_meeting_course_hide (HopsoCourseOutcome *outcome, GPtrArray *originals, GHashTable *hidden)
{
  for (guint i = 0; i < originals->len; i++)
    {
      HopsoRecord *record = originals->pdata[i];
      g_autoptr (GPtrArray) left = NULL;
      const char *const *lines;

      if (!HOPSO_IS_PUBLICATION (record) ||
          hopso_publication_get_readers (HOPSO_PUBLICATION (record)) != NULL)
        continue;
      lines = hopso_publication_get_changes (HOPSO_PUBLICATION (record));
      left = g_ptr_array_new ();
      for (guint n = 0; lines != NULL && lines[n] != NULL; n++)
        {
          g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[n]);

          if (change == NULL || change->id == NULL || !g_hash_table_contains (hidden, change->id))
            g_ptr_array_add (left, (char *) lines[n]);
        }
      if (lines == NULL || left->len == g_strv_length ((char **) lines))
        continue;
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new_from (record);
      gboolean is_empty = left->len == 0;
      g_ptr_array_add (left, NULL);
      hopso_record_builder_set_strings (b, HOPSO_PUBLICATION_CHANGES,
                                        is_empty ? NULL : (const char *const *) left->pdata);
      g_ptr_array_add (outcome->put, hopso_record_builder_end (b));
    }
}
