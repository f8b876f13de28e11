/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting before and while it is held. The bar that asks for an answer stands outside the
 * scroller until it is given; then the three buttons move to the line of facts, where the answer
 * can be changed. Alt+1, 2, 3 answer, Ctrl+D fetches all papers. Main thread.
 *
 * The agenda is a GtkListBox over a tree model and not a GtkListView: agendas are short, and the
 * papers in a row must take the focus one by one. */

#include "hopso-meeting-page-private.h"

#include "hopso-adaptive-bin.h"
#include "hopso-answer-box.h"
#include "hopso-change-set.h"
#include "hopso-meeting-clerk.h"
#include "hopso-meeting-summary.h"
#include "hopso-meeting-words.h"
#include "hopso-participant-words.h"
#include "hopso-size-words.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoMeetingPage, hopso_meeting_page, HOPSO_TYPE_PAGE)

static void
show_answers (HopsoMeetingPage *self, HopsoMeeting *meeting, gint64 now)
{
  const char *partstat = hopso_meeting_summary_get_partstat (self->summary);
  gint64 until = hopso_meeting_get_rsvp_until (meeting);
  gboolean is_draft = g_strcmp0 (hopso_meeting_get_state (meeting), "draft") == 0;
  gboolean can_answer = partstat != NULL && !is_draft &&
                        hopso_meeting_words_get_phase (meeting, now) == HOPSO_MEETING_COMING;
  HopsoParticipant *mine =
      hopso_workspace_lookup_my_participation (hopso_meeting_summary_get_workspace (self->summary),
                                               hopso_meeting_summary_get_id (self->summary));
  gboolean has_failed = mine != NULL && hopso_substitution_has_failed (mine);
  gboolean is_open = can_answer && (has_failed || g_str_equal (partstat, "needs-action"));
  g_autofree char *moment = until != 0 ? hopso_time_words_moment (until, now) : NULL;
  g_autofree char *words = NULL;

  if (has_failed)
    words = hopso_participant_words_failure (
        mine,
        hopso_meeting_summary_name_person (self->summary, hopso_participant_get_substitute (mine)));
  else if (until == 0)
    words = g_strdup (_ ("The organisers need to know who will come."));
  else if (until < now)
    words = g_strdup_printf (_ ("The answer was due: %s. Please give it now."), moment);
  else
    words = g_strdup_printf (_ ("Please answer by: %s. The seats have to be arranged."), moment);
  gtk_label_set_label (self->until_label, words);
  gtk_revealer_set_reveal_child (self->bar, is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_line), can_answer && !is_open);
  if (can_answer)
    hopso_answer_box_set (self->answers, hopso_meeting_summary_get_id (self->summary),
                          hopso_meeting_get_name (meeting), partstat);
}

static void
show_chip (HopsoChip *chip, const char *icon_name, const char *label)
{
  hopso_chip_set (chip, icon_name, label != NULL ? label : "", HOPSO_TONE_PLAIN);
  gtk_widget_set_visible (GTK_WIDGET (chip), label != NULL && label[0] != '\0');
}

static void
show_facts (HopsoMeetingPage *self, HopsoMeeting *meeting)
{
  HopsoPerson *chair = hopso_meeting_summary_get_chair (self->summary);
  const char *description = hopso_meeting_get_description (meeting);
  HopsoStateWords words;
  g_autofree char *state = hopso_meeting_words_state (meeting, &words);
  g_autofree char *title = hopso_meeting_summary_dup_chair_title (self->summary);
  g_autofree char *span =
      hopso_time_words_span (hopso_meeting_get_start (meeting), hopso_meeting_get_end (meeting));
  g_autofree char *exact = hopso_time_words_exact (hopso_meeting_get_start (meeting));

  show_chip (self->time_chip, "x-office-calendar-symbolic", span);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_chip), exact);
  show_chip (self->place_chip, "mark-location-symbolic", hopso_meeting_get_location (meeting));
  show_chip (self->chair_chip, "avatar-default-symbolic", title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chair_chip),
                               chair != NULL ? hopso_person_get_name (chair) : NULL);
  hopso_chip_set (self->state_chip, words.icon_name, state, words.tone);
  hopso_meeting_page_show_online (self, meeting);
  gtk_label_set_label (self->description_label, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description_label),
                          description != NULL && description[0] != '\0');
}

