/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Side bar, header bar and the pages of the person who is signed in. A meeting stands above the
 * section it was opened from; going back returns there, and in a folded window from there to the
 * side bar. It opens nothing by itself: papers and signatures are the window's. Main thread. */

#include "hopso-main-view.h"

#include "hopso-adaptive-bin.h"
#include "hopso-find-page.h"
#include "hopso-meeting-page.h"
#include "hopso-meetings-page.h"
#include "hopso-person-words.h"
#include "hopso-requests-page.h"
#include "hopso-sync-badge.h"
#include "hopso-today-page.h"
#include "hopso-two-pane.h"
#include "hopso-verify-page.h"

#include <glib/gi18n.h>

#define N_SECTIONS 5

static const char *const sections[N_SECTIONS] = { "today", "meetings", "signing", "find",
                                                  "verify" };

struct _HopsoMainView
{
  AdwBin parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GListModel *requests;      /* owned */
  GBindingGroup *title;      /* owned: from the page in sight */
  char *section;             /* owned: the one that is chosen */
  GtkWidget *meeting_page;   /* owned by pages, nullable: none is open */

  HopsoTwoPane *panes;
  HopsoAdaptiveBin *content;
  GtkListBox *section_list;
  GtkLabel *sign_count;
  GtkWidget *account_box;
  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *unit_label;
  AdwWindowTitle *window_title;
  GtkButton *back_button;
  GtkWidget *reading_button;
  AdwButtonContent *reading_content;
  GtkButton *search_button;
  HopsoSyncBadge *badge;
  GtkStack *pages;
};

G_DEFINE_FINAL_TYPE (HopsoMainView, hopso_main_view, ADW_TYPE_BIN)

static void
show_back_button (HopsoMainView *self)
{
  gboolean is_meeting = self->meeting_page != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->back_button),
                          is_meeting || hopso_two_pane_get_is_folded (self->panes));
  gtk_widget_set_visible (GTK_WIDGET (self->search_button),
                          !is_meeting && g_str_equal (self->section, "meetings"));
}

static void
show_page (HopsoMainView *self, GtkWidget *page)
{
  gtk_stack_set_visible_child (self->pages, page);
  g_binding_group_set_source (self->title, page);
  hopso_two_pane_show_content (self->panes);
  show_back_button (self);
  if (gtk_widget_get_mapped (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
close_meeting (HopsoMainView *self)
{
  GtkWidget *page = g_steal_pointer (&self->meeting_page);

  if (page != NULL)
    gtk_stack_remove (self->pages, page);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, HopsoMainView *self)
{
  hopso_main_view_show_section (self, sections[gtk_list_box_row_get_index (row)]);
}

static void
show_count (HopsoMainView *self)
{
  guint n_requests = g_list_model_get_n_items (self->requests);
  g_autofree char *count = g_strdup_printf ("%u", n_requests);
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("%u document to sign", "%u documents to sign", n_requests), n_requests);

  gtk_label_set_label (self->sign_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->sign_count), n_requests > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sign_count), sentence);
}

static void
show_person (HopsoMainView *self)
{
  HopsoPerson *person = hopso_workspace_get_person (self->workspace);
  const char *unit_id = person != NULL ? hopso_person_get_organization (person) : NULL;
  HopsoOrganization *unit = NULL;
  g_autofree char *position = NULL;

  if (person == NULL)
    return;
  if (unit_id != NULL)
    unit = hopso_workspace_lookup_organization (self->workspace, unit_id);
  position = hopso_person_words_title (person, unit);
  adw_avatar_set_text (self->avatar, hopso_person_get_name (person));
  gtk_label_set_label (self->name_label, hopso_person_get_name (person));
  gtk_label_set_label (self->unit_label, position);
}

static void
show_open (HopsoMainView *self, GParamSpec *pspec, HopsoReadingTabs *reading)
{
  const guint n = hopso_reading_tabs_get_n_tabs (reading);
  g_autofree char *words = g_strdup_printf (ngettext ("%u open", "%u open", n), n);
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("Go on reading: %u open document", "Go on reading: %u open documents", n), n);

  gtk_widget_set_visible (self->reading_button, n > 0);
  gtk_widget_set_tooltip_text (self->reading_button, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reading_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  adw_button_content_set_label (self->reading_content, words);
}

static void
follow_width (HopsoMainView *self, GtkWidget *page)
{
  g_object_bind_property (self->content, "is-narrow", page, "is-narrow", G_BINDING_SYNC_CREATE);
}

static void
add_pages (HopsoMainView *self)
{
  GtkWidget *pages[N_SECTIONS] = {
    hopso_today_page_new (self->workspace, self->clock),
    hopso_meetings_page_new (self->workspace, self->clock),
    hopso_requests_page_new (self->workspace, self->clock),
    hopso_find_page_new (self->workspace, self->clock),
    hopso_verify_page_new (),
  };

  for (guint i = 0; i < N_SECTIONS; i++)
    {
      gtk_stack_add_named (self->pages, pages[i], sections[i]);
      follow_width (self, pages[i]);
    }
}

/* The keyboard begins in the page, not in the header bar. */
static void
hopso_main_view_map (GtkWidget *widget)
{
  HopsoMainView *self = HOPSO_MAIN_VIEW (widget);

  GTK_WIDGET_CLASS (hopso_main_view_parent_class)->map (widget);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

static void
hopso_main_view_dispose (GObject *object)
{
  HopsoMainView *self = HOPSO_MAIN_VIEW (object);

  g_clear_object (&self->title);
  g_clear_object (&self->requests);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->section, g_free);
  G_OBJECT_CLASS (hopso_main_view_parent_class)->dispose (object);
}

