/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A question to this person about a substitute: who asks for whom and why, and two buttons of equal
 * tone. On the page of the meeting it stands above the rest; on Today it names the meeting, and
 * activating it opens that. The buttons activate actions of HopsoAnswers. Main thread. */

#include "hopso-asked-row.h"

#include "hopso-person-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoAskedRow
{
  GtkListBoxRow parent_instance;

  HopsoWorkspace *workspace;     /* owned */
  HopsoParticipant *participant; /* owned */
  gboolean is_narrow;

  GtkBox *outer;
  GtkLabel *question_label;
  GtkLabel *details_label;
  GtkBox *buttons;
  GtkButton *no_button;
  GtkButton *yes_button;
};

G_DEFINE_FINAL_TYPE (HopsoAskedRow, hopso_asked_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
name_person (HopsoAskedRow *self, const char *id)
{
  HopsoPerson *person = hopso_workspace_lookup_person (self->workspace, id);
  const char *unit = person != NULL ? hopso_person_get_organization (person) : NULL;
  g_autofree char *title = hopso_person_words_title (
      person, unit != NULL ? hopso_workspace_lookup_organization (self->workspace, unit) : NULL);

  if (person == NULL)
    return g_strdup (_ ("Unknown person"));
  return title != NULL ? g_strdup_printf ("%s (%s)", hopso_person_get_name (person), title)
                       : g_strdup (hopso_person_get_name (person));
}

static void
set_button (GtkButton *button, const char *label, const char *action, HopsoParticipant *participant)
{
  gtk_button_set_label (button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    hopso_record_get_id (HOPSO_RECORD (participant)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static char *
ask (HopsoAskedRow *self)
{
  g_autofree char *invited = name_person (self, hopso_participant_get_person (self->participant));
  g_autofree char *substitute =
      name_person (self, hopso_participant_get_substitute (self->participant));

  if (hopso_substitution_awaits_chair (self->participant))
    return g_strdup_printf (_ ("%s sends %s instead. Do you approve?"), invited, substitute);
  return g_strdup_printf (_ ("%s asks you to attend instead. Will you?"), invited);
}

static char *
describe (HopsoAskedRow *self, HopsoClock *clock, gboolean names_meeting)
{
  HopsoRecord *meeting = hopso_workspace_lookup_record (
      self->workspace, HOPSO_KIND_MEETING, hopso_participant_get_meeting (self->participant));
  const char *reason = hopso_participant_get_reason (self->participant);
  g_autoptr (GString) words = g_string_new (NULL);

  if (names_meeting && meeting != NULL)
    {
      g_autofree char *moment = hopso_time_words_moment (
          hopso_meeting_get_start (HOPSO_MEETING (meeting)), hopso_clock_now (clock));

      g_string_append_printf (words, "%s · %s", hopso_meeting_get_name (HOPSO_MEETING (meeting)),
                              moment);
    }
  if (reason != NULL && reason[0] != '\0')
    {
      g_string_append (words, words->len > 0 ? " · " : "");
      g_string_append_printf (words, _ ("Reason: %s"), reason);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show (HopsoAskedRow *self, HopsoClock *clock, gboolean names_meeting)
{
  gboolean is_chairs = hopso_substitution_awaits_chair (self->participant);
  g_autofree char *question = ask (self);
  g_autofree char *details = describe (self, clock, names_meeting);
  g_autofree char *sentence = g_strdup_printf ("%s %s", question, details);

  gtk_label_set_label (self->question_label, question);
  gtk_label_set_label (self->details_label, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details_label), details[0] != '\0');
  set_button (self->no_button, is_chairs ? _ ("Do not approve…") : _ ("Cannot come…"),
              is_chairs ? "answers.refuse-substitute" : "answers.decline-asked", self->participant);
  set_button (self->yes_button, is_chairs ? _ ("Approve") : _ ("Agree to attend"),
              is_chairs ? "answers.approve-substitute" : "answers.accept-asked", self->participant);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
set_is_narrow (HopsoAskedRow *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->outer), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->buttons, is_narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->no_button), is_narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->yes_button), is_narrow);
}

static void
hopso_asked_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, HOPSO_ASKED_ROW (object)->is_narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_asked_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    set_is_narrow (HOPSO_ASKED_ROW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_asked_row_dispose (GObject *object)
{
  HopsoAskedRow *self = HOPSO_ASKED_ROW (object);

  g_clear_object (&self->participant);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_asked_row_parent_class)->dispose (object);
}

static void
hopso_asked_row_class_init (HopsoAskedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hopso_asked_row_get_property;
  object_class->set_property = hopso_asked_row_set_property;
  object_class->dispose = hopso_asked_row_dispose;
  properties[PROP_IS_NARROW] =
      g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-asked-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, outer);
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, question_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, details_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, no_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoAskedRow, yes_button);
}

static void
hopso_asked_row_init (HopsoAskedRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_asked_row_new:
 * @workspace: where the people are known
 * @clock: tells the time
 * @participant: an invitation about which this person is asked
 * @names_meeting: whether the meeting is named, too, and opened when the row is activated
 *
 * Returns: (transfer floating): the question
 */
GtkWidget *
hopso_asked_row_new (HopsoWorkspace *workspace,
                     HopsoClock *clock,
                     HopsoParticipant *participant,
                     gboolean names_meeting)
{
  HopsoAskedRow *self = g_object_new (HOPSO_TYPE_ASKED_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->participant = g_object_ref (participant);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), names_meeting);
  if (names_meeting)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s",
                                        hopso_participant_get_meeting (participant));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-meeting");
    }
  show (self, clock, names_meeting);
  return GTK_WIDGET (self);
}

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  char *meeting;             /* owned, nullable: any */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_object_unref (wanted->workspace);
  g_free (wanted->meeting);
  g_free (wanted);
}

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  const Wanted *wanted = user_data;

  return (wanted->meeting == NULL ||
          g_strcmp0 (hopso_participant_get_meeting (item), wanted->meeting) == 0) &&
         hopso_workspace_is_asked (wanted->workspace, item);
}

/* Who presides may arrive after the invitation. */
static void
changed_cb (GtkFilter *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * hopso_asked_list:
 * @workspace: where the invitations are
 * @meeting_id: (nullable): of one meeting; %NULL: of all
 *
 * Returns: (transfer full): the invitations about which this person is asked
 */
GListModel *
hopso_asked_list (HopsoWorkspace *workspace, const char *meeting_id)
{
  Wanted *wanted = g_new0 (Wanted, 1);
  GtkFilter *filter;

  wanted->workspace = g_object_ref (workspace);
  wanted->meeting = g_strdup (meeting_id);
  filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, wanted, wanted_free));
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), filter,
                           G_CONNECT_SWAPPED);
  return G_LIST_MODEL (
      gtk_filter_list_model_new (hopso_workspace_list_substitutions (workspace), filter));
}
