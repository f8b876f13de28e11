/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records for steps of composing: papers that were used before, people who are invited, each behind
 * what is there already. Works with what any workspace tells. Main thread. */

#include "hopso-workspace-compose.h"

#include "hopso-participant.h"

/**
 * hopso_compose_set_paper_place:
 * @builder: of a paper
 * @meeting_id: the meeting that is composed
 * @item_id: (nullable): the item it shall belong to
 *
 * Puts it behind the papers that the item has already.
 */
void
hopso_compose_set_paper_place (HopsoWorkspace *self,
                               HopsoRecordBuilder *builder,
                               const char *meeting_id,
                               const char *item_id)
{
  g_autoptr (GListModel) papers = hopso_workspace_list_papers_of_meeting (self, meeting_id);
  g_autofree char *last = NULL;
  g_autofree char *order = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (papers); i++)
    {
      g_autoptr (HopsoPaper) paper = g_list_model_get_item (papers, i);

      if (g_strcmp0 (hopso_paper_get_agenda_item (paper), item_id) == 0 &&
          g_strcmp0 (hopso_paper_get_order_key (paper), last) > 0)
        {
          g_free (last);
          last = g_strdup (hopso_paper_get_order_key (paper));
        }
    }
  order = hopso_order_key_between (last, NULL);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_MEETING, meeting_id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_AGENDA_ITEM, item_id);
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ORDER_KEY, order);
}

/**
 * hopso_workspace_reuse_paper:
 * @paper_id: a paper of an earlier meeting
 * @meeting_id: the meeting that is composed
 * @item_id: (nullable): the item it shall belong to
 *
 * Returns: (transfer full) (nullable): a new paper with the same bytes, for a step; %NULL: there is
 *   no such paper
 */
HopsoRecord *
hopso_workspace_reuse_paper (HopsoWorkspace *self,
                             const char *paper_id,
                             const char *meeting_id,
                             const char *item_id)
{
  static const HopsoPaperField kept[] = {
    HOPSO_PAPER_NAME,           HOPSO_PAPER_REFERENCE,    HOPSO_PAPER_PAPER_TYPE,
    HOPSO_PAPER_DATE,           HOPSO_PAPER_ORGANIZATION, HOPSO_PAPER_FILE_NAME,
    HOPSO_PAPER_DIGEST,         HOPSO_PAPER_SIZE,         HOPSO_PAPER_PAGES,
    HOPSO_PAPER_SIGNATURES,     HOPSO_PAPER_ORIGINAL,     HOPSO_PAPER_ORIGINAL_NAME,
    HOPSO_PAPER_CLASSIFICATION,
  };
  HopsoPaper *paper = hopso_workspace_lookup_paper (self, paper_id);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PAPER, id);

  if (paper == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    hopso_record_builder_copy_field (builder, HOPSO_RECORD (paper), kept[i]);
  hopso_record_builder_set_integer (builder, HOPSO_PAPER_VERSION, 1);
  hopso_compose_set_paper_place (self, builder, meeting_id, item_id);
  return hopso_record_builder_end (builder);
}

/* The last key among the participants; notes in @invited who they are. */
static char *
look_at_participants (HopsoWorkspace *self, const char *meeting, GHashTable *invited)
{
  g_autoptr (GListModel) participants = hopso_workspace_list_participants (self, meeting);
  g_autofree char *last = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (participants); i++)
    {
      g_autoptr (HopsoParticipant) participant = g_list_model_get_item (participants, i);
      const char *person = hopso_participant_get_person (participant);

      if (person != NULL)
        g_hash_table_add (invited, g_strdup (person));
      if (g_strcmp0 (hopso_participant_get_order_key (participant), last) > 0)
        {
          g_free (last);
          last = g_strdup (hopso_participant_get_order_key (participant));
        }
    }
  return g_steal_pointer (&last);
}

static HopsoRecord *
make_participant (
    const char *meeting, const char *person, const char *role, const char *group, const char *order)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);

  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_MEETING, meeting);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PERSON, person);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ROLE, role);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_GROUP, group);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ORDER_KEY, order);
  return hopso_record_builder_end (builder);
}

/**
 * hopso_workspace_invite:
 * @step: a step of the meeting to which they are invited
 * @person_ids: (array zero-terminated=1): who is invited; who is already, is passed over
 * @role: as %HOPSO_PARTICIPANT_ROLE
 * @group_id: (nullable): the group by which they are invited
 *
 * Adds participants to the step.
 *
 * Returns: how many
 */
guint
hopso_workspace_invite (HopsoWorkspace *self,
                        HopsoComposeStep *step,
                        const char *const *person_ids,
                        const char *role,
                        const char *group_id)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self) && role != NULL, 0);

  g_autoptr (GHashTable) invited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *meeting = hopso_compose_step_get_meeting (step);
  g_autofree char *order = look_at_participants (self, meeting, invited);
  guint n = 0;

  for (guint i = 0; person_ids != NULL && person_ids[i] != NULL; i++)
    {
      g_autoptr (HopsoRecord) participant = NULL;
      char *next;

      if (!g_hash_table_add (invited, g_strdup (person_ids[i])))
        continue;
      next = hopso_order_key_between (order, NULL);
      g_free (order);
      order = next;
      participant = make_participant (meeting, person_ids[i], role, group_id, order);
      hopso_compose_step_put (step, participant);
      n++;
    }
  return n;
}
