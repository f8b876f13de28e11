/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A participant in the composer's window of people. Main thread. */

#include "hopso-composer-person.h"

#include "hopso-chip.h"
#include "hopso-composer-text.h"
#include "hopso-composer-words.h"
#include "hopso-composition-people.h"

#include <glib/gi18n.h>

struct _HopsoComposerPerson
{
  GtkListBoxRow parent_instance;

  HopsoComposition *composition; /* owned */
  HopsoParticipant *participant; /* owned */
  gboolean is_filling;

  GtkWidget *title_label; /* borrowed: child, as all below */
  GtkWidget *name_label;
  GtkWidget *busy_chip;
  GtkWidget *role;
  GtkWidget *seat;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (HopsoComposerPerson, hopso_composer_person, GTK_TYPE_LIST_BOX_ROW)

static void
label (GtkWidget *widget, const char *words)
{
  gtk_widget_set_tooltip_text (widget, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
tell (HopsoComposerPerson *self)
{
  const char *title = gtk_label_get_label (GTK_LABEL (self->title_label));
  const char *role = hopso_composer_words_role (hopso_participant_get_role (self->participant));
  const char *busy = gtk_widget_get_visible (self->busy_chip) ? _ ("busy at that time") : NULL;
  g_autofree char *sentence =
      g_strconcat (title, ", ", gtk_label_get_label (GTK_LABEL (self->name_label)), ", ", role,
                   busy != NULL ? ", " : "", busy, NULL);
  g_autofree char *what = g_strdup_printf (_ ("What %s does"), title);
  g_autofree char *seat = g_strdup_printf (_ ("Seat of %s"), title);
  g_autofree char *removal = g_strdup_printf (_ ("Remove %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  label (self->role, what);
  label (self->seat, seat);
  label (self->remove, removal);
}

static void
show (HopsoComposerPerson *self)
{
  HopsoWorkspace *workspace = hopso_composition_get_workspace (self->composition);
  const char *id = hopso_participant_get_person (self->participant);
  HopsoPerson *person = id != NULL ? hopso_workspace_lookup_person (workspace, id) : NULL;
  const char *position = hopso_participant_get_guest_position (self->participant);
  const char *name = person != NULL ? hopso_person_get_name (person) : position;
  g_autofree char *title = hopso_composer_words_participant (workspace, self->participant);

  self->is_filling = TRUE;
  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_label_set_label (GTK_LABEL (self->name_label), name != NULL ? name : "");
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (self->role),
      hopso_composer_words_find (hopso_composer_roles,
                                 hopso_participant_get_role (self->participant), 2));
  self->is_filling = FALSE;
  tell (self);
}

static void
role_cb (HopsoComposerPerson *self)
{
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->role));

  if (!self->is_filling && chosen < 4)
    hopso_composition_set_role (self->composition, self->participant, hopso_composer_roles[chosen]);
}

static void
remove_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposerPerson *self = HOPSO_COMPOSER_PERSON (widget);
  g_autofree char *name =
      g_strdup_printf (_ ("Remove %s"), gtk_label_get_label (GTK_LABEL (self->title_label)));

  hopso_composition_remove (self->composition, HOPSO_RECORD (self->participant), name);
}

static void
hopso_composer_person_dispose (GObject *object)
{
  HopsoComposerPerson *self = HOPSO_COMPOSER_PERSON (object);

  g_clear_object (&self->participant);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_person_parent_class)->dispose (object);
}

static void
hopso_composer_person_class_init (HopsoComposerPersonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_composer_person_dispose;
  gtk_widget_class_install_action (widget_class, "person.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "person.remove", NULL);
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *line = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (line), 0);
  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (line), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (line), 10);
  gtk_widget_add_css_class (line, css_class);
  return line;
}

static void
hopso_composer_person_init (HopsoComposerPerson *self)
{
  const char *const roles[] = { hopso_composer_words_role ("chair"),
                                hopso_composer_words_role ("secretary"),
                                hopso_composer_words_role ("delegate"),
                                hopso_composer_words_role ("guest"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title_label = make_line ("heading");
  self->name_label = make_line ("dim-label");
  self->busy_chip =
      hopso_chip_new ("dialog-warning-symbolic", _ ("Busy at that time"), HOPSO_TONE_ATTENTION);
  hopso_chip_set_flat (HOPSO_CHIP (self->busy_chip), TRUE);
  gtk_widget_set_visible (self->busy_chip, FALSE);
  gtk_widget_set_halign (self->busy_chip, GTK_ALIGN_START);
  self->role = gtk_drop_down_new_from_strings (roles);
  self->seat = gtk_entry_new ();
  g_object_set (self->seat, "placeholder-text", _ ("Seat"), "max-width-chars", 6, "width-chars", 6,
                NULL);
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->remove, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remove), "person.remove");
  gtk_box_append (GTK_BOX (lines), self->title_label);
  gtk_box_append (GTK_BOX (lines), self->name_label);
  gtk_box_append (GTK_BOX (lines), self->busy_chip);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), self->role);
  gtk_box_append (GTK_BOX (box), self->seat);
  gtk_box_append (GTK_BOX (box), self->remove);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_valign (child, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "participant-row");
  gtk_widget_add_css_class (GTK_WIDGET (self), "tall");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  g_signal_connect_object (self->role, "notify::selected", G_CALLBACK (role_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_composer_person_new:
 * @composition: a draft
 * @participant: somebody who is invited
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hopso_composer_person_new (HopsoComposition *composition, HopsoParticipant *participant)
{
  HopsoComposerPerson *self = g_object_new (HOPSO_TYPE_COMPOSER_PERSON, NULL);
  const HopsoComposerText seat = { HOPSO_RECORD (participant), HOPSO_PARTICIPANT_SEAT, FALSE,
                                   _ ("Change a seat") };

  self->composition = g_object_ref (composition);
  self->participant = g_object_ref (participant);
  hopso_composer_text_bind (self->seat, composition, &seat);
  show (self);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_person_get_participant:
 *
 * Returns: (transfer none): whom it shows
 */
HopsoParticipant *
hopso_composer_person_get_participant (HopsoComposerPerson *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSER_PERSON (self), NULL);

  return self->participant;
}

/**
 * hopso_composer_person_set_participant:
 * @participant: the same one as it is now
 */
void
hopso_composer_person_set_participant (HopsoComposerPerson *self, HopsoParticipant *participant)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_PERSON (self));

  if (g_set_object (&self->participant, participant))
    show (self);
}

/**
 * hopso_composer_person_set_busy:
 * @is_busy: whether another meeting is at the same time
 */
void
hopso_composer_person_set_busy (HopsoComposerPerson *self, gboolean is_busy)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_PERSON (self));

  gtk_widget_set_visible (self->busy_chip, is_busy);
  tell (self);
}
