/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page: the meeting in progress, the next seven days with their answers, and what waits
 * for a signature. The three lists are filters over the workspace's lists. Main thread. */

#include "hopso-today-page.h"

#include "hopso-adaptive-bin.h"
#include "hopso-asked-row.h"
#include "hopso-change-set.h"
#include "hopso-change-words.h"
#include "hopso-meeting-card.h"
#include "hopso-meeting-row.h"
#include "hopso-meeting-words.h"
#include "hopso-sign-row.h"
#include "hopso-time-words.h"
#include "hopso-workspace-people.h"

#include <glib/gi18n.h>

#define DAYS_AHEAD 7

struct _HopsoTodayPage
{
  HopsoPage parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GListModel *running;       /* owned */
  GListModel *coming;        /* owned */
  GListModel *requests;      /* owned */
  GListModel *asked;         /* owned */
  GtkFilter *running_filter; /* owned */
  GtkFilter *coming_filter;  /* owned */

  GtkStack *stack;
  GtkWidget *running_section;
  HopsoAdaptiveBin *running_bin;
  GtkListBox *running_list;
  GtkWidget *changed_section;
  GtkListBox *changed_list;
  GtkWidget *asked_section;
  GtkListBox *asked_list;
  GtkWidget *coming_section;
  GtkListBox *coming_list;
  GtkWidget *sign_section;
  GtkListBox *sign_list;
  GtkButton *sign_button;
  AdwButtonContent *sign_content;
};

G_DEFINE_FINAL_TYPE (HopsoTodayPage, hopso_today_page, HOPSO_TYPE_PAGE)

static gboolean
is_running (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);

  return hopso_meeting_words_get_phase (HOPSO_MEETING (item), hopso_clock_now (self->clock)) ==
         HOPSO_MEETING_RUNNING;
}

static gboolean
is_coming (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);
  HopsoMeeting *meeting = HOPSO_MEETING (item);
  gint64 now = hopso_clock_now (self->clock);

  return hopso_meeting_words_get_phase (meeting, now) == HOPSO_MEETING_COMING &&
         hopso_time_words_days_between (now, hopso_meeting_get_start (meeting)) < DAYS_AHEAD;
}

static GtkWidget *
follow_width (HopsoTodayPage *self, GtkWidget *row)
{
  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  return row;
}

static GtkWidget *
make_card (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);
  GtkWidget *card = hopso_meeting_card_new (self->workspace, self->clock, item);

  g_object_bind_property (self->running_bin, "is-narrow", card, "is-tight", G_BINDING_SYNC_CREATE);
  return follow_width (self, card);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);
  GtkWidget *row = hopso_meeting_row_new (self->workspace, self->clock, item);

  hopso_meeting_row_set_says_day (HOPSO_MEETING_ROW (row), TRUE);
  return follow_width (self, row);
}

static GtkWidget *
make_sign_row (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);

  return follow_width (self, hopso_sign_row_new (self->workspace, self->clock, item));
}

static GtkWidget *
make_asked_row (gpointer item, gpointer user_data)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (user_data);

  return follow_width (self, hopso_asked_row_new (self->workspace, self->clock, item, TRUE));
}

/* Meetings that were changed, moved or cancelled since the person last looked. */
static void
add_changed_row (HopsoTodayPage *self, HopsoMeeting *meeting)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));
  g_autoptr (GPtrArray) unseen = hopso_changes_list_unseen (self->workspace, id);
  g_autofree char *heading = NULL;
  g_autofree char *words = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row;

  if (unseen->len == 0 || !hopso_workspace_takes_part (self->workspace, id))
    return;
  heading = hopso_change_words_heading (unseen->pdata[0]);
  words = hopso_change_words_changes (unseen->pdata[0]);
  subtitle = words[0] != '\0' ? g_strdup_printf ("%s: %s", heading, words) : g_strdup (heading);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                      hopso_meeting_get_name (meeting), "subtitle", subtitle, "title-lines", 0,
                      "subtitle-lines", 0, "icon-name", "dialog-information-symbolic",
                      "activatable", TRUE, NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-meeting");
  gtk_list_box_append (self->changed_list, row);
}

static void
show_changed (HopsoTodayPage *self)
{
  g_autoptr (GListModel) meetings = hopso_workspace_list_meetings (self->workspace);
  g_autoptr (GHashTable) changed = hopso_changes_list_meetings (self->workspace);
  gint64 now = hopso_clock_now (self->clock);
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->changed_list, 0))) != NULL)
    gtk_list_box_remove (self->changed_list, row);
  for (guint i = 0; i < g_list_model_get_n_items (meetings); i++)
    {
      g_autoptr (HopsoMeeting) meeting = g_list_model_get_item (meetings, i);

      if (g_hash_table_contains (changed, hopso_record_get_id (HOPSO_RECORD (meeting))) &&
          hopso_meeting_words_get_phase (meeting, now) != HOPSO_MEETING_PAST)
        add_changed_row (self, meeting);
    }
  gtk_widget_set_visible (self->changed_section,
                          gtk_list_box_get_row_at_index (self->changed_list, 0) != NULL);
}

