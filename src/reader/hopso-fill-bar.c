/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line above a form that is being filled. It tells; what it offers is done by the reader. Main
 * thread. */

#include "hopso-fill-bar.h"

#include <glib/gi18n-lib.h>

struct _HopsoFillBar
{
  GtkBox parent_instance;

  GtkLabel *words_label;
  GtkLabel *notes_label;
  GtkWidget *spinner;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *save_button;
  GtkWidget *copy_button;

  HopsoFormDraft *draft; /* owned, nullable */
  char *told;            /* owned, nullable: what was done last */
  gboolean has_file;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (HopsoFillBar, hopso_fill_bar, GTK_TYPE_BOX)

static char *
dup_words (HopsoFillBar *self)
{
  g_autoptr (GVariant) values = g_variant_ref_sink (hopso_form_draft_to_variant (self->draft));
  const guint n = (guint) g_variant_n_children (values);

  if (self->told != NULL)
    return g_strdup (self->told);
  if (n > 0)
    return g_strdup_printf (ngettext ("%u field filled in, not saved into the document yet",
                                      "%u fields filled in, not saved into the document yet", n),
                            n);
  if (hopso_form_is_hidden (hopso_form_draft_get_form (self->draft)))
    return g_strdup (_ ("The document is encrypted and cannot be filled in here."));
  if (!hopso_form_can_fill (hopso_form_draft_get_form (self->draft)))
    return g_strdup (_ ("This form cannot be filled in."));
  return g_strdup (_ ("This is a form: press a blue field to fill it in, Tab goes on."));
}

/* What people must know who will rely on the filled document. */
static char *
dup_notes (HopsoForm *form)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  const char *obstacle = hopso_form_get_obstacle (form);

  if (obstacle != NULL)
    g_string_append_printf (notes, _ ("The signature in “%s” forbids to fill in some fields. "),
                            obstacle);
  else if (hopso_form_is_signed (form))
    g_string_append (notes, _ ("Already signed: others will see what is filled in later. "));
  if (hopso_form_calculates (form))
    g_string_append (notes, _ ("Totals are not computed. "));
  if (hopso_form_has_xfa (form))
    g_string_append (notes, _ ("A second form (XFA) in this document is not used. "));
  return g_strdup (g_strchomp (notes->str));
}

static void
update (HopsoFillBar *self)
{
  g_autofree char *words = NULL;
  g_autofree char *notes = NULL;
  gboolean is_changed;

  if (self->draft == NULL)
    return;
  words = dup_words (self);
  notes = dup_notes (hopso_form_draft_get_form (self->draft));
  is_changed = hopso_form_draft_get_is_changed (self->draft);
  gtk_label_set_text (self->words_label, words);
  gtk_label_set_text (self->notes_label, notes);
  gtk_widget_set_visible (GTK_WIDGET (self->notes_label), *notes != '\0');
  gtk_widget_set_visible (self->save_button, self->has_file);
  gtk_widget_set_sensitive (self->save_button, is_changed && !self->is_busy);
  gtk_widget_set_sensitive (self->copy_button, is_changed && !self->is_busy);
  gtk_widget_set_sensitive (self->undo_button, hopso_form_draft_get_can_undo (self->draft));
  gtk_widget_set_sensitive (self->redo_button, hopso_form_draft_get_can_redo (self->draft));
  gtk_widget_set_visible (self->spinner, self->is_busy);
}

static void
changed_cb (HopsoFillBar *self)
{
  g_clear_pointer (&self->told, g_free);
  update (self);
}

/**
 * hopso_fill_bar_set_draft:
 * @draft: (nullable): what is filled in
 * @has_file: whether it can be saved where it lies
 */
void
hopso_fill_bar_set_draft (HopsoFillBar *self, HopsoFormDraft *draft, gboolean has_file)
{
  g_return_if_fail (HOPSO_IS_FILL_BAR (self));

  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->draft, changed_cb, self);
      g_signal_handlers_disconnect_by_func (self->draft, update, self);
    }
  g_set_object (&self->draft, draft);
  g_clear_pointer (&self->told, g_free);
  self->has_file = has_file;
  self->is_busy = FALSE;
  if (draft == NULL)
    return;
  g_signal_connect_object (draft, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * hopso_fill_bar_set_busy:
 * @is_busy: whether something is being saved
 */
void
hopso_fill_bar_set_busy (HopsoFillBar *self, gboolean is_busy)
{
  g_return_if_fail (HOPSO_IS_FILL_BAR (self));

  self->is_busy = is_busy;
  update (self);
}

/**
 * hopso_fill_bar_set_is_narrow:
 * @is_narrow: whether words and buttons have no place beside each other
 */
void
hopso_fill_bar_set_is_narrow (HopsoFillBar *self, gboolean is_narrow)
{
  g_return_if_fail (HOPSO_IS_FILL_BAR (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), is_narrow ? GTK_ORIENTATION_VERTICAL
                                                                   : GTK_ORIENTATION_HORIZONTAL);
}

/**
 * hopso_fill_bar_tell:
 * @words: what was done; said until something is filled in again
 */
void
hopso_fill_bar_tell (HopsoFillBar *self, const char *words)
{
  g_return_if_fail (HOPSO_IS_FILL_BAR (self));

  g_free (self->told);
  self->told = g_strdup (words);
  update (self);
}

static void
hopso_fill_bar_dispose (GObject *object)
{
  HopsoFillBar *self = HOPSO_FILL_BAR (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->told, g_free);
  G_OBJECT_CLASS (hopso_fill_bar_parent_class)->dispose (object);
}

static void
hopso_fill_bar_class_init (HopsoFillBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = hopso_fill_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/hopso/HopSo/reader/hopso-fill-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, words_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, notes_label);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, undo_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, redo_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, save_button);
  gtk_widget_class_bind_template_child (widget_class, HopsoFillBar, copy_button);
}

static void
hopso_fill_bar_init (HopsoFillBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
