/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The meeting in progress, large: its time readable from arm's length, where it stands, whether
 * its papers are here, and a button that cannot be missed. Main thread. */

#include "hopso-meeting-card.h"

#include "hopso-meeting-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoMeetingCard
{
  GtkListBoxRow parent_instance;

  HopsoMeetingSummary *summary; /* owned */
  HopsoClock *clock;            /* owned */
  gboolean is_narrow;
  gboolean is_tight;

  GtkBox *outer;
  GtkBox *time_box;
  GtkLabel *time_label;
  GtkLabel *end_label;
  GtkLabel *name_label;
  GtkBox *first_facts;
  GtkBox *second_facts;
  HopsoChip *place_chip;
  HopsoChip *chair_chip;
  HopsoChip *item_chip;
  HopsoChip *papers_chip;
  HopsoChip *answer_chip;
  GtkBox *enter_box;
  GtkButton *enter_button;
  GtkLabel *elapsed_label;
};

G_DEFINE_FINAL_TYPE (HopsoMeetingCard, hopso_meeting_card, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  PROP_IS_TIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_chip (HopsoChip *chip, const char *icon_name, const char *label)
{
  hopso_chip_set (chip, icon_name, label != NULL ? label : "", HOPSO_TONE_PLAIN);
  gtk_widget_set_visible (GTK_WIDGET (chip), label != NULL && label[0] != '\0');
}

static void
show_chair (HopsoMeetingCard *self)
{
  HopsoPerson *chair = hopso_meeting_summary_get_chair (self->summary);
  g_autofree char *title = hopso_meeting_summary_dup_chair_title (self->summary);
  g_autofree char *words = title != NULL ? g_strdup_printf (_ ("Chair: %s"), title) : NULL;

  show_chip (self->chair_chip, "avatar-default-symbolic", words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chair_chip),
                               chair != NULL ? hopso_person_get_name (chair) : NULL);
}

static void
show_progress (HopsoMeetingCard *self)
{
  guint current = hopso_meeting_summary_get_current_item (self->summary);
  guint n_items = hopso_meeting_summary_get_n_items (self->summary);
  guint n_papers = hopso_meeting_summary_get_n_papers (self->summary);
  guint n_ready = hopso_meeting_summary_get_n_ready_papers (self->summary);
  g_autofree char *item = NULL;
  g_autofree char *papers = hopso_meeting_words_papers (n_papers, n_ready);

  if (current > 0)
    item = g_strdup_printf (_ ("At item %u/%u"), current, n_items);
  else if (n_items > 0)
    item = g_strdup_printf (ngettext ("%u item", "%u items", n_items), n_items);
  show_chip (self->item_chip, "view-list-ordered-symbolic", item);
  show_chip (self->papers_chip, "folder-download-symbolic", n_papers > 0 ? papers : NULL);
}

static void
show_answer (HopsoMeetingCard *self)
{
  const char *partstat = hopso_meeting_summary_get_partstat (self->summary);
  HopsoStateWords words = hopso_meeting_words_answer (partstat, TRUE);

  if (g_strcmp0 (partstat, "accepted") == 0 && !self->is_narrow)
    words.label = _ ("Attendance confirmed");
  hopso_chip_set (self->answer_chip, words.icon_name, words.label, words.tone);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_chip), partstat != NULL);
}

/**
 * hopso_meeting_card_refresh:
 * @self: a card
 *
 * Puts the words that depend on the time anew.
 */
void
hopso_meeting_card_refresh (HopsoMeetingCard *self)
{
  HopsoMeeting *meeting;
  gint64 elapsed;
  g_autofree char *duration = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (HOPSO_IS_MEETING_CARD (self));

  meeting = hopso_meeting_summary_get_meeting (self->summary);
  elapsed = hopso_clock_now (self->clock) - hopso_meeting_get_start (meeting);
  duration = hopso_time_words_duration (elapsed / 60);
  words = g_strdup_printf (_ ("for %s"), duration);
  gtk_label_set_label (self->elapsed_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->elapsed_label), elapsed > 0 && !self->is_narrow);
}

