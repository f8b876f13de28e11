/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is invited: name, position and unit, the answer in words, and who comes instead. An answer
 * of one's own that the server has not got yet is marked on the row. Main thread. */

#include "hopso-participant-row.h"

#include "hopso-change-set.h"
#include "hopso-meeting-words.h"
#include "hopso-person-words.h"

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
  g_autofree char *title = hopso_person_words_title (person, organization);

  if (title == NULL)
    return g_strdup (role.label);
  return role.label[0] != '\0' ? g_strdup_printf ("%s · %s", role.label, title)
                               : g_steal_pointer (&title);
}

static void
show_substitute (HopsoParticipantRow *self)
{
  const char *id = hopso_participant_get_substitute (self->participant);
  HopsoPerson *person = id != NULL ? hopso_workspace_lookup_person (self->workspace, id) : NULL;
  g_autofree char *words = NULL;

  if (person != NULL)
    words = g_strdup_printf (_ ("Substitute: %s"), hopso_person_get_name (person));
  gtk_label_set_label (self->substitute_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->substitute_label), words != NULL);
}

static void
update (HopsoParticipantRow *self)
{
  const char *person_id = hopso_participant_get_person (self->participant);
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  HopsoPerson *person = hopso_workspace_lookup_person (self->workspace, person_id);
  gboolean is_mine = me != NULL && person == me;
  HopsoStateWords words =
      hopso_meeting_words_answer (hopso_participant_get_partstat (self->participant), is_mine);
  const char *guest = hopso_participant_get_guest_name (self->participant);
  const char *known = person != NULL ? hopso_person_get_name (person) : guest;
  const char *name = known != NULL ? known : _ ("Unknown person");
  g_autofree char *position = describe (self, person);
  g_autofree char *sentence = g_strdup_printf ("%s, %s, %s", name, position, words.label);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->position_label, position);
  gtk_widget_set_visible (GTK_WIDGET (self->position_label), position[0] != '\0');
  hopso_chip_set (self->answer_chip, words.icon_name, words.label, words.tone);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->answer_chip),
                               hopso_participant_get_reason (self->participant));
  gtk_widget_set_visible (
      GTK_WIDGET (self->waiting_icon),
      hopso_workspace_is_waiting (self->workspace, HOPSO_KIND_PARTICIPANT,
                                  hopso_record_get_id (HOPSO_RECORD (self->participant))));
  show_substitute (self);
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
