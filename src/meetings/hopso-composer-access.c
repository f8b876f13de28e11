/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window that says who may see a paper and what they may do with it. Each switch is a step that
 * is written at once. Main thread. */

#include "hopso-composer-access.h"

#include "hopso-composer-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What the window knows, owned by it. */
typedef struct
{
  HopsoComposition *composition; /* owned */
  char *paper;                   /* owned: its id */
  GtkWidget *restricted;         /* borrowed: a switch */
  GtkWidget *people;             /* borrowed: the list of them */
  gboolean is_filling;
} Access;

static void
access_free (gpointer data)
{
  Access *self = data;

  g_object_unref (self->composition);
  g_free (self->paper);
  g_free (self);
}

static HopsoPaper *
get_paper (Access *self)
{
  return hopso_workspace_lookup_paper (hopso_composition_get_workspace (self->composition),
                                       self->paper);
}

/* --- who -----------------------------------------------------------------------------------------
 */

static gboolean
is_reader (HopsoPaper *paper, const char *person)
{
  const char *const *readers = hopso_paper_get_readers (paper);

  return readers != NULL && g_strv_contains (readers, person);
}

static void
write_readers (Access *self)
{
  HopsoPaper *paper = get_paper (self);
  const gboolean is_restricted = gtk_switch_get_active (GTK_SWITCH (self->restricted));
  g_autoptr (HopsoRecordBuilder) builder = NULL;
  g_autoptr (GStrvBuilder) readers = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  if (paper == NULL || self->is_filling)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (self->people); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *check = g_object_get_data (G_OBJECT (row), "check");

      if (check != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_strv_builder_add (readers, g_object_get_data (G_OBJECT (row), "person"));
    }
  ids = g_strv_builder_end (readers);
  builder = hopso_record_builder_new_from (HOPSO_RECORD (paper));
  hopso_record_builder_set_string (builder, HOPSO_PAPER_ACCESS,
                                   is_restricted ? "restricted" : "all");
  hopso_record_builder_set_strings (builder, HOPSO_PAPER_READERS,
                                    is_restricted ? (const char *const *) ids : NULL);
  gtk_widget_set_visible (self->people, is_restricted);
  hopso_composition_put (self->composition, hopso_record_builder_end (builder),
                         _ ("Change who may see a paper"));
}

static void
add_person (Access *self, HopsoParticipant *participant, HopsoPaper *paper)
{
  const char *person = hopso_participant_get_person (participant);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  HopsoPerson *record = person != NULL ? hopso_workspace_lookup_person (workspace, person) : NULL;
  g_autofree char *title = hopso_composer_words_participant (workspace, participant);

  if (person == NULL)
    {
      g_object_ref_sink (row);
      g_object_ref_sink (check);
      g_object_unref (row);
      g_object_unref (check);
      return;
    }
  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle",
                record != NULL ? hopso_person_get_name (record) : "", NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_reader (paper, person));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_object_set_data (G_OBJECT (row), "check", check);
  g_object_set_data_full (G_OBJECT (row), "person", g_strdup (person), g_free);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (write_readers), self);
  gtk_list_box_append (GTK_LIST_BOX (self->people), row);
}

static GtkWidget *
make_people (Access *self, HopsoPaper *paper)
{
  GListModel *people = hopso_composition_get_people (self->composition);

  self->people = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->people), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->people, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->people), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who may see it"), -1);
  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (HopsoParticipant) participant = g_list_model_get_item (people, i);

      add_person (self, participant, paper);
    }
  return self->people;
}

/* --- what ----------------------------------------------------------------------------------------
 */

static const struct
{
  guint field;
  const char *title;
  const char *subtitle;
  const char *step_name;
} rules[] = {
  { HOPSO_PAPER_NO_EXPORT, N_ ("No copies"), N_ ("It cannot be saved outside HopSo"),
    N_ ("Change whether copies are allowed") },
  { HOPSO_PAPER_NO_PRINT, N_ ("No printing"), NULL, N_ ("Change whether printing is allowed") },
  { HOPSO_PAPER_RECALL_AFTER, N_ ("Recall after the meeting"),
    N_ ("It vanishes from all machines when the meeting has ended"),
    N_ ("Change whether it is recalled") },
};

static void
rule_cb (GtkWidget *toggle, GParamSpec *pspec, Access *self)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toggle), "rule"));
  HopsoPaper *paper = get_paper (self);

  if (paper != NULL)
    hopso_composition_set_number (self->composition, HOPSO_RECORD (paper), rules[i].field,
                                  gtk_switch_get_active (GTK_SWITCH (toggle)),
                                  _ (rules[i].step_name));
}

static GtkWidget *
make_switch (GtkWidget *list, const char *title, const char *subtitle, gboolean is_active)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  g_object_set (row, "title", title, "subtitle", subtitle != NULL ? subtitle : "", NULL);
  gtk_switch_set_active (GTK_SWITCH (toggle), is_active);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return toggle;
}

static GtkWidget *
make_rules (Access *self, HopsoPaper *paper)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      GtkWidget *toggle = make_switch (
          list, _ (rules[i].title), rules[i].subtitle != NULL ? _ (rules[i].subtitle) : NULL,
          hopso_record_get_boolean (HOPSO_RECORD (paper), rules[i].field));

      g_object_set_data (G_OBJECT (toggle), "rule", GUINT_TO_POINTER (i));
      g_signal_connect (toggle, "notify::active", G_CALLBACK (rule_cb), self);
    }
  self->restricted = make_switch (list, _ ("Only some people see it"), _ ("Choose them below"),
                                  g_strcmp0 (hopso_paper_get_access (paper), "restricted") == 0);
  g_signal_connect_swapped (self->restricted, "notify::active", G_CALLBACK (write_readers), self);
  return list;
}

/* --- the window ----------------------------------------------------------------------------------
 */

static GtkWidget *
make_content (Access *self, HopsoPaper *paper)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *name = gtk_label_new (hopso_paper_get_name (paper));

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "heading");
  gtk_widget_add_css_class (page, "sign-page");
  gtk_box_append (GTK_BOX (page), name);
  gtk_box_append (GTK_BOX (page), make_rules (self, paper));
  gtk_box_append (GTK_BOX (page), make_people (self, paper));
  gtk_widget_set_visible (self->people, gtk_switch_get_active (GTK_SWITCH (self->restricted)));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

/**
 * hopso_composer_access_show:
 * @widget: where it was asked for
 * @composition: the draft
 * @paper: whose rules are shown
 */
void
hopso_composer_access_show (GtkWidget *widget, HopsoComposition *composition, HopsoPaper *paper)
{
  Access *self = g_new0 (Access, 1);
  GtkWidget *window = adw_window_new ();

  self->composition = g_object_ref (composition);
  self->paper = g_strdup (hopso_record_get_id (HOPSO_RECORD (paper)));
  g_object_set_data_full (G_OBJECT (window), "access", self, access_free);
  g_object_set (window, "title", _ ("Who may see and use it"), "modal", TRUE, "default-width", 520,
                "default-height", 560, NULL);
  self->is_filling = TRUE;
  adw_window_set_content (ADW_WINDOW (window), make_content (self, paper));
  self->is_filling = FALSE;
  add_escape (window);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (window));
}
