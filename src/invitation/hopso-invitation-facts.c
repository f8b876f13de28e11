/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds among many records what an invitation is made of. Records come from several clerks and
 * machines: what is missing is left out, and a circle of parts is no endless agenda. Any thread. */

#include "hopso-invitation-facts-private.h"

#include "hopso-invitation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 8

G_DEFINE_QUARK (hopso - invitation - error - quark, hopso_invitation_error)

/**
 * hopso_invitation_facts_lookup:
 * @kind: what it is
 * @id: (nullable): its id
 *
 * Returns: (transfer none) (nullable): the record
 */
gpointer
hopso_invitation_facts_lookup (const HopsoInvitationFacts *self, HopsoKindId kind, const char *id)
{
  HopsoRecord *record = id == NULL ? NULL : g_hash_table_lookup (self->by_id, id);

  return record != NULL && hopso_record_get_kind (record)->id == kind ? record : NULL;
}

static int
compare_guests (gconstpointer a, gconstpointer b)
{
  HopsoParticipant *const *first = a, *const *second = b;
  const int order = g_strcmp0 (hopso_participant_get_order_key (*first),
                               hopso_participant_get_order_key (*second));

  return order != 0 ? order
                    : strcmp (hopso_record_get_id (HOPSO_RECORD (*first)),
                              hopso_record_get_id (HOPSO_RECORD (*second)));
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  HopsoAgendaItem *const *first = a, *const *second = b;
  const int order = g_strcmp0 (hopso_agenda_item_get_order_key (*first),
                               hopso_agenda_item_get_order_key (*second));

  return order != 0 ? order
                    : strcmp (hopso_record_get_id (HOPSO_RECORD (*first)),
                              hopso_record_get_id (HOPSO_RECORD (*second)));
}

/* A part whose whole is gone stands on its own. */
static void
add_items (
    HopsoInvitationFacts *self, GPtrArray *all, const char *parent, const char *prefix, guint depth)
{
  guint n = 0;

  for (guint i = 0; depth < MAX_DEPTH && i < all->len; i++)
    {
      HopsoAgendaItem *item = g_ptr_array_index (all, i);
      const char *whole = hopso_agenda_item_get_parent (item);
      char *number;

      if (!hopso_invitation_facts_lookup (self, HOPSO_KIND_AGENDA_ITEM, whole))
        whole = NULL;
      if (g_strcmp0 (whole, parent) != 0)
        continue;
      number = g_strdup_printf ("%s%u", prefix, ++n);
      g_ptr_array_add (self->items, item);
      g_ptr_array_add (self->numbers, number);
      g_autofree char *deeper = g_strconcat (number, ".", NULL);
      add_items (self, all, hopso_record_get_id (HOPSO_RECORD (item)), deeper, depth + 1);
    }
}

/* The one who presides invites, and is not among those invited. */
static void
collect (HopsoInvitationFacts *self, const char *meeting, GPtrArray *records)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  const char *chair = hopso_meeting_get_chair (self->meeting);

  for (guint i = 0; i < records->len; i++)
    {
      HopsoRecord *record = g_ptr_array_index (records, i);

      if (HOPSO_IS_AGENDA_ITEM (record) &&
          g_strcmp0 (hopso_agenda_item_get_meeting (HOPSO_AGENDA_ITEM (record)), meeting) == 0)
        g_ptr_array_add (items, record);
      else if (HOPSO_IS_PARTICIPANT (record) &&
               g_strcmp0 (hopso_participant_get_meeting (HOPSO_PARTICIPANT (record)), meeting) ==
                   0 &&
               (chair == NULL ||
                g_strcmp0 (hopso_participant_get_person (HOPSO_PARTICIPANT (record)), chair) != 0))
        g_ptr_array_add (self->guests, record);
    }
  g_ptr_array_sort (items, compare_items);
  g_ptr_array_sort (self->guests, compare_guests);
  add_items (self, items, NULL, "", 0);
}

