/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the composer says of kinds, roles, sums and promises. Pure but for who is who; main
 * thread. */

#include "hopso-composer-words.h"

#include "hopso-person-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

const char *const hopso_composer_item_kinds[] = { "information", "discussion", "decision", NULL };
const char *const hopso_composer_meeting_kinds[] = {
  "phien-hop", "hoi-nghi", "giao-ban", "hop-chuyen-de", "tap-huan", "khac", NULL
};
const char *const hopso_composer_roles[] = { "chair", "secretary", "delegate", "guest", NULL };

/**
 * hopso_composer_words_find:
 * @choices: ended by %NULL
 * @value: (nullable): one of them
 * @otherwise: what is meant when it is none
 *
 * Returns: its place
 */
guint
hopso_composer_words_find (const char *const *choices, const char *value, guint otherwise)
{
  for (guint i = 0; choices[i] != NULL; i++)
    if (g_strcmp0 (choices[i], value) == 0)
      return i;
  return otherwise;
}

/**
 * hopso_composer_words_item_kind:
 * @kind: (nullable): of an agenda item
 *
 * Returns: (transfer none) (nullable): what is done with it; %NULL: nobody has said
 */
const char *
hopso_composer_words_item_kind (const char *kind)
{
  const char *const words[] = { _ ("For information"), _ ("For discussion"), _ ("For decision"),
                                NULL };

  return words[hopso_composer_words_find (hopso_composer_item_kinds, kind, 3)];
}

/**
 * hopso_composer_words_meeting_kind:
 * @kind: (nullable): of a meeting
 *
 * Returns: (transfer none): what it is called
 */
const char *
hopso_composer_words_meeting_kind (const char *kind)
{
  const char *const words[] = { _ ("Regular session"),  _ ("Conference"), _ ("Briefing"),
                                _ ("Thematic meeting"), _ ("Training"),   _ ("Other meeting") };

  return words[hopso_composer_words_find (hopso_composer_meeting_kinds, kind, 5)];
}

/**
 * hopso_composer_words_role:
 * @role: (nullable): of a participant
 *
 * Returns: (transfer none): what the person does there
 */
const char *
hopso_composer_words_role (const char *role)
{
  const char *const words[] = { _ ("Chair"), _ ("Secretary"), _ ("Delegate"), _ ("Guest") };

  return words[hopso_composer_words_find (hopso_composer_roles, role, 2)];
}

/**
 * hopso_composer_words_totals:
 * @composition: a draft
 *
 * Returns: (transfer full): items and minutes, of those that the meeting lasts
 */
char *
hopso_composer_words_totals (HopsoComposition *composition)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (composition);
  HopsoMeeting *meeting = hopso_composition_get_meeting (composition);
  const guint n = hopso_composer_tree_get_n_tops (tree);
  const gint64 minutes = hopso_composer_tree_get_minutes (tree);
  const gint64 length =
      meeting != NULL ? (hopso_meeting_get_end (meeting) - hopso_meeting_get_start (meeting)) / 60
                      : 0;
  g_autofree char *items = g_strdup_printf (ngettext ("%u item", "%u items", n), n);

  if (length <= 0)
    /* Translators: "3 items · 110 minutes" */
    return g_strdup_printf (_ ("%s · %d minutes"), items, (int) minutes);
  /* Translators: "3 items · 110/210 minutes" */
  return g_strdup_printf (_ ("%s · %d/%d minutes"), items, (int) minutes, (int) length);
}

/**
 * hopso_composer_words_person:
 * @workspace: knows people
 * @person_id: (nullable): one of them
 *
 * Returns: (transfer full): position and unit
 */
char *
hopso_composer_words_person (HopsoWorkspace *workspace, const char *person_id)
{
  HopsoPerson *person =
      person_id != NULL ? hopso_workspace_lookup_person (workspace, person_id) : NULL;
  HopsoOrganization *unit = NULL;

  if (person == NULL)
    return g_strdup (_ ("Somebody unknown here"));
  if (hopso_person_get_organization (person) != NULL)
    unit = hopso_workspace_lookup_organization (workspace, hopso_person_get_organization (person));
  return hopso_person_words_title (person, unit);
}

/**
 * hopso_composer_words_participant:
 * @workspace: knows people
 * @participant: somebody who is invited
 *
 * Returns: (transfer full): position and unit, or the guest's name
 */
char *
hopso_composer_words_participant (HopsoWorkspace *workspace, HopsoParticipant *participant)
{
  const char *guest = hopso_participant_get_guest_name (participant);

  if (hopso_participant_get_person (participant) == NULL && guest != NULL)
    return g_strdup (guest);
  return hopso_composer_words_person (workspace, hopso_participant_get_person (participant));
}

/**
 * hopso_composer_words_promise:
 * @item: an agenda item without papers
 * @now: seconds since 1970
 *
 * Returns: (transfer full): what is missing, and who has promised it
 */
char *
hopso_composer_words_promise (HopsoAgendaItem *item, gint64 now)
{
  const gint64 promised = hopso_agenda_item_get_promised (item);
  const char *by = hopso_agenda_item_get_promised_by (item);
  g_autofree char *moment = promised != 0 ? hopso_time_words_moment (promised, now) : NULL;

  if (promised == 0)
    return g_strdup (_ ("No papers yet"));
  if (by == NULL)
    return g_strdup_printf (promised < now ? _ ("No papers yet; they were due: %s")
                                           : _ ("No papers yet; they are due: %s"),
                            moment);
  return g_strdup_printf (promised < now ? _ ("No papers yet; %s promised them for %s")
                                         : _ ("No papers yet; %s will send them by %s"),
                          by, moment);
}

/**
 * hopso_composer_words_row:
 * @node: a line of the agenda
 * @n_papers: how many papers it has
 *
 * Returns: (transfer full): the line in one sentence, for who cannot see it
 */
char *
hopso_composer_words_row (const HopsoComposerNode *node, guint n_papers)
{
  const char *presenter = hopso_agenda_item_get_presenter (node->item);
  const char *kind = hopso_composer_words_item_kind (hopso_agenda_item_get_kind (node->item));
  GString *words = g_string_new (NULL);

  g_string_printf (words, _ ("Item %s, %s"), node->number, hopso_agenda_item_get_name (node->item));
  if (presenter != NULL)
    g_string_append_printf (words, ", %s", presenter);
  if (kind != NULL)
    g_string_append_printf (words, ", %s", kind);
  g_string_append (words, ", ");
  g_string_append_printf (words, ngettext ("%d minute", "%d minutes", (gulong) node->minutes),
                          (int) node->minutes);
  g_string_append (words, ", ");
  g_string_append_printf (words, ngettext ("%u paper", "%u papers", n_papers), n_papers);
  return g_string_free (words, FALSE);
}
