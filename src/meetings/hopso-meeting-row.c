/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting as a row: the time at the left, at the right the three answers while they can be
 * given, else what became of it. Activating it opens the meeting. Main thread. */

#include "hopso-meeting-row.h"

#include "hopso-answer-box.h"
#include "hopso-meeting-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoMeetingRow
{
  GtkListBoxRow parent_instance;

  HopsoMeetingSummary *summary; /* owned */
  HopsoClock *clock;            /* owned */
  gboolean is_narrow;
  gboolean says_day;

  GtkBox *outer;
  GtkLabel *time_label;
  GtkLabel *end_label;
  GtkLabel *name_label;
  GtkLabel *facts_label;
  HopsoAnswerBox *answers;
  HopsoChip *chip;
};

G_DEFINE_FINAL_TYPE (HopsoMeetingRow, hopso_meeting_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_IS_NARROW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_times (HopsoMeetingRow *self, HopsoMeeting *meeting, gint64 now)
{
  gint64 start = hopso_meeting_get_start (meeting);
  gint64 end = hopso_meeting_get_end (meeting);
  g_autofree char *clock = hopso_time_words_clock (start);
  g_autofree char *end_clock = hopso_time_words_clock (end);
  g_autofree char *exact = hopso_time_words_exact (start);
  g_autofree char *below = NULL;

  if (self->says_day && hopso_time_words_days_between (now, start) != 0)
    below = hopso_time_words_day_short (start, now);
  else if (end > start)
    below = g_strdup_printf (_ ("until %s"), end_clock);
  gtk_label_set_label (self->time_label, clock);
  gtk_label_set_label (self->end_label, below != NULL ? below : "");
  gtk_widget_set_visible (GTK_WIDGET (self->end_label), below != NULL && !self->is_narrow);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_label), exact);
}

static void
show_facts (HopsoMeetingRow *self, HopsoMeeting *meeting)
{
  g_autofree char *chair =
      self->is_narrow ? NULL : hopso_meeting_summary_dup_chair_title (self->summary);
  guint n_items = hopso_meeting_summary_get_n_items (self->summary);
  const char *below = gtk_label_get_label (self->end_label);
  g_autofree char *facts = hopso_meeting_words_facts (meeting, n_items, chair);
  g_autofree char *line = NULL;

  if (self->is_narrow && below[0] != '\0')
    line = facts[0] != '\0' ? g_strdup_printf ("%s · %s", below, facts) : g_strdup (below);
  gtk_label_set_label (self->name_label, hopso_meeting_get_name (meeting));
  gtk_label_set_label (self->facts_label, line != NULL ? line : facts);
}

/* The answers while they can be given; else a state that is worth a word. */
static void
show_end (HopsoMeetingRow *self, HopsoMeeting *meeting, gint64 now)
{
  HopsoMeetingPhase phase = hopso_meeting_words_get_phase (meeting, now);
  const char *partstat = hopso_meeting_summary_get_partstat (self->summary);
  gboolean is_draft = g_strcmp0 (hopso_meeting_get_state (meeting), "draft") == 0;
  gboolean can_answer = phase == HOPSO_MEETING_COMING && partstat != NULL && !is_draft;
  HopsoStateWords words = { 0 };
  g_autofree char *state = hopso_meeting_words_state (meeting, &words);

  gtk_widget_set_visible (GTK_WIDGET (self->answers), can_answer);
  if (can_answer)
    hopso_answer_box_set (self->answers, hopso_meeting_summary_get_id (self->summary),
                          hopso_meeting_get_name (meeting), partstat);
  if (phase == HOPSO_MEETING_PAST)
    {
      words = (HopsoStateWords){ "emblem-ok-symbolic", NULL, HOPSO_TONE_DIM };
      g_free (g_steal_pointer (&state));
      state = g_strdup (_ ("Ended"));
    }
  if (phase == HOPSO_MEETING_RUNNING)
    {
      words = (HopsoStateWords){ "media-record-symbolic", NULL, HOPSO_TONE_ACCENT };
      g_free (g_steal_pointer (&state));
      state = g_strdup (_ ("In progress"));
    }
  hopso_chip_set (self->chip, words.icon_name, state, words.tone);
  gtk_widget_set_visible (GTK_WIDGET (self->chip),
                          !can_answer && (phase != HOPSO_MEETING_COMING || is_draft));
}

static void
update (HopsoMeetingRow *self)
{
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);
  gint64 now = hopso_clock_now (self->clock);
  g_autofree char *when = hopso_time_words_moment (hopso_meeting_get_start (meeting), now);
  g_autofree char *sentence = NULL;

  show_times (self, meeting, now);
  show_facts (self, meeting);
  show_end (self, meeting, now);
  sentence = g_strdup_printf ("%s, %s, %s", when, hopso_meeting_get_name (meeting),
                              gtk_label_get_label (self->facts_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static void
set_is_narrow (HopsoMeetingRow *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->outer), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->outer, is_narrow ? 10 : 18);
  hopso_answer_box_set_fills (self->answers, is_narrow);
  gtk_widget_set_halign (GTK_WIDGET (self->chip), is_narrow ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  if (self->summary != NULL)
    update (self);
}

static void
hopso_meeting_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    g_value_set_boolean (value, HOPSO_MEETING_ROW (object)->is_narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_meeting_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_NARROW)
    set_is_narrow (HOPSO_MEETING_ROW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hopso_meeting_row_dispose (GObject *object)
{
  HopsoMeetingRow *self = HOPSO_MEETING_ROW (object);

  g_clear_object (&self->summary);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_meeting_row_parent_class)->dispose (object);
}

static void
hopso_meeting_row_class_init (HopsoMeetingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hopso_meeting_row_get_property;
  object_class->set_property = hopso_meeting_row_set_property;
  object_class->dispose = hopso_meeting_row_dispose;
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-meeting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, outer);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, end_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, facts_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, answers);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingRow, chip);
}

static void
hopso_meeting_row_init (HopsoMeetingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_meeting_row_new:
 * @workspace: where the meeting is
 * @clock: tells the time
 * @meeting: the meeting
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
hopso_meeting_row_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting)
{
  HopsoMeetingRow *self = g_object_new (HOPSO_TYPE_MEETING_ROW, NULL);

  self->clock = g_object_ref (clock);
  self->summary = hopso_meeting_summary_new (workspace, meeting);
  g_signal_connect_object (self->summary, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s",
                                    hopso_record_get_id (HOPSO_RECORD (meeting)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-meeting");
  update (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_meeting_row_get_meeting:
 * @self: a row
 *
 * Returns: (transfer none): the meeting it shows
 */
HopsoMeeting *
hopso_meeting_row_get_meeting (HopsoMeetingRow *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_ROW (self), NULL);

  return hopso_meeting_summary_get_meeting (self->summary);
}

/**
 * hopso_meeting_row_set_says_day:
 * @self: a row
 * @says_day: whether the day stands below the time when it is not today
 */
void
hopso_meeting_row_set_says_day (HopsoMeetingRow *self, gboolean says_day)
{
  g_return_if_fail (HOPSO_IS_MEETING_ROW (self));

  self->says_day = says_day;
  update (self);
}
