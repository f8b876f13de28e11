/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is invited: name, position and unit, the answer in words, and who comes instead. An answer
 * of one's own that the server has not got yet is marked on the row. Main thread. */

#include "hopso-participant-row.h"

#include "hopso-change-set.h"
#include "hopso-participant-words.h"
#include "hopso-person-words.h"
#include "hopso-workspace-people.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HopsoParticipantRow
{
  GtkListBoxRow parent_instance;

  HopsoWorkspace *workspace;     /* owned */
  HopsoParticipant *participant; /* owned */

  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *position_label;
  GtkLabel *substitute_label;
  GtkLabel *reason_label;
  GtkMenuButton *menu_button;
  GtkImage *waiting_icon;
  HopsoChip *answer_chip;
};

G_DEFINE_FINAL_TYPE (HopsoParticipantRow, hopso_participant_row, GTK_TYPE_LIST_BOX_ROW)

static char *
describe (HopsoParticipantRow *self, HopsoPerson *person)
{
  HopsoStateWords role = hopso_meeting_words_role (hopso_participant_get_role (self->participant));
  const char *unit = person != NULL ? hopso_person_get_organization (person) : NULL;
  HopsoOrganization *organization =
      unit != NULL ? hopso_workspace_lookup_organization (self->workspace, unit) : NULL;
  const char *seat = hopso_participant_get_seat (self->participant);
  g_autofree char *title =
      person != NULL ? hopso_person_words_title (person, organization)
                     : g_strdup (hopso_participant_get_guest_position (self->participant));
  g_autoptr (GString) words = g_string_new (role.label);

  if (title != NULL && title[0] != '\0')
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", title);
  if (seat != NULL && seat[0] != '\0')
    {
      g_string_append (words, words->len > 0 ? " · " : "");
      g_string_append_printf (words, _ ("seat %s"), seat);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static const char *
name_person (HopsoParticipantRow *self, const char *id)
{
  HopsoPerson *person = hopso_workspace_lookup_person (self->workspace, id);

  return person != NULL ? hopso_person_get_name (person) : _ ("Unknown person");
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
show_substitute (HopsoParticipantRow *self)
{
  const char *id = hopso_participant_get_substitute (self->participant);
  g_autofree char *words =
      id != NULL ? hopso_participant_words_substitute (self->participant, name_person (self, id))
                 : NULL;

  show_text (self->substitute_label, words);
}

/* Why, and who entered it, for who prepares the meeting and for the person. */
static void
show_reason (HopsoParticipantRow *self, gboolean prepares, gboolean is_mine)
{
  const char *reason = hopso_participant_get_reason (self->participant);
  const char *by = hopso_participant_get_answered_by (self->participant);
  gboolean is_entered =
      by != NULL && g_strcmp0 (by, hopso_participant_get_person (self->participant)) != 0;
  g_autoptr (GString) words = g_string_new (NULL);

  if (reason != NULL && reason[0] != '\0')
    g_string_append_printf (words, _ ("Reason: %s"), reason);
  if (is_entered)
    {
      g_string_append (words, words->len > 0 ? " · " : "");
      g_string_append_printf (words, _ ("entered by %s"), name_person (self, by));
    }
  show_text (self->reason_label, prepares || is_mine ? words->str : NULL);
}

/* A clerk enters what somebody has said by telephone. */
static void
show_menu (HopsoParticipantRow *self, HopsoMeeting *meeting, gboolean prepares, gboolean is_mine)
{
  static const char *const open[] = { "published", "inProgress", NULL };
  const char *state = meeting != NULL ? hopso_meeting_get_state (meeting) : NULL;
  const char *id = hopso_record_get_id (HOPSO_RECORD (self->participant));
  gboolean is_offered = prepares && !is_mine && state != NULL && g_strv_contains (open, state);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) comes = g_menu_item_new (_ ("Enter that they attend"), NULL);
  g_autoptr (GMenuItem) is_away = g_menu_item_new (_ ("Enter an absence…"), NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), is_offered);
  if (!is_offered)
    return;
  g_menu_item_set_action_and_target (comes, "answers.answer-for", "(ss)", id, "accepted");
  g_menu_item_set_action_and_target (is_away, "answers.answer-for", "(ss)", id, "declined");
  g_menu_append_item (menu, comes);
  g_menu_append_item (menu, is_away);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
update (HopsoParticipantRow *self)
{
  const char *person_id = hopso_participant_get_person (self->participant);
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  HopsoPerson *person = hopso_workspace_lookup_person (self->workspace, person_id);
  gboolean is_mine = me != NULL && person == me;
  HopsoStateWords words = hopso_participant_words_state (self->participant, is_mine);
  HopsoMeeting *meeting = (HopsoMeeting *) hopso_workspace_lookup_record (
      self->workspace, HOPSO_KIND_MEETING, hopso_participant_get_meeting (self->participant));
  gboolean prepares = meeting != NULL && hopso_workspace_prepares (self->workspace, meeting);
  const char *guest = hopso_participant_get_guest_name (self->participant);
  const char *known = person != NULL ? hopso_person_get_name (person) : guest;
  const char *name = known != NULL ? known : _ ("Unknown person");
  g_autofree char *position = describe (self, person);
  g_autofree char *sentence = g_strdup_printf ("%s, %s, %s", name, position, words.label);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name_label, name);
  show_text (self->position_label, position);
  hopso_chip_set (self->answer_chip, words.icon_name, words.label, words.tone);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->answer_chip),
                               hopso_participant_get_reason (self->participant));
  gtk_widget_set_visible (
      GTK_WIDGET (self->waiting_icon),
      hopso_workspace_is_waiting (self->workspace, HOPSO_KIND_PARTICIPANT,
                                  hopso_record_get_id (HOPSO_RECORD (self->participant))));
  show_substitute (self);
  show_reason (self, prepares, is_mine);
  show_menu (self, meeting, prepares, is_mine);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
changed_cb (HopsoParticipantRow *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PERSON) ||
      hopso_change_set_touches (changes, HOPSO_KIND_ORGANIZATION))
    update (self);
}

static void
hopso_participant_row_dispose (GObject *object)
{
  HopsoParticipantRow *self = HOPSO_PARTICIPANT_ROW (object);

  g_clear_object (&self->participant);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_participant_row_parent_class)->dispose (object);
}

static void
hopso_participant_row_class_init (HopsoParticipantRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_participant_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-participant-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, position_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, substitute_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, waiting_icon);
  gtk_widget_class_bind_template_child (widget_class, HopsoParticipantRow, answer_chip);
}

static void
hopso_participant_row_init (HopsoParticipantRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_participant_row_new:
 * @workspace: where the person is known
 * @participant: the invitation
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_participant_row_new (HopsoWorkspace *workspace, HopsoParticipant *participant)
{
  HopsoParticipantRow *self = g_object_new (HOPSO_TYPE_PARTICIPANT_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->participant = g_object_ref (participant);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::n-waiting", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