/**
 * hopso_invitation_facts_find:
 * @self: empty
 * @meeting_id: of the meeting
 * @records: (element-type HopsoRecord): all that may be of use; must stay
 * @error: #HopsoInvitationError
 *
 * Returns: whether it can be told who is invited to what
 */
gboolean
hopso_invitation_facts_find (HopsoInvitationFacts *self,
                             const char *meeting_id,
                             GPtrArray *records,
                             GError **error)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->guests = g_ptr_array_new ();
  self->items = g_ptr_array_new ();
  self->numbers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_insert (self->by_id,
                         (gpointer) hopso_record_get_id (g_ptr_array_index (records, i)),
                         g_ptr_array_index (records, i));

  self->meeting = hopso_invitation_facts_lookup (self, HOPSO_KIND_MEETING, meeting_id);
  if (self->meeting != NULL)
    self->organization = hopso_invitation_facts_lookup (
        self, HOPSO_KIND_ORGANIZATION, hopso_meeting_get_organization (self->meeting));
  if (self->organization == NULL || hopso_meeting_get_start (self->meeting) == 0)
    {
      g_set_error_literal (error, HOPSO_INVITATION_ERROR, HOPSO_INVITATION_ERROR_INCOMPLETE,
                           _ ("An invitation needs the meeting’s time and the agency that holds "
                              "it. Fill them in first."));
      return FALSE;
    }
  self->parent = hopso_invitation_facts_lookup (self, HOPSO_KIND_ORGANIZATION,
                                                hopso_organization_get_parent (self->organization));
  self->chair = hopso_invitation_facts_lookup (self, HOPSO_KIND_PERSON,
                                               hopso_meeting_get_chair (self->meeting));
  self->secretary = hopso_invitation_facts_lookup (self, HOPSO_KIND_PERSON,
                                                   hopso_meeting_get_secretary (self->meeting));
  collect (self, meeting_id, records);
  return TRUE;
}

/**
 * hopso_invitation_facts_clear:
 * @self: facts
 */
void
hopso_invitation_facts_clear (HopsoInvitationFacts *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->guests, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_ptr_array_unref);
}

/**
 * hopso_invitation_facts_get_name:
 * @guest: somebody invited
 *
 * Returns: (transfer none): who that is
 */
const char *
hopso_invitation_facts_get_name (const HopsoInvitationFacts *self, HopsoParticipant *guest)
{
  HopsoPerson *person =
      hopso_invitation_facts_lookup (self, HOPSO_KIND_PERSON, hopso_participant_get_person (guest));
  const char *name =
      person != NULL ? hopso_person_get_name (person) : hopso_participant_get_guest_name (guest);

  return name != NULL ? name : "";
}

/**
 * hopso_invitation_facts_dup_position:
 * @guest: somebody invited
 *
 * Returns: (transfer full): position and agency, as far as they are known
 */
char *
hopso_invitation_facts_dup_position (const HopsoInvitationFacts *self, HopsoParticipant *guest)
{
  HopsoPerson *person =
      hopso_invitation_facts_lookup (self, HOPSO_KIND_PERSON, hopso_participant_get_person (guest));
  HopsoOrganization *organization = NULL;
  const char *position = hopso_participant_get_guest_position (guest);
  const char *agency = NULL;

  if (person != NULL)
    {
      position = hopso_person_get_position (person);
      organization = hopso_invitation_facts_lookup (self, HOPSO_KIND_ORGANIZATION,
                                                    hopso_person_get_organization (person));
    }
  if (organization != NULL)
    agency = hopso_organization_get_short_name (organization) != NULL
                 ? hopso_organization_get_short_name (organization)
                 : hopso_organization_get_name (organization);
  if (position == NULL || agency == NULL || strstr (position, agency) != NULL)
    return g_strdup (position != NULL ? position : agency != NULL ? agency : "");
  return g_strdup_printf ("%s, %s", position, agency);
}
