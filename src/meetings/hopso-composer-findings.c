/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is found of a draft before it goes out, in words. The checks are the model's, the server
 * runs the same and has the last word. A missing paper has a line for each item, with who promised
 * it. Main thread. */

#include "hopso-composer-findings.h"

#include "hopso-composer-words.h"
#include "hopso-publish-check.h"
#include "hopso-time-words.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

static void
finding_free (gpointer data)
{
  HopsoComposerFinding *self = data;

  g_free (self->title);
  g_free (self->words);
  g_free (self->item);
  g_free (self);
}

static void
add (GPtrArray *findings,
     HopsoComposerSeverity severity,
     const char *title,
     const char *words,
     const char *item)
{
  HopsoComposerFinding *finding = g_new0 (HopsoComposerFinding, 1);

  finding->severity = severity;
  finding->title = g_strdup (title);
  finding->words = g_strdup (words);
  finding->item = g_strdup (item);
  g_ptr_array_add (findings, finding);
}

static HopsoComposerSeverity
get_severity (HopsoPublishCheck *check)
{
  switch (hopso_publish_check_get_severity (check))
    {
    case HOPSO_PUBLISH_REASON:
      return HOPSO_COMPOSER_WARNING;
    case HOPSO_PUBLISH_BLOCKED:
      return HOPSO_COMPOSER_BLOCK;
    case HOPSO_PUBLISH_GOOD:
    case HOPSO_PUBLISH_NOTE:
    default:
      return HOPSO_COMPOSER_FINE;
    }
}

/* --- time ----------------------------------------------------------------------------------------
 */

static void
tell_time (GPtrArray *findings, HopsoPublishCheck *check, HopsoMeeting *meeting)
{
  if (get_severity (check) == HOPSO_COMPOSER_FINE)
    return;
  add (findings, get_severity (check), _ ("The time of the meeting"),
       hopso_meeting_get_start (meeting) == 0
           ? _ ("It has no time yet. Say in the details when it is.")
           : _ ("It would be over or end before it begins. Change it in the details."),
       NULL);
}

static void
tell_notice (GPtrArray *findings, HopsoPublishCheck *check, HopsoMeeting *meeting, gint64 now)
{
  const gint64 start = hopso_meeting_get_start (meeting);
  const int days = hopso_time_words_days_between (now, start);
  const gint64 latest = hopso_publish_check_get_latest (check);
  g_autofree char *date = latest != 0 ? hopso_time_words_date_short (latest) : NULL;
  g_autofree char *words = NULL;

  if (start == 0)
    return;
  words =
      date != NULL
          ? g_strdup_printf (ngettext ("%d day left. To be sent by %s.",
                                       "%d days left. To be sent by %s.", (gulong) MAX (0, days)),
                             MAX (0, days), date)
          : g_strdup_printf (ngettext ("%d day left.", "%d days left.", (gulong) MAX (0, days)),
                             MAX (0, days));
  add (findings, get_severity (check), _ ("Sent early enough"), words, NULL);
}

/* --- papers --------------------------------------------------------------------------------------
 */

static const char *
find_item (HopsoComposition *composition, HopsoPublishCheck *check)
{
  const char *const *records = hopso_publish_check_get_records (check);
  HopsoPaper *paper =
      records != NULL && records[0] != NULL
          ? hopso_workspace_lookup_paper (hopso_composition_get_workspace (composition), records[0])
          : NULL;

  return paper != NULL ? hopso_paper_get_agenda_item (paper) : NULL;
}

static char *
list_names (HopsoComposition *composition, HopsoPublishCheck *check)
{
  const char *const *records = hopso_publish_check_get_records (check);
  GString *names = g_string_new (NULL);

  for (guint i = 0; records != NULL && records[i] != NULL; i++)
    {
      HopsoPaper *paper =
          hopso_workspace_lookup_paper (hopso_composition_get_workspace (composition), records[i]);

      if (paper != NULL)
        g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "",
                                hopso_paper_get_name (paper));
    }
  return g_string_free (names, FALSE);
}

/* A good line says how many were looked at, a bad one names them. */
static void
tell_papers (GPtrArray *findings,
             HopsoComposition *composition,
             HopsoPublishCheck *check,
             const char *good,
             const char *bad)
{
  const gboolean is_fine = get_severity (check) == HOPSO_COMPOSER_FINE;
  const guint n = g_list_model_get_n_items (hopso_composition_get_papers (composition));
  g_autofree char *count = g_strdup_printf (
      ngettext ("%u paper has been looked at.", "%u papers have been looked at.", n), n);
  g_autofree char *names = list_names (composition, check);

  if (is_fine && good == NULL)
    return;
  add (findings, get_severity (check), is_fine ? good : bad, is_fine ? count : names,
       is_fine ? NULL : find_item (composition, check));
}

static void
tell_missing (GPtrArray *findings,
              HopsoComposition *composition,
              HopsoPublishCheck *check,
              gint64 now)
{
  const char *const *records = hopso_publish_check_get_records (check);
  HopsoComposerTree *tree = hopso_composition_get_tree (composition);

  if (get_severity (check) == HOPSO_COMPOSER_FINE)
    return;
  for (guint i = 0; records != NULL && records[i] != NULL; i++)
    {
      const int index = hopso_composer_tree_find (tree, records[i]);
      const HopsoComposerNode *node;

      if (index < 0)
        continue;
      node = hopso_composer_tree_get_node (tree, (guint) index);
      g_autofree char *title = g_strdup_printf (_ ("Item %s lacks papers"), node->number);
      g_autofree char *words = hopso_composer_words_promise (node->item, now);
      add (findings, get_severity (check), title, words, records[i]);
    }
}

