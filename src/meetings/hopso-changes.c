/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which publications of a meeting this person has not seen. What was changed before the person was
 * invited is no change to them, nor what they published themselves. What was seen is remembered
 * with the account. Main thread. */

#include "hopso-change-words.h"

#include "hopso-meeting-difference.h"

#include <string.h>

#define SETTING   "seen-publications" /* "meeting:version", space-separated */
#define MOST_SEEN 200

static int
by_newest (gconstpointer a, gconstpointer b)
{
  gint64 left = hopso_publication_get_version (*(HopsoPublication **) a);
  gint64 right = hopso_publication_get_version (*(HopsoPublication **) b);

  return left > right ? -1 : left < right;
}

/**
 * hopso_changes_list:
 * @workspace: where they are
 * @meeting_id: a meeting
 *
 * Returns: (transfer full) (element-type HopsoPublication): all that was told of it, newest first
 */
GPtrArray *
hopso_changes_list (HopsoWorkspace *workspace, const char *meeting_id)
{
  g_autoptr (GListModel) all = hopso_workspace_list_records (workspace, HOPSO_KIND_PUBLICATION);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoPublication) one = g_list_model_get_item (all, i);

      if (g_strcmp0 (hopso_publication_get_meeting (one), meeting_id) == 0)
        g_ptr_array_add (own, g_steal_pointer (&one));
    }
  g_ptr_array_sort (own, by_newest);
  return own;
}

/**
 * hopso_changes_list_meetings:
 * @workspace: where they are
 *
 * Returns: (transfer full) (element-type utf8): a set of the ids of meetings that were changed
 * after they had been published
 */
GHashTable *
hopso_changes_list_meetings (HopsoWorkspace *workspace)
{
  g_autoptr (GListModel) all = hopso_workspace_list_records (workspace, HOPSO_KIND_PUBLICATION);
  GHashTable *meetings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoPublication) one = g_list_model_get_item (all, i);

      if (g_strcmp0 (hopso_publication_get_kind (one), "publish") != 0)
        g_hash_table_add (meetings, g_strdup (hopso_publication_get_meeting (one)));
    }
  return meetings;
}

static gint64
get_seen (HopsoWorkspace *workspace, const char *meeting_id)
{
  const char *text = hopso_workspace_get_setting (workspace, SETTING);
  const char *found = text != NULL ? strstr (text, meeting_id) : NULL;

  return found != NULL && found[strlen (meeting_id)] == ':'
             ? g_ascii_strtoll (found + strlen (meeting_id) + 1, NULL, 10)
             : 0;
}

/* Whether it is the one by which this person was invited. */
static gboolean
invites (HopsoPublication *publication, const char *person)
{
  const char *const *lines = hopso_publication_get_changes (publication);

  if (g_strcmp0 (hopso_publication_get_kind (publication), "publish") == 0)
    return TRUE;
  for (guint i = 0; person != NULL && lines != NULL && lines[i] != NULL; i++)
    {
      g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[i]);

      if (change != NULL && g_strcmp0 (change->what, HOPSO_CHANGED_PARTICIPANT) == 0 &&
          g_strcmp0 (change->how, HOPSO_CHANGE_NEW) == 0 && g_strcmp0 (change->id, person) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_changes_list_unseen:
 * @workspace: where they are
 * @meeting_id: a meeting
 *
 * Returns: (transfer full) (element-type HopsoPublication): changes that this person has not seen,
 *   newest first
 */
GPtrArray *
hopso_changes_list_unseen (HopsoWorkspace *workspace, const char *meeting_id)
{
  g_autoptr (GPtrArray) all = hopso_changes_list (workspace, meeting_id);
  GPtrArray *unseen = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoPerson *me = hopso_workspace_get_person (workspace);
  const char *person = me != NULL ? hopso_record_get_id (HOPSO_RECORD (me)) : NULL;
  gint64 seen = get_seen (workspace, meeting_id);

  for (guint i = 0; i < all->len; i++)
    {
      HopsoPublication *one = all->pdata[i];

      if (hopso_publication_get_version (one) <= seen || invites (one, person))
        break;
      if (g_strcmp0 (hopso_publication_get_person (one), person) != 0)
        g_ptr_array_add (unseen, g_object_ref (one));
    }
  return unseen;
}

/**
 * hopso_changes_set_seen:
 * @workspace: where they are
 * @meeting_id: a meeting all of whose changes the person has seen
 */
void
hopso_changes_set_seen (HopsoWorkspace *workspace, const char *meeting_id)
{
  g_autoptr (GPtrArray) all = hopso_changes_list (workspace, meeting_id);
  const char *text = hopso_workspace_get_setting (workspace, SETTING);
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
  g_autoptr (GString) kept = g_string_new (NULL);
  guint n = g_strv_length (words);

  if (all->len == 0)
    return;
  for (guint i = n >= MOST_SEEN ? n - MOST_SEEN + 1 : 0; i < n; i++)
    if (words[i][0] != '\0' && !g_str_has_prefix (words[i], meeting_id))
      g_string_append_printf (kept, "%s ", words[i]);
  g_string_append_printf (kept, "%s:%" G_GINT64_FORMAT, meeting_id,
                          hopso_publication_get_version (all->pdata[0]));
  hopso_workspace_set_setting (workspace, SETTING, kept->str);
}

/**
 * hopso_changes_get_mark:
 * @workspace: where they are
 * @meeting_id: (nullable): a meeting
 * @id: of an item or a paper of it
 *
 * Returns: (transfer full) (nullable): how it differs from what the person has seen: one of
 *   HOPSO_CHANGE_…; %NULL: not at all
 */
char *
hopso_changes_get_mark (HopsoWorkspace *workspace, const char *meeting_id, const char *id)
{
  g_autoptr (GPtrArray) unseen =
      meeting_id != NULL ? hopso_changes_list_unseen (workspace, meeting_id) : NULL;

  for (guint i = 0; unseen != NULL && i < unseen->len; i++)
    {
      const char *const *lines = hopso_publication_get_changes (unseen->pdata[i]);

      for (guint n = 0; lines != NULL && lines[n] != NULL; n++)
        {
          g_autoptr (HopsoMeetingChange) change = hopso_meeting_change_parse (lines[n]);

          if (change != NULL && g_strcmp0 (change->id, id) == 0)
            return g_strdup (change->how);
        }
    }
  return NULL;
}
