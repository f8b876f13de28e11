/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The right column of the composer: what is checked, with what was found in words, and who gets
 * the invitation. A finding about an item leads to it. Main thread. */

#include "hopso-composer-side.h"

#include "hopso-composer-findings.h"

#include <glib/gi18n.h>

struct _HopsoComposerSide
{
  GtkBox parent_instance;

  HopsoComposition *composition; /* owned */
  GPtrArray *findings;           /* owned: of HopsoComposerFinding */
  guint source;                  /* 0: no look is due */

  GtkListBox *checks;
  GtkWidget *people_row; /* borrowed: child */
};

G_DEFINE_FINAL_TYPE (HopsoComposerSide, hopso_composer_side, GTK_TYPE_BOX)

static guint changed_signal;

/* --- checks --------------------------------------------------------------------------------------
 */

static GtkWidget *
make_lines (const char *title, const char *words)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *const texts[] = { title, words };
  const char *const classes[] = { "heading", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *label = gtk_label_new (texts[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
      gtk_widget_add_css_class (label, classes[i]);
      gtk_box_append (GTK_BOX (lines), label);
    }
  gtk_widget_set_hexpand (lines, TRUE);
  return lines;
}

static GtkWidget *
make_row (const char *icon_name, const char *icon_class, const char *title, const char *words)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  g_autofree char *sentence = g_strdup_printf ("%s. %s", title, words);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 20);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  if (icon_class != NULL)
    gtk_widget_add_css_class (icon, icon_class);
  gtk_widget_add_css_class (box, "check-row");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), make_lines (title, words));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "tall");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return row;
}

static GtkWidget *
make_finding (const HopsoComposerFinding *finding)
{
  static const char *const icons[] = { "emblem-ok-symbolic", "dialog-warning-symbolic",
                                       "dialog-error-symbolic" };
  static const char *const classes[] = { "good-text", "attention-text", "bad-text" };
  const char *const states[] = { _ ("In order"), _ ("To be looked at"), _ ("Forbids publishing") };
  GtkWidget *row = make_row (icons[finding->severity], classes[finding->severity], finding->title,
                             finding->words);
  g_autofree char *sentence =
      g_strdup_printf ("%s: %s. %s", states[finding->severity], finding->title, finding->words);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), finding->item != NULL);
  if (finding->item != NULL)
    g_object_set_data_full (G_OBJECT (row), "item", g_strdup (finding->item), g_free);
  return row;
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const HopsoComposerFinding *left = g_ptr_array_index (a, i);
      const HopsoComposerFinding *right = g_ptr_array_index (b, i);

      if (left->severity != right->severity || g_strcmp0 (left->title, right->title) != 0 ||
          g_strcmp0 (left->words, right->words) != 0 || g_strcmp0 (left->item, right->item) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_checks (HopsoComposerSide *self)
{
  g_autoptr (GPtrArray) findings = hopso_composer_find (self->composition);
  GtkListBoxRow *row;

  if (is_same (self->findings, findings))
    return;
  while ((row = gtk_list_box_get_row_at_index (self->checks, 0)) != NULL)
    gtk_list_box_remove (self->checks, GTK_WIDGET (row));
  for (guint i = 0; i < findings->len; i++)
    gtk_list_box_append (self->checks, make_finding (g_ptr_array_index (findings, i)));
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = g_steal_pointer (&findings);
}

static void
finding_activated_cb (HopsoComposerSide *self, GtkListBoxRow *row)
{
  const char *item = g_object_get_data (G_OBJECT (row), "item");

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "composer.show-item", "s", item);
}

/* --- people --------------------------------------------------------------------------------------
 */

static const char *
get_unit (HopsoComposerSide *self, HopsoParticipant *participant)
{
  const char *id = hopso_participant_get_person (participant);
  HopsoPerson *person =
      id != NULL
          ? hopso_workspace_lookup_person (hopso_composition_get_workspace (self->composition), id)
          : NULL;

  return person != NULL ? hopso_person_get_organization (person) : NULL;
}

