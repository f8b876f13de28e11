/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calendar as a list: headings of days, a card for each meeting, past meetings backwards from
 * yesterday. Searched by name, place and chair, without diacritics. Main thread. */

#include "hopso-meetings-page.h"

#include "hopso-composer-start.h"
#include "hopso-meeting-row.h"
#include "hopso-meeting-words.h"
#include "hopso-text-fold.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

struct _HopsoMeetingsPage
{
  HopsoPage parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GListModel *shown;         /* owned */
  GtkFilter *filter;         /* owned */
  GtkSorter *sorter;         /* owned */
  char *wanted;              /* owned: what is searched, folded */
  gboolean shows_past;
  gboolean shows_drafts;

  GtkToggleButton *coming_button;
  GtkToggleButton *past_button;
  GtkToggleButton *drafts_button;
  GtkWidget *compose_button;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListBox *list;
  AdwStatusPage *empty_page;
};

G_DEFINE_FINAL_TYPE (HopsoMeetingsPage, hopso_meetings_page, HOPSO_TYPE_PAGE)

static gboolean
is_past (HopsoMeetingsPage *self, HopsoMeeting *meeting)
{
  gint64 now = hopso_clock_now (self->clock);

  switch (hopso_meeting_words_get_phase (meeting, now))
    {
    case HOPSO_MEETING_PAST:
      return TRUE;
    case HOPSO_MEETING_CANCELLED:
      return hopso_meeting_get_start (meeting) < now;
    case HOPSO_MEETING_COMING:
    case HOPSO_MEETING_RUNNING:
    default:
      return FALSE;
    }
}

static gboolean
is_found (HopsoMeetingsPage *self, HopsoMeeting *meeting)
{
  const char *chair_id = hopso_meeting_get_chair (meeting);
  const char *place = hopso_meeting_get_location (meeting);
  HopsoPerson *chair = NULL;
  g_autofree char *words = NULL;
  g_autofree char *folded = NULL;

  if (self->wanted[0] == '\0')
    return TRUE;
  if (chair_id != NULL)
    chair = hopso_workspace_lookup_person (self->workspace, chair_id);
  words = g_strdup_printf ("%s %s %s", hopso_meeting_get_name (meeting), place != NULL ? place : "",
                           chair != NULL ? hopso_person_get_name (chair) : "");
  folded = hopso_text_fold (words);
  return hopso_text_fold_matches (folded, self->wanted);
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (user_data);

  if (hopso_meeting_is_draft (item) != self->shows_drafts || !is_found (self, item))
    return FALSE;
  return self->shows_drafts || is_past (self, item) == self->shows_past;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (user_data);
  gint64 left = hopso_meeting_get_start (HOPSO_MEETING ((gpointer) a));
  gint64 right = hopso_meeting_get_start (HOPSO_MEETING ((gpointer) b));
  int order = (left > right) - (left < right);

  return self->shows_past ? -order : order;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (user_data);
  GtkWidget *row = hopso_meeting_row_new (self->workspace, self->clock, item);

  g_object_bind_property (self, "is-narrow", row, "is-narrow", G_BINDING_SYNC_CREATE);
  return row;
}

static gint64
get_start (GtkListBoxRow *row)
{
  return hopso_meeting_get_start (hopso_meeting_row_get_meeting (HOPSO_MEETING_ROW (row)));
}

