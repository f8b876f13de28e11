/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agenda item in the composer: handle, number, name over presenter, minutes, and its papers
 * below. Return or F2 opens a form in its place; Alt with the arrows moves it; the menu has
 * everything in words. Built without a template: an agenda may have hundreds of them. Main
 * thread. */

#include "hopso-composer-row-private.h"

#include "hopso-composer-form.h"
#include "hopso-composer-paper.h"
#include "hopso-composer-promise.h"
#include "hopso-composer-words.h"
#include "hopso-time-words.h"

#include <glib/gi18n.h>

#define INDENT        34
#define INDENT_NARROW 12
#define MOST_MINUTES  1440

G_DEFINE_FINAL_TYPE (HopsoComposerRow, hopso_composer_row, GTK_TYPE_LIST_BOX_ROW)

/* --- showing -------------------------------------------------------------------------------------
 */

static void
minutes_cb (HopsoComposerRow *self)
{
  if (!self->is_filling && self->item != NULL)
    hopso_composition_set_number (
        self->composition, HOPSO_RECORD (self->item), HOPSO_AGENDA_ITEM_DURATION,
        gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->spin)), _ ("Change the minutes"));
}

static void
tell (HopsoComposerRow *self)
{
  const HopsoComposerNode node = { .item = self->item,
                                   .number = self->number,
                                   .minutes = self->minutes };
  g_autofree char *sentence =
      hopso_composer_words_row (&node, self->papers != NULL ? self->papers->len : 0);
  g_autofree char *minutes = g_strdup_printf (_ ("Minutes of item %s"), self->number);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  minutes, -1);
}

static void
show_names (HopsoComposerRow *self)
{
  const char *presenter = hopso_agenda_item_get_presenter (self->item);
  const char *kind = hopso_composer_words_item_kind (hopso_agenda_item_get_kind (self->item));
  const gboolean has_both = presenter != NULL && kind != NULL;
  g_autofree char *second = g_strconcat (presenter != NULL ? presenter : "", has_both ? " · " : "",
                                         kind != NULL ? kind : "", NULL);

  gtk_label_set_label (GTK_LABEL (self->name_label), hopso_agenda_item_get_name (self->item));
  gtk_label_set_label (GTK_LABEL (self->second_label), second);
  gtk_widget_set_visible (self->second_label, second[0] != '\0');
}

/* A parent's minutes are those of its parts. */
static void
show_minutes (HopsoComposerRow *self)
{
  g_autofree char *sum = hopso_time_words_minutes (self->minutes);

  self->is_filling = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spin), (double) self->minutes);
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->spin, !self->has_parts);
  gtk_label_set_label (GTK_LABEL (self->sum_label), self->has_parts ? sum : _ ("minutes"));
}

static void
show_depth (HopsoComposerRow *self)
{
  const int indent = self->is_narrow ? INDENT_NARROW : INDENT;

  gtk_widget_set_margin_start (self->outer, indent * (int) self->depth);
  if (self->depth > 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "item");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "item");
}

static void
show_missing (HopsoComposerRow *self)
{
  const gboolean is_missing = hopso_agenda_item_get_expects_papers (self->item) &&
                              (self->papers == NULL || self->papers->len == 0);

  if (self->missing != NULL)
    gtk_box_remove (GTK_BOX (self->column), self->missing);
  self->missing = NULL;
  if (!is_missing)
    return;
  self->missing = hopso_composer_promise_new_line (
      self->item, hopso_clock_now (hopso_composition_get_clock (self->composition)));
  gtk_box_append (GTK_BOX (self->column), self->missing);
}

/**
 * hopso_composer_row_set_node:
 * @self: a row
 * @node: what it shows from now on; only what is new is touched
 */
void
hopso_composer_row_set_node (HopsoComposerRow *self, const HopsoComposerNode *node)
{
  gboolean has_parts;

  g_return_if_fail (HOPSO_IS_COMPOSER_ROW (self));

  has_parts = node->n_parts > 0;
  if (self->item == node->item && g_strcmp0 (self->number, node->number) == 0 &&
      self->minutes == node->minutes && self->depth == node->depth && self->has_parts == has_parts)
    return;
  const gboolean is_other = self->item != node->item;
  const gboolean is_first = self->item == NULL;
  g_set_object (&self->item, node->item);
  g_free (self->number);
  self->number = g_strdup (node->number);
  self->minutes = node->minutes;
  self->has_parts = has_parts;
  gtk_label_set_label (GTK_LABEL (self->number_label), self->number);
  if (is_first || self->depth != node->depth)
    {
      self->depth = node->depth;
      show_depth (self);
    }
  show_minutes (self);
  if (is_other)
    {
      show_names (self);
      show_missing (self);
    }
  tell (self);
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return (a == NULL || a->len == 0) && (b == NULL || b->len == 0);
  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  return TRUE;
}