static void
hopso_main_view_class_init (HopsoMainViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_main_view_dispose;
  widget_class->map = hopso_main_view_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/hopso/HopSo/hopso-main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, panes);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, content);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, section_list);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, sign_count);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, account_box);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, avatar);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, name_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, unit_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, window_title);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, back_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, reading_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, reading_content);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, search_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, badge);
  gtk_widget_class_bind_template_child (widget_class, HopsoMainView, pages);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_back_button);
}

static void
hopso_main_view_init (HopsoMainView *self)
{
  self->section = g_strdup (sections[0]);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A menu button centres what it contains. */
  gtk_widget_set_halign (gtk_widget_get_parent (self->account_box), GTK_ALIGN_FILL);
  self->title = g_binding_group_new ();
  g_binding_group_bind (self->title, "title", self->window_title, "title", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->title, "subtitle", self->window_title, "subtitle",
                        G_BINDING_SYNC_CREATE);
}

/**
 * hopso_main_view_new:
 * @workspace: what the person works with
 * @clock: tells the time
 *
 * Returns: (transfer floating): the view, showing today
 */
GtkWidget *
hopso_main_view_new (HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoMainView *self = g_object_new (HOPSO_TYPE_MAIN_VIEW, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->requests = hopso_workspace_list_sign_requests (workspace);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (show_person), self, G_CONNECT_SWAPPED);
  hopso_sync_badge_set_workspace (self->badge, workspace, clock);
  add_pages (self);
  show_count (self);
  show_person (self);
  hopso_main_view_show_section (self, sections[0]);
  return GTK_WIDGET (self);
}

/**
 * hopso_main_view_set_reading:
 * @self: the view
 * @reading: the documents that are open; a button leads there
 */
void
hopso_main_view_set_reading (HopsoMainView *self, HopsoReadingTabs *reading)
{
  g_return_if_fail (HOPSO_IS_MAIN_VIEW (self));

  g_signal_handlers_disconnect_by_func (reading, show_open, self);
  g_signal_connect_object (reading, "notify::n-tabs", G_CALLBACK (show_open), self,
                           G_CONNECT_SWAPPED);
  show_open (self, NULL, reading);
}

/**
 * hopso_main_view_get_workspace:
 * @self: the view
 *
 * Returns: (transfer none): what the person works with
 */
HopsoWorkspace *
hopso_main_view_get_workspace (HopsoMainView *self)
{
  g_return_val_if_fail (HOPSO_IS_MAIN_VIEW (self), NULL);

  return self->workspace;
}

/* What costs something is made when somebody looks. */
static void
prepare (HopsoMainView *self, GtkWidget *page)
{
  if (HOPSO_IS_VERIFY_PAGE (page) && !hopso_verify_page_has_verifier (HOPSO_VERIFY_PAGE (page)))
    hopso_verify_page_set_verifier (HOPSO_VERIFY_PAGE (page),
                                    hopso_workspace_get_verifier (self->workspace));
}

/**
 * hopso_main_view_show_section:
 * @self: the view
 * @name: "today", "meetings", "signing", "find" or "verify"
 */
void
hopso_main_view_show_section (HopsoMainView *self, const char *name)
{
  GtkWidget *page;

  g_return_if_fail (HOPSO_IS_MAIN_VIEW (self));

  page = gtk_stack_get_child_by_name (self->pages, name);
  if (page == NULL)
    return;
  prepare (self, page);
  g_free (self->section);
  self->section = g_strdup (name);
  for (int i = 0; i < N_SECTIONS; i++)
    if (g_str_equal (sections[i], name))
      gtk_list_box_select_row (self->section_list,
                               gtk_list_box_get_row_at_index (self->section_list, i));
  close_meeting (self);
  show_page (self, page);
}

/**
 * hopso_main_view_open_meeting:
 * @self: the view
 * @meeting_id: the meeting
 */
void
hopso_main_view_open_meeting (HopsoMainView *self, const char *meeting_id)
{
  HopsoRecord *meeting;

  g_return_if_fail (HOPSO_IS_MAIN_VIEW (self));

  meeting = hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING, meeting_id);
  if (meeting == NULL)
    return;
  close_meeting (self);
  self->meeting_page =
      hopso_meeting_page_new (self->workspace, self->clock, HOPSO_MEETING (meeting));
  follow_width (self, self->meeting_page);
  gtk_stack_add_child (self->pages, self->meeting_page);
  show_page (self, self->meeting_page);
}

/**
 * hopso_main_view_go_back:
 * @self: the view
 *
 * Returns: whether there was a step to go back
 */
gboolean
hopso_main_view_go_back (HopsoMainView *self)
{
  g_return_val_if_fail (HOPSO_IS_MAIN_VIEW (self), FALSE);

  if (self->meeting_page != NULL)
    {
      g_autofree char *section = g_strdup (self->section);

      hopso_main_view_show_section (self, section);
      return TRUE;
    }
  if (!hopso_two_pane_get_is_folded (self->panes))
    return FALSE;
  hopso_two_pane_show_sidebar (self->panes);
  return TRUE;
}

/**
 * hopso_main_view_search:
 * @self: the view
 *
 * Puts the cursor into the search of the meetings when they are in sight, otherwise into the search
 * over everything.
 */
void
hopso_main_view_search (HopsoMainView *self)
{
  g_return_if_fail (HOPSO_IS_MAIN_VIEW (self));

  if (self->meeting_page == NULL && g_str_equal (self->section, "meetings"))
    {
      hopso_meetings_page_search (
          HOPSO_MEETINGS_PAGE (gtk_stack_get_child_by_name (self->pages, "meetings")));
      return;
    }
  hopso_main_view_show_section (self, "find");
  hopso_find_page_search (HOPSO_FIND_PAGE (gtk_stack_get_child_by_name (self->pages, "find")));
}
