/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everybody who can be invited. Units stand below each other as in the organisation, their people
 * are made when a unit is unfolded; what is typed finds people without diacritics; a tick invites,
 * taking it away uninvites. Groups are invited as a whole, guests by name. Main thread. */

#include "hopso-composer-choice.h"

#include "hopso-composer-words.h"
#include "hopso-composition-people.h"
#include "hopso-group.h"
#include "hopso-text-fold.h"
#include "hopso-workspace-compose.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define INDENT     18
#define MOST_FOUND 40

struct _HopsoComposerChoice
{
  GtkBox parent_instance;

  HopsoComposition *composition; /* owned */
  GListModel *persons;           /* owned */
  GListModel *groups;            /* owned */
  gboolean is_filling;

  GtkSearchEntry *search;
  GtkStack *stack;
  GtkBox *units;
  GtkListBox *found;
  GtkListBox *group_list;
  GtkWidget *guest_name;     /* borrowed: child */
  GtkWidget *guest_position; /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoComposerChoice, hopso_composer_choice, GTK_TYPE_BOX)

static HopsoWorkspace *
get_workspace (HopsoComposerChoice *self)
{
  return hopso_composition_get_workspace (self->composition);
}

/* --- one person ----------------------------------------------------------------------------------
 */

static void
toggled_cb (GtkCheckButton *check, HopsoComposerChoice *self)
{
  const char *id = g_object_get_data (G_OBJECT (check), "person");
  const char *const ids[] = { id, NULL };
  HopsoParticipant *invited = hopso_composition_find_participant (self->composition, id);

  if (self->is_filling)
    return;
  if (gtk_check_button_get_active (check) && invited == NULL)
    hopso_composition_invite (self->composition, ids, "delegate", NULL);
  else if (!gtk_check_button_get_active (check) && invited != NULL)
    hopso_composition_remove (self->composition, HOPSO_RECORD (invited), _ ("Invite no more"));
}

static GtkWidget *
make_person (HopsoComposerChoice *self, HopsoPerson *person)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (person));
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = hopso_composer_words_person (get_workspace (self), id);
  g_autofree char *words = g_strdup_printf ("%s, %s", hopso_person_get_name (person), title);

  g_object_set (row, "use-markup", FALSE, "title", hopso_person_get_name (person), "subtitle",
                title, NULL);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), "person", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), "check", check);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               hopso_composition_find_participant (self->composition, id) != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
  return row;
}

/* --- units ---------------------------------------------------------------------------------------
 */

static GPtrArray *
list_members (HopsoComposerChoice *self, const char *unit)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->persons); i++)
    {
      g_autoptr (HopsoPerson) person = g_list_model_get_item (self->persons, i);

      if (g_strcmp0 (hopso_person_get_organization (person), unit) == 0)
        g_ptr_array_add (members, g_steal_pointer (&person));
    }
  return members;
}

static void
unfolded_cb (AdwExpanderRow *row, GParamSpec *pspec, HopsoComposerChoice *self)
{
  g_autoptr (GPtrArray) members = NULL;

  if (!adw_expander_row_get_expanded (row) || g_object_get_data (G_OBJECT (row), "is-filled"))
    return;
  g_object_set_data (G_OBJECT (row), "is-filled", row);
  members = list_members (self, g_object_get_data (G_OBJECT (row), "unit"));
  for (guint i = 0; i < members->len; i++)
    {
      GtkWidget *person = make_person (self, g_ptr_array_index (members, i));

      adw_expander_row_add_row (row, person);
    }
}

static void
invite_unit_cb (GtkButton *button, HopsoComposerChoice *self)
{
  g_autoptr (GPtrArray) members =
      list_members (self, g_object_get_data (G_OBJECT (button), "unit"));
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) persons = NULL;

  for (guint i = 0; i < members->len; i++)
    g_strv_builder_add (ids, hopso_record_get_id (g_ptr_array_index (members, i)));
  persons = g_strv_builder_end (ids);
  hopso_composition_invite (self->composition, (const char *const *) persons, "delegate", NULL);
}

static GtkWidget *
make_unit (HopsoComposerChoice *self, HopsoOrganization *unit, guint n_members, guint depth)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (unit));
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Invite all"));
  g_autofree char *count =
      g_strdup_printf (ngettext ("%u person", "%u people", n_members), n_members);
  g_autofree char *words =
      g_strdup_printf ("%s: %s", _ ("Invite all"), hopso_organization_get_name (unit));

  g_object_set (row, "use-markup", FALSE, "title", hopso_organization_get_name (unit), "subtitle",
                count, NULL);
  g_object_set_data_full (G_OBJECT (row), "unit", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (button), "unit", g_strdup (id), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (unfolded_cb), self, 0);
  g_signal_connect_object (button, "clicked", G_CALLBACK (invite_unit_cb), self, 0);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_margin_start (list, INDENT * (int) MIN (depth, 4));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