static GtkWidget *
find_paper (HopsoComposerRow *self, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->paper_box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (hopso_composer_paper_get_id (HOPSO_COMPOSER_PAPER (child)), id) == 0)
      return child;
  return NULL;
}

static gboolean
is_wanted (GPtrArray *papers, const char *id)
{
  for (guint i = 0; papers != NULL && i < papers->len; i++)
    if (g_strcmp0 (hopso_record_get_id (g_ptr_array_index (papers, i)), id) == 0)
      return TRUE;
  return FALSE;
}

/**
 * hopso_composer_row_set_papers:
 * @self: a row
 * @papers: (nullable): its #HopsoPaper, as they stand; those that stay keep the focus
 */
void
hopso_composer_row_set_papers (HopsoComposerRow *self, GPtrArray *papers)
{
  GtkWidget *before = NULL;
  GtkWidget *next;

  g_return_if_fail (HOPSO_IS_COMPOSER_ROW (self));

  if (is_same (self->papers, papers))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (self->paper_box); child != NULL; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (!is_wanted (papers, hopso_composer_paper_get_id (HOPSO_COMPOSER_PAPER (child))))
        gtk_box_remove (GTK_BOX (self->paper_box), child);
    }
  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      HopsoPaper *paper = g_ptr_array_index (papers, i);
      GtkWidget *child = find_paper (self, hopso_record_get_id (HOPSO_RECORD (paper)));

      if (child == NULL)
        {
          child = hopso_composer_paper_new (self->composition, paper);
          hopso_composer_paper_set_narrow (HOPSO_COMPOSER_PAPER (child), self->is_narrow);
          gtk_box_append (GTK_BOX (self->paper_box), child);
        }
      else
        hopso_composer_paper_set_paper (HOPSO_COMPOSER_PAPER (child), paper);
      gtk_box_reorder_child_after (GTK_BOX (self->paper_box), child, before);
      before = child;
    }
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  self->papers = papers != NULL ? g_ptr_array_ref (papers) : NULL;
  gtk_widget_set_visible (self->paper_box, papers != NULL && papers->len > 0);
  show_missing (self);
  tell (self);
}

/**
 * hopso_composer_row_set_narrow:
 * @is_narrow: whether there is little room
 */