/* A heading where a day begins. */
static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (user_data);
  gint64 start = get_start (row);
  GtkWidget *label;
  g_autofree char *day = NULL;

  if (before != NULL && hopso_time_words_days_between (get_start (before), start) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  day = hopso_time_words_day (start, hopso_clock_now (self->clock));
  label = gtk_label_new (day);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "day-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
show_stack (HopsoMeetingsPage *self)
{
  gboolean is_search = self->wanted[0] != '\0';
  gboolean is_empty = g_list_model_get_n_items (self->shown) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  adw_status_page_set_icon_name (self->empty_page, is_search ? "system-search-symbolic"
                                                             : "x-office-calendar-symbolic");
  adw_status_page_set_title (self->empty_page, is_search ? _ ("No meeting found")
                                               : self->shows_drafts
                                                   ? _ ("Nothing is being prepared")
                                               : self->shows_past ? _ ("No past meetings")
                                                                  : _ ("No meetings to come"));
  adw_status_page_set_description (
      self->empty_page,
      is_search ? _ ("Try a part of the name, the room or the chair, without diacritics too.")
      : self->shows_drafts ? _ ("Prepare a meeting with the button above. It is saved by itself.")
                           : _ ("Meetings appear here as soon as they are published."));
}

static void
search_changed_cb (HopsoMeetingsPage *self)
{
  g_free (self->wanted);
  self->wanted = hopso_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_stack (self);
}

/* Whoever prepares meetings may begin one, and sees what is being prepared. */
static void
show_composing (HopsoMeetingsPage *self)
{
  const gboolean may_compose = hopso_composer_start_is_allowed (self->workspace);

  gtk_widget_set_visible (self->compose_button, may_compose);
  gtk_widget_set_visible (GTK_WIDGET (self->drafts_button), may_compose);
}

static void
compose_cb (HopsoMeetingsPage *self)
{
  hopso_composer_start (GTK_WIDGET (self), self->workspace, self->clock);
}

static void
past_toggled_cb (HopsoMeetingsPage *self)
{
  self->shows_past = gtk_toggle_button_get_active (self->past_button);
  self->shows_drafts = gtk_toggle_button_get_active (self->drafts_button);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_INVERTED);
  show_stack (self);
}

static void
hopso_meetings_page_refresh (HopsoPage *page)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (page);

  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_list_box_invalidate_headers (self->list);
}

static void
hopso_meetings_page_dispose (GObject *object)
{
  HopsoMeetingsPage *self = HOPSO_MEETINGS_PAGE (object);

  /* The lists call back into the page. */
  if (self->shown != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_meetings_page_parent_class)->dispose (object);
}

static void
hopso_meetings_page_finalize (GObject *object)
{
  g_free (HOPSO_MEETINGS_PAGE (object)->wanted);
  G_OBJECT_CLASS (hopso_meetings_page_parent_class)->finalize (object);
}

static void
hopso_meetings_page_class_init (HopsoMeetingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_meetings_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_meetings_page_finalize;
  HOPSO_PAGE_CLASS (klass)->refresh = hopso_meetings_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/meetings/hopso-meetings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, coming_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, past_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, drafts_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, compose_button);
  gtk_widget_class_bind_template_callback (widget_class, compose_cb);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, search);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, list);
  gtk_widget_class_bind_template_child (widget_class, HopsoMeetingsPage, empty_page);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, past_toggled_cb);
}

static void
hopso_meetings_page_init (HopsoMeetingsPage *self)
{
  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hopso_meetings_page_new:
 * @workspace: whose meetings are shown
 * @clock: tells the time
 *
 * Returns: (transfer floating): the page, showing what is to come
 */
GtkWidget *
hopso_meetings_page_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoMeetingsPage *self = g_object_new (HOPSO_TYPE_MEETINGS_PAGE, "title", _ ("Meetings"), NULL);
  GListModel *filtered;

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  filtered = G_LIST_MODEL (gtk_filter_list_model_new (hopso_workspace_list_meetings (workspace),
                                                      g_object_ref (self->filter)));
  self->shown = G_LIST_MODEL (gtk_sort_list_model_new (filtered, g_object_ref (self->sorter)));
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
  gtk_list_box_bind_model (self->list, self->shown, make_row, self, NULL);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (show_stack), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (show_composing), self,
                           G_CONNECT_SWAPPED);
  show_composing (self);
  show_stack (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_meetings_page_search:
 * @self: the page
 *
 * Puts the cursor into the search field.
 */
void
hopso_meetings_page_search (HopsoMeetingsPage *self)
{
  g_return_if_fail (HOPSO_IS_MEETINGS_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
