/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is invited, beside everybody who can be: roles, seats, and who is in another meeting at that
 * time, as far as the server says. Main thread. */

#include "hopso-composer-people.h"

#include "hopso-adaptive-bin.h"
#include "hopso-composer-choice.h"
#include "hopso-composer-person.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

struct _HopsoComposerPeople
{
  AdwWindow parent_instance;

  HopsoComposition *composition; /* owned */
  GHashTable *busy;              /* owned: of owned ids of persons */
  guint n_asked;                 /* counts questions: the answer to the last one counts */

  GtkListBox *list;
  GtkLabel *count_label;
  GtkLabel *busy_label;
  GtkBox *columns;
  HopsoAdaptiveBin *bin;
};

G_DEFINE_FINAL_TYPE (HopsoComposerPeople, hopso_composer_people, ADW_TYPE_WINDOW)

static HopsoComposerPerson *
get_row (HopsoComposerPeople *self, int index)
{
  return (HopsoComposerPerson *) gtk_list_box_get_row_at_index (self->list, index);
}

/* --- who is busy ---------------------------------------------------------------------------------
 */

static void
show_busy (HopsoComposerPeople *self, const char *problem)
{
  HopsoComposerPerson *row;
  guint n = 0;
  g_autofree char *words = NULL;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const char *id = hopso_participant_get_person (hopso_composer_person_get_participant (row));
      const gboolean is_busy = id != NULL && g_hash_table_contains (self->busy, id);

      hopso_composer_person_set_busy (row, is_busy);
      n += is_busy ? 1 : 0;
    }
  if (problem != NULL)
    words = g_strdup (problem);
  else if (n > 0)
    words = g_strdup_printf (ngettext ("%u person is in another meeting at that time.",
                                       "%u people are in another meeting at that time.", n),
                             n);
  gtk_label_set_label (self->busy_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->busy_label), words != NULL);
}

/* --- the list ------------------------------------------------------------------------------------
 */

static HopsoComposerPerson *
find_row (HopsoComposerPeople *self, const char *id, int from)
{
  HopsoComposerPerson *row;

  for (int i = from; (row = get_row (self, i)) != NULL; i++)
    if (g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (hopso_composer_person_get_participant (row))),
                   id) == 0)
      return row;
  return NULL;
}

/* Rows of those who stay are kept: somebody may be writing a seat there. */
static void
follow (HopsoComposerPeople *self)
{
  GListModel *people = hopso_composition_get_people (self->composition);
  const guint n = g_list_model_get_n_items (people);
  g_autofree char *count = g_strdup_printf (ngettext ("%u person", "%u people", n), n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HopsoParticipant) one = g_list_model_get_item (people, i);
      HopsoComposerPerson *row = find_row (self, hopso_record_get_id (HOPSO_RECORD (one)), (int) i);

      if (row == NULL)
        gtk_list_box_insert (self->list, hopso_composer_person_new (self->composition, one),
                             (int) i);
      else
        {
          while (get_row (self, (int) i) != row)
            gtk_list_box_remove (self->list, GTK_WIDGET (get_row (self, (int) i)));
          hopso_composer_person_set_participant (row, one);
        }
    }
  while (get_row (self, (int) n) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (get_row (self, (int) n)));
  gtk_label_set_label (self->count_label, count);
  show_busy (self, NULL);
}

/* --- the window ----------------------------------------------------------------------------------
 */

static void
narrow_cb (HopsoComposerPeople *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  hopso_adaptive_bin_get_is_narrow (self->bin)
                                      ? GTK_ORIENTATION_VERTICAL
                                      : GTK_ORIENTATION_HORIZONTAL);
}

static void
hopso_composer_people_dispose (GObject *object)
{
  HopsoComposerPeople *self = HOPSO_COMPOSER_PEOPLE (object);

  g_clear_pointer (&self->busy, g_hash_table_unref);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_people_parent_class)->dispose (object);
}

static void
hopso_composer_people_class_init (HopsoComposerPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_composer_people_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
hopso_composer_people_init (HopsoComposerPeople *self)
{
  self->busy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set (self, "title", _ ("Who is invited"), "modal", TRUE, "default-width", 1080,
                "default-height", 660, NULL);
}

static GtkWidget *
make_invited (HopsoComposerPeople *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Invited"));
  GtkWidget *empty = gtk_label_new (_ ("Nobody yet. Choose people at the side."));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->count_label = GTK_LABEL (gtk_label_new (NULL));
  self->busy_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim-label");
  gtk_label_set_wrap (self->busy_label, TRUE);
  gtk_label_set_xalign (self->busy_label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->busy_label), "attention-text");
  gtk_widget_set_visible (GTK_WIDGET (self->busy_label), FALSE);
  g_object_set (empty, "margin-top", 18, "margin-bottom", 18, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_list_box_set_placeholder (self->list, empty);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "choice-page");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Invited"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->count_label));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->busy_label));
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
make_content (HopsoComposerPeople *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *choice = hopso_composer_choice_new (self->composition);

  self->bin = HOPSO_ADAPTIVE_BIN (hopso_adaptive_bin_new (340, 820));
  self->columns = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24));
  gtk_widget_set_size_request (choice, 340, -1);
  gtk_widget_set_hexpand (choice, FALSE);
  gtk_box_append (self->columns, choice);
  gtk_box_append (self->columns, make_invited (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->columns), "sign-page");
  gtk_widget_set_vexpand (GTK_WIDGET (self->bin), TRUE);
  hopso_adaptive_bin_set_child (self->bin, GTK_WIDGET (self->columns));
  g_signal_connect_object (self->bin, "notify::is-narrow", G_CALLBACK (narrow_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bin));
  return box;
}

/**
 * hopso_composer_people_show:
 * @widget: where it was asked for
 * @composition: a draft
 */
void
hopso_composer_people_show (GtkWidget *widget, HopsoComposition *composition)
{
  HopsoComposerPeople *self = g_object_new (HOPSO_TYPE_COMPOSER_PEOPLE, NULL);

  self->composition = g_object_ref (composition);
  adw_window_set_content (ADW_WINDOW (self), make_content (self));
  g_signal_connect_object (composition, "people-changed", G_CALLBACK (follow), self,
                           G_CONNECT_SWAPPED);
  follow (self);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (self));
}