/* --- people --------------------------------------------------------------------------------------
 */

static void
tell_composition (GPtrArray *findings,
                  HopsoComposition *composition,
                  HopsoPublishCheck *check,
                  HopsoMeeting *meeting)
{
  const guint n = g_list_model_get_n_items (hopso_composition_get_people (composition));
  g_autofree char *persons = g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  g_autofree char *words = NULL;

  if (get_severity (check) == HOPSO_COMPOSER_FINE)
    {
      words = g_strdup_printf (_ ("%s, with chair and secretary."), persons);
      add (findings, HOPSO_COMPOSER_FINE, _ ("Everybody needed is invited"), words, NULL);
    }
  else if (n == 0)
    add (findings, get_severity (check), _ ("Nobody is invited"), _ ("Choose who shall come."),
         NULL);
  else if (hopso_meeting_get_chair (meeting) == NULL)
    add (findings, get_severity (check), _ ("No chair"), _ ("Say in the details who presides."),
         NULL);
  else if (hopso_meeting_get_secretary (meeting) == NULL)
    add (findings, get_severity (check), _ ("No secretary"),
         _ ("Say in the details who keeps the minutes."), NULL);
  else
    add (findings, get_severity (check), _ ("Who is invited"),
         _ ("Chair and secretary must be among those who are invited."), NULL);
}

static void
tell_agenda (GPtrArray *findings, HopsoComposition *composition, HopsoPublishCheck *check)
{
  const gboolean is_empty =
      hopso_composer_tree_get_n_nodes (hopso_composition_get_tree (composition)) == 0;

  if (hopso_publish_check_get_severity (check) == HOPSO_PUBLISH_GOOD)
    return;
  add (findings, get_severity (check), is_empty ? _ ("No agenda") : _ ("The time of the agenda"),
       is_empty ? _ ("Add the first item.") : _ ("The items take longer than the meeting."), NULL);
}

/* --- all of it -----------------------------------------------------------------------------------
 */

static void
add_records (GPtrArray *records, GListModel *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (records, g_list_model_get_item (list, i));
}

static GPtrArray *
list_records (HopsoComposition *composition, HopsoMeeting *meeting)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  HopsoComposerTree *tree = hopso_composition_get_tree (composition);

  g_ptr_array_add (records, g_object_ref (meeting));
  for (guint i = 0; i < hopso_composer_tree_get_n_nodes (tree); i++)
    g_ptr_array_add (records, g_object_ref (hopso_composer_tree_get_node (tree, i)->item));
  add_records (records, hopso_composition_get_people (composition));
  add_records (records, hopso_composition_get_papers (composition));
  return records;
}

static void
tell (GPtrArray *findings,
      HopsoComposition *composition,
      HopsoPublishCheck *check,
      HopsoMeeting *meeting,
      gint64 now)
{
  switch (hopso_publish_check_get_code (check))
    {
    case HOPSO_PUBLISH_CHECK_TIME:
      tell_time (findings, check, meeting);
      break;
    case HOPSO_PUBLISH_CHECK_NOTICE:
      tell_notice (findings, check, meeting, now);
      break;
    case HOPSO_PUBLISH_CHECK_SECRETS:
      tell_papers (findings, composition, check, _ ("No secret papers"),
                   _ ("State secrets: remove them, they must not be kept here"));
      break;
    case HOPSO_PUBLISH_CHECK_COMPOSITION:
      tell_composition (findings, composition, check, meeting);
      break;
    case HOPSO_PUBLISH_CHECK_AGENDA:
      tell_agenda (findings, composition, check);
      break;
    case HOPSO_PUBLISH_CHECK_PAPERS:
      tell_missing (findings, composition, check, now);
      break;
    case HOPSO_PUBLISH_CHECK_FILES:
      tell_papers (findings, composition, check, NULL, _ ("Not ready to be read by everybody"));
      break;
    case HOPSO_PUBLISH_CHECK_REVIEW:
      tell_papers (findings, composition, check, NULL, _ ("Not approved yet"));
      break;
    case HOPSO_PUBLISH_CHECK_VIRUSES:
      tell_papers (findings, composition, check, NULL, _ ("Harmful or not scanned"));
      break;
    case HOPSO_PUBLISH_CHECK_N_CODES:
    default:
      break;
    }
}

/**
 * hopso_composer_find:
 * @composition: a draft
 *
 * Returns: (transfer container) (element-type HopsoComposerFinding): what is to be said of it
 */
GPtrArray *
hopso_composer_find (HopsoComposition *composition)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (finding_free);
  HopsoMeeting *meeting = hopso_composition_get_meeting (composition);
  const gint64 now = hopso_clock_now (hopso_composition_get_clock (composition));
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) checks = NULL;

  if (meeting == NULL)
    return findings;
  records = list_records (composition, meeting);
  checks = hopso_publish_check_run (
      records, hopso_workspace_get_publish_rules (hopso_composition_get_workspace (composition)),
      now);
  for (guint i = 0; i < checks->len; i++)
    tell (findings, composition, checks->pdata[i], meeting, now);
  return findings;
}
