/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clerk's composer: facts in one line, the agenda with its papers, a place to drop files; at
 * the right the checks, the recipients, and the one button that publishes. It keeps nothing: each
 * step is in the store when it is seen, and what another clerk does appears as it comes. In a
 * narrow window the right column stands below the agenda; the button stays at the foot. Main
 * thread. */

#include "hopso-composer-private.h"

#include "hopso-composer-words.h"
#include "hopso-time-words.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

#define SIDE_WIDTH 356

static guint left_signal;

G_DEFINE_FINAL_TYPE (HopsoComposer, hopso_composer, HOPSO_TYPE_PAGE)

/* --- what it says --------------------------------------------------------------------------------
 */

static void
show_chip (HopsoChip *chip, const char *icon, const char *words, const char *otherwise)
{
  const gboolean is_set = words != NULL && words[0] != '\0';

  hopso_chip_set (chip, icon, is_set ? words : otherwise,
                  is_set ? HOPSO_TONE_PLAIN : HOPSO_TONE_ATTENTION);
}

static void
show_facts (HopsoComposer *self, HopsoMeeting *meeting)
{
  const char *chair = hopso_meeting_get_chair (meeting);
  const char *place = hopso_meeting_get_location (meeting);
  const gboolean is_timed = hopso_meeting_get_start (meeting) != 0;
  g_autofree char *span = is_timed ? hopso_time_words_span (hopso_meeting_get_start (meeting),
                                                            hopso_meeting_get_end (meeting))
                                   : NULL;
  g_autofree char *exact =
      is_timed ? hopso_time_words_exact (hopso_meeting_get_start (meeting)) : NULL;
  g_autofree char *person =
      chair != NULL
          ? hopso_composer_words_person (hopso_composition_get_workspace (self->composition), chair)
          : NULL;
  g_autofree char *words = person != NULL ? g_strdup_printf (_ ("Chair: %s"), person) : NULL;

  if (place == NULL || place[0] == '\0')
    place = hopso_meeting_get_online (meeting) != NULL ? _ ("Online") : NULL;
  show_chip (self->time_chip, "x-office-calendar-symbolic", span, _ ("No time yet"));
  show_chip (self->place_chip, "mark-location-symbolic", place, _ ("No place yet"));
  show_chip (self->chair_chip, "avatar-default-symbolic", words, _ ("No chair yet"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time_chip), exact);
}

static char *
describe_state (HopsoComposer *self, HopsoMeeting *meeting)
{
  const gint64 saved = hopso_composition_get_saved (self->composition);
  const char *state = hopso_meeting_get_state (meeting);
  const char *what = g_strcmp0 (state, "template") == 0            ? _ ("Template")
                     : hopso_meeting_get_revises (meeting) != NULL ? _ ("Change of a meeting")
                                                                   : _ ("Draft of a meeting");
  g_autofree char *clock = saved != 0 ? hopso_time_words_clock (saved) : NULL;

  if (clock == NULL)
    return g_strdup (what);
  /* Translators: what it is, and when it was saved last: "Draft · saved 10:12" */
  return g_strdup_printf (_ ("%s · saved %s"), what, clock);
}

static void
show_title (HopsoComposer *self, HopsoMeeting *meeting)
{
  g_autofree char *state = describe_state (self, meeting);

  hopso_page_set_title (HOPSO_PAGE (self), hopso_meeting_get_name (meeting));
  hopso_page_set_subtitle (HOPSO_PAGE (self), state);
  adw_window_title_set_title (self->window_title, hopso_meeting_get_name (meeting));
  adw_window_title_set_subtitle (self->window_title, state);
}

static void
show_meeting (HopsoComposer *self)
{
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);

  if (meeting == NULL)
    {
      g_signal_emit (self, left_signal, 0);
      return;
    }
  show_title (self, meeting);
  show_facts (self, meeting);
}

static void
show_agenda (HopsoComposer *self)
{
  HopsoComposerTree *tree = hopso_composition_get_tree (self->composition);
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);
  const gboolean is_empty = hopso_composer_tree_get_n_nodes (tree) == 0;
  const gint64 length =
      meeting != NULL ? (hopso_meeting_get_end (meeting) - hopso_meeting_get_start (meeting)) / 60
                      : 0;
  const gboolean is_long = length > 0 && hopso_composer_tree_get_minutes (tree) > length;
  g_autofree char *totals = hopso_composer_words_totals (self->composition);

  gtk_label_set_label (self->totals_label, totals);
  if (is_long)
    gtk_widget_add_css_class (GTK_WIDGET (self->totals_label), "attention-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->totals_label), "attention-text");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->totals_label),
                               is_long ? _ ("The items take longer than the meeting") : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->agenda_bin), !is_empty);
  gtk_widget_set_visible (self->empty_page, is_empty);
}