static void
show_people (HopsoComposerSide *self)
{
  GListModel *people = hopso_composition_get_people (self->composition);
  const guint n = g_list_model_get_n_items (people);
  g_autoptr (GHashTable) units = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_guests = 0;
  g_autofree char *persons = g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  g_autofree char *title = NULL;
  g_autofree char *guests = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HopsoParticipant) participant = g_list_model_get_item (people, i);
      const char *unit = get_unit (self, participant);

      if (unit != NULL)
        g_hash_table_add (units, (gpointer) unit);
      if (g_strcmp0 (hopso_participant_get_role (participant), "guest") == 0)
        n_guests++;
    }
  const guint n_units = g_hash_table_size (units);
  g_autofree char *of = g_strdup_printf (ngettext ("%u unit", "%u units", n_units), n_units);
  title = n > 0 ? g_strdup_printf ("%s, %s", persons, of) : g_strdup (_ ("Nobody yet"));
  guests = n == 0 ? g_strdup (_ ("Choose who shall come"))
           : n_guests > 0
               ? g_strdup_printf (
                     ngettext ("%u guest among them", "%u guests among them", n_guests), n_guests)
               : g_strdup (_ ("No guests"));
  GtkWidget *list = gtk_widget_get_parent (self->people_row);
  const gboolean had_focus = gtk_widget_has_focus (self->people_row);
  gtk_list_box_remove (GTK_LIST_BOX (list), self->people_row);
  self->people_row = make_row ("system-users-symbolic", NULL, title, guests);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self->people_row))),
                  gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_append (GTK_LIST_BOX (list), self->people_row);
  if (had_focus)
    gtk_widget_grab_focus (self->people_row);
}

static void
people_activated_cb (HopsoComposerSide *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.people", NULL);
}

/* --- when ----------------------------------------------------------------------------------------
 */

static gboolean
look_cb (gpointer user_data)
{
  HopsoComposerSide *self = HOPSO_COMPOSER_SIDE (user_data);

  self->source = 0;
  hopso_composer_side_refresh (self);
  return G_SOURCE_REMOVE;
}

/* After what is being typed has been shown: checks can wait for a moment. */
static void
changed_cb (HopsoComposerSide *self)
{
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, look_cb, self, NULL);
}

static void
people_changed_cb (HopsoComposerSide *self)
{
  show_people (self);
  changed_cb (self);
}

/**
 * hopso_composer_side_refresh:
 * @self: a column
 *
 * Looks again: time has passed, or something has changed.
 */
void
hopso_composer_side_refresh (HopsoComposerSide *self)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_SIDE (self));

  if (hopso_composition_get_meeting (self->composition) == NULL)
    return;
  show_checks (self);
  g_signal_emit (self, changed_signal, 0);
}

/**
 * hopso_composer_side_count:
 * @is_blocking: which are counted: those that forbid publishing, or those that ask for a reason
 *
 * Returns: how many findings there are
 */
guint
hopso_composer_side_count (HopsoComposerSide *self, gboolean is_blocking)
{
  guint n = 0;

  g_return_val_if_fail (HOPSO_IS_COMPOSER_SIDE (self), 0);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const HopsoComposerFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->severity == (is_blocking ? HOPSO_COMPOSER_BLOCK : HOPSO_COMPOSER_WARNING))
        n++;
    }
  return n;
}

/**
 * hopso_composer_side_describe_open:
 *
 * Returns: (transfer full): what asks for a reason, a line each
 */
char *
hopso_composer_side_describe_open (HopsoComposerSide *self)
{
  GString *lines = g_string_new (NULL);

  g_return_val_if_fail (HOPSO_IS_COMPOSER_SIDE (self), NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const HopsoComposerFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->severity == HOPSO_COMPOSER_WARNING)
        g_string_append_printf (lines, "%s%s. %s", lines->len > 0 ? "\n" : "", finding->title,
                                finding->words);
    }
  return g_string_free (lines, FALSE);
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
hopso_composer_side_dispose (GObject *object)
{
  HopsoComposerSide *self = HOPSO_COMPOSER_SIDE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_side_parent_class)->dispose (object);
}

static void
hopso_composer_side_class_init (HopsoComposerSideClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_composer_side_dispose;
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_COMPOSER_SIDE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_list (HopsoComposerSide *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (self), label);
  gtk_box_append (GTK_BOX (self), list);
  return list;
}

static void
hopso_composer_side_init (HopsoComposerSide *self)
{
  GtkWidget *list;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->checks = GTK_LIST_BOX (add_list (self, _ ("Checks before publishing")));
  list = add_list (self, _ ("Who gets the invitation"));
  self->people_row = make_row ("system-users-symbolic", NULL, "", "");
  gtk_list_box_append (GTK_LIST_BOX (list), self->people_row);
  g_signal_connect_object (self->checks, "row-activated", G_CALLBACK (finding_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (people_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hopso_composer_side_new:
 * @composition: the draft
 *
 * Returns: (transfer floating): its checks and people
 */
GtkWidget *
hopso_composer_side_new (HopsoComposition *composition)
{
  HopsoComposerSide *self = g_object_new (HOPSO_TYPE_COMPOSER_SIDE, NULL);
  static const char *const signals[] = { "meeting-changed", "agenda-changed", "papers-changed" };

  self->composition = g_object_ref (composition);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (composition, signals[i], G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (composition, "people-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_people (self);
  show_checks (self);
  return GTK_WIDGET (self);
}