static void
changed_cb (HopsoTodayPage *self, HopsoChangeSet *changes)
{
  if (hopso_change_set_touches (changes, HOPSO_KIND_PUBLICATION))
    show_changed (self);
}

static void
show_sign_button (HopsoTodayPage *self, guint n_requests)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *label = NULL;

  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (HopsoRecord) request = g_list_model_get_item (self->requests, i);

      g_ptr_array_add (ids, g_strdup (hopso_record_get_id (request)));
    }
  label = g_strdup_printf (ngettext ("Sign %u document…", "Sign %u documents…", n_requests),
                           n_requests);
  adw_button_content_set_label (self->sign_content, label);
  gtk_actionable_set_action_target_value (
      GTK_ACTIONABLE (self->sign_button),
      g_variant_new_strv ((const char *const *) ids->pdata, ids->len));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_button), "win.sign");
}

static void
show_sections (HopsoTodayPage *self)
{
  guint n_running = g_list_model_get_n_items (self->running);
  guint n_coming = g_list_model_get_n_items (self->coming);
  guint n_requests = g_list_model_get_n_items (self->requests);
  guint n_asked = g_list_model_get_n_items (self->asked);

  gtk_widget_set_visible (self->asked_section, n_asked > 0);
  gtk_widget_set_visible (self->running_section, n_running > 0);
  gtk_widget_set_visible (self->coming_section, n_coming > 0);
  gtk_widget_set_visible (self->sign_section, n_requests > 0);
  show_sign_button (self, n_requests);
  gtk_stack_set_visible_child_name (
      self->stack, n_running + n_coming + n_requests + n_asked > 0 ? "sections" : "empty");
}

static void
show_date (HopsoTodayPage *self)
{
  gint64 now = hopso_clock_now (self->clock);
  g_autofree char *date = hopso_page_get_is_narrow (HOPSO_PAGE (self))
                              ? hopso_time_words_date_short (now)
                              : hopso_time_words_date (now);

  hopso_page_set_subtitle (HOPSO_PAGE (self), date);
}

static void
hopso_today_page_refresh (HopsoPage *page)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (page);
  GtkWidget *row;

  show_date (self);
  show_changed (self);
  gtk_filter_changed (self->running_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_filter_changed (self->coming_filter, GTK_FILTER_CHANGE_DIFFERENT);
  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->running_list, i))); i++)
    hopso_meeting_card_refresh (HOPSO_MEETING_CARD (row));
  for (int i = 0; (row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->sign_list, i))); i++)
    hopso_sign_row_refresh (HOPSO_SIGN_ROW (row));
}

static void
hopso_today_page_dispose (GObject *object)
{
  HopsoTodayPage *self = HOPSO_TODAY_PAGE (object);

  /* The lists call back into the page. */
  if (self->running != NULL)
    {
      gtk_list_box_bind_model (self->running_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->coming_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->sign_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->asked_list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->running);
  g_clear_object (&self->coming);
  g_clear_object (&self->requests);
  g_clear_object (&self->asked);
  g_clear_object (&self->running_filter);
  g_clear_object (&self->coming_filter);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_today_page_parent_class)->dispose (object);
}

static void
hopso_today_page_class_init (HopsoTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_today_page_dispose;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_today_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, running_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, running_bin);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, running_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, changed_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, changed_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, asked_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, asked_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, coming_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, coming_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, sign_section);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, sign_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, sign_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoTodayPage, sign_content);
}

static void
hopso_today_page_init (HopsoTodayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::is-narrow", G_CALLBACK (show_date), NULL);
}

/* @filter stays the caller's; the list takes its own reference. */
static GListModel *
filtered (HopsoWorkspace *workspace, GtkFilter *filter)
{
  return G_LIST_MODEL (
      gtk_filter_list_model_new (hopso_workspace_list_meetings (workspace), g_object_ref (filter)));
}

/**
 * hopso_today_page_new:
 * @workspace: whose day it is
 * @clock: tells the time
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
hopso_today_page_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoTodayPage *self = g_object_new (HOPSO_TYPE_TODAY_PAGE, "title", _ ("Today"), NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->running_filter = GTK_FILTER (gtk_custom_filter_new (is_running, self, NULL));
  self->coming_filter = GTK_FILTER (gtk_custom_filter_new (is_coming, self, NULL));
  self->running = filtered (workspace, self->running_filter);
  self->coming = filtered (workspace, self->coming_filter);
  self->requests = hopso_workspace_list_sign_requests (workspace);
  self->asked = hopso_asked_list (workspace, NULL);
  gtk_list_box_bind_model (self->asked_list, self->asked, make_asked_row, self, NULL);
  gtk_list_box_bind_model (self->running_list, self->running, make_card, self, NULL);
  gtk_list_box_bind_model (self->coming_list, self->coming, make_row, self, NULL);
  gtk_list_box_bind_model (self->sign_list, self->requests, make_sign_row, self, NULL);
  g_signal_connect_object (self->asked, "items-changed", G_CALLBACK (show_sections), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->running, "items-changed", G_CALLBACK (show_sections), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->coming, "items-changed", G_CALLBACK (show_sections), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (show_sections), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (show_changed), self, G_CONNECT_SWAPPED);
  show_changed (self);
  show_sections (self);
  show_date (self);
  return GTK_WIDGET (self);
}