static void
show_step (GtkWidget *button, const char *verb, const char *name)
{
  g_autofree char *words = name != NULL ? g_strdup_printf ("%s: %s", verb, name) : g_strdup (verb);

  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
show_steps (HopsoComposer *self)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  const char *id = hopso_composition_get_id (self->composition);
  const char *undo = hopso_workspace_get_undo_name (workspace, id);
  const char *redo = hopso_workspace_get_redo_name (workspace, id);
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);

  show_step (self->undo_button, _ ("Undo"), undo);
  show_step (self->redo_button, _ ("Redo"), redo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.undo", undo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.redo", redo != NULL);
  if (meeting != NULL)
    show_title (self, meeting);
}

static void
meeting_changed_cb (HopsoComposer *self)
{
  show_meeting (self);
  show_agenda (self);
}

static void
notice_cb (HopsoComposer *self, const char *words)
{
  gtk_label_set_label (self->notice_label, words);
  gtk_revealer_set_reveal_child (self->notice_bar, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->notice_bar), TRUE);
}

static void
notice_read_cb (HopsoComposer *self)
{
  gtk_revealer_set_reveal_child (self->notice_bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->notice_bar), FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->agenda_bin), GTK_DIR_TAB_FORWARD);
}

/* --- room ----------------------------------------------------------------------------------------
 */

static void
set_along (GtkBox *box, gboolean is_down)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (box),
                                  is_down ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/* The checks scroll with the agenda where there is no room beside it. */
static void
put_side (HopsoComposer *self, gboolean is_stacked)
{
  g_autoptr (GtkWidget) pane = g_object_ref (GTK_WIDGET (self->side_pane));

  adw_bin_set_child (self->side_beside, NULL);
  adw_bin_set_child (self->side_below, NULL);
  adw_bin_set_child (is_stacked ? self->side_below : self->side_beside, pane);
  gtk_widget_set_visible (GTK_WIDGET (self->side_below), is_stacked);
  gtk_widget_set_visible (self->side_scroller, !is_stacked);
}

static void
narrow_cb (HopsoComposer *self)
{
  const gboolean is_narrow = hopso_adaptive_bin_get_is_narrow (self->outer_bin);
  const gboolean is_stacked = is_narrow || hopso_adaptive_bin_get_is_narrow (self->columns_bin);

  g_object_set (self, "is-narrow", is_narrow, NULL);
  if (self->agenda == NULL)
    return;
  set_along (self->columns, is_stacked);
  set_along (self->facts_box, is_narrow);
  set_along (self->facts_line, is_narrow);
  set_along (self->drop_line, is_narrow);
  gtk_box_set_spacing (self->facts_line, is_narrow ? 6 : 28);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->separator), is_stacked
                                                                        ? GTK_ORIENTATION_HORIZONTAL
                                                                        : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (GTK_WIDGET (self->side), is_stacked ? -1 : SIDE_WIDTH, -1);
  gtk_widget_set_visible (self->preview_button, !is_stacked);
  put_side (self, is_stacked);
  hopso_composer_agenda_set_narrow (self->agenda, is_narrow);
}

/* --- files ---------------------------------------------------------------------------------------
 */

static void
files_cb (HopsoComposer *self, const char *item)
{
  hopso_composer_intake_choose (self->intake, item);
}

static void
take_files (HopsoComposer *self, GdkFileList *list, const char *item)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);

  for (GSList *link = files; link != NULL; link = link->next)
    hopso_composer_intake_add (self->intake, link->data, item);
}

static void
dropped_cb (HopsoComposer *self, GdkFileList *files, const char *item)
{
  take_files (self, files, item);
}

static gboolean
zone_dropped_cb (HopsoComposer *self, const GValue *value)
{
  g_autofree char *item = hopso_composer_agenda_dup_chosen (self->agenda);

  take_files (self, g_value_get_boxed (value), item);
  return TRUE;
}