static void
show_agenda_facts (HopsoMeetingPage *self)
{
  guint n_items = hopso_meeting_summary_get_n_items (self->summary);
  guint n_papers = hopso_meeting_summary_get_n_papers (self->summary);
  g_autofree char *items = g_strdup_printf (ngettext ("%u item", "%u items", n_items), n_items);
  g_autofree char *papers =
      g_strdup_printf (ngettext ("%u paper", "%u papers", n_papers), n_papers);
  g_autofree char *size = hopso_size_words (hopso_meeting_summary_get_size (self->summary));
  g_autofree char *line =
      n_papers > 0 ? g_strdup_printf ("%s · %s · %s", items, papers, size) : g_strdup (items);

  gtk_label_set_label (self->agenda_facts, line);
  gtk_widget_set_visible (GTK_WIDGET (self->agenda_facts),
                          n_items > 0 && !hopso_page_get_is_narrow (HOPSO_PAGE (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->agenda_list), n_items > 0);
  gtk_widget_set_visible (self->no_agenda, n_items == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->download_button),
                          hopso_meeting_summary_get_n_ready_papers (self->summary) < n_papers);
}

void
hopso_meeting_page_show_people (HopsoMeetingPage *self)
{
  guint n_people = g_list_model_get_n_items (self->participants);
  guint n_coming = 0;
  g_autofree char *count = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < n_people; i++)
    {
      g_autoptr (HopsoParticipant) participant = g_list_model_get_item (self->participants, i);

      if (g_strcmp0 (hopso_participant_get_partstat (participant), "accepted") == 0 ||
          hopso_substitution_is_in_force (participant))
        n_coming++;
    }
  count = g_strdup_printf (_ ("%u/%u attending"), n_coming, n_people);
  all = g_strdup_printf (ngettext ("See all %u", "See all %u", n_people), n_people);
  gtk_label_set_label (self->people_count, count);
  adw_button_content_set_label (self->all_people_content, all);
  gtk_widget_set_visible (GTK_WIDGET (self->all_people_button),
                          n_people > gtk_slice_list_model_get_size (self->some_people));
  gtk_widget_set_visible (GTK_WIDGET (self->people_section), n_people > 0);
}

static void
update (HopsoMeetingPage *self)
{
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);

  hopso_page_set_title (HOPSO_PAGE (self), hopso_meeting_get_name (meeting));
  gtk_label_set_label (self->name_label, hopso_meeting_get_name (meeting));
  show_facts (self, meeting);
  show_agenda_facts (self);
  hopso_page_refresh (HOPSO_PAGE (self));
}

static void
hopso_meeting_page_refresh (HopsoPage *page)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (page);
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);
  gint64 now = hopso_clock_now (self->clock);
  g_autofree char *distance = NULL;
  g_autofree char *words = NULL;
  g_autofree char *subtitle = NULL;

  show_answers (self, meeting, now);
  switch (hopso_meeting_words_get_phase (meeting, now))
    {
    case HOPSO_MEETING_COMING:
      words = hopso_time_words_distance (hopso_meeting_get_start (meeting), now);
      break;
    case HOPSO_MEETING_RUNNING:
      distance = hopso_time_words_duration ((now - hopso_meeting_get_start (meeting)) / 60);
      words = g_strdup_printf (_ ("in progress for %s"), distance);
      break;
    case HOPSO_MEETING_PAST:
      words = g_strdup (_ ("Ended"));
      break;
    case HOPSO_MEETING_CANCELLED:
    default:
      words = g_strdup (_ ("Cancelled"));
    }
  subtitle = hopso_text_capitalised (words);
  hopso_page_set_subtitle (page, subtitle);
}

/* The record is another one when the meeting changed: everything else follows from it. */
static void
changed_cb (HopsoMeetingPage *self, HopsoChangeSet *changes)
{
  HopsoWorkspace *workspace = hopso_meeting_summary_get_workspace (self->summary);
  HopsoRecord *meeting = hopso_workspace_lookup_record (
      workspace, HOPSO_KIND_MEETING, hopso_meeting_summary_get_id (self->summary));

  if (hopso_change_set_touches (changes, HOPSO_KIND_PUBLICATION))
    hopso_meeting_page_show_agenda (self);
  if (!hopso_change_set_touches (changes, HOPSO_KIND_MEETING) || meeting == NULL ||
      meeting == HOPSO_RECORD (hopso_meeting_summary_get_meeting (self->summary)))
    return;
  g_signal_handlers_disconnect_by_data (self->summary, self);
  g_object_unref (self->summary);
  self->summary = hopso_meeting_summary_new (workspace, HOPSO_MEETING (meeting));
  g_signal_connect_object (self->summary, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
all_people_cb (HopsoMeetingPage *self)
{
  gtk_slice_list_model_set_size (self->some_people, G_MAXUINT);
  hopso_meeting_page_show_people (self);
}

static void
download_cb (HopsoMeetingPage *self)
{
  hopso_workspace_download_meeting (hopso_meeting_summary_get_workspace (self->summary),
                                    hopso_meeting_summary_get_id (self->summary));
}

static void
download_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  download_cb (HOPSO_MEETING_PAGE (widget));
}

/* "meeting.answer" (action of HopsoAnswers): the keys answer for the meeting in sight. */
static void
answer_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (widget);
  HopsoMeeting *meeting = hopso_meeting_summary_get_meeting (self->summary);

  if (hopso_meeting_summary_get_partstat (self->summary) != NULL &&
      hopso_meeting_words_get_phase (meeting, hopso_clock_now (self->clock)) ==
          HOPSO_MEETING_COMING)
    gtk_widget_activate_action (widget, g_variant_get_string (parameter, NULL), "s",
                                hopso_meeting_summary_get_id (self->summary));
}

