/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window with the details of a meeting: what it is, when, where, who presides. Everything that
 * is chosen or written is a step of its own, saved at once. Main thread. */

#include "hopso-composer-details.h"

#include "hopso-composer-moment.h"
#include "hopso-composer-text.h"
#include "hopso-composer-words.h"
#include "hopso-composition-people.h"
#include "hopso-people-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What the window knows, owned by it. */
typedef struct
{
  HopsoComposition *composition; /* owned */
  GtkWidget *window;             /* borrowed: owns this */
  GtkWidget *kind;               /* borrowed: child, as all below */
  GtkWidget *organization;
  GtkStringList *organization_names;
  GPtrArray *organizations; /* owned: of owned ids */
  GtkWidget *start;
  GtkWidget *end;
  GtkWidget *rsvp;
  GtkWidget *approval;
  GtkWidget *chair;
  GtkWidget *secretary;
  GtkWidget *problem;
  gboolean is_filling;
} Details;

static void
details_free (gpointer data)
{
  Details *self = data;

  g_ptr_array_unref (self->organizations);
  g_object_unref (self->composition);
  g_free (self);
}

static HopsoMeeting *
get_meeting (Details *self)
{
  return hopso_composition_get_meeting (self->composition);
}

/* --- showing -------------------------------------------------------------------------------------
 */

static void
show_person (Details *self, GtkWidget *row, const char *id)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  HopsoPerson *person = id != NULL ? hopso_workspace_lookup_person (workspace, id) : NULL;
  g_autofree char *title = id != NULL ? hopso_composer_words_person (workspace, id) : NULL;
  g_autofree char *words = person != NULL
                               ? g_strdup_printf ("%s · %s", hopso_person_get_name (person), title)
                               : g_strdup (title != NULL ? title : _ ("Nobody yet"));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
}

static void
show_problem (Details *self, HopsoMeeting *meeting)
{
  const gint64 start = hopso_meeting_get_start (meeting);
  const gint64 end = hopso_meeting_get_end (meeting);
  const gint64 rsvp = hopso_meeting_get_rsvp_until (meeting);
  const char *words = "";

  if (start != 0 && end != 0 && end <= start)
    words = _ ("The meeting would end before it begins.");
  else if (rsvp != 0 && start != 0 && rsvp > start)
    words = _ ("Answers would be due after the beginning.");
  gtk_label_set_label (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words[0] != '\0');
}

static guint
find_organization (Details *self, const char *id)
{
  guint index = 0;

  if (id != NULL && g_ptr_array_find_with_equal_func (self->organizations, id, g_str_equal, &index))
    return index;
  return GTK_INVALID_LIST_POSITION;
}

static void
show (Details *self)
{
  HopsoMeeting *meeting = get_meeting (self);

  if (meeting == NULL)
    {
      gtk_window_close (GTK_WINDOW (self->window));
      return;
    }
  self->is_filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind),
                              hopso_composer_words_find (hopso_composer_meeting_kinds,
                                                         hopso_meeting_get_kind (meeting), 5));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->organization),
                              find_organization (self, hopso_meeting_get_organization (meeting)));
  hopso_composer_moment_set (HOPSO_COMPOSER_MOMENT (self->start),
                             hopso_meeting_get_start (meeting));
  hopso_composer_moment_set (HOPSO_COMPOSER_MOMENT (self->end), hopso_meeting_get_end (meeting));
  hopso_composer_moment_set (HOPSO_COMPOSER_MOMENT (self->rsvp),
                             hopso_meeting_get_rsvp_until (meeting));
  gtk_switch_set_active (GTK_SWITCH (self->approval),
                         hopso_meeting_get_substitute_approval (meeting));
  show_person (self, self->chair, hopso_meeting_get_chair (meeting));
  show_person (self, self->secretary, hopso_meeting_get_secretary (meeting));
  show_problem (self, meeting);
  self->is_filling = FALSE;
}

static void
meeting_changed_cb (GtkWidget *window)
{
  show (g_object_get_data (G_OBJECT (window), "details"));
}

/* --- changing ------------------------------------------------------------------------------------
 */

static void
kind_cb (Details *self)
{
  HopsoMeeting *meeting = get_meeting (self);
  const guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind));

  if (!self->is_filling && meeting != NULL && chosen < 6)
    hopso_composition_set_string (self->composition, HOPSO_RECORD (meeting), HOPSO_MEETING_KIND,
                                  hopso_composer_meeting_kinds[chosen],
                                  _ ("Change the kind of the meeting"));
}

static void
organization_cb (Details *self)
{
  HopsoMeeting *meeting = get_meeting (self);
  const guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->organization));

  if (!self->is_filling && meeting != NULL && chosen < self->organizations->len)
    hopso_composition_set_string (
        self->composition, HOPSO_RECORD (meeting), HOPSO_MEETING_ORGANIZATION,
        g_ptr_array_index (self->organizations, chosen), _ ("Change who holds the meeting"));
}