static void
add_zone (HopsoComposer *self, GtkWidget *widget)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (zone_dropped_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
leave_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, left_signal, 0);
}

/* Words that depend on the time. */
static void
hopso_composer_refresh (HopsoPage *page)
{
  HopsoComposer *self = HOPSO_COMPOSER (page);

  if (self->composition != NULL && hopso_composition_get_meeting (self->composition) != NULL)
    {
      hopso_composer_side_refresh (self->side_pane);
      hopso_composer_show_publish (self);
    }
}

static void
hopso_composer_dispose (GObject *object)
{
  g_clear_object (&HOPSO_COMPOSER (object)->composition);
  G_OBJECT_CLASS (hopso_composer_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, HopsoComposer, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-composer.ui");
  BIND (outer_bin);
  BIND (columns_bin);
  BIND (header);
  BIND (window_title);
  BIND (back_button);
  BIND (undo_button);
  BIND (redo_button);
  BIND (badge_bin);
  BIND (preview_button);
  BIND (notice_bar);
  BIND (notice_label);
  BIND (columns);
  BIND (scroller);
  BIND (page_box);
  BIND (facts_box);
  BIND (facts_line);
  BIND (time_chip);
  BIND (place_chip);
  BIND (chair_chip);
  BIND (head_box);
  BIND (totals_label);
  BIND (agenda_bin);
  BIND (empty_page);
  BIND (intake_bin);
  BIND (drop_zone);
  BIND (drop_line);
  BIND (side_below);
  BIND (separator);
  BIND (side);
  BIND (side_scroller);
  BIND (side_beside);
  BIND (publish_label);
  BIND (publish_button);
  BIND (publish_content);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_read_cb);
}

static void
hopso_composer_class_init (HopsoComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_composer_dispose;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_composer_refresh;
  left_signal = g_signal_new ("left", HOPSO_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.leave", NULL, leave_action);
  hopso_composer_add_acts (widget_class);
}

static void
hopso_composer_init (HopsoComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->notice_bar), FALSE);
}

static void
connect_composition (HopsoComposer *self)
{
  HopsoComposition *composition = self->composition;

  g_signal_connect_object (composition, "meeting-changed", G_CALLBACK (meeting_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (composition, "steps-changed", G_CALLBACK (show_steps), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (composition, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->agenda, "files", G_CALLBACK (files_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->agenda, "dropped", G_CALLBACK (dropped_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_pane, "changed", G_CALLBACK (hopso_composer_show_publish),
                           self, G_CONNECT_SWAPPED);
}

/**
 * hopso_composer_new:
 * @workspace: where the draft is
 * @clock: tells the time
 * @meeting_id: the draft
 *
 * Returns: (transfer floating): its composer
 */
GtkWidget *
hopso_composer_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id)
{
  HopsoComposer *self = g_object_new (HOPSO_TYPE_COMPOSER, NULL);

  self->composition = hopso_composition_new (workspace, clock, meeting_id);
  /* Before the agenda itself: its first item takes the focus, and must be in sight for that. */
  g_signal_connect_object (self->composition, "agenda-changed", G_CALLBACK (show_agenda), self,
                           G_CONNECT_SWAPPED);
  self->agenda = HOPSO_COMPOSER_AGENDA (hopso_composer_agenda_new (self->composition));
  self->intake = HOPSO_COMPOSER_INTAKE (hopso_composer_intake_new (self->composition));
  self->side_pane = HOPSO_COMPOSER_SIDE (hopso_composer_side_new (self->composition));
  adw_bin_set_child (self->agenda_bin, GTK_WIDGET (self->agenda));
  adw_bin_set_child (self->intake_bin, GTK_WIDGET (self->intake));
  adw_bin_set_child (self->side_beside, GTK_WIDGET (self->side_pane));
  connect_composition (self);
  add_zone (self, GTK_WIDGET (self->drop_zone));
  narrow_cb (self);
  show_meeting (self);
  show_agenda (self);
  show_steps (self);
  hopso_composer_show_publish (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_set_badge:
 * @badge: says in the header bar whether all is sent
 */
void
hopso_composer_set_badge (HopsoComposer *self, GtkWidget *badge)
{
  g_return_if_fail (HOPSO_IS_COMPOSER (self));

  adw_bin_set_child (self->badge_bin, badge);
}