static GHashTable *
count_members (HopsoComposerChoice *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->persons); i++)
    {
      g_autoptr (HopsoPerson) person = g_list_model_get_item (self->persons, i);
      const char *unit = hopso_person_get_organization (person);

      if (unit != NULL)
        g_hash_table_insert (
            counts, g_strdup (unit),
            GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, unit)) + 1));
    }
  return counts;
}

/* Units of @parent and below; @seen guards against units that contain each other. */
static void
add_units (HopsoComposerChoice *self,
           GListModel *all,
           GHashTable *counts,
           GHashTable *seen,
           const char *parent,
           guint depth)
{
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (HopsoOrganization) unit = g_list_model_get_item (all, i);
      const char *id = hopso_record_get_id (HOPSO_RECORD (unit));
      const char *above = hopso_organization_get_parent (unit);
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, id));

      /* A unit whose parent is not known here stands at the top. */
      if (above != NULL &&
          hopso_workspace_lookup_organization (get_workspace (self), above) == NULL)
        above = NULL;
      if (g_strcmp0 (above, parent) != 0 || !g_hash_table_add (seen, (gpointer) id))
        continue;
      if (n > 0)
        gtk_box_append (self->units, make_unit (self, unit, n, depth));
      add_units (self, all, counts, seen, id, depth + (n > 0 ? 1 : 0));
    }
}

static void
show_units (HopsoComposerChoice *self)
{
  g_autoptr (GListModel) all =
      hopso_workspace_list_records (get_workspace (self), HOPSO_KIND_ORGANIZATION);
  g_autoptr (GHashTable) counts = count_members (self);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  add_units (self, all, counts, seen, NULL, 0);
}

/* --- searching -----------------------------------------------------------------------------------
 */

static void
search_cb (HopsoComposerChoice *self)
{
  g_autofree char *wanted = hopso_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  GtkListBoxRow *row;
  guint n = 0;

  gtk_stack_set_visible_child_name (self->stack, wanted[0] != '\0' ? "found" : "units");
  while ((row = gtk_list_box_get_row_at_index (self->found, 0)) != NULL)
    gtk_list_box_remove (self->found, GTK_WIDGET (row));
  for (guint i = 0;
       wanted[0] != '\0' && n < MOST_FOUND && i < g_list_model_get_n_items (self->persons); i++)
    {
      g_autoptr (HopsoPerson) person = g_list_model_get_item (self->persons, i);
      g_autofree char *title = hopso_composer_words_person (
          get_workspace (self), hopso_record_get_id (HOPSO_RECORD (person)));
      g_autofree char *words = g_strdup_printf ("%s %s", hopso_person_get_name (person), title);
      g_autofree char *folded = hopso_text_fold (words);

      if (!hopso_text_fold_matches (folded, wanted))
        continue;
      gtk_list_box_append (self->found, make_person (self, person));
      n++;
    }
}

/* --- ticks follow the store ----------------------------------------------------------------------
 */

static void
follow (HopsoComposerChoice *self, GtkWidget *widget)
{
  if (GTK_IS_CHECK_BUTTON (widget))
    {
      const char *id = g_object_get_data (G_OBJECT (widget), "person");

      if (id != NULL)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (widget), hopso_composition_find_participant (
                                                                    self->composition, id) != NULL);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    follow (self, child);
}

static void
people_changed_cb (HopsoComposerChoice *self)
{
  self->is_filling = TRUE;
  follow (self, GTK_WIDGET (self->units));
  follow (self, GTK_WIDGET (self->found));
  self->is_filling = FALSE;
}

/* --- groups and guests ---------------------------------------------------------------------------
 */

static void
invite_group_cb (GtkButton *button, HopsoComposerChoice *self)
{
  HopsoGroup *group = g_object_get_data (G_OBJECT (button), "group");
  const char *const *members = hopso_group_get_members (group);

  if (members != NULL && members[0] != NULL)
    hopso_composition_invite (self->composition, members, "delegate",
                              hopso_record_get_id (HOPSO_RECORD (group)));
}