/* The end keeps its distance when the beginning moves. */
static void
start_cb (Details *self)
{
  HopsoMeeting *meeting = get_meeting (self);
  const gint64 start = hopso_composer_moment_get (HOPSO_COMPOSER_MOMENT (self->start));
  g_autoptr (HopsoRecordBuilder) builder = NULL;

  if (self->is_filling || meeting == NULL || start == hopso_meeting_get_start (meeting))
    return;
  const gint64 length = hopso_meeting_get_end (meeting) - hopso_meeting_get_start (meeting);
  builder = hopso_record_builder_new_from (HOPSO_RECORD (meeting));
  hopso_record_builder_set_time (builder, HOPSO_MEETING_START, start);
  hopso_record_builder_set_time (builder, HOPSO_MEETING_END,
                                 start + (length > 0 ? length : 3 * 3600));
  hopso_composition_put (self->composition, hopso_record_builder_end (builder),
                         _ ("Change when the meeting is"));
}

static void
set_time (Details *self, GtkWidget *moment, guint field, const char *step_name)
{
  HopsoMeeting *meeting = get_meeting (self);

  if (!self->is_filling && meeting != NULL)
    hopso_composition_set_number (self->composition, HOPSO_RECORD (meeting), field,
                                  hopso_composer_moment_get (HOPSO_COMPOSER_MOMENT (moment)),
                                  step_name);
}

static void
end_cb (Details *self)
{
  set_time (self, self->end, HOPSO_MEETING_END, _ ("Change when the meeting ends"));
}

static void
rsvp_cb (Details *self)
{
  set_time (self, self->rsvp, HOPSO_MEETING_RSVP_UNTIL, _ ("Change when answers are due"));
}

static void
approval_cb (Details *self)
{
  HopsoMeeting *meeting = get_meeting (self);

  if (!self->is_filling && meeting != NULL)
    hopso_composition_set_number (self->composition, HOPSO_RECORD (meeting),
                                  HOPSO_MEETING_SUBSTITUTE_APPROVAL,
                                  gtk_switch_get_active (GTK_SWITCH (self->approval)),
                                  _ ("Change who approves of substitutes"));
}

/* --- who presides --------------------------------------------------------------------------------
 */

static char *
describe_person (HopsoPerson *person, gpointer data)
{
  return hopso_composer_words_person (hopso_composition_get_workspace (data),
                                      hopso_record_get_id (HOPSO_RECORD (person)));
}

static void
chair_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposition) composition = user_data;
  g_autofree char *person = hopso_people_dialog_choose_finish (result, NULL);

  if (person != NULL)
    hopso_composition_set_office (composition, HOPSO_MEETING_CHAIR, person);
}

static void
secretary_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposition) composition = user_data;
  g_autofree char *person = hopso_people_dialog_choose_finish (result, NULL);

  if (person != NULL)
    hopso_composition_set_office (composition, HOPSO_MEETING_SECRETARY, person);
}

static void
choose (Details *self, const char *title, GAsyncReadyCallback callback)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  HopsoPerson *me = hopso_workspace_get_person (workspace);
  g_autoptr (GListModel) persons = hopso_workspace_list_persons (workspace);
  const HopsoPeoplePrompt prompt = {
    .title = title,
    .verb = _ ("_Choose"),
    .persons = persons,
    .organization = me != NULL ? hopso_person_get_organization (me) : NULL,
    .describe = describe_person,
    .data = g_object_ref (self->composition),
    .free_data = g_object_unref,
  };

  hopso_people_dialog_choose_async (&prompt, GTK_WINDOW (self->window), NULL, callback,
                                    g_object_ref (self->composition));
}

static void
chair_cb (Details *self)
{
  choose (self, _ ("Who presides?"), chair_chosen_cb);
}

static void
secretary_cb (Details *self)
{
  choose (self, _ ("Who keeps the minutes?"), secretary_chosen_cb);
}

/* --- the window ----------------------------------------------------------------------------------
 */

static GtkWidget *
add_text (
    Details *self, AdwPreferencesGroup *group, const char *title, guint field, gboolean is_required)
{
  const HopsoComposerText text = { HOPSO_RECORD (get_meeting (self)), field, is_required,
                                   _ ("Change the details of the meeting") };
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (group, row);
  hopso_composer_text_bind (row, self->composition, &text);
  return row;
}

static GtkWidget *
add_moment (Details *self,
            AdwPreferencesGroup *group,
            const char *title,
            void (*changed) (Details *))
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *moment = hopso_composer_moment_new (title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), moment);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (moment, "changed", G_CALLBACK (changed), self);
  return moment;
}

static GtkWidget *
add_combo (Details *self,
           AdwPreferencesGroup *group,
           const char *title,
           GListModel *words,
           void (*changed) (Details *))
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), words);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (changed), self);
  return row;
}

