/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps about who comes. Chair and secretary are named by the meeting and invited like others;
 * both are changed together. Main thread. */

#include "hopso-composition-people.h"

#include "hopso-composition-private.h"
#include "hopso-order-key.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

/**
 * hopso_composition_find_participant:
 * @person: (nullable): the id of a person
 *
 * Returns: (transfer none) (nullable): that person's invitation
 */
HopsoParticipant *
hopso_composition_find_participant (HopsoComposition *self, const char *person)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSITION (self), NULL);

  for (guint i = 0; person != NULL && i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (HopsoParticipant) one = g_list_model_get_item (self->people, i);

      if (g_strcmp0 (hopso_participant_get_person (one), person) == 0)
        return one; /* the list holds it */
    }
  return NULL;
}

static void
put_role (HopsoComposeStep *step, HopsoParticipant *participant, const char *role)
{
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (HOPSO_RECORD (participant));
  g_autoptr (HopsoRecord) record = NULL;

  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ROLE, role);
  record = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, record);
}

/* The meeting names somebody else, or nobody, in that office. */
static void
put_meeting (HopsoComposition *self, HopsoComposeStep *step, guint field, const char *person)
{
  g_autoptr (HopsoRecordBuilder) builder =
      hopso_record_builder_new_from (HOPSO_RECORD (hopso_composition_get_meeting (self)));
  g_autoptr (HopsoRecord) record = NULL;

  hopso_record_builder_set_string (builder, field, person);
  record = hopso_record_builder_end (builder);
  hopso_compose_step_put (step, record);
}

static void
invite (HopsoComposition *self, HopsoComposeStep *step, const char *person, const char *role)
{
  const char *const persons[] = { person, NULL };
  HopsoParticipant *invited = hopso_composition_find_participant (self, person);

  if (invited != NULL)
    put_role (step, invited, role);
  else
    hopso_workspace_invite (self->workspace, step, persons, role, NULL);
}

/**
 * hopso_composition_set_office:
 * @field: %HOPSO_MEETING_CHAIR or %HOPSO_MEETING_SECRETARY
 * @person: who has it from now on
 */
void
hopso_composition_set_office (HopsoComposition *self, guint field, const char *person)
{
  HopsoMeeting *meeting;
  const char *before;
  const gboolean is_chair = field == HOPSO_MEETING_CHAIR;
  HopsoParticipant *former;
  HopsoComposeStep *step;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  meeting = hopso_composition_get_meeting (self);
  before = meeting != NULL ? hopso_record_get_string (HOPSO_RECORD (meeting), field) : NULL;
  if (meeting == NULL || g_strcmp0 (before, person) == 0)
    return;
  former = hopso_composition_find_participant (self, before);
  step = hopso_compose_step_new (self->id, is_chair ? _ ("Change who presides")
                                                    : _ ("Change who keeps the minutes"));
  put_meeting (self, step, field, person);
  if (former != NULL)
    put_role (step, former, "delegate");
  invite (self, step, person, is_chair ? "chair" : "secretary");
  hopso_composition_do (self, step);
}

/**
 * hopso_composition_invite:
 * @persons: ids; those who are invited already are passed over
 * @role: what they do there
 * @group: (nullable): the group by which they are chosen
 */
void
hopso_composition_invite (HopsoComposition *self,
                          const char *const *persons,
                          const char *role,
                          const char *group)
{
  HopsoComposeStep *step;
  const guint n = g_strv_length ((char **) persons);
  g_autofree char *name = g_strdup_printf (ngettext ("Invite %u person", "Invite %u people", n), n);

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  step = hopso_compose_step_new (self->id, name);
  if (hopso_workspace_invite (self->workspace, step, persons, role, group) > 0)
    hopso_composition_do (self, step);
  else
    {
      hopso_compose_step_free (step);
      hopso_composition_tell (self, _ ("All of them are invited already."));
    }
}

static char *
make_last_key (HopsoComposition *self)
{
  const char *last = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (HopsoParticipant) one = g_list_model_get_item (self->people, i);
      const char *key = hopso_participant_get_order_key (one);

      if (g_strcmp0 (key, last) > 0)
        last = key;
    }
  return hopso_order_key_between (last, NULL);
}

/**
 * hopso_composition_invite_guest:
 * @name: of somebody who has no account
 * @position: (nullable): position and agency
 */
void
hopso_composition_invite_guest (HopsoComposition *self, const char *name, const char *position)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *key = NULL;
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  key = make_last_key (self);
  builder = hopso_record_builder_new (HOPSO_KIND_PARTICIPANT, id);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_MEETING, self->id);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ROLE, "guest");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_PARTSTAT, "needs-action");
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_GUEST_NAME, name);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_GUEST_POSITION, position);
  hopso_record_builder_set_string (builder, HOPSO_PARTICIPANT_ORDER_KEY, key);
  hopso_composition_put (self, hopso_record_builder_end (builder), _ ("Invite a guest"));
}

static gboolean
is_office (const char *role)
{
  return g_strcmp0 (role, "chair") == 0 || g_strcmp0 (role, "secretary") == 0;
}

/* Whoever has the office that @participant gets, becomes a delegate. */
static void
put_former (HopsoComposition *self,
            HopsoComposeStep *step,
            HopsoParticipant *participant,
            const char *role)
{
  if (!is_office (role))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (HopsoParticipant) one = g_list_model_get_item (self->people, i);

      if (one != participant && g_strcmp0 (hopso_participant_get_role (one), role) == 0)
        put_role (step, one, "delegate");
    }
}

/* The meeting names whoever got an office, and nobody for one that was given up. */
static void
put_offices (HopsoComposeStep *step,
             HopsoMeeting *meeting,
             const char *before,
             const char *role,
             const char *person)
{
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (HOPSO_RECORD (meeting));
  g_autoptr (HopsoRecord) record = NULL;

  if (g_strcmp0 (before, "chair") == 0)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_CHAIR, NULL);
  if (g_strcmp0 (before, "secretary") == 0)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_SECRETARY, NULL);
  if (g_strcmp0 (role, "chair") == 0)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_CHAIR, person);
  if (g_strcmp0 (role, "secretary") == 0)
    hopso_record_builder_set_string (builder, HOPSO_MEETING_SECRETARY, person);
  record = hopso_record_builder_end (builder);
  if (!hopso_record_equal (record, HOPSO_RECORD (meeting)))
    hopso_compose_step_put (step, record);
}

/**
 * hopso_composition_set_role:
 * @participant: somebody who is invited
 * @role: what that person does there
 */
void
hopso_composition_set_role (HopsoComposition *self, HopsoParticipant *participant, const char *role)
{
  HopsoMeeting *meeting;
  const char *person = hopso_participant_get_person (participant);
  const char *before = hopso_participant_get_role (participant);
  HopsoComposeStep *step;

  g_return_if_fail (HOPSO_IS_COMPOSITION (self));

  meeting = hopso_composition_get_meeting (self);
  if (meeting == NULL || g_strcmp0 (before, role) == 0)
    return;
  step = hopso_compose_step_new (self->id, _ ("Change what somebody does"));
  put_role (step, participant, role);
  put_former (self, step, participant, role);
  put_offices (step, meeting, before, role, person);
  hopso_composition_do (self, step);
}