static GtkWidget *
make_group (gpointer item, gpointer user_data)
{
  HopsoComposerChoice *self = user_data;
  HopsoGroup *group = item;
  const char *const *members = hopso_group_get_members (group);
  const guint n = members != NULL ? g_strv_length ((char **) members) : 0;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Invite"));
  g_autofree char *count = g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  g_autofree char *words = g_strdup_printf ("%s: %s", _ ("Invite"), hopso_group_get_name (group));

  g_object_set (row, "use-markup", FALSE, "title", hopso_group_get_name (group), "subtitle", count,
                NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "group", g_object_ref (group), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (invite_group_cb), self, 0);
  return row;
}

static void
invite_guest_cb (HopsoComposerChoice *self)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->guest_name))));
  g_autofree char *position =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->guest_position))));

  if (name[0] == '\0')
    {
      gtk_widget_grab_focus (self->guest_name);
      return;
    }
  hopso_composition_invite_guest (self->composition, name, position[0] != '\0' ? position : NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->guest_name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->guest_position), "");
  gtk_widget_grab_focus (self->guest_name);
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
hopso_composer_choice_dispose (GObject *object)
{
  HopsoComposerChoice *self = HOPSO_COMPOSER_CHOICE (object);

  if (self->groups != NULL)
    gtk_list_box_bind_model (self->group_list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->groups);
  g_clear_object (&self->persons);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_choice_parent_class)->dispose (object);
}

static void
hopso_composer_choice_class_init (HopsoComposerChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_composer_choice_dispose;
}

static GtkListBox *
make_list (const char *empty)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *label = gtk_label_new (empty);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  g_object_set (label, "margin-top", 14, "margin-bottom", 14, "margin-start", 14, "margin-end", 14,
                NULL);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), label);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  return GTK_LIST_BOX (list);
}

static GtkWidget *
scroll (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_add_css_class (child, "choice-page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static GtkWidget *
wrap (GtkListBox *list)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (GTK_WIDGET (list), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  return scroll (box);
}

static GtkWidget *
make_guest (HopsoComposerChoice *self)
{
  GtkListBox *list = make_list ("");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Invite this guest"));

  self->guest_name = adw_entry_row_new ();
  self->guest_position = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->guest_name), _ ("Name of the guest"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->guest_position),
                                 _ ("Position and agency"));
  gtk_list_box_append (list, self->guest_name);
  gtk_list_box_append (list, self->guest_position);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "answer");
  g_signal_connect_object (button, "clicked", G_CALLBACK (invite_guest_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->guest_name, "entry-activated", G_CALLBACK (invite_guest_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->guest_position, "entry-activated", G_CALLBACK (invite_guest_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  gtk_box_append (GTK_BOX (box), button);
  return scroll (box);
}

static GtkWidget *
make_by_unit (HopsoComposerChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Name, position or unit"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name, position or unit"), -1);
  self->units = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->found = make_list (_ ("Nobody found"));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scroll (GTK_WIDGET (self->units)), "units");
  gtk_stack_add_named (self->stack, wrap (self->found), "found");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  return box;
}

static void
hopso_composer_choice_init (HopsoComposerChoice *self)
{
  GtkWidget *pages = gtk_stack_new ();
  GtkWidget *switcher = gtk_stack_switcher_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->group_list = make_list (_ ("Your agency has no groups yet."));
  gtk_stack_add_titled (GTK_STACK (pages), make_by_unit (self), "units", _ ("Units"));
  gtk_stack_add_titled (GTK_STACK (pages), wrap (self->group_list), "groups", _ ("Groups"));
  gtk_stack_add_titled (GTK_STACK (pages), make_guest (self), "guests", _ ("Guests"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (pages));
  gtk_widget_set_vexpand (pages, TRUE);
  gtk_box_append (GTK_BOX (self), switcher);
  gtk_box_append (GTK_BOX (self), pages);
}

/**
 * hopso_composer_choice_new:
 * @composition: a draft
 *
 * Returns: (transfer floating): everybody who can be invited
 */
GtkWidget *
hopso_composer_choice_new (HopsoComposition *composition)
{
  HopsoComposerChoice *self = g_object_new (HOPSO_TYPE_COMPOSER_CHOICE, NULL);

  self->composition = g_object_ref (composition);
  self->persons = hopso_workspace_list_persons (get_workspace (self));
  self->groups = hopso_workspace_list_groups (get_workspace (self));
  show_units (self);
  gtk_list_box_bind_model (self->group_list, self->groups, make_group, self, NULL);
  g_signal_connect_object (composition, "people-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