void
hopso_composer_row_set_narrow (HopsoComposerRow *self, gboolean is_narrow)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_ROW (self));

  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), is_narrow
                                                                   ? GTK_ORIENTATION_VERTICAL
                                                                   : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->line), is_narrow ? 4 : 14);
  show_depth (self);
  for (GtkWidget *child = gtk_widget_get_first_child (self->paper_box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hopso_composer_paper_set_narrow (HOPSO_COMPOSER_PAPER (child), is_narrow);
}

/* --- editing -------------------------------------------------------------------------------------
 */

static void
form_done_cb (HopsoComposerRow *self)
{
  GtkWidget *form = g_steal_pointer (&self->form);

  if (form == NULL)
    return;
  /* The focus goes to the row first: what is typed is written when it leaves. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_box_remove (GTK_BOX (self->column), form);
  gtk_widget_set_visible (self->line, TRUE);
}

/**
 * hopso_composer_row_edit:
 * @self: a row
 *
 * Opens the form, its name chosen.
 */
void
hopso_composer_row_edit (HopsoComposerRow *self)
{
  g_return_if_fail (HOPSO_IS_COMPOSER_ROW (self));

  if (self->form == NULL && self->item != NULL)
    {
      self->form = hopso_composer_form_new (self->composition, self->item);
      g_signal_connect_object (self->form, "done", G_CALLBACK (form_done_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_prepend (GTK_BOX (self->column), self->form);
      gtk_widget_set_visible (self->line, FALSE);
    }
  if (self->form != NULL)
    hopso_composer_form_begin (HOPSO_COMPOSER_FORM (self->form));
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
hopso_composer_row_dispose (GObject *object)
{
  HopsoComposerRow *self = HOPSO_COMPOSER_ROW (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_object (&self->composition);
  G_OBJECT_CLASS (hopso_composer_row_parent_class)->dispose (object);
}

static void
hopso_composer_row_finalize (GObject *object)
{
  HopsoComposerRow *self = HOPSO_COMPOSER_ROW (object);

  g_free (self->id);
  g_free (self->number);
  G_OBJECT_CLASS (hopso_composer_row_parent_class)->finalize (object);
}

static void
hopso_composer_row_class_init (HopsoComposerRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_composer_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_composer_row_finalize;
  hopso_composer_row_class_add_acts (GTK_WIDGET_CLASS (klass));
}

static void
hopso_composer_row_init (HopsoComposerRow *self)
{
}

static GtkWidget *
make_label (const char *css_class, gboolean wraps)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (wraps)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
    }
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_minutes (HopsoComposerRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *menu = gtk_button_new_from_icon_name ("view-more-symbolic");

  self->spin = gtk_spin_button_new_with_range (0, MOST_MINUTES, 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->spin), 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->spin), 3);
  gtk_widget_set_valign (self->spin, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->spin, "numeric");
  self->sum_label = make_label ("dim-label", FALSE);
  gtk_widget_add_css_class (self->sum_label, "numeric");
  gtk_widget_set_tooltip_text (menu, _ ("What can be done with this item"));
  gtk_widget_add_css_class (menu, "flat");
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (menu), "row.menu");
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be done with this item"), -1);
  g_signal_connect_object (self->spin, "value-changed", G_CALLBACK (minutes_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->spin);
  gtk_box_append (GTK_BOX (box), self->sum_label);
  gtk_box_append (GTK_BOX (box), menu);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  return box;
}

static GtkWidget *
make_column (HopsoComposerRow *self)
{
  self->column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  self->names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->name_label = make_label ("item-name", TRUE);
  self->second_label = make_label ("dim-label", TRUE);
  self->paper_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->names), self->name_label);
  gtk_box_append (GTK_BOX (self->names), self->second_label);
  gtk_widget_set_hexpand (self->names, TRUE);
  gtk_box_append (GTK_BOX (self->line), self->names);
  gtk_box_append (GTK_BOX (self->line), make_minutes (self));
  gtk_box_append (GTK_BOX (self->column), self->line);
  gtk_box_append (GTK_BOX (self->column), self->paper_box);
  gtk_widget_set_visible (self->paper_box, FALSE);
  gtk_widget_set_hexpand (self->column, TRUE);
  return self->column;
}

/**
 * hopso_composer_row_new:
 * @composition: the draft
 * @item_id: the item
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hopso_composer_row_new (HopsoComposition *composition, const char *item_id)
{
  HopsoComposerRow *self = g_object_new (HOPSO_TYPE_COMPOSER_ROW, NULL);
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");

  self->composition = g_object_ref (composition);
  self->id = g_strdup (item_id);
  self->outer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->number_label = make_label ("heading", FALSE);
  gtk_widget_add_css_class (self->number_label, "numeric");
  gtk_widget_set_size_request (self->number_label, 34, -1);
  gtk_widget_set_valign (self->number_label, GTK_ALIGN_START);
  gtk_widget_set_valign (handle, GTK_ALIGN_START);
  gtk_widget_add_css_class (handle, "dim-label");
  gtk_widget_add_css_class (handle, "handle");
  gtk_widget_add_css_class (self->number_label, "number");
  gtk_widget_add_css_class (self->outer, "composer-row");
  gtk_box_append (GTK_BOX (self->outer), handle);
  gtk_box_append (GTK_BOX (self->outer), self->number_label);
  gtk_box_append (GTK_BOX (self->outer), make_column (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->outer);
  return GTK_WIDGET (self);
}

/**
 * hopso_composer_row_get_id:
 *
 * Returns: (transfer none): the id of its item
 */
const char *
hopso_composer_row_get_id (HopsoComposerRow *self)
{
  g_return_val_if_fail (HOPSO_IS_COMPOSER_ROW (self), NULL);

  return self->id;
}