static void
update (HopsoMeetingCard *self)
{
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);
  gint64 start = hopso_meeting_get_start (meeting);
  gint64 end = hopso_meeting_get_end (meeting);
  g_autofree char *clock = hopso_time_words_clock (start);
  g_autofree char *end_clock = hopso_time_words_clock (end);
  g_autofree char *until = g_strdup_printf (_ ("until %s"), end_clock);
  g_autofree char *exact = hopso_time_words_span (start, end);
  g_autofree char *sentence =
      g_strdup_printf ("%s: %s, %s", _ ("In progress"), hopso_meeting_get_name (meeting), exact);

  gtk_label_set_label (self->time_label, clock);
  gtk_label_set_label (self->end_label, until);
  gtk_widget_set_visible (GTK_WIDGET (self->end_label), end > start);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_box), exact);
  gtk_label_set_label (self->name_label, hopso_meeting_get_name (meeting));
  show_chip (self->place_chip, "mark-location-symbolic", hopso_meeting_get_location (meeting));
  show_chair (self);
  show_progress (self);
  show_answer (self);
  hopso_meeting_card_refresh (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

/* Narrow: one below the other. Tight: only the facts are. */
static void
lay_out (HopsoMeetingCard *self)
{
  gboolean is_stacked = self->is_narrow || self->is_tight;
  GtkOrientation along = self->is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
  GtkOrientation across = self->is_narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  GtkOrientation facts = is_stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->outer), along);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->time_box), across);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->first_facts), facts);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->second_facts), facts);
  gtk_box_set_spacing (self->outer, self->is_narrow ? 12 : 22);
  gtk_box_set_spacing (self->time_box, self->is_narrow ? 14 : 2);
  gtk_box_set_spacing (self->first_facts, is_stacked ? 6 : 20);
  gtk_box_set_spacing (self->second_facts, is_stacked ? 6 : 20);
  gtk_widget_set_valign (GTK_WIDGET (self->time_box),
                         self->is_narrow ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  if (self->summary != NULL)
    update (self);
}

static void
hopso_meeting_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoMeetingCard *self = HOPSO_MEETING_CARD (object);

  if (id == PROP_IS_NARROW || id == PROP_IS_TIGHT)
    g_value_set_boolean (value, id == PROP_IS_NARROW ? self->is_narrow : self->is_tight);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_meeting_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HopsoMeetingCard *self = HOPSO_MEETING_CARD (object);

  if (id == PROP_IS_NARROW)
    self->is_narrow = g_value_get_boolean (value);
  else if (id == PROP_IS_TIGHT)
    self->is_tight = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  lay_out (self);
}

static void
hopso_meeting_card_dispose (GObject *object)
{
  HopsoMeetingCard *self = HOPSO_MEETING_CARD (object);

  g_clear_object (&self->summary);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_meeting_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-meeting-card.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, outer);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, time_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, time_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, end_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, first_facts);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, second_facts);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, place_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, chair_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, item_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, papers_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, answer_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, enter_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, enter_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingCard, elapsed_label);
}

static void
hopso_meeting_card_class_init (HopsoMeetingCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hopso_meeting_card_get_property;
  object_class->set_property = hopso_meeting_card_set_property;
  object_class->dispose = hopso_meeting_card_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_TIGHT] = g_param_spec_boolean ("is-tight", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
hopso_meeting_card_init (HopsoMeetingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_meeting_card_new:
 * @workspace: where the meeting is
 * @clock: tells the time
 * @meeting: a meeting in progress
 *
 * Returns: (transfer floating): a card for it
 */
GtkWidget *
hopso_meeting_card_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting)
{
  HopsoMeetingCard *self = g_object_new (HOPSO_TYPE_MEETING_CARD, NULL);
  const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));

  self->clock = g_object_ref (clock);
  self->summary = hopso_meeting_summary_new (workspace, meeting);
  g_signal_connect_object (self->summary, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->enter_button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->enter_button), "win.open-meeting");
  update (self);
  return GTK_WIDGET (self);
}