static void
narrow_cb (HopsoMeetingPage *self)
{
  gboolean is_narrow = hopso_page_get_is_narrow (HOPSO_PAGE (self));
  gboolean is_stacked = is_narrow || hopso_adaptive_bin_get_is_narrow (self->columns_bin);
  GtkOrientation along = is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns), is_stacked
                                                                      ? GTK_ORIENTATION_VERTICAL
                                                                      : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->people_section), is_stacked ? -1 : 348, -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->facts_box), along);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->facts_line),
                                  is_stacked ? GTK_ORIENTATION_VERTICAL
                                             : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->facts_line, is_stacked ? 6 : 24);
  gtk_box_set_spacing (self->facts_box, is_narrow ? 8 : 24);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->answer_line), along);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar_box), along);
  gtk_widget_set_visible (GTK_WIDGET (self->name_label), is_narrow);
  gtk_widget_set_hexpand (GTK_WIDGET (self->accept_button), is_narrow);
  gtk_widget_set_halign (GTK_WIDGET (self->state_chip),
                         is_narrow ? GTK_ALIGN_START : GTK_ALIGN_END);
  show_agenda_facts (self);
  hopso_answer_box_set_fills (self->answers, is_narrow);
  hopso_change_bar_set_narrow (self->change_bar, is_narrow);
}

static void
hopso_meeting_page_dispose (GObject *object)
{
  HopsoMeetingPage *self = HOPSO_MEETING_PAGE (object);

  /* The lists call back into the page. */
  if (self->some_people != NULL)
    {
      gtk_list_box_bind_model (self->agenda_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->people_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->asked_list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->asked);
  g_clear_object (&self->some_people);
  g_clear_object (&self->participants);
  g_clear_object (&self->summary);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_meeting_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, change_bar);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, receipts);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, online_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, asked_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, bar);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, bar_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, until_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, accept_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, decline_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, substitute_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, facts_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, facts_line);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, answer_line);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, time_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, place_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, chair_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, state_chip);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, answers);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, description_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, columns_bin);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, columns);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, people_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, agenda_facts);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, download_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, agenda_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, no_agenda);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, people_count);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, people_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, all_people_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingPage, all_people_content);
  gtk_widget_class_bind_template_callback (widget_class, all_people_cb);
  gtk_widget_class_bind_template_callback (widget_class, download_cb);
  gtk_widget_class_bind_template_callback (widget_class, hopso_meeting_page_open_online);
  gtk_widget_class_bind_template_callback (widget_class, hopso_meeting_page_save_calendar);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
}

static void
hopso_meeting_page_class_init (HopsoMeetingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_meeting_page_dispose;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_meeting_page_refresh;
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "meeting.download", NULL, download_action);
  gtk_widget_class_install_action (widget_class, "meeting.answer", "s", answer_action);
}

static void
hopso_meeting_page_init (HopsoMeetingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::is-narrow", G_CALLBACK (narrow_cb), NULL);
}

static void
set_action (GtkButton *button, const char *action, const char *meeting_id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", meeting_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

/**
 * hopso_meeting_page_new:
 * @workspace: where the meeting is
 * @clock: tells the time
 * @meeting: the meeting
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hopso_meeting_page_new (HopsoWorkspace *workspace, HopsoClock *clock, HopsoMeeting *meeting)
{
  HopsoMeetingPage *self = g_object_new (HOPSO_TYPE_MEETING_PAGE, NULL);
  const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));

  self->clock = g_object_ref (clock);
  self->summary = hopso_meeting_summary_new (workspace, meeting);
  hopso_meeting_page_fill_lists (self, workspace, id);
  gtk_box_append (self->facts_box, hopso_meeting_clerk_new (workspace, clock, id));
  set_action (self->accept_button, "answers.accept", id);
  set_action (self->decline_button, "answers.decline", id);
  set_action (self->substitute_button, "answers.substitute", id);
  g_signal_connect_object (self->summary, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  hopso_meeting_page_show_people (self);
  update (self);
  narrow_cb (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_meeting_page_get_meeting_id:
 * @self: a page
 *
 * Returns: (transfer none): the id of its meeting
 */
const char *
hopso_meeting_page_get_meeting_id (HopsoMeetingPage *self)
{
  g_return_val_if_fail (HOPSO_IS_MEETING_PAGE (self), NULL);

  return hopso_meeting_summary_get_id (self->summary);
}