static GtkWidget *
add_person (Details *self,
            AdwPreferencesGroup *group,
            const char *title,
            void (*choose_cb) (Details *))
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Choose…"));
  g_autofree char *words = g_strdup_printf ("%s: %s", title, _ ("Choose…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set (row, "use-markup", FALSE, "title", title, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_cb), self);
  return row;
}

static void
add_switch (Details *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();

  self->approval = gtk_switch_new ();
  gtk_widget_set_valign (self->approval, GTK_ALIGN_CENTER);
  g_object_set (row, "title", _ ("The chair approves of substitutes"), "subtitle",
                _ ("Otherwise whoever is sent may come at once"), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->approval);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->approval);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (self->approval, "notify::active", G_CALLBACK (approval_cb), self);
}

static void
list_organizations (Details *self)
{
  g_autoptr (GListModel) all = hopso_workspace_list_records (
      hopso_composition_get_workspace (self->composition), HOPSO_KIND_ORGANIZATION);

  self->organizations = g_ptr_array_new_with_free_func (g_free);
  self->organization_names = gtk_string_list_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoOrganization) one = g_list_model_get_item (all, i);

      g_ptr_array_add (self->organizations, g_strdup (hopso_record_get_id (HOPSO_RECORD (one))));
      gtk_string_list_append (self->organization_names, hopso_organization_get_name (one));
    }
}

static GtkWidget *
make_groups (Details *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *what = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *when = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *who = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  for (guint i = 0; hopso_composer_meeting_kinds[i] != NULL; i++)
    gtk_string_list_append (kinds,
                            hopso_composer_words_meeting_kind (hopso_composer_meeting_kinds[i]));
  list_organizations (self);
  add_text (self, what, _ ("Name of the meeting"), HOPSO_MEETING_NAME, TRUE);
  self->kind = add_combo (self, what, _ ("Kind"), G_LIST_MODEL (kinds), kind_cb);
  self->organization = add_combo (self, what, _ ("Held by"),
                                  G_LIST_MODEL (self->organization_names), organization_cb);
  add_text (self, what, _ ("Remark for all who are invited"), HOPSO_MEETING_DESCRIPTION, FALSE);
  self->start = add_moment (self, when, _ ("Begins"), start_cb);
  self->end = add_moment (self, when, _ ("Ends"), end_cb);
  self->rsvp = add_moment (self, when, _ ("Answers are due"), rsvp_cb);
  add_text (self, when, _ ("Place"), HOPSO_MEETING_LOCATION, FALSE);
  add_text (self, when, _ ("Address of the online room"), HOPSO_MEETING_ONLINE, FALSE);
  self->chair = add_person (self, who, _ ("Chair"), chair_cb);
  self->secretary = add_person (self, who, _ ("Secretary"), secretary_cb);
  add_switch (self, who);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), what);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), when);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), who);
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

static GtkWidget *
make_content (Details *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *close = gtk_button_new_with_mnemonic (_ ("_Done"));

  self->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_add_css_class (self->problem, "attention-text");
  gtk_widget_set_hexpand (self->problem, TRUE);
  gtk_widget_add_css_class (close, "answer");
  gtk_widget_add_css_class (close, "suggested-action");
  gtk_widget_set_hexpand (close, TRUE);
  gtk_widget_set_halign (close, GTK_ALIGN_END);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (close), "window.close");
  gtk_widget_add_css_class (foot, "sign-foot");
  gtk_box_append (GTK_BOX (foot), self->problem);
  gtk_box_append (GTK_BOX (foot), close);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_groups (self));
  gtk_box_append (GTK_BOX (box), foot);
  return box;
}

/**
 * hopso_composer_details_show:
 * @widget: where it was asked for
 * @composition: a draft
 */
void
hopso_composer_details_show (GtkWidget *widget, HopsoComposition *composition)
{
  Details *self;
  GtkEventController *keys = gtk_shortcut_controller_new ();

  if (hopso_composition_get_meeting (composition) == NULL)
    return;
  self = g_new0 (Details, 1);
  self->window = adw_window_new ();
  self->composition = g_object_ref (composition);
  g_object_set_data_full (G_OBJECT (self->window), "details", self, details_free);
  g_object_set (self->window, "title", _ ("Details of the meeting"), "modal", TRUE, "default-width",
                660, "default-height", 640, NULL);
  self->is_filling = TRUE;
  adw_window_set_content (ADW_WINDOW (self->window), make_content (self));
  show (self);
  g_signal_connect_object (composition, "meeting-changed", G_CALLBACK (meeting_changed_cb),
                           self->window, G_CONNECT_SWAPPED);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (self->window, keys);
  gtk_window_set_transient_for (GTK_WINDOW (self->window),
                                GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (self->window));
}
